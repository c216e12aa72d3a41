"""The deployment itself: state, package, change set, execution, outcome."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime

from cfngen import naming
from cfngen.cloud import Cloud
from cfngen.cloud.values import ChangeSet, ChangeSetOrder, Stack
from cfngen.deploy import capabilities, preview
from cfngen.deploy.cause import first_cause, leftovers, stand_ins
from cfngen.deploy.commands import AwsCli
from cfngen.deploy.follow import Watch, follow
from cfngen.deploy.order import Order, settled
from cfngen.deploy.outcome import Outcome, Result, result_of
from cfngen.deploy.progress import Overridden, Preview, Report, Step
from cfngen.deploy.states import Action, action, advice
from cfngen.deploy.unchanged import unchanged
from cfngen.deploy.upload import bucket_name, upload
from cfngen.deploy.waiting import Clock, Pace
from cfngen.errors import CloudUnreachable, PreviewRejected
from cfngen.package import Package, nested, package


@dataclass(frozen=True)
class Setting:
    """Where and how a deployment takes place."""

    cloud: Cloud
    report: Report
    clock: Clock
    pace: Pace

    @property
    def cli(self) -> AwsCli:
        """Return the AWS CLI for the same place."""
        return AwsCli(self.cloud.region, self.cloud.endpoint)


def deploy(order: Order, at: Setting) -> Outcome:
    """Bring the stack to what the order says and return how that ended.

    Everything up to the execution of the change set leaves no trace when it fails or
    is interrupted; what comes after goes on without us. Raises NeedsHuman for a stack
    that no deployment may touch, PreviewRejected when CloudFormation refuses the change
    set, CloudUnreachable when it cannot be asked.
    """
    if order.overrides:
        at.report(Overridden(order.overrides, order.secret))
    stack = at.cloud.stack(order.stack)
    kind = action(stack, at.cli)
    order = settled(order, stack.parameters) if stack else settled(order, {})
    bucket = bucket_name(at.cloud.identity().account, at.cloud.region)
    packed = package(order.files, at.cloud.bucket_url(bucket))
    if stack and unchanged(stack, order, packed, at.cloud):
        return Outcome(Result.UNCHANGED, stack)
    at.report(upload(packed, bucket, at.cloud))
    if stack:
        preview.clear(at.cloud, stack, at.clock, at.pace)
    wanted = _change_set(order, packed, kind, at)
    with preview.cleaned_up(at.cloud, wanted, at.clock, at.pace):
        made = _previewed(wanted, at)
        after = at.cloud.last_event(made.stack_id) if made else None
    if made:
        return _carried_out(order, made, wanted, after, at)
    preview.discard(at.cloud, wanted, at.clock, at.pace)
    if stack is None or kind is Action.CREATE:
        raise PreviewRejected(f"{order.stack}: CloudFormation sees nothing to create.")
    return Outcome(Result.UNCHANGED, stack)


def _change_set(
    order: Order, packed: Package, kind: Action, at: Setting
) -> ChangeSetOrder:
    """Return the change set to ask for.

    Its name is made of its content. The token is of this run besides: a retry within
    the run makes no second one, and no later run is answered with this one's.
    """
    started = at.clock.now().isoformat()
    token = hashlib.sha256(f"{packed.digest} {started}".encode()).hexdigest()
    return ChangeSetOrder(
        stack=order.stack,
        name=naming.change_set(packed.digest),
        kind=kind,
        template_url=packed.root_url,
        parameters=order.parameters,
        tags=order.tags,
        capabilities=capabilities.needed(order.files.values()),
        token=token,
    )


def _previewed(wanted: ChangeSetOrder, at: Setting) -> ChangeSet | None:
    """Return the change set after showing it; None when nothing would change."""
    made = preview.prepare(at.cloud, wanted, at.clock, at.pace)
    if made:
        changes = tuple(preview.planned(at.cloud, made))
        at.report(Preview(wanted.kind, wanted.stack, changes))
    return made


def _carried_out(
    order: Order,
    made: ChangeSet,
    wanted: ChangeSetOrder,
    after: datetime | None,
    at: Setting,
) -> Outcome:
    """Execute the change set and follow it to its end, or until Ctrl-C.

    `after` is when the last thing happened to the stack before.
    """
    root = Stack(made.stack_id, order.stack, "")
    token = f"cfngen-{hashlib.sha256(made.id.encode()).hexdigest()[:32]}"
    watch = Watch(at.cloud, root.id, root.name, after)
    try:
        at.cloud.execute_change_set(made.id, token)
        ended, steps = follow(at.cloud, root, watch, at.report, at.clock, at.pace)
    except PreviewRejected:
        preview.discard(at.cloud, wanted, at.clock, at.pace)
        raise
    except KeyboardInterrupt:
        return Outcome(Result.DETACHED, root, advice=at.cli.events(order.stack))
    except CloudUnreachable as lost:
        raise type(lost)(
            f"{lost.message}\nThe deployment may be going on without us.",
            f"{lost.hint}\nLook at it: {at.cli.events(order.stack)}".strip(),
        ) from lost
    return _outcome(order, ended, steps, at)


def _outcome(
    order: Order, stack: Stack, steps: tuple[Step, ...], at: Setting
) -> Outcome:
    """Return how it ended: the first cause and what to do, or what is left over."""
    result = result_of(stack)
    if result in (Result.CREATED, Result.UPDATED):
        left = leftovers(steps)
        return Outcome(result, stack, left=left, stand_ins=stand_ins(steps))
    cause = first_cause(steps)
    left = leftovers(steps, cause) if result is Result.STUCK else ()
    return Outcome(
        result,
        stack,
        cause=cause,
        template=_template_of(order, cause) if cause else "",
        advice=advice(stack, at.cli),
        left=left,
        stand_ins=stand_ins(steps),
    )


def _template_of(order: Order, cause: Step) -> str:
    """Return the file that declares what failed, as messages name it."""
    file = naming.template_file("root")
    for name in cause.path.split("/")[:-1]:
        children = dict(nested(json.loads(order.files[file])))
        file = children[name]["TemplateURL"]
    return f"{order.folder}/{file}"
