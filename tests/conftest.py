"""How hypothesis searches: the same examples every time, so that a red run can be repeated.

`HYPOTHESIS_PROFILE=search make test` looks further, and elsewhere each time.
"""

import os

from hypothesis import settings

settings.register_profile("house", max_examples=100, derandomize=True, database=None, deadline=None)
settings.register_profile("search", max_examples=2000, database=None, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "house"))
