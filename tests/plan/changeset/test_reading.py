"""Two descriptions of a change set become one, whole and with values."""

from __future__ import annotations

from cfngen.cloud.changes import Change, ChangeSet, Detail
from cfngen.plan.changeset.reading import merged

VALUED = Detail("Properties", "Name", before="a", after="b")
BARE = Detail("Properties", "Name")


def change_set(*changes: Change) -> ChangeSet:
    return ChangeSet("id", "name", "stack", "CREATE_COMPLETE", changes=changes)


def change(name: str, detail: Detail, action: str = "Modify") -> Change:
    return Change(action, name, "AWS::SNS::Topic", details=(detail,))


def test_what_values_hide_is_there_and_values_are_kept() -> None:
    valued = change_set(change("A", VALUED))
    bare = change_set(change("B", BARE), change("A", BARE))
    assert merged(valued, bare).changes == (change("B", BARE), change("A", VALUED))


def test_what_only_the_valued_one_has_is_not_lost() -> None:
    valued = change_set(change("A", VALUED), change("C", VALUED))
    bare = change_set(change("A", BARE))
    assert [one.logical_id for one in merged(valued, bare).changes] == ["A", "C"]


def test_a_name_that_goes_and_comes_is_two_changes() -> None:
    valued = change_set(change("A", VALUED, "Remove"))
    bare = change_set(change("A", BARE, "Remove"), change("A", BARE, "Add"))
    assert [one.action for one in merged(valued, bare).changes] == ["Remove", "Add"]
