"""Every child is waited for, those too that only a failed root's reason names."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from cfngen.cloud.changes import Change, ChangeSet
from cfngen.package import STACK
from cfngen.plan.at import At
from cfngen.plan.changeset.rejecting import own_reasons
from cfngen.plan.changeset.settling import settled
from tests.fakes.world import World
from tests.plan.shop import here

PLACE = "arn:aws:cloudformation:us-east-1:123456789012"
ROOT, CHILD, DEEP, OTHER = (
    f"{PLACE}:changeSet/{name}/1" for name in ("root", "child", "deep", "other")
)
FAILED = "Nested change set {} was not successfully created: Currently in FAILED."


def change_set(id: str, status: str, reason: str = "", *below: str) -> ChangeSet:
    changes = tuple(
        Change("Modify", one.split("/")[1].title(), STACK, change_set=one)
        for one in below
    )
    stack = f"{PLACE}:stack/shop-dev-{id.split('/')[1]}/1"
    return ChangeSet(id, id, stack, status, reason, changes)


class Scripted:
    """Change sets that answer one after the other."""

    def __init__(self, **answers: list[ChangeSet]) -> None:
        self.answers = {f"{PLACE}:changeSet/{n}/1": all for n, all in answers.items()}

    def find(self, id: str, stack: str = "", values: bool = False) -> ChangeSet | None:
        """Return the next answer, the last one for ever; None where there is none."""
        left = self.answers.get(id)
        return None if left is None else left[0] if len(left) == 1 else left.pop(0)


def at(scripted: Any) -> At:
    plain = here(World())
    return replace(plain, cloud=replace(plain.cloud, change_sets=scripted))


def test_children_that_a_reason_names_are_followed_to_the_last() -> None:
    scripted = Scripted(
        root=[
            change_set(ROOT, "CREATE_IN_PROGRESS"),
            change_set(ROOT, "FAILED", FAILED.format(CHILD), OTHER),
        ],
        child=[change_set(CHILD, "FAILED", FAILED.format(DEEP))],
        deep=[change_set(DEEP, "FAILED", "Template format error")],
        other=[
            change_set(OTHER, "CREATE_IN_PROGRESS"),
            change_set(OTHER, "CREATE_IN_PROGRESS"),
            change_set(OTHER, "FAILED", "Template error: another one"),
        ],
    )
    done = settled(change_set(ROOT, "CREATE_PENDING"), at(scripted))
    assert set(done) == {ROOT, CHILD, DEEP, OTHER}
    assert sorted(map(str, own_reasons(ROOT, done))) == [
        "Other: Template error: another one",
        "shop-dev-deep: Template format error",
    ]


def test_a_child_that_is_gone_is_not_waited_for() -> None:
    root = change_set(ROOT, "CREATE_COMPLETE", "", CHILD)
    assert set(settled(root, at(Scripted(root=[root])))) == {ROOT}
