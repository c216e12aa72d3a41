"""What people hear of jobs: a start that came to nothing, a run that failed.

A job is no service: it reports no metric of its own, so a rule listens for tasks that
stopped, and the dead-letter queue tells of those that never were.
"""

from __future__ import annotations

from typing import Any

from troposphere import Ref, Sub, cloudwatch, events, sns

from cfngen import ports
from cfngen.layers.layer import Layer
from cfngen.layers.monitoring.alarm import AT_LEAST, Limit, Series, alarm
from cfngen.layers.monitoring.dimensions import SQS, dead_letters
from cfngen.layers.notice import notice
from cfngen.naming import logical
from cfngen.spec.system import System

BY_ITSELF = "EssentialContainerExited"
"""Why a task stopped that was neither stopped nor unable to start."""


def waiting(layer: Layer) -> Series:
    """Return how many starts that failed are in the dead-letter queue."""
    return Series(
        SQS, "ApproximateNumberOfMessagesVisible", "Maximum", dead_letters(layer)
    )


def queue_alarm(layer: Layer, topic: sns.Topic) -> cloudwatch.Alarm:
    """Return the alarm on starts that failed; it lasts until somebody looks at them."""
    return alarm(
        "JobQueue",
        "A job was not started, retries and all; the dead-letter queue says why.",
        waiting(layer),
        Limit(AT_LEAST, 1, periods=1),
        topic,
    )


def failure_rule(
    layer: Layer, system: System, name: str, topic: sns.Topic
) -> events.Rule:
    """Return the rule that tells of each run of a job that did not end well.

    That is an exit code other than 0, or any other end than the container's own: it
    could not start, was stopped, or spare capacity was taken away.
    https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_task_events.html
    """
    family = layer.enter(ports.job_family(name)).data["Ref"]
    job = f"Job {name} of {system.system}-${{EnvironmentName}}"
    return notice(
        f"{logical(name)}FailureRule",
        f"Tells of runs of {name} that failed.",
        {
            "source": ["aws.ecs"],
            "detail-type": ["ECS Task State Change"],
            "detail": {
                "clusterArn": [layer.enter(ports.CLUSTER_ARN)],
                # What RunTask puts a task into that is not of a service.
                "group": [Sub(f"family:${{{family}}}")],
                "lastStatus": ["STOPPED"],
                **_badly(),
            },
        },
        Ref(topic),
        {
            "reason": "$.detail.stoppedReason",
            "code": "$.detail.stopCode",
            "exit": "$.detail.containers[0].exitCode",
            "task": "$.detail.taskArn",
        },
        f"{job} failed: <reason> (<code>, exit code <exit>). Task <task>.",
    )


def _badly() -> dict[str, Any]:
    """Return what an end that is not a good one looks like.

    https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Task.html
    """
    return {
        "$or": [
            {"containers": {"exitCode": [{"anything-but": [0]}]}},
            {"stopCode": [{"anything-but": [BY_ITSELF]}]},
        ]
    }
