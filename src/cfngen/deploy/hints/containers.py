"""Services of ECS and their tasks.

Reasons of stopped tasks:
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/stopped-task-error-codes.html
"""

from __future__ import annotations

from cfngen.deploy.hints.row import Row

ROWS: tuple[Row, ...] = (
    Row(
        r"CannotPullContainerError.*(?:does not contain descriptor matching platform|"
        r"no matching manifest for) ?'?(?P<platform>[\w/]*)",
        "The image is not built for the platform that the tasks run on: {platform}. | "
        "The image is not built for the platform that the tasks run on.",
        "Build it for that platform (docker build --platform {platform}), or change "
        "`architecture` in the spec. | Build it for that platform.",
    ),
    Row(
        r"CannotPullContainerError.*(?:not found|manifest unknown)",
        "The image, or this tag of it, is not in the repository.",
        "Push the image, or name a tag that is there: --set <Service>ImageTag=TAG",
    ),
    Row(
        r"CannotPullContainerError.*(?:403 Forbidden|denied)",
        "The tasks' execution role may not read the image.",
        "Look at the role and at the policy of the repository.",
    ),
    Row(
        r"CannotPullContainerError",
        "The image could not be read.",
        "See that it is there, and that the tasks' subnets reach ECR: a NAT gateway, "
        "or the endpoints ecr.api, ecr.dkr and S3.",
    ),
    Row(
        r"unable to pull secrets or registry auth.*"
        r"(?:timeout|deadline exceeded|connection refused|dial tcp)",
        "The task could not reach Secrets Manager, Parameter Store or ECR.",
        "Its subnets need a NAT gateway or endpoints, and its security group a way out "
        "on port 443.",
    ),
    Row(
        r"unable to pull secrets or registry auth",
        "A secret of the task could not be read: it is not there, has no value, lacks "
        "the key, or the execution role may not read it.",
        "Look at the secrets that the spec names for this service; each must have a "
        "value before the first deployment.",
    ),
    Row(
        r"[Tt]ask failed ELB health checks",
        "The containers ran, and the load balancer got no good answer from them.",
        "Check the path, the port and the time to start in the health check of the "
        "service, and that it listens on 0.0.0.0.",
    ),
    Row(
        r"[Tt]ask failed container health checks",
        "The container's own health check failed.",
        "Run its command in the image; the tools that it calls must be in there.",
    ),
    Row(
        r"OutOfMemory",
        "A container needed more memory than it has.",
        "Give the service more memory in the parameter file.",
    ),
    Row(
        r"[Ee]ssential container in task exited",
        "A container ended by itself; its exit code and its last lines say why.",
        "Mend what the logs say, then deploy again.",
    ),
    Row(
        r"ECS Deployment Circuit Breaker was triggered",
        "Tasks of the service kept failing, and ECS gave up.",
        "Why they stopped says more: `aws ecs describe-tasks`, within the hour.",
    ),
    Row(
        r"Exceeded attempts to wait|did not stabilize|failed to stabilize",
        "The service never had all of its tasks running and healthy.",
        "Why its tasks stopped, or never started, says more: look at the service's "
        "events and at its stopped tasks, within the hour.",
        type=r"AWS::ECS::Service",
    ),
    Row(
        r"does not have an associated load balancer",
        "The target group of the service has no listener that leads to it.",
        "Deploy again; if it stays, the listener rule of the service is missing.",
    ),
    Row(
        r"Unable to update task definition on services with a CODE_DEPLOY",
        "CodeDeploy releases this service, and nothing else may change what runs.",
        "Release it with CodeDeploy. The template must not name a task definition's "
        "revision.",
    ),
    Row(
        r"No Fargate configuration exists for given values",
        "Fargate has no tasks with this pair of CPU and memory.",
        "Choose a pair that it has: "
        "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html",
    ),
)
