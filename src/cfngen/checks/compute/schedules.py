"""Schedules: when they run, as whom, and what."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from cfngen.checks.access.grants import Asked, may, role_of
from cfngen.checks.check import Problem
from cfngen.checks.compute.tasks import AWSVPC, CLUSTER, FARGATE
from cfngen.checks.network.starts import task_of
from cfngen.model import Model, Reference, Resource, Value, listed, target, text
from cfngen.resolve.scope import Path
from cfngen.spec.checks.cron import mistakes

SCHEDULE, RULE = "AWS::Scheduler::Schedule", "AWS::Events::Rule"
SCALED = "AWS::ApplicationAutoScaling::ScalableTarget"
WINDOW: Path = ("FlexibleTimeWindow",)
LENGTH = "MaximumWindowInMinutes"
ECS = "EcsParameters"

FORM = re.compile(r"(at|cron|rate)\((.*)\)", re.DOTALL)
RATE = re.compile(r"([0-9]+) (minute|hour|day)s?")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")
EVERY_YEAR = " *"

ACTIONS = {
    "AWS::Lambda::Function": "lambda:InvokeFunction",
    "AWS::SNS::Topic": "sns:Publish",
    "AWS::SQS::Queue": "sqs:SendMessage",
    "AWS::StepFunctions::StateMachine": "states:StartExecution",
}
"""What a schedule does to a target, by the target's type."""


@dataclass(frozen=True)
class Job:
    """What a schedule or a rule of EventBridge starts; `path` leads to its target."""

    resource: Resource
    path: Path

    def get(self, *path: str) -> Value:
        """Return a value of the target."""
        return self.resource.get(*self.path, *path)

    def problem(self, path: Path, message: str, mend: str = "") -> Problem:
        """Return a problem with the target; `path` leads on from it."""
        return Problem(self.resource, (*self.path, *path), message, mend)


def timed(model: Model) -> Iterator[Problem]:
    """A schedule's times are times.

    at(yyyy-mm-ddThh:mm:ss), rate(5 minutes), or cron of six fields with a question mark
    for one of the two days; a time zone of the IANA; a flexible window says how long.
    Scheduler refuses the rest ("Invalid Schedule Expression"). Scaling by the clock
    takes the same, and cron of five fields.
    """
    for schedule in model.of(SCHEDULE):
        yield from _expression(schedule, ("ScheduleExpression",), year=True)
        yield from _zone(schedule, ("ScheduleExpressionTimezone",))
        yield from _window(schedule)
        yield from _ends(schedule, ())
    for scaled in model.of(SCALED):
        for index, _ in enumerate(listed(scaled.get("ScheduledActions"))):
            place: Path = ("ScheduledActions", index)
            yield from _expression(scaled, (*place, "Schedule"), year=False)
            yield from _zone(scaled, (*place, "Timezone"))
            yield from _ends(scaled, place)


def allowed(model: Model) -> Iterator[Problem]:
    """The role of a schedule may do what the schedule does.

    To run a task it needs ecs:RunTask on the task definition and iam:PassRole on both
    of the task's roles, and sqs:SendMessage on a dead-letter queue. Scheduler tries in
    vain, and nothing but a metric tells of it. So does a rule of EventBridge.
    """
    for job in _jobs(model):
        role = role_of(model, job.get("RoleArn"))
        if role is None:
            continue
        for action, asked in _needed(model, job):
            if may(model, role, action, asked) is False:
                message = f"{role.path} may not {action} on {asked.path}."
                yield job.problem(("RoleArn",), message, f"Allow it in {role.name}.")


def run(model: Model) -> Iterator[Problem]:
    """A schedule, or a rule of EventBridge, runs a task as the task can run.

    Its target is a cluster; the launch type is one of the task's, and excludes a
    strategy; a task in awsvpc needs subnets; a dead-letter queue is not FIFO.
    """
    for job in _jobs(model):
        queue = target(model, job.get("DeadLetterConfig", "Arn"))
        if queue is not None and queue.get("FifoQueue") in (True, "true"):
            message = f"{queue.path} is a FIFO queue, which cannot be one of dead ones."
            mend = "Use a standard queue."
            yield job.problem(("DeadLetterConfig", "Arn"), message, mend)
        if isinstance(job.get(ECS), dict):
            yield from _task(model, job)


def mistakes_of(expression: str, year: bool = True) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with a schedule's expression, and how to mend it.

    `year` says whether cron needs its sixth field.
    """
    form = FORM.fullmatch(expression)
    if form is None:
        yield f"'{expression}' is no schedule.", "Write at(…), rate(…) or cron(…)."
        return
    kind, inner = form.groups()
    if kind == "rate":
        rate = RATE.fullmatch(inner)
        if rate is None or int(rate[1]) == 0:
            yield f"'{expression}' is no rate.", "Write rate(5 minutes)."
    elif kind == "at":
        if not _moment(inner):
            yield f"'{expression}' is no moment.", "Write at(2030-01-31T06:00:00)."
    else:
        fields = len(inner.split(" "))
        if fields == 5 and not year:
            inner, fields = inner + EVERY_YEAR, 6
        if fields == 6:
            yield from mistakes(inner.upper())  # AWS says nothing of their case
        else:
            message = f"'{expression}' has {fields} fields."
            yield message, "Write minute, hour, day, month, day of week, year."


def _moment(text: str) -> bool:
    """Return whether text is a moment without a zone."""
    try:
        return bool(MOMENT.fullmatch(text)) and bool(datetime.fromisoformat(text))
    except ValueError:
        return False


def _expression(holder: Resource, path: Path, year: bool) -> Iterator[Problem]:
    """Yield what is wrong with the expression at a path."""
    expression = text(holder.get(*path))
    for message, mend in mistakes_of(expression, year) if expression else ():
        yield Problem(holder, path, message, mend)


def _zone(holder: Resource, path: Path) -> Iterator[Problem]:
    """Yield that there is no such time zone; nothing where this machine knows none."""
    name = text(holder.get(*path))
    try:
        ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        if available_timezones():
            message = f"there is no time zone '{name}'."
            mend = "Write one of the IANA: America/Bogota"
            yield Problem(holder, path, message, mend)


def _window(schedule: Resource) -> Iterator[Problem]:
    """Yield what is wrong with a flexible time window."""
    mode = text(schedule.get(*WINDOW, "Mode"))
    minutes = schedule.get(*WINDOW, LENGTH)
    if mode == "FLEXIBLE" and minutes is None:
        yield Problem(schedule, WINDOW, "a flexible window has no length.", LENGTH)


def _ends(holder: Resource, place: Path) -> Iterator[Problem]:
    """Yield that a schedule ends before it starts."""
    suffix = ("StartDate", "EndDate") if not place else ("StartTime", "EndTime")
    start, end = (text(holder.get(*place, name)) for name in suffix)
    if start and end and end <= start and len(start) == len(end):
        path = (*place, suffix[1])
        yield Problem(holder, path, f"it ends at {end} and starts at {start}.")


def _jobs(model: Model) -> Iterator[Job]:
    """Yield the targets of schedules and of rules."""
    for schedule in model.of(SCHEDULE):
        yield Job(schedule, ("Target",))
    for rule in model.of(RULE):
        for index, _ in enumerate(listed(rule.get("Targets"))):
            yield Job(rule, ("Targets", index))


def _needed(model: Model, job: Job) -> Iterator[tuple[str, Asked]]:
    """Yield the actions that a job's role has to be allowed, each with what on.

    A rule's queue, function or topic may let EventBridge in by a policy of its own.
    """
    if job.resource.type == SCHEDULE:
        queue = target(model, job.get("DeadLetterConfig", "Arn"))
        if queue is not None:
            yield "sqs:SendMessage", Asked(queue.path)
        aim = target(model, job.get("Arn"))
        if aim is not None and aim.type in ACTIONS:
            yield ACTIONS[aim.type], Asked(aim.path)
    task = task_of(model, job.get(ECS, "TaskDefinitionArn"))
    if task is not None:
        family = text(task.get("Family"))
        tail = f"task-definition/{family}:1" if family else ""
        yield "ecs:RunTask", Asked(task.path, tail)
        for name in ("ExecutionRoleArn", "TaskRoleArn"):
            passed = role_of(model, task.get(name))
            if passed is not None:
                yield "iam:PassRole", Asked(passed.path)


def _task(model: Model, job: Job) -> Iterator[Problem]:
    """Yield what keeps a job's task from running."""
    aim, launch = job.get("Arn"), text(job.get(ECS, "LaunchType"))
    cluster = target(model, aim)
    if cluster is not None and (cluster.type != CLUSTER or not _arn(aim)):
        message = f"the target is {cluster.path}, not the ARN of a cluster."
        yield job.problem(("Arn",), message)
    if launch is not None and job.get(ECS, "CapacityProviderStrategy"):
        message = "a launch type and a capacity provider strategy are given."
        yield job.problem((ECS, "LaunchType"), message, "Keep one of the two.")
    task = task_of(model, job.get(ECS, "TaskDefinitionArn"))
    if task is None:
        return
    needs = listed(task.get("RequiresCompatibilities"))
    sure = needs and all(isinstance(one, str) for one in needs)
    if launch == FARGATE and sure and FARGATE not in needs:
        message = f"{task.path} is not for Fargate."
        yield job.problem((ECS, "LaunchType"), message)
    subnets = job.get(ECS, "NetworkConfiguration")
    if task.get("NetworkMode") == AWSVPC and subnets is None:
        message = f"{task.path} is in awsvpc and gets no subnets."
        yield job.problem((ECS,), message, "Add a NetworkConfiguration.")


def _arn(value: Value) -> bool:
    """Return whether a reference is to an ARN."""
    return isinstance(value, Reference) and value.attribute == "Arn"
