"""What a plan knows of what is to come."""

from __future__ import annotations

from tests.render.plans import GROUP, every, of


def test_a_plan_knows_what_will_be_touched_in_each_stack() -> None:
    assert every().expected == {
        "": {"Disk", "Logs", "Bucket", "Odd"},
        "Database": {"Database/Database", "Database/Group"},
        "Network": {"Network/WebGroup"},
        "Cache": {"Cache/Cache"},
    }


def test_a_plan_that_was_not_told_of_nested_stacks_knows_nothing() -> None:
    assert of(GROUP, shallow="The limit is reached.").expected == {}
