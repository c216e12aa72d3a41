"""Tests of what runs tasks of ECS."""

from __future__ import annotations

from typing import Any

import pytest

from cfngen.prove.network.places import Kind
from tests.checks.network.parts import made, ref
from tests.prove.network.places import SIX, network, only, service, unsure

NETWORK = {"Subnets": [ref("A")], "SecurityGroups": [ref("Sg")]}
TASK = {"TaskDefinitionArn": "arn:task"}


def parameters(**network_of_it: Any) -> dict[str, Any]:
    inner = {**NETWORK, **network_of_it}
    return {**TASK, "NetworkConfiguration": {"AwsvpcConfiguration": inner}}


def test_a_schedule_is_a_job() -> None:
    given = parameters(AssignPublicIp="ENABLED")
    found = network(
        SyncPaymentsSchedule=made(
            "Scheduler::Schedule", Target={"EcsParameters": given}
        )
    )
    (job,) = found.named("sync-payments")
    assert job.kind is Kind.JOB
    (one,) = job.interfaces
    assert (one.subnet, one.groups, one.public) == ("A", ("Sg",), True)
    assert one.origin.path[:2] == ("Target", "EcsParameters")
    assert found.named("jobs") == found.named("tasks") == (job,)


def test_a_rule_is_a_job_with_all_of_its_targets() -> None:
    inner = {"AwsVpcConfiguration": {**NETWORK, "Subnets": [ref("B")]}}
    tasks = {**TASK, "NetworkConfiguration": inner}
    targets = [{"Arn": "x"}, {"Arn": "c", "EcsParameters": tasks}]
    found = network(NightlyRule=made("Events::Rule", Targets=targets))
    (one,) = found.named("nightly")
    assert [i.subnet for i in one.interfaces] == ["B"]
    assert one.interfaces[0].origin.path[:3] == ("Targets", 1, "EcsParameters")


def test_a_rule_that_starts_no_tasks_is_nobody() -> None:
    found = network(Rule=made("Events::Rule", Targets=[{"Arn": "x"}]))
    assert (found.workloads, found.unread) == ({}, {})


def test_a_task_set_is_a_service() -> None:
    inner = {"AwsVpcConfiguration": NETWORK}
    found = network(
        Blue=made("ECS::TaskSet", NetworkConfiguration=inner),
        Service=made("ECS::Service", DeploymentController={"Type": "EXTERNAL"}),
    )
    assert found.workloads["Blue"].kind is Kind.SERVICE
    assert "Service" not in found.workloads
    assert found.unread == {}


def test_tasks_on_instances_are_not_read() -> None:
    found = network(Service=made("ECS::Service", Cluster="c"))
    assert found.workloads == {}
    assert found.unread["Service"] == "its tasks share the interfaces of instances"


def test_a_network_that_hangs_on_a_condition_keeps_both_ways() -> None:
    inner = unsure(
        {**NETWORK, "AssignPublicIp": "DISABLED"},
        {"Subnets": [ref("B")], "AssignPublicIp": "ENABLED"},
    )
    body = made("ECS::Service", NetworkConfiguration={"AwsvpcConfiguration": inner})
    first, second = network(Service=body).workloads["Service"].interfaces
    assert (first.subnet, second.subnet) == ("A", "B")
    assert first.public is second.public is None


def test_ports_are_those_of_containers() -> None:
    task = made(
        "ECS::TaskDefinition",
        ContainerDefinitions=[
            {"Name": "web", "PortMappings": [{"ContainerPort": 80}]},
            {"Name": "app", "PortMappings": [{"ContainerPort": "3000"}]},
            {"Name": "side"},
        ],
    )
    body = service()
    body["Properties"] |= {
        "TaskDefinition": ref("Task"),
        "LoadBalancers": [{"ContainerName": "web", "ContainerPort": 80}],
    }
    found = network(Task=task, Service=body)
    assert found.workloads["Service"].ports == (80, 3000)


def test_whether_a_task_has_ipv6_beside_ipv4_is_a_setting_of_the_account() -> None:
    subnet = made(
        "EC2::Subnet",
        VpcId=ref("Vpc"),
        CidrBlock="10.0.1.0/24",
        Ipv6CidrBlock="2001:db8:1::/64",
    )
    assert only(network(**SIX, A=subnet, Service=service()), "Service").v6 is None
    assert only(network(Service=service()), "Service").v6 is False


@pytest.mark.parametrize("when", ["", "Unsure"], ids=["sure", "condition"])
def test_a_workload_keeps_its_condition(when: str) -> None:
    body = service() | ({"Condition": when} if when else {})
    assert network(Service=body).workloads["Service"].when == when
