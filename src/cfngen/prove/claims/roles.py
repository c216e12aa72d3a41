"""The claims on roles and secrets that follow from a spec without being written.

What a service or a job is meant to do in AWS is what its `uses`, `secrets` and
`custom_metrics` say, besides starting: pulling its image, opening its log, reading its
secrets. Nothing here comes from `cfngen.layers`, so that a mistake there shows.
"""

from __future__ import annotations

from collections.abc import Iterator

from cfngen.naming import logical
from cfngen.prove.claims.claim import NOBODY, Claim
from cfngen.prove.claims.following import claim
from cfngen.spec.service import sidecar_image
from cfngen.spec.source import Place, Source
from cfngen.spec.system import System
from cfngen.spec.task import Task

Follows = Iterator[tuple[str, Place]]
"""Claims in words, each with the place in the spec that it follows from."""

KEY = "Security/Key"
TASKS, SCHEDULER = "ecs-tasks.amazonaws.com", "scheduler.amazonaws.com"

SHELLS = (
    "ssmmessages:CreateControlChannel, ssmmessages:CreateDataChannel, "
    "ssmmessages:OpenControlChannel, ssmmessages:OpenDataChannel on *"
)
"""What a shell in a task takes; whether there may be one is a setting."""

BUILDS = {"x86_64": "Build", "arm64": "ArmBuild"}
"""What builds the images for a processor."""

SIGN_IN = "ecr:GetAuthorizationToken on *"
PULL = "ecr:BatchCheckLayerAvailability, ecr:BatchGetImage, ecr:GetDownloadUrlForLayer"
LOG = "logs:CreateLogStream, logs:PutLogEvents"
LIST = "s3:GetBucketLocation, s3:ListBucket"
FILES = "s3:AbortMultipartUpload, s3:DeleteObject, s3:GetObject, s3:PutObject"


def derived_roles(system: System, source: Source) -> tuple[Claim, ...]:
    """Return the claims on roles and secrets that follow from a spec, in its order."""
    found: dict[str, Place] = {}
    for follows in (_tasks, _jobs, _secrets, _buckets, _delivery):
        for text, place in follows(system):
            found.setdefault(text, place)
    return tuple(claim(text, source, place) for text, place in found.items())


def _tasks(system: System) -> Follows:
    """Yield what the roles of each service's and job's tasks are for."""
    for name in system.tasks:
        place = _place(system, name)
        roles = f"{name}.task, {name}.execution"
        yield f"role {name}.task only {'; '.join(_running(system, name))}", place
        yield f"role {name}.execution only {'; '.join(_starting(system, name))}", place
        yield f"role {roles} only for {TASKS}", place
        yield f"role {roles} no-escalation", place


def _running(system: System, name: str) -> Iterator[str]:
    """Yield what the code of a task does in AWS.

    Databases and caches are reached with a password and not with a role.
    """
    task = system.tasks[name]
    used = [one for one in task.uses if one in system.buckets]
    for one in used:
        yield f"{LIST} on {_bucket(one)}"
        yield f"{FILES} on {_bucket(one)}/*"
    if used:
        yield f"kms:Decrypt, kms:GenerateDataKey on {KEY}"
    if task.custom_metrics:
        yield "cloudwatch:PutMetricData on *"
    yield SHELLS


def _starting(system: System, name: str) -> Iterator[str]:
    """Yield what it takes to start a task."""
    yield SIGN_IN
    images = [f"Registry/{logical(one)}Repository" for one in _images(system, name)]
    if images:
        yield f"{PULL} on {', '.join(images)}"
    yield f"{LOG} on {_home(system, name)}LogGroup"
    secrets = list(_read(system, name))
    if secrets:
        yield f"secretsmanager:GetSecretValue on {', '.join(secrets)}"
        yield f"kms:Decrypt on {KEY}"


def _jobs(system: System) -> Follows:
    """Yield that a schedule starts its own job and nothing else.

    It hands on the job's roles, so it can work as they by its nature.
    """
    for name in system.jobs:
        place: Place = ("jobs", name)
        grants = (
            f"ecs:RunTask on {_home(system, name)}TaskDefinition",
            "ecs:TagResource on arn:*:ecs:*:*:task/*",
            f"iam:PassRole on {name}.task, {name}.execution",
            "sqs:SendMessage on Jobs/DeadLetterQueue",
        )
        yield f"role {name}.schedule only {'; '.join(grants)}", place
        yield f"role {name}.schedule only for {SCHEDULER}", place


def _secrets(system: System) -> Follows:
    """Yield who reads each secret: what starts the tasks that have it, or nobody."""
    found: dict[str, list[str]] = {}
    for name in system.tasks:
        for secret in _read(system, name):
            found.setdefault(secret, []).append(f"{name}.execution")
    for secret, roles in found.items():
        first = roles[0].removesuffix(".execution")
        yield f"only {', '.join(roles)} read {secret}", _place(system, first)
    for secret, place in _kept(system):
        if secret not in found:
            yield f"only {NOBODY} read {secret}", place


def _kept(system: System) -> Follows:
    """Yield the secrets that the parts of a system have, whoever uses them."""
    if system.database:
        yield "Database/DatabaseSecret", ("database",)
        if system.database.url:
            yield "Database/DatabaseUrlSecret", ("database",)
    if system.cache:
        yield "Cache/CacheSecret", ("cache",)
    for name, bucket in system.buckets.items():
        if bucket.as_secret:
            yield f"{_bucket(name)}Secret", ("buckets", name)
    if system.edge and system.edge.as_secret:
        yield "Edge/LoadBalancerSecret", ("edge",)


def _buckets(system: System) -> Follows:
    """Yield who reads each bucket: the code that uses it, or nobody.

    The log of requests is for people; what a pipeline hands on is for its builds.
    """
    for bucket in system.buckets:
        roles = [f"{n}.task" for n, task in system.tasks.items() if bucket in task.uses]
        who = ", ".join(roles) or NOBODY
        yield f"only {who} read {_bucket(bucket)}", ("buckets", bucket)
    if system.edge:
        yield f"only {NOBODY} read Storage/AccessLogBucket", ("edge",)
    if system.delivery and system.delivery.pipeline:
        who = ", ".join((*_builders(system), "Delivery/PipelineRole"))
        place: Place = ("delivery", "pipeline")
        yield f"only {who} read Delivery/ArtifactBucket", place


def _delivery(system: System) -> Follows:
    """Yield who releases: the workflows of one branch, or the pipeline's services."""
    delivery = system.delivery
    if delivery and delivery.github:
        github = delivery.github
        subject = f"github:{github.repository}:ref:refs/heads/{github.branch}"
        yield f"role Delivery/DeployRole only for {subject}", ("delivery", "github")
    if delivery and delivery.pipeline:
        builders = ", ".join(_builders(system))
        for role, service in (
            (builders, "codebuild"),
            ("Delivery/ReleaseRole", "codedeploy"),
            ("Delivery/PipelineRole", "codepipeline"),
        ):
            words = f"role {role} only for {service}.amazonaws.com"
            yield words, ("delivery", "pipeline")


def _builders(system: System) -> list[str]:
    """Return the roles of a pipeline's builds: one builds for each processor."""
    tasks: list[Task] = [
        *system.services.values(),
        *(one for one in system.jobs.values() if not one.image),
    ]
    processors = {system.architecture_of(one) for one in tasks}
    builds = [role for processor, role in BUILDS.items() if processor in processors]
    return [f"Delivery/{one}Role" for one in (*builds, "Prepare")]


def _images(system: System, name: str) -> Iterator[str]:
    """Yield the images of a task that come from the system's own repositories."""
    job = system.jobs.get(name)
    if job is not None:
        yield job.image or name
        return
    yield name
    for sidecar, one in system.services[name].sidecars.items():
        if not one.image:
            yield sidecar_image(name, sidecar)


def _read(system: System, name: str) -> Iterator[str]:
    """Yield the secrets that a task is given."""
    task = system.tasks[name]
    if "database" in task.uses and system.database:
        yield "Database/DatabaseSecret"
        if system.database.url:
            yield "Database/DatabaseUrlSecret"
    if "cache" in task.uses and system.cache:
        yield "Cache/CacheSecret"
    for used in task.uses:
        if used in system.buckets and system.buckets[used].as_secret:
            yield f"{_bucket(used)}Secret"
    service = system.services.get(name)
    asked = service is not None and system.takes_requests(service)
    if asked and system.edge and system.edge.as_secret:
        yield "Edge/LoadBalancerSecret"
    for variable in task.secrets:
        own = logical(name) + logical(variable.lower().replace("_", "-"))
        yield f"{_stack(system, name)}/{own}"


def _bucket(name: str) -> str:
    return f"Storage/{logical(name)}Bucket"


def _stack(system: System, name: str) -> str:
    """Return the stack of a service or a job."""
    return "Jobs" if name in system.jobs else f"Service{logical(name)}"


def _home(system: System, name: str) -> str:
    """Return how the paths of a service's or job's own resources begin."""
    own = logical(name) if name in system.jobs else ""
    return f"{_stack(system, name)}/{own}"


def _place(system: System, name: str) -> Place:
    return ("jobs" if name in system.jobs else "services", name)
