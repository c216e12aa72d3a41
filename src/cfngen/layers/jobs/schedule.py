"""When a job starts, how often a start is tried again, and in what surroundings.

https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-scheduler-schedule.html
"""

from __future__ import annotations

from typing import Any

from troposphere import GetAtt, If, Ref, Sub, ecs, iam, scheduler, sqs

from cfngen import ports
from cfngen.layers import task
from cfngen.layers.jobs import settings
from cfngen.layers.jobs.roles import newest
from cfngen.layers.layer import Layer
from cfngen.layers.task.capacity import of_one
from cfngen.layers.task.settings import exec_enabled
from cfngen.naming import logical
from cfngen.physical import physical
from cfngen.policies import arn
from cfngen.spec.job import Job
from cfngen.spec.system import System

UNIT_SECONDS = {"minute": 60, "hour": 3600, "day": 86_400}

CRON_LATE_SECONDS = 900
"""How late a job at certain times may start; nobody can tell when the next is due."""

LATEST_SECONDS = 86_400
"""The latest that Scheduler tries to start anything."""


def schedule(
    layer: Layer,
    system: System,
    name: str,
    job: Job,
    definition: ecs.TaskDefinition,
    group: scheduler.ScheduleGroup,
    role: iam.Role,
    letters: sqs.Queue,
) -> scheduler.Schedule:
    """Return the schedule of a job; it rests while there is nothing to run."""
    revision = Ref(definition)
    after: dict[str, Any] = {}
    if system.pipelined:
        # The newest revision, whoever made it: the pipeline makes them past us.
        revision = newest(physical(system.system, name))
        after = {"DependsOn": [definition.title]}
    return scheduler.Schedule(
        f"{logical(name)}Schedule",
        Description=f"Starts {name}.",
        GroupName=Ref(group),
        ScheduleExpression=expression(job),
        ScheduleExpressionTimezone=job.time_zone,
        FlexibleTimeWindow=scheduler.FlexibleTimeWindow(Mode="OFF"),
        State=If(settings.runs(layer, name, job), "ENABLED", "DISABLED"),
        Target=scheduler.Target(
            Arn=layer.enter(ports.CLUSTER_ARN),
            RoleArn=GetAtt(role, "Arn"),
            EcsParameters=_task(layer, name, job, revision),
            RetryPolicy=scheduler.RetryPolicy(
                MaximumRetryAttempts=job.retries,
                MaximumEventAgeInSeconds=late_seconds(job),
            ),
            DeadLetterConfig=scheduler.DeadLetterConfig(Arn=GetAtt(letters, "Arn")),
        ),
        **after,
    )


def named(group: scheduler.ScheduleGroup, runs: scheduler.Schedule) -> Sub:
    """Return the ARN of a schedule, put together of the two names.

    CloudFormation looks for the attribute Arn in the default group only, and so fails:
    https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/1726
    """
    return arn("scheduler", f"schedule/${{{group.title}}}/${{{runs.title}}}")


def expression(job: Job) -> str:
    """Return when a job starts, as Scheduler reads it: `rate(…)` or `cron(…)`."""
    if job.every is None:
        return f"cron({job.cron})"
    number, unit = _span(job.every)
    return f"rate({number} {unit if number == 1 else f'{unit}s'})"


def late_seconds(job: Job) -> int:
    """Return how long a start is tried, in seconds: until the next one is due."""
    if job.every is None:
        return CRON_LATE_SECONDS
    number, unit = _span(job.every)
    return min(number * UNIT_SECONDS[unit], LATEST_SECONDS)


def _span(every: str) -> tuple[int, str]:
    """Return a time span as number and unit: `5 minutes`, or `hour` for one of them."""
    number, _, unit = every.rpartition(" ")
    return int(number or 1), unit.removesuffix("s")


def _task(layer: Layer, name: str, job: Job, revision: Any) -> scheduler.EcsParameters:
    """Return what ECS is asked for: one task, in the job's place."""
    return scheduler.EcsParameters(
        TaskDefinitionArn=revision,
        TaskCount=1,
        **of_one(layer, scheduler.CapacityProviderStrategyItem, job.subnets),
        NetworkConfiguration=scheduler.NetworkConfiguration(
            AwsvpcConfiguration=scheduler.AwsVpcConfiguration(
                **task.place(layer, name, job)
            )
        ),
        EnableExecuteCommand=If(exec_enabled(layer), True, False),
        EnableECSManagedTags=True,
        PropagateTags="TASK_DEFINITION",
    )
