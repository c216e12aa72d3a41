"""Mistakes in tasks, services, scaling, jobs and their logs."""

from __future__ import annotations

from tests.checks.planted.mistake import Mistake, drop, put
from tests.models import Bodies, Change

WEB, JOBS, BACKEND = "service-web.json", "jobs.json", "service-backend.json"
CONTAINER = ("ContainerDefinitions", 0)
HEALTH = (*CONTAINER, "HealthCheck")
START = ("Policies", 0, "PolicyDocument", "Statement")
TARGET = "Target"


def _without_last(file: str, role: str) -> Change:
    """Return the change that takes the last statement from a role's first policy."""

    def change(bodies: Bodies) -> None:
        policies = bodies[file]["Resources"][role]["Properties"]["Policies"]
        policies[0]["PolicyDocument"]["Statement"].pop()

    return change


MISTAKES = (
    Mistake(
        "Fargate has no such pair of sizes",
        "nextjs prod",
        "CG540",
        "WebMemoryMiB",
        parameters={"WebCpu": "256", "WebMemoryMiB": "8192"},
    ),
    Mistake(
        "a job has no such pair of sizes",
        "revendiste dev",
        "CG540",
        "ScrapeEventsMemoryMiB",
        parameters={"ScrapeEventsCpu": "1024", "ScrapeEventsMemoryMiB": "1024"},
    ),
    Mistake(
        "a container reserves more than the task's setting",
        "rails prod",
        "CG541",
        "WebMemoryMiB",
        change=put(
            *(WEB, "TaskDefinition", *CONTAINER, "MemoryReservation"), value=1536
        ),
    ),
    Mistake(
        "the proxy waits for a container that is not there",
        "rails prod",
        "CG542",
        "'wbe'",
        change=put(
            *(WEB, "TaskDefinition", "ContainerDefinitions", 1, "DependsOn", 0),
            "ContainerName",
            value="wbe",
        ),
    ),
    Mistake(
        "the proxy waits for the health of what is not asked",
        "rails dev",
        "CG542",
        "no HealthCheck",
        change=drop(WEB, "TaskDefinition", "Properties", *HEALTH),
    ),
    Mistake(
        "the proxy listens on the port of what it stands before",
        "rails prod",
        "CG543",
        "port 3000 is taken",
        change=put(
            *(WEB, "TaskDefinition", "ContainerDefinitions", 1, "PortMappings", 0),
            "ContainerPort",
            value=3000,
        ),
    ),
    Mistake(
        "a variable is a secret too",
        "nextjs prod",
        "CG544",
        "DATABASE_PASSWORD",
        change=put(
            *(WEB, "TaskDefinition", *CONTAINER, "Environment", 0, "Name"),
            value="DATABASE_PASSWORD",
        ),
    ),
    Mistake(
        "a health check waits longer than ECS allows",
        "rails prod",
        "CG545",
        "StartPeriod is 600",
        change=put(WEB, "TaskDefinition", *HEALTH, "StartPeriod", value=600),
    ),
    Mistake(
        "a task takes longer to stop than Fargate waits",
        "nextjs dev",
        "CG546",
        "StopTimeout is 300",
        change=put(WEB, "TaskDefinition", *CONTAINER, "StopTimeout", value=300),
    ),
    Mistake(
        "the execution role may not write the log",
        "revendiste prod",
        "CG547",
        "logs:PutLogEvents",
        change=put(
            *(BACKEND, "ExecutionRole", *START, 2, "Action"),
            value=["logs:CreateLogStream"],
        ),
    ),
    Mistake(
        "the execution role may not decrypt the secrets",
        "nextjs prod",
        "CG548",
        "kms:Decrypt with Security/Key",
        change=_without_last(WEB, "ExecutionRole"),
    ),
    Mistake(
        "the execution role may pull another image",
        "rails prod",
        "CG549",
        "ecr:BatchGetImage on Registry/WebNginxRepository",
        change=put(
            *(WEB, "ExecutionRole", *START, 1, "Resource"),
            value=[{"Ref": "WebRepositoryArn"}],
        ),
    ),
    Mistake(
        "no task can be replaced",
        "revendiste prod",
        "CG551",
        "of 1 tasks, 1 must run and 1 may",
        change=put(
            *(BACKEND, "Service", "DeploymentConfiguration", "MaximumPercent"),
            value=150,
        ),
    ),
    Mistake(
        "a circuit breaker where CodeDeploy releases",
        "rails prod",
        "CG552",
        "DeploymentCircuitBreaker",
        change=put(
            *(WEB, "BlueGreenService", "DeploymentConfiguration"),
            value={"DeploymentCircuitBreaker": {"Enable": True, "Rollback": True}},
        ),
    ),
    Mistake(
        "Spot by a setting, in a cluster without it",
        "revendiste dev",
        "CG553",
        "no capacity provider FARGATE_SPOT",
        change=put(
            *("cluster.json", "ClusterCapacityProviders", "CapacityProviders"),
            value=["FARGATE"],
        ),
        parameters={"FargateSpot": "mixed"},
    ),
    Mistake(
        "ECS Exec by a setting, on a root that cannot be written",
        "nextjs dev",
        "CG554",
        "read-only root",
        change=put(
            *(WEB, "TaskDefinition", *CONTAINER, "ReadonlyRootFilesystem"), value=True
        ),
        parameters={"EnableExec": "true"},
    ),
    Mistake(
        "fewer tasks at most than at least",
        "nextjs prod",
        "CG555",
        "WebMinTasks",
        parameters={"WebMinTasks": "12"},
    ),
    Mistake(
        "fewer tasks at most than at least, once an image is there",
        "revendiste prod",
        "CG555",
        "BackendMinTasks",
        parameters={
            "BackendMinTasks": "11",
            "BackendMaxTasks": "10",
            "BackendImageTag": "v1",
        },
    ),
    Mistake(
        "a service is scaled by its ARN",
        "nextjs prod",
        "CG556",
        "Ref of ServiceWeb/Service is its ARN",
        change=put(
            *(WEB, "ScalableTarget", "ResourceId"),
            value={
                "Fn::Sub": [
                    "service/${Cluster}/${Name}",
                    {"Cluster": {"Ref": "ClusterName"}, "Name": {"Ref": "Service"}},
                ]
            },
        ),
    ),
    Mistake(
        "steps with a gap between them",
        "nextjs prod",
        "CG557",
        "between 10 and 20 there is a gap",
        change=put(
            *(WEB, "CpuScaleOutPolicy", "StepScalingPolicyConfiguration"),
            "StepAdjustments",
            value=[
                {
                    "MetricIntervalLowerBound": 0,
                    "MetricIntervalUpperBound": 10,
                    "ScalingAdjustment": 1,
                },
                {"MetricIntervalLowerBound": 20, "ScalingAdjustment": 3},
            ],
        ),
    ),
    Mistake(
        "steps on the other side of the threshold",
        "nextjs prod",
        "CG558",
        "no step just above",
        change=put(
            *(WEB, "CpuScaleOutPolicy", "StepScalingPolicyConfiguration"),
            "StepAdjustments",
            value=[{"MetricIntervalUpperBound": 0, "ScalingAdjustment": 1}],
        ),
    ),
    Mistake(
        "tasks removed above where they are added",
        "nextjs prod",
        "CG559",
        "WebScaleOutCpuPercent",
        parameters={"WebScaleInCpuPercent": "75"},
    ),
    Mistake(
        "tasks removed where they are added, by memory",
        "nextjs dev",
        "CG559",
        "WebScaleOutMemoryPercent",
        parameters={
            "WebScaleInMemoryPercent": "80",
            "WebScaleOutMemoryPercent": "80",
        },
    ),
    Mistake(
        "two policies track one metric",
        "rails prod",
        "CG560",
        "tracks ECSServiceAverageCPUUtilization",
        change=put(
            *(WEB, "MemoryTargetPolicy", "TargetTrackingScalingPolicyConfiguration"),
            *("PredefinedMetricSpecification", "PredefinedMetricType"),
            value="ECSServiceAverageCPUUtilization",
        ),
    ),
    Mistake(
        "a day of the month and of the week",
        "revendiste prod",
        "CG561",
        "neither is a question mark",
        change=put(
            JOBS,
            "SyncPaymentsSchedule",
            "ScheduleExpression",
            value="cron(0 6 * * 1 *)",
        ),
    ),
    Mistake(
        "a time zone that there is not",
        "revendiste prod",
        "CG561",
        "America/Montevideu",
        change=put(
            *(JOBS, "SyncPaymentsSchedule", "ScheduleExpressionTimezone"),
            value="America/Montevideu",
        ),
    ),
    Mistake(
        "a job's role starts another job",
        "revendiste prod",
        "CG562",
        "ecs:RunTask on Jobs/SyncPaymentsTaskDefinition",
        change=put(
            *(JOBS, "SyncPaymentsSchedule", TARGET, "RoleArn"),
            value={"Fn::GetAtt": ["NotifyUploadScheduleRole", "Arn"]},
        ),
    ),
    Mistake(
        "a job without subnets",
        "revendiste dev",
        "CG563",
        "gets no subnets",
        change=drop(
            *(JOBS, "SyncPaymentsSchedule", "Properties", TARGET, "EcsParameters"),
            "NetworkConfiguration",
        ),
    ),
    Mistake(
        "the letter box of jobs is ordered",
        "revendiste prod",
        "CG563",
        "FIFO",
        change=put(JOBS, "DeadLetterQueue", "FifoQueue", value=True),
    ),
    Mistake(
        "a log that is kept for ever",
        "platform prod",
        "CG565",
        "for ever",
        change=drop("service-api.json", "LogGroup", "Properties", "RetentionInDays"),
    ),
    Mistake(
        "a filter pattern that is not closed",
        "rails prod",
        "CG566",
        "does not end with }",
        change=put(
            *("monitoring.json", "ErrorsMetricFilter", "FilterPattern"),
            value='{ $.level = "error"',
        ),
    ),
)
