"""Drift of a whole tree."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from cfngen.cloud.failures import Denied
from cfngen.deploy.progress import Retrying
from cfngen.errors import Exit, NeedsHuman, OperationFailed, StillRunning
from cfngen.operate.detecting import Looked
from cfngen.operate.drift import Drift, drift
from tests.fakes.driving import CHANGED, begun
from tests.fakes.samples import ROOT
from tests.fakes.world import World
from tests.operate.looking import COMMANDS, NAME, at, branches, differs

LONGER = differs("/RetentionInDays", "7", "30")


def small(**more: Any) -> World:
    world = World()
    world.stack(NAME, **more)
    return world


def looked(world: World, told: list[object] | None = None, **more: Any) -> Drift:
    return drift(branches(world), at(world, told), COMMANDS, **more)


def statuses(found: Drift) -> dict[str, str]:
    return {one.path: one.status for one in found.found if one.status != "IN_SYNC"}


def test_no_drift_is_fine() -> None:
    found = looked(small())
    assert (found.wrong, found.counts()) == ((), {"IN_SYNC": 8})
    assert found.exit(strict=True) == Exit.OK


def test_drift_is_seen_in_nested_stacks_on_every_page() -> None:
    world = small()
    world.drifts("App/Logs", differences=[LONGER])
    world.drifts("Network/Vpc", "DELETED")
    world.drifts("Topic", "MODIFIED", differences=[differs("/DisplayName", "a", "b")])
    found = looked(world)
    assert statuses(found) == {
        "Topic": "MODIFIED",
        "App/Logs": "MODIFIED",
        "Network/Vpc": "DELETED",
    }
    assert found.exit(strict=False) == Exit.CHANGES


def test_the_root_alone_is_looked_at_where_that_is_asked() -> None:
    world = small()
    world.drifts("App/Logs", differences=[LONGER])
    found = looked(world, nested=False)
    assert (found.wrong, found.left_out) == ((), 2)
    assert len(world.of("DetectStackDrift")) == 1


def many(world: World, count: int) -> None:
    """Put a root there with so many nested stacks."""
    inner = {"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}}
    nested = {**ROOT["Resources"]["Network"], "Properties": {"TemplateURL": ""}}
    names = [f"Part{number}" for number in range(count)]
    root = {"Resources": dict.fromkeys(names, nested)}
    world.stack(NAME, template=root, children=dict.fromkeys(names, inner))


def test_four_are_looked_at_together_and_no_more() -> None:
    world = World()
    many(world, 6)
    told: list[object] = []
    looked(world, told)
    under_way, most = 0, 0
    for name, asked in world.asked:
        if name == "DetectStackDrift":
            under_way += 1
        if name == "DescribeStackResourceDrifts" and "NextToken" not in asked:
            under_way -= 1
        most = max(most, under_way)
    assert most == 4
    assert told[-1] == Looked("Part5", 7, 7)
    assert set(world.clock.slept) == {2.0}


def test_time_is_up_in_the_end() -> None:
    world = small()
    world.drift.seconds = 3600
    found = looked(world)
    assert found.late
    assert found.exit(strict=False) == Exit.RUNNING
    assert set(found.trouble) == {NAME, "App", "Network"}
    assert found.found == ()
    assert sum(world.clock.slept) == 15 * 60


def test_what_could_not_be_told_counts_only_where_that_is_asked() -> None:
    world = small()
    world.drifts("App/Logs", "UNKNOWN", reason="no permission")
    found = looked(world)
    assert [one.reason for one in found.unknown] == ["no permission"]
    assert (found.exit(False), found.exit(True)) == (Exit.OK, Exit.FAILED)


def test_a_detection_that_failed_keeps_what_it_found() -> None:
    world = small()
    world.cannot_detect("App", "one of them said no")
    world.drifts("App/Logs", differences=[LONGER])
    found = looked(world)
    assert found.trouble == {"App": "one of them said no"}
    assert [one.path for one in found.wrong] == ["App/Logs"]


def test_a_stack_that_is_looked_at_already_is_told() -> None:
    world = small()
    app = next(b for b in branches(world) if b.path == "App")
    at(world).cloud.drifting.begin(app.stack.id)
    found = looked(world)
    assert "already in progress" in found.trouble["App"]
    assert found.exit(strict=True) == Exit.FAILED


def test_a_nested_stack_that_somebody_deletes_meanwhile_is_told() -> None:
    world = small()
    seen, app = branches(world), world.found(NAME, "App")

    def deleted() -> Iterator[float]:
        yield 1
        del world.stacks.all[app.id]

    world.clock.start(deleted())  # type: ignore[arg-type]
    found = drift(seen, at(world), COMMANDS)
    assert "does not exist" in found.trouble["App"]
    assert found.counts()["IN_SYNC"] < 8


def test_where_the_root_cannot_be_looked_at_nothing_can() -> None:
    world = small()
    root = branches(world)[0]
    at(world).cloud.drifting.begin(root.stack.id)
    with pytest.raises(OperationFailed, match="already in progress"):
        looked(world)


def test_a_nested_stack_in_a_state_of_its_own_is_left_out() -> None:
    world = small()
    world.found(NAME, "App").status = "UPDATE_IN_PROGRESS"
    found = looked(world)
    assert found.trouble == {"App": "it is UPDATE_IN_PROGRESS"}
    assert found.counts()["NOT_CHECKED"] == 2


def test_types_without_drift_are_counted_as_not_checked() -> None:
    world = small()
    world.drift.seconds = 21

    def forget() -> Iterator[float]:
        yield 21.5
        stack = world.found(NAME)
        world.drift.found[stack.id] = []

    world.clock.start(forget())  # type: ignore[arg-type]
    assert statuses(looked(world)) == {"Topic": "NOT_CHECKED"}


def test_a_stack_at_work_is_not_looked_at() -> None:
    world = small()
    begun(world, CHANGED)
    with pytest.raises(StillRunning) as refused:
        looked(world)
    assert refused.value.hint.endswith("Run: cfngen status small dev --watch")
    assert world.of("DetectStackDrift") == []


def test_a_stack_that_never_worked_is_not_looked_at() -> None:
    with pytest.raises(NeedsHuman) as refused:
        looked(small(status="ROLLBACK_COMPLETE"))
    assert refused.value.hint.endswith("Run: cfngen recover small dev")


@pytest.mark.parametrize(
    "operation",
    ["DetectStackDrift", "DescribeStackDriftDetectionStatus"],
)
def test_a_throttled_question_is_asked_again(operation: str) -> None:
    world = small()
    world.drifts("App/Logs", differences=[LONGER])
    world.throttles(operation, times=2)
    told: list[object] = []
    found = looked(world, told)
    assert [one.path for one in found.wrong] == ["App/Logs"]
    assert any(isinstance(one, Retrying) for one in told)


def test_nobody_is_asked_again_without_permission() -> None:
    world = small()
    world.denies("DetectStackDrift")
    with pytest.raises(Denied):
        looked(world)


def test_expected_differences_are_no_drift() -> None:
    world = World()
    service = {"Type": "AWS::ECS::Service", "Properties": {"DesiredCount": 1}}
    target = {"Type": "AWS::ApplicationAutoScaling::ScalableTarget"}
    world.stack(NAME, template={"Resources": {"Web": service, "Target": target}})
    scaled = differs("/DesiredCount", "1", "4")
    world.drifts("Web", differences=[scaled])
    found = looked(world)
    assert (found.wrong, [one.path for one in found.expected]) == ((), ["Web"])
    assert found.exit(strict=True) == Exit.OK
    world.drifts("Web", differences=[scaled, differs("/LaunchType", "EC2", "FARGATE")])
    found = looked(world)
    assert [one.path for one in found.wrong] == ["Web"]
    assert [bool(told.why) for told in found.wrong[0].told] == [True, False]
