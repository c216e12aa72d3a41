"""Why the tasks of a service have stopped, and what they said last."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from cfngen.cloud.failures import Absent
from cfngen.cloud.masking import masked
from cfngen.cloud.refusals import ask
from cfngen.cloud.values import StoppedTask

if TYPE_CHECKING:
    from mypy_boto3_ecs import ECSClient
    from mypy_boto3_logs import CloudWatchLogsClient


@dataclass(frozen=True)
class Tasks:
    """The tasks of ECS, with their logs.

    ECS forgets a stopped task after an hour or so:
    https://docs.aws.amazon.com/AmazonECS/latest/developerguide/stopped-task-error-codes.html
    """

    ecs: ECSClient
    logs: CloudWatchLogsClient

    def stopped(self, cluster: str, service: str, most: int) -> tuple[StoppedTask, ...]:
        """Return the tasks of a service that stopped last, newest first."""
        listed = ask(
            self.ecs.list_tasks,
            cluster=cluster,
            serviceName=service,
            desiredStatus="STOPPED",
        )
        arns = listed.get("taskArns", [])[:100]
        if not arns:
            return ()
        raw: Any = ask(self.ecs.describe_tasks, cluster=cluster, tasks=arns)
        found = sorted(
            raw.get("tasks", ()),
            key=lambda task: str(task.get("stoppedAt", "")),
            reverse=True,
        )
        return tuple(self._told(task) for task in found[:most])

    def _told(self, raw: Any) -> StoppedTask:
        """Return a task with why it and its containers stopped."""
        containers = {
            one["name"]: _ending(one) for one in raw.get("containers", ()) if one
        }
        return StoppedTask(
            raw["taskArn"],
            raw.get("taskDefinitionArn", ""),
            masked(raw.get("stoppedReason", "")),
            containers,
            raw.get("stoppedAt"),
        )

    def with_logs(self, task: StoppedTask, most: int) -> StoppedTask:
        """Return the task with the last lines that its containers wrote."""
        lines = [
            line
            for group, stream in self._streams(task)
            for line in self._last(group, stream, most)
        ]
        return replace(task, logs=tuple(lines[-most:]))

    def _streams(self, task: StoppedTask) -> Iterator[tuple[str, str]]:
        """Yield the log group and stream of each container that writes to awslogs.

        https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specify-log-config.html
        """
        described: Any = ask(
            self.ecs.describe_task_definition, taskDefinition=task.definition
        )
        id = task.arn.rpartition("/")[2]
        for one in described["taskDefinition"]["containerDefinitions"]:
            options = one.get("logConfiguration", {}).get("options", {})
            group, prefix = (
                options.get("awslogs-group"),
                options.get("awslogs-stream-prefix"),
            )
            if group and prefix:
                yield group, f"{prefix}/{one['name']}/{id}"

    def _last(self, group: str, stream: str, most: int) -> tuple[str, ...]:
        """Return the last lines of a log stream, none where there is no such stream."""
        try:
            raw = ask(
                self.logs.get_log_events,
                logGroupName=group,
                logStreamName=stream,
                limit=most,
            )
        except Absent:
            return ()
        return tuple(
            masked(event.get("message", "")) for event in raw.get("events", ())
        )


def _ending(raw: Any) -> str:
    """Return why a container ended, in words."""
    code = raw.get("exitCode")
    said = [f"exit code {code}"] if code is not None else []
    return ", ".join([*said, *([masked(raw["reason"])] if raw.get("reason") else [])])
