"""A whole deployment against a scripted cloud."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest

from cfngen.cloud.failures import Busy
from cfngen.cloud.values import Change, Output
from cfngen.deploy.follow import PATIENCE
from cfngen.deploy.order import Order, Override
from cfngen.deploy.outcome import Outcome, Result
from cfngen.deploy.progress import Overridden, Preview, Progress, Step, Uploaded
from cfngen.deploy.run import Setting, deploy
from cfngen.deploy.waiting import Pace
from cfngen.errors import (
    CloudUnreachable,
    Exit,
    NeedsHuman,
    OperationFailed,
    PreviewRejected,
)
from cfngen.package import STACK, package
from tests.deploy.small import order
from tests.fakes import (
    NAME,
    ROOT,
    FakeClock,
    FakeCloud,
    change_set,
    story,
)

BASE = "https://s3.us-east-1.amazonaws.com/cfngen-123456789012-us-east-1"
EMPTY = change_set("FAILED", "The submitted information didn't contain changes.")

CREATED = story(
    """
    small-dev CREATE_IN_PROGRESS
    Store CREATE_IN_PROGRESS
    Store/Bucket CREATE_COMPLETE
    Store CREATE_COMPLETE
    small-dev CREATE_COMPLETE
    """
)
UPDATED = story(
    """
    small-dev UPDATE_IN_PROGRESS
    Store UPDATE_IN_PROGRESS
    Store/Logs UPDATE_COMPLETE
    Store UPDATE_COMPLETE
    small-dev UPDATE_COMPLETE_CLEANUP_IN_PROGRESS
    small-dev UPDATE_COMPLETE
    """
)
FAILED = story(
    """
    small-dev CREATE_IN_PROGRESS
    Store CREATE_IN_PROGRESS
    Store/Logs CREATE_FAILED quota
    Store CREATE_FAILED Embedded stack was not successfully created
    small-dev ROLLBACK_IN_PROGRESS The following resource(s) failed: [Store]
    Store DELETE_COMPLETE
    small-dev ROLLBACK_COMPLETE
    """
)


@dataclass
class Stage:
    """A cloud, a clock and what was reported."""

    cloud: FakeCloud
    clock: FakeClock = field(default_factory=FakeClock)
    reported: list[Progress] = field(default_factory=list)

    def deploy(self, wanted: Order | None = None) -> Outcome:
        """Deploy the small system."""
        at = Setting(self.cloud, self.reported.append, self.clock, Pace(2, 10))
        return deploy(wanted or order(), at)

    def kinds(self) -> list[type]:
        """Return the kinds of what was reported, steps aside."""
        return [type(r) for r in self.reported if not isinstance(r, Step)]


def deployed(status: str = "CREATE_COMPLETE", **more: Any) -> FakeCloud:
    """Return a cloud with the small system as it is, under seven log days."""
    wanted = order()
    return FakeCloud(status, **more).holds(
        package(wanted.files, BASE).root_text,
        parameters=wanted.parameters,
        tags=wanted.tags,
        outputs=(Output("BucketName", "a-bucket"),),
    )


def changes(cloud: FakeCloud) -> Sequence[str]:
    """Return the calls that change something in CloudFormation."""
    return [call for call in cloud.calls if "_stack" in call or "_set" in call]


def name_of(cloud: FakeCloud) -> str:
    assert cloud.ordered
    return cloud.ordered.name


def test_a_stack_that_is_not_there_is_created() -> None:
    stage = Stage(FakeCloud(frames=[CREATED]))
    outcome = stage.deploy()
    assert outcome.result is Result.CREATED
    assert outcome.exit == Exit.OK
    assert outcome.stack.outputs == (Output("BucketName", "a-bucket"),)
    assert stage.kinds() == [Uploaded, Preview]
    assert [s.path for s in stage.reported if isinstance(s, Step)] == [
        *(NAME, "Store", "Store/Bucket", "Store", NAME)
    ]


def test_the_change_set_asks_for_what_was_ordered() -> None:
    stage = Stage(FakeCloud(frames=[CREATED]))
    stage.deploy()
    asked, packed = stage.cloud.ordered, package(order().files, BASE)
    assert asked
    assert asked.template_url == packed.root_url
    assert stage.cloud.objects == packed.uploads
    assert (asked.stack, asked.kind) == (NAME, "CREATE")
    assert asked.name == f"cfngen-{packed.digest[:12]}"
    assert asked.parameters == {"LogDays": "7"}
    assert asked.tags == {
        "System": "small",
        "Environment": "dev",
        "ManagedBy": "cfngen",
    }
    assert asked.capabilities == ("CAPABILITY_IAM",)


def test_the_same_content_has_the_same_name_but_every_run_its_own_token() -> None:
    first, later = Stage(FakeCloud(frames=[CREATED])), Stage(FakeCloud())
    first.deploy()
    later.clock.sleep(60)
    with pytest.raises(OperationFailed):
        later.deploy()
    one, other = first.cloud.ordered, later.cloud.ordered
    assert one
    assert other
    assert one.name == other.name
    assert one.token != other.token


def test_a_changed_parameter_updates() -> None:
    preview = change_set(
        "CREATE_COMPLETE", changes=(Change("Modify", "Store", STACK, "False"),)
    )
    stage = Stage(deployed(frames=[UPDATED], previews=[preview]))
    outcome = stage.deploy(order(parameters={"LogDays": "14"}))
    assert outcome.result is Result.UPDATED
    assert stage.cloud.ordered
    assert stage.cloud.ordered.kind == "UPDATE"
    shown = next(r for r in stage.reported if isinstance(r, Preview))
    assert [change.path for change in shown.changes] == ["Store"]


def test_what_is_deployed_already_is_left_without_any_change_set() -> None:
    stage = Stage(deployed())
    outcome = stage.deploy()
    assert outcome.result is Result.UNCHANGED
    assert outcome.exit == Exit.OK
    assert outcome.stack.outputs == (Output("BucketName", "a-bucket"),)
    assert stage.cloud.calls == []


def test_an_empty_change_set_is_no_change_and_is_cleaned_away() -> None:
    stage = Stage(deployed("UPDATE_ROLLBACK_COMPLETE", previews=[EMPTY]))
    assert stage.deploy().result is Result.UNCHANGED
    name = name_of(stage.cloud)
    assert changes(stage.cloud) == [
        f"create_change_set UPDATE {name}",
        f"delete_change_set {name}",
    ]


def test_a_create_without_anything_to_create_is_a_refusal() -> None:
    stage = Stage(FakeCloud(previews=[EMPTY]))
    with pytest.raises(PreviewRejected, match="nothing to create"):
        stage.deploy()
    assert changes(stage.cloud)[-1] == f"delete_stack {ROOT}"


def test_a_refused_change_set_leaves_nothing_behind() -> None:
    stage = Stage(FakeCloud(previews=[change_set("FAILED", "Template format error")]))
    with pytest.raises(PreviewRejected, match="Template format error"):
        stage.deploy()
    assert changes(stage.cloud)[1:] == [
        f"delete_change_set {name_of(stage.cloud)}",
        f"delete_stack {ROOT}",
    ]


def test_a_change_set_that_is_obsolete_when_executed_is_cleaned_away() -> None:
    refused = PreviewRejected("ExecuteChangeSet: OBSOLETE")
    stage = Stage(deployed(refuses={"execute_change_set": refused}))
    with pytest.raises(PreviewRejected, match="OBSOLETE"):
        stage.deploy(order(parameters={"LogDays": "14"}))
    assert changes(stage.cloud)[-1] == f"delete_change_set {name_of(stage.cloud)}"


def test_a_failed_create_names_the_first_cause_and_the_way_on() -> None:
    stage = Stage(FakeCloud(frames=[FAILED]))
    outcome = stage.deploy()
    assert outcome.result is Result.ROLLED_BACK
    assert outcome.exit == Exit.FAILED
    assert outcome.cause
    assert (outcome.cause.path, outcome.cause.reason) == ("Store/Logs", "quota")
    assert outcome.template == "templates/small/store.json"
    assert "aws cloudformation delete-stack --stack-name small-dev" in outcome.advice


def test_a_failed_update_that_was_undone_can_be_tried_again() -> None:
    undone = story(
        """
        small-dev UPDATE_IN_PROGRESS
        App UPDATE_FAILED TemplateURL is not valid
        small-dev UPDATE_ROLLBACK_COMPLETE
        """
    )
    outcome = Stage(deployed(frames=[undone])).deploy(order(tags={}))
    assert outcome.result is Result.ROLLED_BACK
    assert outcome.template == "templates/small/root.json"
    assert "as it was before" in outcome.advice


def test_an_update_that_cannot_be_undone_is_stuck() -> None:
    stuck = story(
        """
        small-dev UPDATE_IN_PROGRESS
        Store UPDATE_IN_PROGRESS
        Store/Logs UPDATE_FAILED first
        Store/Bucket UPDATE_FAILED while undoing
        small-dev UPDATE_ROLLBACK_FAILED
        """
    )
    outcome = Stage(deployed(frames=[stuck])).deploy(order(tags={}))
    assert outcome.result is Result.STUCK
    assert [step.path for step in outcome.left] == ["Store/Bucket"]
    assert outcome.exit == Exit.FAILED
    assert "continue-update-rollback" in outcome.advice


def test_what_an_update_could_not_delete_is_told_and_is_no_failure() -> None:
    cleanup = "Store UPDATE_IN_PROGRESS\nStore/Old DELETE_FAILED not empty"
    ended = story("small-dev UPDATE_COMPLETE", start=30)
    cloud = deployed(frames=[[*story(cleanup), *ended]])
    outcome = Stage(cloud).deploy(order(tags={}))
    assert outcome.exit == Exit.OK
    assert [step.path for step in outcome.left] == ["Store/Old"]


@pytest.mark.parametrize(
    "status", ["ROLLBACK_COMPLETE", "UPDATE_ROLLBACK_FAILED", "UPDATE_IN_PROGRESS"]
)
def test_a_stack_in_a_bad_state_is_not_touched(status: str) -> None:
    stage = Stage(FakeCloud(status))
    with pytest.raises(NeedsHuman):
        stage.deploy()
    assert stage.cloud.calls == []


def test_a_stack_left_under_review_by_us_is_created_after_clearing_up() -> None:
    cloud = FakeCloud("REVIEW_IN_PROGRESS", [CREATED], waiting=["cfngen-old"])
    assert Stage(cloud).deploy().result is Result.CREATED
    assert changes(cloud)[0] == "delete_change_set cfngen-old"


def test_ctrl_c_before_the_execution_leaves_nothing_behind() -> None:
    pending = change_set("CREATE_IN_PROGRESS")
    stage = Stage(FakeCloud(previews=[pending]), FakeClock(interrupted_in=3))
    with pytest.raises(KeyboardInterrupt):
        stage.deploy()
    assert changes(stage.cloud)[1:] == [
        f"delete_change_set {name_of(stage.cloud)}",
        f"delete_stack {ROOT}",
    ]


def test_ctrl_c_after_the_execution_leaves_it_going_and_says_how_to_look() -> None:
    stage = Stage(FakeCloud(frames=[CREATED[:3]]), FakeClock(interrupted_in=1))
    outcome = stage.deploy()
    assert outcome.result is Result.DETACHED
    assert outcome.exit == Exit.INTERRUPTED
    assert "describe-stack-events --stack-name small-dev" in outcome.advice
    assert changes(stage.cloud)[-1] == "execute_change_set"


def test_a_cloud_that_is_lost_on_the_way_says_that_it_goes_on() -> None:
    silence = [Busy("Rate exceeded", "Try later.")] * PATIENCE
    stage = Stage(FakeCloud(frames=[CREATED[:3], *silence]))
    with pytest.raises(CloudUnreachable, match="going on without us") as raised:
        stage.deploy()
    assert "describe-stack-events --stack-name small-dev" in raised.value.hint
    assert changes(stage.cloud)[-1] == "execute_change_set"


def test_overridden_parameters_are_shown_first() -> None:
    given = (Override("LogDays", "7", "30", "params/small/dev.json"),)
    stage = Stage(FakeCloud(frames=[CREATED]))
    stage.deploy(order(overrides=given))
    assert stage.reported[0] == Overridden(given, frozenset())
