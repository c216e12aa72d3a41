"""Stopped tasks and their last words."""

from __future__ import annotations

from tests.fakes.world import World


def test_a_stopped_task_tells_why_and_where_it_wrote() -> None:
    world = World()
    world.holds_task_failures("web", cluster="small", group="/web", lines=["a", "boom"])
    clients = world.clients()
    (arn,) = clients.ecs.list_tasks(
        cluster="small", serviceName="web", desiredStatus="STOPPED"
    )["taskArns"]
    (task,) = clients.ecs.describe_tasks(cluster="small", tasks=[arn])["tasks"]
    assert task["stoppedReason"] == "Essential container in task exited"
    assert task["containers"][0]["exitCode"] == 1
    definition = clients.ecs.describe_task_definition(
        taskDefinition=task["taskDefinitionArn"]
    )["taskDefinition"]
    options = definition["containerDefinitions"][0]["logConfiguration"]["options"]
    stream = f"{options['awslogs-stream-prefix']}/app/{arn.rpartition('/')[2]}"
    group = options["awslogs-group"]
    events = clients.logs.get_log_events(
        logGroupName=group, logStreamName=stream, limit=1
    )["events"]
    assert [event["message"] for event in events] == ["boom"]
    found = clients.logs.filter_log_events(logGroupName=group, filterPattern="boom")
    assert [event["message"] for event in found["events"]] == ["boom"]
    assert not clients.ecs.list_tasks(cluster="small", serviceName="web")["taskArns"]
