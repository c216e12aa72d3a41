"""Checks of tasks, services, scaling, jobs and their logs: CG540 to CG569."""

from cfngen.checks.check import Check
from cfngen.checks.compute import (
    capacity,
    containers,
    limits,
    logs,
    queues,
    scaling,
    schedules,
    services,
    sizes,
    starting,
    steps,
)
from cfngen.findings import Severity

DOCS = "https://docs.aws.amazon.com"
ECS = f"{DOCS}/AmazonECS/latest/developerguide"
API = f"{DOCS}/AmazonECS/latest/APIReference"
SCALING = f"{DOCS}/autoscaling/application/userguide"
SCALING_API = f"{DOCS}/autoscaling/application/APIReference"
SCHEDULER = f"{DOCS}/scheduler/latest/UserGuide"
LOGS = f"{DOCS}/AmazonCloudWatch/latest/logs"
QUEUES = f"{DOCS}/AWSSimpleQueueService/latest/SQSDeveloperGuide"
CONTAINER = f"{API}/API_ContainerDefinition.html"
STEPS = f"{SCALING}/step-scaling-policy-overview.html"

CHECKS = (
    Check("CG540", sizes.fargate, f"{ECS}/task-cpu-memory-error.html"),
    Check("CG541", sizes.shares, CONTAINER),
    Check("CG542", containers.started, f"{API}/API_ContainerDependency.html"),
    Check("CG543", containers.published, f"{API}/API_PortMapping.html"),
    Check("CG544", containers.variables, f"{ECS}/secrets-envvar-secrets-manager.html"),
    Check("CG545", limits.healthy, f"{API}/API_HealthCheck.html"),
    Check("CG546", limits.hosted, f"{ECS}/fargate-tasks-services.html"),
    Check("CG547", starting.logged, f"{ECS}/specify-log-config.html"),
    Check("CG548", starting.readable, f"{ECS}/task_execution_IAM_role.html"),
    Check("CG549", starting.pulled, f"{ECS}/task_cannot_pull_image.html"),
    Check("CG550", sizes.written, f"{ECS}/service-quotas.html"),
    Check("CG551", services.replaceable, f"{API}/API_DeploymentConfiguration.html"),
    Check("CG552", services.controlled, f"{API}/API_DeploymentController.html"),
    Check("CG553", capacity.placed, f"{API}/API_CapacityProviderStrategyItem.html"),
    Check("CG554", services.entered, f"{ECS}/ecs-exec.html"),
    Check("CG555", scaling.ranged, f"{SCALING_API}/API_RegisterScalableTarget.html"),
    Check("CG556", scaling.named, f"{SCALING_API}/API_RegisterScalableTarget.html"),
    Check("CG557", steps.continuous, f"{SCALING_API}/API_StepAdjustment.html"),
    Check("CG558", steps.answered, STEPS),
    Check("CG559", steps.apart, STEPS),
    Check(
        "CG560",
        scaling.tracked,
        f"{SCALING}/target-tracking-scaling-policy-overview.html",
    ),
    Check("CG561", schedules.timed, f"{SCHEDULER}/schedule-types.html"),
    Check("CG562", schedules.allowed, f"{SCHEDULER}/setting-up.html"),
    Check("CG563", schedules.run, f"{SCHEDULER}/managing-targets-templated.html"),
    Check("CG564", queues.redriven, f"{QUEUES}/sqs-dead-letter-queues.html"),
    Check(
        "CG565",
        logs.kept,
        f"{LOGS}/Working-with-log-groups-and-streams.html",
        Severity.WARNING,
    ),
    Check("CG566", logs.filtered, f"{LOGS}/FilterAndPatternSyntax.html"),
    Check(
        "CG567",
        queues.outlived,
        f"{QUEUES}/sqs-dead-letter-queues.html",
        Severity.WARNING,
    ),
)
