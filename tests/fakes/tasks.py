"""ECS tasks that stopped, and what they wrote to CloudWatch Logs."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.fakes.ground import Ground
from tests.fakes.paging import page
from tests.fakes.refusal import Refused


class Tasks:
    """The services, stopped tasks and log streams that a test has put there."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.tasks: list[dict[str, Any]] = []
        self.services: list[dict[str, Any]] = []
        self.definitions: dict[str, dict[str, Any]] = {}
        self.logs: dict[str, dict[str, list[dict[str, Any]]]] = {}

    def arn(self, name: str) -> str:
        """Return an ARN of ECS's."""
        ground = self.ground
        return f"arn:{ground.partition}:ecs:{ground.region}:{ground.account}:{name}"

    def stopped(
        self, cluster: str, service: str, reason: str, container: dict[str, Any]
    ) -> str:
        """Put a stopped task there, a minute old; return its id."""
        number = self.ground.uuid().replace("-", "")
        ended = self.ground.clock.now() - timedelta(minutes=1)
        definition = self.arn(f"task-definition/{service}:1")
        self.tasks.append(
            {
                "taskArn": self.arn(f"task/{cluster}/{number}"),
                "clusterArn": self.arn(f"cluster/{cluster}"),
                "taskDefinitionArn": definition,
                "group": f"service:{service}",
                "lastStatus": "STOPPED",
                "desiredStatus": "STOPPED",
                "stopCode": "EssentialContainerExited",
                "stoppedReason": reason,
                "createdAt": ended - timedelta(minutes=1),
                "stoppedAt": ended,
                "containers": [{"lastStatus": "STOPPED", **container}],
            }
        )
        self.services.append(
            {
                "serviceName": service,
                "serviceArn": self.arn(f"service/{cluster}/{service}"),
                "clusterArn": self.arn(f"cluster/{cluster}"),
                "taskDefinition": definition,
                "status": "ACTIVE",
                "desiredCount": 1,
                "runningCount": 0,
                "deployments": [],
                "events": [
                    {
                        "id": self.ground.uuid(),
                        "createdAt": ended,
                        "message": f"(service {service}) deployment failed: "
                        "tasks failed to start.",
                    }
                ],
            }
        )
        return number

    def defined(self, service: str, container: str, group: str) -> None:
        """Put a task definition there whose container logs to a group."""
        arn = self.arn(f"task-definition/{service}:1")
        options = {"awslogs-group": group, "awslogs-stream-prefix": service}
        log = {"logDriver": "awslogs", "options": options}
        self.definitions[arn] = {
            "taskDefinitionArn": arn,
            "family": service,
            "containerDefinitions": [{"name": container, "logConfiguration": log}],
        }

    def wrote(self, group: str, stream: str, lines: list[str]) -> None:
        """Put lines into a log stream, a second apart."""
        first = int(self.ground.clock.now().timestamp() * 1000) - 90_000
        events = [
            {"timestamp": first + n * 1000, "ingestionTime": first, "message": line}
            for n, line in enumerate(lines)
        ]
        self.logs.setdefault(group, {})[stream] = events

    def list_tasks(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Answer ListTasks, by cluster, service and desired status."""
        cluster, service = (
            _last(asked.get("cluster", "default")),
            asked.get("serviceName"),
        )
        group = f"service:{_last(service)}" if service else None
        wanted = asked.get("desiredStatus", "RUNNING")
        found = [
            task["taskArn"]
            for task in self.tasks
            if _last(task["clusterArn"]) == cluster
            and group in (None, task["group"])
            and task["desiredStatus"] == wanted
        ]
        return {"taskArns": found}

    def describe_tasks(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Answer DescribeTasks, by ARN or by id."""
        wanted = {_last(name) for name in asked["tasks"]}
        return {"tasks": [t for t in self.tasks if _last(t["taskArn"]) in wanted]}

    def describe_services(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Answer DescribeServices."""
        wanted = {_last(name) for name in asked["services"]}
        found = [s for s in self.services if s["serviceName"] in wanted]
        missing = wanted - {service["serviceName"] for service in found}
        failures = [{"arn": name, "reason": "MISSING"} for name in sorted(missing)]
        return {"services": found, "failures": failures}

    def describe_task_definition(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Answer DescribeTaskDefinition, by ARN."""
        name = asked["taskDefinition"]
        if name not in self.definitions:
            text = "Unable to describe task definition."
            raise Refused("ClientException", text)
        return {"taskDefinition": self.definitions[name]}

    def get_log_events(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Answer GetLogEvents: the last lines, oldest first."""
        group = asked.get("logGroupName") or _last(asked["logGroupIdentifier"])
        stream = asked["logStreamName"]
        if stream not in self.logs.get(group, {}):
            text = "The specified log stream does not exist."
            raise Refused("ResourceNotFoundException", text)
        events = self.logs[group][stream]
        limit = asked.get("limit", 10_000)
        kept = events[:limit] if asked.get("startFromHead") else events[-limit:]
        return {"events": kept, "nextForwardToken": "f/1", "nextBackwardToken": "b/1"}

    def filter_log_events(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Answer FilterLogEvents; a pattern is taken as plain text."""
        group = asked.get("logGroupName") or _last(asked["logGroupIdentifier"])
        if group not in self.logs:
            text = "The specified log group does not exist."
            raise Refused("ResourceNotFoundException", text)
        pattern = asked.get("filterPattern", "").strip('"')
        found = [
            {"logStreamName": stream, "eventId": f"{stream}-{n}", **event}
            for stream, events in self.logs[group].items()
            for n, event in enumerate(events)
            if pattern in event["message"]
            and stream.startswith(asked.get("logStreamNamePrefix", ""))
        ]
        small = {"NextToken": asked["nextToken"]} if "nextToken" in asked else {}
        answer = page(found, small, "events", asked.get("limit", 10_000))
        token = answer.pop("NextToken", None)
        return answer | ({"nextToken": token} if token else {})


def _last(name: str) -> str:
    """Return the last part of an ARN or of a name."""
    return name.rpartition("/")[2] if name.startswith("arn:") else name
