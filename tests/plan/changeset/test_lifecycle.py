"""The change set: waited for with its children, refused, cleaned away."""

from __future__ import annotations

import re
from itertools import count
from typing import Any

import pytest

from cfngen.errors import (
    CloudUnreachable,
    NeedsHuman,
    PreviewRejected,
)
from cfngen.plan.changeset.lifecycle import KEPT_DAYS, discard
from cfngen.plan.making import make
from cfngen.plan.progress import Degraded, WorkedOut
from tests.fakes.world import World
from tests.plan.shop import Told, bodies, deployed, here, leftovers, order

NOTHING: tuple[list[str], list[str]] = ([], [])
OTHER = {"LogDays": "14"}


def rejected(world: World, told: Told | None = None, **changes: Any) -> str:
    """Return what is said when CloudFormation refuses; nothing is left behind."""
    before = leftovers(world)
    with pytest.raises(PreviewRejected) as raised:
        make(order(**changes), here(world, told))
    assert leftovers(world) == before
    assert "Nothing was touched" in raised.value.hint
    return raised.value.message


def test_every_child_is_waited_for() -> None:
    told = Told()
    make(order(), here(World(), told))
    assert told.of(WorkedOut)[-1] == WorkedOut(3, 3)


def test_the_stack_that_a_preview_makes_goes_with_it() -> None:
    world = World()
    plan = make(order(), here(world))
    assert leftovers(world)[1]
    discard(plan, here(world))
    assert leftovers(world) == NOTHING
    assert here(world).cloud.stacks.find("shop-dev") is None


def test_an_updates_stack_stays() -> None:
    world = World()
    deployed(world)
    before = leftovers(world)
    discard(make(order(parameters=OTHER), here(world)), here(world))
    assert leftovers(world) == before
    assert world.found("shop-dev").status == "CREATE_COMPLETE"


def test_another_change_set_under_review_keeps_the_stack() -> None:
    world = World()
    first = make(order(), here(world))
    second = make(order(parameters=OTHER), here(world))
    discard(second, here(world))
    assert world.found("shop-dev").status == "REVIEW_IN_PROGRESS"
    discard(first, here(world))
    assert leftovers(world) == NOTHING


def test_after_the_first_answer_stacks_are_called_by_arn() -> None:
    world = World()
    deployed(world)
    plan = make(order(parameters=OTHER), here(world))
    names = {asked["StackName"] for asked in world.of("CreateChangeSet")}
    assert names == {plan.stack_id}
    assert all(a["ClientToken"] for a in world.of("CreateChangeSet"))


def test_a_failed_child_gives_its_own_reason_and_not_the_roots() -> None:
    world = World()
    world.rejects_change_set("Data", "Template error: no such thing")
    said = rejected(world)
    assert said.endswith("Data: Template error: no such thing")
    assert "Nested change set" not in said


def test_all_reasons_are_given_at_once() -> None:
    world = World()
    world.rejects_change_set("Network", "Template error: one")
    world.rejects_change_set("Data", "Template error: two")
    said = rejected(world)
    assert "one" in said
    assert "two" in said


def test_early_validations_are_all_told() -> None:
    world = World()
    world.fails_validation("Data/Bucket", "A bucket of that name exists")
    world.fails_validation("Data/Logs", "RetentionInDays is no number")
    said = rejected(world)
    assert re.search(r"Data/Bucket: .*: A bucket of that name exists", said)
    assert re.search(r"Data/Logs: .*: RetentionInDays is no number", said)
    assert "To troubleshoot" not in said


def test_hooks_are_asked_for_what_no_event_tells() -> None:
    world = World()
    note = {
        "AnnotationName": "encryption",
        "Status": "FAILED",
        "StatusMessage": "The bucket is not encrypted.",
        "RemediationMessage": "Set BucketEncryption.",
    }
    world.fails_hook("Data/Bucket", "Refused by the company", annotations=[note])
    said = rejected(world)
    assert "hook Org::Guard::Hook: Refused by the company" in said
    assert "The bucket is not encrypted. Set BucketEncryption." in said


@pytest.mark.parametrize("operation", ["DescribeEvents", "ListHookResults"])
def test_a_missing_permission_never_hides_the_reason(operation: str) -> None:
    world, told = World(), Told()
    world.denies(operation)
    world.fails_validation("Data/Bucket", "A bucket of that name exists")
    assert "Data" in rejected(world, told)
    assert told.of(Degraded)


def test_without_the_events_the_opaque_reason_is_what_is_left() -> None:
    world = World()
    world.denies("DescribeEvents")
    world.fails_validation("Data/Bucket", "A bucket of that name exists")
    assert "validation failed" in rejected(world)


def test_warnings_are_told_of_a_change_set_that_is_ready() -> None:
    world = World()
    world.fails_validation("Data/Bucket", "It is not empty", mode="WARN")
    plan = make(order(), here(world))
    assert [one.reason for one in plan.warnings] == ["It is not empty"]


def test_a_plan_does_without_the_warnings() -> None:
    world, told = World(), Told()
    world.denies("DescribeEvents")
    assert make(order(), here(world, told)).change_set
    assert len(told.of(Degraded)) == 1


def test_a_change_set_that_somebody_deletes_is_a_refusal() -> None:
    world = World()

    def deleting(seconds: float) -> None:
        for made in list(world.change_sets.all.values()):
            if made.above is None:
                world.change_sets.forget(made)

    class Hurried:
        now = world.clock.now
        sleep = staticmethod(deleting)

    at = here(world)
    with pytest.raises(PreviewRejected, match="was deleted while"):
        make(order(), type(at)(at.cloud, at.report, Hurried(), at.pace))


def leave(world: World, name: str, status: str = "") -> None:
    """Let a change set be there that nobody of this run has made."""
    at = here(world)
    stack = world.stacks.find("shop-dev")
    there = stack is not None and "REVIEW" not in stack.status
    key = next(a["Key"] for a in reversed(world.of("PutObject")))
    at.cloud.change_sets.client.create_change_set(
        StackName="shop-dev",
        ChangeSetName=name,
        ChangeSetType="UPDATE" if there else "CREATE",
        TemplateURL=f"https://s3.amazonaws.com/{world.bucket}/{key}",
        Parameters=[{"ParameterKey": "LogDays", "ParameterValue": "30"}],
    )
    world.clock.passes(60)
    for made in world.change_sets.all.values():
        if made.name == name and status:
            made.status, made.execution = "FAILED", "UNAVAILABLE"


def names(world: World) -> list[str]:
    return [made.name for made in world.change_sets.all.values() if not made.above]


def test_what_failed_runs_have_left_is_cleared_away() -> None:
    world = World()
    discard(make(order(), here(world)), here(world))
    leave(world, "cfngen-old", "FAILED")
    make(order(), here(world))
    assert "cfngen-old" not in names(world)


def test_a_plan_that_somebody_keeps_stays_for_a_week() -> None:
    world = World()
    discard(make(order(), here(world)), here(world))
    leave(world, "cfngen-kept")
    discard(make(order(), here(world)), here(world))
    assert "cfngen-kept" in names(world)
    world.clock.passes(KEPT_DAYS * 86400 + 1)
    make(order(), here(world))
    assert "cfngen-kept" not in names(world)


def test_a_stack_that_others_are_reviewing_is_for_a_person() -> None:
    world = World()
    discard(make(order(), here(world)), here(world))
    leave(world, "theirs")
    with pytest.raises(NeedsHuman, match="somebody else: theirs") as raised:
        make(order(), here(world))
    assert "--take-over" in raised.value.hint
    assert make(order(), here(world), take_over=True).change_set
    assert "theirs" in names(world)


def test_change_sets_of_others_on_a_living_stack_are_none_of_our_business() -> None:
    world = World()
    discard(make(order(), here(world)), here(world))
    puts = [one for one in world.asked if one[0] == "PutObject"]
    deployed(world)
    world.asked += puts
    leave(world, "theirs")
    make(order(parameters=OTHER), here(world))
    assert "theirs" in names(world)


CROWDED = "ChangeSet limit exceeded"
EXPORTED = "Export with name shop-vpc is already exported by stack shop-dev-Network-X."
ARTEFACTS = [
    pytest.param("Template error: Fn::Select  cannot select nonexistent value at "
                 "index 1", id="a placeholder has no second item"),
    pytest.param("Parameter KeyArn failed to satisfy constraint: must match pattern "
                 "arn:.*", id="a placeholder against a pattern"),
    pytest.param(EXPORTED, id="the tree's own export"),
]  # fmt: skip
GENUINE = [
    pytest.param("Parameter LogDays failed to satisfy constraint: must be a number",
                 id="a value of the parameter file"),
    pytest.param("Export with name shop-vpc is already exported by stack other.",
                 id="another stack's export"),
    pytest.param("Template format error: unresolved condition", id="a template"),
]  # fmt: skip


@pytest.mark.parametrize("reason", ARTEFACTS)
def test_what_only_a_preview_meets_makes_it_shallow(reason: str) -> None:
    world = World()
    deployed(world)
    world.rejects_change_set("Data", reason)
    plan = make(order(parameters=OTHER), here(world))
    assert reason in plan.shallow
    assert [one.path for one in plan.changes] == ["Data", "Data/Logs"]
    deep, flat = world.of("CreateChangeSet")
    assert (deep["IncludeNestedStacks"], flat["IncludeNestedStacks"]) == (True, False)
    assert (
        len([n for n in names(world) if n.startswith("cfngen-")]) == 2
    )  # executed, new


@pytest.mark.parametrize("reason", GENUINE)
def test_what_a_deployment_would_meet_as_well_is_a_refusal(reason: str) -> None:
    world = World()
    deployed(world)
    world.rejects_change_set("Data", reason)
    assert reason in rejected(world, parameters=OTHER)


def test_too_many_change_sets_of_a_child_make_it_shallow() -> None:
    world = World()
    deployed(world)
    world.limit_exceeded("Data")
    plan = make(order(parameters=OTHER), here(world))
    assert CROWDED in plan.shallow
    discard(plan, here(world))
    assert len(names(world)) == 1


def test_a_refusal_of_the_request_itself_makes_it_shallow_too() -> None:
    world = World()
    deployed(world)
    said = f"{CROWDED} for stack arn:aws:cloudformation:us-east-1:1:stack/x"
    world.refuse("CreateChangeSet", "LimitExceededException", said)
    assert CROWDED in make(order(parameters=OTHER), here(world)).shallow


class Interrupting(World):
    """Lets Ctrl-C come out of one call, by its number."""

    calls = count(1)
    at, taken = 0, False

    def handle(
        self, service: str, operation: str, asked: dict[str, Any]
    ) -> dict[str, Any]:
        """Answer a call, or do not."""
        number = next(self.calls)
        if number == self.at and not self.taken:
            raise KeyboardInterrupt
        answer = super().handle(service, operation, asked)
        if number == self.at:
            raise KeyboardInterrupt
        return answer


@pytest.mark.parametrize("is_there", [False, True], ids=["create", "update"])
@pytest.mark.parametrize("taken", [False, True], ids=["before", "after"])
def test_ctrl_c_in_any_call_leaves_nothing(is_there: bool, taken: bool) -> None:
    world = Interrupting()
    if is_there:
        deployed(world)
    before, at = leftovers(world), here(world)
    world.taken = taken
    for number in range(1, 200):
        world.calls, world.at = count(1), number
        world.objects.__init__(world.ground)  # type: ignore[misc]
        world.objects.add(world.bucket)
        try:
            plan = make(order(parameters=OTHER), at)
        except KeyboardInterrupt:
            assert leftovers(world) == before, number
            continue
        made, world.at = next(world.calls), 0
        discard(plan, at)
        if made < number:
            break
    assert number > 20


@pytest.mark.parametrize("at", [1, 2, 3])
def test_ctrl_c_in_any_wait_leaves_nothing(at: int) -> None:
    world = World()
    world.clock.interrupts(at)
    with pytest.raises(KeyboardInterrupt):
        make(order(), here(world))
    assert leftovers(world) == NOTHING


def test_credentials_that_expire_in_the_middle_are_told() -> None:
    world = World()
    world.expires_after("DescribeChangeSet", 1)
    with pytest.raises(CloudUnreachable):
        make(order(), here(world))


def test_a_nested_stack_that_values_hide_is_looked_into_all_the_same() -> None:
    world = World()
    deployed(world)
    world.incomplete_values("Data")
    plan = make(order(parameters=OTHER), here(world))
    assert plan.shallow == ""
    assert "Data/Logs" in {one.path for one in plan.changes}


def test_resources_that_values_hide_are_in_the_plan() -> None:
    world = World()
    deployed(world)
    world.incomplete_values("Data/Logs")
    made = bodies()
    made["data.json"]["Resources"]["Bucket"]["Properties"] = {"BucketName": "x"}
    plan = make(order(made, parameters=OTHER), here(world))
    assert {"Data/Logs", "Data/Bucket"} <= {one.path for one in plan.changes}
    causes = {one.path: one.causes for one in plan.changes}
    assert causes["Data/Bucket"][0].after == "x"
    assert causes["Data/Logs"][0].after is None
