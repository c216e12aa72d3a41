"""The jobs layer: containers that start on a schedule, do one thing and end.

One stack for all jobs, so that what belongs to a job begins with its name.
"""

from __future__ import annotations

from troposphere import GetAtt, Ref, Sub, ecs, scheduler, sqs

from cfngen import ports
from cfngen.layers import task
from cfngen.layers.jobs import queue, roles, schedule
from cfngen.layers.layer import Layer
from cfngen.layers.task import containers
from cfngen.layers.task.settings import image_tag
from cfngen.layers.task.shared import Parts
from cfngen.naming import logical
from cfngen.physical import name_tag, physical
from cfngen.settings import ENVIRONMENT_NAME
from cfngen.spec.job import Job
from cfngen.spec.system import System

STOP_SECONDS = 120
"""From SIGTERM to SIGKILL, the most that Fargate gives: a job that spare capacity is
taken from may still finish what it is at."""


def build(system: System) -> Layer:
    """Build the layer of all jobs."""
    layer = Layer("jobs", f"{system.system}: jobs")
    layer.setting(ENVIRONMENT_NAME)
    letters = layer.add(queue.dead_letters(system))
    layer.add(queue.over_tls(letters))
    group = layer.add(
        scheduler.ScheduleGroup("ScheduleGroup", Tags=name_tag(system.system, "jobs"))
    )
    for name, job in system.jobs.items():
        _add(layer, system, name, job, group, letters)
    layer.leave(ports.JOB_QUEUE_NAME, GetAtt(letters, "QueueName"))
    return layer


def _add(
    layer: Layer,
    system: System,
    name: str,
    job: Job,
    group: scheduler.ScheduleGroup,
    letters: sqs.Queue,
) -> None:
    """Add one job: what it runs, its schedule, and the role that starts it."""
    parts = task.parts(layer, system, name, job.image or name, prefix=logical(name))
    family = physical(system.system, name)
    definition = layer.add(_definition(layer, job, parts, family))
    role = layer.add(roles.starting(layer, system, parts, family, group, letters))
    runs = layer.add(
        schedule.schedule(layer, system, name, job, definition, group, role, letters)
    )
    layer.leave(ports.job_family(name), family)
    layer.leave(ports.log_group_name(name), Ref(parts.log_group))
    layer.leave(ports.schedule_arn(name), schedule.named(group, runs))
    layer.leave(ports.schedule_role_arn(name), GetAtt(role, "Arn"))
    layer.leave(ports.task_role_arn(name), GetAtt(parts.task_role, "Arn"))
    layer.leave(ports.execution_role_arn(name), GetAtt(parts.execution_role, "Arn"))


def _definition(
    layer: Layer, job: Job, parts: Parts, family: Sub
) -> ecs.TaskDefinition:
    """Return what a job runs: one container, and its command."""
    container = containers.main(
        layer,
        parts,
        image_tag(parts.image),
        parts.name,
        StopTimeout=STOP_SECONDS,
        **containers.commanded(job.command),
    )
    title = f"{logical(parts.name)}TaskDefinition"
    return task.definition(layer, parts, title, family, container)
