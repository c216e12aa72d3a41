"""Ports of what runs: cluster, images, services, jobs."""

from __future__ import annotations

from cfngen.naming import logical
from cfngen.ports.port import Port

CLUSTER_NAME = Port(
    "ClusterName",
    "String",
    "Name of the ECS cluster.",
    shown=True,
    snake="ecs_cluster_name",
)
CLUSTER_ARN = Port("ClusterArn", "String", "ARN of the ECS cluster.")
JOB_QUEUE_NAME = Port(
    "JobQueueName",
    "String",
    "Dead-letter queue of starts that ECS refused to the last.",
    shown=True,
)


def job_family(job: str) -> Port:
    """Return the port of a job's task definition family."""
    return Port(
        f"{logical(job)}Family",
        "String",
        f"Task definition family of the job {job}.",
        shown=True,
    )


def schedule_arn(job: str) -> Port:
    """Return the port of a job's schedule."""
    return Port(
        f"{logical(job)}ScheduleArn",
        "String",
        f"Schedule of {job}, as ARN.",
        shown=True,
    )


def schedule_role_arn(job: str) -> Port:
    """Return the port of the role by which a job's schedule starts it."""
    return Port(
        f"{logical(job)}ScheduleRoleArn",
        "String",
        f"Role by which the schedule of {job} starts it.",
    )


def log_group_name(task: str) -> Port:
    """Return the port of the log group of a service or job."""
    return Port(
        f"{logical(task)}LogGroupName", "String", f"Log group of {task}.", shown=True
    )


def target_group_name(service: str) -> Port:
    """Return the port of a service's first target group by name, for CodeDeploy."""
    return Port(
        f"{logical(service)}TargetGroupName",
        "String",
        f"Target group of {service} that releases start from.",
    )


def green_target_group_name(service: str) -> Port:
    """Return the port of a service's second target group by name, for CodeDeploy."""
    return Port(
        f"{logical(service)}GreenTargetGroupName",
        "String",
        f"Target group of {service} that releases alternate with.",
    )


def repository_uri(image: str) -> Port:
    """Return the port of the address that an image is pushed to; see System.images."""
    return Port(
        f"{logical(image)}RepositoryUri",
        "String",
        f"Repository that the image of {image} is pushed to.",
        shown=True,
        snake=f"{image.replace('-', '_')}_ecr_repository_url",
    )


def repository_arn(image: str) -> Port:
    """Return the port of an image's repository ARN, for policies."""
    return Port(
        f"{logical(image)}RepositoryArn",
        "String",
        f"Repository of {image}, as ARN.",
    )


def service_name(service: str) -> Port:
    """Return the port of a service's name in ECS."""
    return Port(
        f"{logical(service)}ServiceName",
        "String",
        f"Name of the ECS service {service}.",
        shown=True,
    )


def target_group_full_name(service: str) -> Port:
    """Return the port of a service's target group as CloudWatch names it."""
    return Port(
        f"{logical(service)}TargetGroupFullName",
        "String",
        f"Target group of {service} as CloudWatch names it.",
    )


def green_target_group_full_name(service: str) -> Port:
    """Return the port of a service's second target group as CloudWatch names it."""
    return Port(
        f"{logical(service)}GreenTargetGroupFullName",
        "String",
        f"Second target group of {service} as CloudWatch names it.",
    )


def task_role_arn(service: str) -> Port:
    """Return the port of the role that a service's code runs as."""
    return Port(
        f"{logical(service)}TaskRoleArn", "String", f"Role that {service} runs as."
    )


def execution_role_arn(service: str) -> Port:
    """Return the port of the role that starts a service's tasks."""
    return Port(
        f"{logical(service)}ExecutionRoleArn",
        "String",
        f"Role that pulls the image and reads the secrets of {service}.",
    )


def migration_family(service: str) -> Port:
    """Return the port of a service's migration task definition family."""
    return Port(
        f"{logical(service)}MigrationFamily",
        "String",
        f"Task definition family that migrates the database for {service}.",
        shown=True,
    )
