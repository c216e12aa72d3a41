"""Why tasks stopped, and what they said last."""

from __future__ import annotations

import pytest

from tests.cloud.fakes import START, Refusal, scripted

pytestmark = pytest.mark.usefixtures("nobody")

TASK = "arn:aws:ecs:us-east-1:123456789012:task/shop/0123"
DEFINITION = "arn:aws:ecs:us-east-1:123456789012:task-definition/web:7"
STOPPED = {
    "taskArn": TASK,
    "taskDefinitionArn": DEFINITION,
    "stoppedReason": "Essential container in task exited",
    "stoppedAt": START,
    "containers": [
        {"name": "web", "exitCode": 1},
        {"name": "proxy", "reason": "CannotPullContainerError"},
    ],
}
LOGGED = {
    "containerDefinitions": [
        {
            "name": "web",
            "logConfiguration": {
                "logDriver": "awslogs",
                "options": {
                    "awslogs-group": "/ecs/shop",
                    "awslogs-stream-prefix": "web",
                },
            },
        },
        {"name": "proxy"},
    ]
}


def test_a_stopped_task_says_why_each_container_ended() -> None:
    cloud, script = scripted(
        {"ListTasks": {"taskArns": [TASK]}, "DescribeTasks": {"tasks": [STOPPED]}}
    )
    (task,) = cloud.tasks.stopped("shop", "web", most=3)
    assert task.reason == "Essential container in task exited"
    assert task.containers == {
        "web": "exit code 1",
        "proxy": "CannotPullContainerError",
    }
    assert script.of("ListTasks")[0]["desiredStatus"] == "STOPPED"


def test_no_stopped_tasks_are_no_question_more() -> None:
    cloud, script = scripted({"ListTasks": {"taskArns": []}})
    assert cloud.tasks.stopped("shop", "web", most=3) == ()
    assert script.of("DescribeTasks") == []


@pytest.mark.parametrize(
    ("answer", "lines"),
    [
        pytest.param(
            {"events": [{"message": "one"}, {"message": "two"}]},
            ("one", "two"),
            id="lines",
        ),
        pytest.param(
            Refusal("ResourceNotFoundException", "no stream"), (), id="no stream"
        ),
    ],
)
def test_the_last_lines_come_from_each_containers_stream(
    answer: object, lines: tuple[str, ...]
) -> None:
    cloud, script = scripted(
        {
            "ListTasks": {"taskArns": [TASK]},
            "DescribeTasks": {"tasks": [STOPPED]},
            "DescribeTaskDefinition": {"taskDefinition": LOGGED},
            "GetLogEvents": answer,  # type: ignore[dict-item]
        }
    )
    (task,) = cloud.tasks.stopped("shop", "web", most=1)
    assert cloud.tasks.with_logs(task, 10).logs == lines
    (asked,) = script.of("GetLogEvents")
    assert asked["logStreamName"] == "web/web/0123"
