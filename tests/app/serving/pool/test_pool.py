"""Children do the work: one that takes too much is ended, and no other request notices."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no fork")

ROOT = Path(__file__).resolve().parents[4]


@pytest.fixture(scope="module")
def found() -> dict[str, Any]:
    ran = subprocess.run(
        [sys.executable, "-m", "tests.app.serving.pool.house"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=280,
        check=True,
    )
    return dict(json.loads(ran.stdout))


def test_a_child_answers_as_the_application_would(found: dict[str, Any]):
    assert found["echo"] == [200, "hello q", 7]
    assert found["large"][::2] == [200, 20_000_000]


def test_a_child_that_has_answered_is_asked_again(found: dict[str, Any]):
    assert found["again"] == [True]


def test_a_child_that_breaks_is_told_and_the_next_request_has_another(found: dict[str, Any]):
    assert found["dies"] == "broken"
    assert found["after it"][0] == 200
    assert found["an idle one is killed"] == [200, "yq", 2]


def test_a_worker_that_holds_the_connections_of_a_large_class_still_has_work_done(
    found: dict[str, Any],
):
    assert found["beside a crowd"] == [[200, "wq", 2], True, [200, "zq", 2]]


def test_work_without_an_end_is_ended_and_the_same_is_not_begun_again(found: dict[str, Any]):
    assert found["spins"] == "time"
    assert found["spins again"] == "time"


def test_a_talk_of_ours_may_take_longer_than_what_somebody_has_typed(found: dict[str, Any]):
    assert found["talk"] == 200


def test_work_for_which_a_crowded_machine_has_no_time_may_be_asked_for_again(
    found: dict[str, Any],
):
    assert found["has no time"] == ["busy", "busy"]


def test_work_that_needs_too_much_memory_is_told_so(found: dict[str, Any]):
    assert found["memory"][0] == 422
    assert found["memory again"] == "memory"


def test_long_work_comes_to_its_end_and_holds_up_no_other(found: dict[str, Any]):
    assert found["long"] == 200
    order = [path for path, _ in found["beside long"]]
    assert order.index("/echo") < 2, "it did not wait for both of them"
    assert all(answer[0] == 200 for _, answer in found["beside long"])
    assert found["taken"] == {"quick": 0, "slow": 0}


def test_with_their_worker_all_children_end(found: dict[str, Any]):
    assert found["left"] == []
