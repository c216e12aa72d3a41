"""Services: deployments, capacity, ECS Exec."""

from __future__ import annotations

import pytest

from cfngen.checks.compute import CHECKS
from tests.checks.bending import GONE, UNKNOWN, Case, Fine, read, silent, spoken

RIGHT = read("compute")
ROLLING = "Service.DeploymentConfiguration"
STRATEGY = "Service.CapacityProviderStrategy"
BASED = {"CapacityProvider": "FARGATE", "Base": 1, "Weight": 1}

SEALED = {
    f"Task.ContainerDefinitions.{index}.ReadonlyRootFilesystem": True
    for index in range(3)
}
ALL = {f"{ROLLING}.MinimumHealthyPercent": 100, f"{ROLLING}.MaximumPercent": 100}

CASES = (
    Case(
        "one task, neither more nor less",
        *("CG551", {"Scaled.MinCapacity": 1, f"{ROLLING}.MinimumHealthyPercent": GONE}),
        *(f"{ROLLING}.MaximumPercent", "of 1 tasks, 1 must run and 1 may"),
    ),
    Case(
        "a task by default",
        "CG551",
        {
            "Scaled": ("S3::Bucket", {}),
            f"{ROLLING}.MinimumHealthyPercent": 100,
        },
        *(f"{ROLLING}.MaximumPercent", "of 1 tasks"),
    ),
    Case(
        "all must run and no more may",
        "CG551",
        {
            "Service.DesiredCount": 4,
            f"{ROLLING}.MaximumPercent": 100,
            f"{ROLLING}.MinimumHealthyPercent": 100,
        },
        *(f"{ROLLING}.MaximumPercent", "of 4 tasks, 4 must run and 4 may"),
    ),
    Case(
        "a breaker for CodeDeploy",
        *("CG552", {"Service.DeploymentController.Type": "CODE_DEPLOY"}),
        *(f"{ROLLING}.DeploymentCircuitBreaker", "CODE_DEPLOY has no DeploymentCirc"),
    ),
    Case(
        "CodeDeploy without a load balancer",
        *("CG552", {"Service.DeploymentController.Type": "CODE_DEPLOY"}),
        *("Service.LoadBalancers", "0 are given"),
    ),
    Case(
        "said twice",
        *(
            "CG553",
            {"Service.LaunchType": "FARGATE"},
            "Service.LaunchType",
            "a launch type and",
        ),
    ),
    Case(
        "two bases",
        "CG553",
        {f"{STRATEGY}.1.Base": 1},
        STRATEGY,
        "two capacity providers have a base",
    ),
    Case(
        "no weight",
        "CG553",
        {f"{STRATEGY}.0.Weight": 0, f"{STRATEGY}.1.Weight": GONE},
        STRATEGY,
        "weight above 0",
    ),
    Case(
        "a provider twice",
        "CG553",
        {f"{STRATEGY}.1.CapacityProvider": "FARGATE"},
        STRATEGY,
        "named twice",
    ),
    Case(
        "servers beside Fargate",
        "CG553",
        {f"{STRATEGY}.1.CapacityProvider": "servers"},
        STRATEGY,
        "mixed",
    ),
    Case(
        "a provider that the cluster lacks",
        *("CG553", {"Capacity.CapacityProviders": ["FARGATE"]}),
        *(f"{STRATEGY}.1.CapacityProvider", "no capacity provider FARGATE_SPOT"),
    ),
    Case(
        "a cluster without providers",
        *("CG553", {"Capacity": ("S3::Bucket", {})}),
        *(f"{STRATEGY}.0.CapacityProvider", "no capacity provider FARGATE"),
    ),
    Case(
        "a default that is not there",
        *(
            "CG553",
            {"Capacity.DefaultCapacityProviderStrategy.0.CapacityProvider": "x"},
        ),
        *("Capacity.DefaultCapacityProviderStrategy.0.CapacityProvider", "provider x"),
    ),
    Case(
        "a task for servers",
        *("CG553", {"Task.RequiresCompatibilities": ["EC2"]}, "Service.TaskDefinition"),
        "Task is not for Fargate",
    ),
    Case(
        "no right to enter",
        *(
            "CG554",
            {"TaskRole.Policies.0.PolicyDocument.Statement.0.Action.3": "s3:GetObject"},
        ),
        *("Service.EnableExecuteCommand", "may not ssmmessages:OpenDataChannel"),
    ),
    Case(
        "no role to enter",
        "CG554",
        {"Task.TaskRoleArn": GONE},
        "Service.EnableExecuteCommand",
        "no task role",
    ),
    Case(
        "a root that cannot be written",
        *("CG554", SEALED),
        *("Service.EnableExecuteCommand", "each has a read-only root"),
    ),
    Case(
        "daemons that must all run",
        "CG551",
        {"Service.SchedulingStrategy": "DAEMON", **ALL},
        f"{ROLLING}.MinimumHealthyPercent",
        "is never replaced",
    ),
)

FINE = (
    Fine(
        "two tasks",
        "CG551",
        {"Scaled.MinCapacity": 2, f"{ROLLING}.MinimumHealthyPercent": 100},
    ),
    Fine(
        "none may run",
        "CG551",
        {
            "Scaled.MinCapacity": 1,
            f"{ROLLING}.MinimumHealthyPercent": 0,
            f"{ROLLING}.MaximumPercent": 100,
        },
    ),
    Fine(
        "no tasks",
        "CG551",
        {
            "Scaled.MinCapacity": 0,
            f"{ROLLING}.MaximumPercent": 100,
            f"{ROLLING}.MinimumHealthyPercent": 100,
        },
    ),
    Fine(
        "blue and green",
        "CG551",
        {
            f"{ROLLING}.Strategy": "BLUE_GREEN",
            f"{ROLLING}.MaximumPercent": 100,
            f"{ROLLING}.MinimumHealthyPercent": 100,
        },
    ),
    Fine(
        "CodeDeploy as it should",
        "CG552",
        {
            "Service.DeploymentController.Type": "CODE_DEPLOY",
            "Service.LoadBalancers": [{}],
            f"{ROLLING}.DeploymentCircuitBreaker.Enable": False,
        },
    ),
    Fine(
        "a provider of one's own",
        "CG553",
        {STRATEGY: [BASED], "Capacity.CapacityProviders": [UNKNOWN]},
    ),
    Fine(
        "one without a weight", "CG553", {STRATEGY: [{"CapacityProvider": "FARGATE"}]}
    ),
    Fine(
        "a daemon as it is by default",
        "CG551",
        {
            "Service.SchedulingStrategy": "DAEMON",
            "Service.DeploymentConfiguration": GONE,
            "Scaled.ResourceId": "service/other/other",
        },
    ),
    Fine(
        "a provider that names its cluster",
        "CG553",
        {
            STRATEGY: [{"CapacityProvider": "managed", "Weight": 1}],
            "More": (
                "ECS::CapacityProvider",
                {"Name": "managed", "ClusterName": {"Ref": "Cluster"}},
            ),
        },
    ),
    Fine(
        "a sidecar whose root cannot be written",
        "CG554",
        {"Task.ContainerDefinitions.2.ReadonlyRootFilesystem": True},
    ),
    Fine(
        "volumes where the agent writes",
        "CG554",
        {
            **SEALED,
            "Task.ContainerDefinitions.0.MountPoints": [
                {"SourceVolume": "a", "ContainerPath": "/var/lib/amazon"}
            ],
        },
    ),
    Fine(
        "memory where the agent writes",
        "CG554",
        {
            **SEALED,
            "Task.ContainerDefinitions.0.LinuxParameters.Tmpfs": [
                {"ContainerPath": "/var/lib/amazon", "Size": 64}
            ],
        },
    ),
    Fine(
        "nobody enters",
        "CG554",
        {"Service.EnableExecuteCommand": False, "Task.TaskRoleArn": GONE},
    ),
    Fine(
        "CodeDeploy may turn it on for good",
        "CG554",
        {"Service.DeploymentController.Type": "CODE_DEPLOY", "Task.TaskRoleArn": GONE},
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_mistake_is_named(case: Case) -> None:
    assert spoken(RIGHT, CHECKS, case)


@pytest.mark.parametrize("fine", FINE, ids=lambda fine: fine.name)
def test_what_is_right_is_let_be(fine: Fine) -> None:
    assert silent(RIGHT, CHECKS, fine)
