"""The server's own limits: each in the table, none that the engine has already."""

from app import limits
from graph_engine.limits import LIMITS


def test_every_limit_of_the_server_is_in_its_table_with_its_reason():
    declared = [value for value in vars(limits).values() if isinstance(value, limits.Limit)]
    assert tuple(declared) == limits.LIMITS
    assert all(limit.most > 0 and limit.what and limit.why for limit in declared)


def test_both_tables_together_name_each_limit_once():
    assert set(limits.ALL) == {*LIMITS, *limits.LIMITS}
    assert len({limit.what for limit in limits.ALL}) == len(limits.ALL)
