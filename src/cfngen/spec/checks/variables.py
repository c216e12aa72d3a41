"""Checks of environment variables: no secret in plain sight, no name twice.

No message shows a value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cfngen.naming import logical
from cfngen.spec.checks import placed
from cfngen.spec.checks.check import Check
from cfngen.spec.service import Sidecar
from cfngen.spec.source import Place, Problem
from cfngen.spec.system import System
from cfngen.spec.task import Task
from cfngen.spec.variables import given

SECRET_WORDS = frozenset(
    ("PASSWORD", "PASSWORDS", "PASSWD", "PASSPHRASE", "PASS", "PWD")
    + ("SECRET", "SECRETS", "TOKEN", "TOKENS", "KEY", "KEYS", "APIKEY")
    + ("CREDENTIAL", "CREDENTIALS")
)
"""A name with one of these words names a secret."""

HARMLESS_ENDS = frozenset(
    ("ARN", "ID", "NAME", "URL", "URI", "PREFIX", "HEADER", "ISSUER", "ALGORITHM")
    + ("TTL", "SECONDS", "MINUTES", "HOURS", "DAYS", "LENGTH", "ENABLED")
)
"""Unless it ends in one of these: TOKEN_TTL says something about a token."""

CREDENTIAL = re.compile(
    r"://[^/\s:@]*:(?!\$)[^/\s@]+@"  # a URL with a password, not $PASSWORD
    r"|\b(AKIA|ASIA)[A-Z0-9]{16}\b"
    r"|-----BEGIN [A-Z ]*PRIVATE KEY-----"
    r"|\bgh[pousr]_[A-Za-z0-9]{36}|\bsk_live_[A-Za-z0-9]{16}|\bxox[abprs]-[0-9]"
)
"""What credentials look like, whatever their variable is called."""

REFERENCE = re.compile(r"\{\{resolve:(secretsmanager|ssm-secure):")
"""CloudFormation would write the secret's value into the task definition:
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html"""

RESERVED = ("AWS_", "ECS_")
"""Prefixes of what ECS sets in every task, credentials among it."""

PARTS = (
    *("Cpu", "MemoryMiB", "ImageTag", "MigrationImageTag", "Enabled"),
    *("Tasks", "MinTasks", "MaxTasks", "CpuTargetPercent", "MemoryTargetPercent"),
    *("ScaleInCpuPercent", "ScaleInMemoryPercent", "ScaleOutCpuPercent"),
    *("ScaleOutMemoryPercent", "LiveTargetGroup", "ExecutionRole", "TaskRole"),
    *("LogGroup", "TaskDefinition", "Schedule", "ScheduleRole"),
    *("RepositoryArn", "RepositoryUri", "SecurityGroupId"),
)
"""What stands after a task's name in the template that its secrets are in."""

MOVE = (
    "Move the name to `secrets:`, without the value; it then lives in Secrets Manager."
)

TO_THE_SERVICE = "A sidecar has no secrets: let the service's own container do it."

READ = "Let the container read it from a variable that `secrets:` names."


def no_secret_by_name(task: Task) -> Iterator[Problem]:
    """No variable in environment is named like a password, secret, token or key."""
    for place, container in placed.containers(task):
        for name in filter(_names_secret, container.environment):
            message = f"{name} names a secret; templates are read by many."
            mend = TO_THE_SERVICE if place else MOVE
            yield Problem((*place, "environment", name), message, mend)


def _names_secret(name: str) -> bool:
    """Return whether a variable is named like a secret."""
    words = [word for word in re.split(r"[_0-9]+", name) if word]
    named = SECRET_WORDS.intersection(words) - _public(words)
    return bool(named) and words[-1] not in HARMLESS_ENDS


def _public(words: list[str]) -> frozenset[str]:
    """Return what a name may have all the same: a public key is no secret."""
    public = {"PUBLIC", "PUBLISHABLE"}.intersection(words)
    return frozenset(("KEY", "KEYS")) if public else frozenset()


def no_secret_by_value(task: Task) -> Iterator[Problem]:
    """No value and no command holds what looks like a credential."""
    for place, container in placed.containers(task):
        for at, text in _texts(container).items():
            if CREDENTIAL.search(text):
                message = "This looks like a credential; templates are read by many."
            elif REFERENCE.search(text):
                message = "This would copy a secret into the task definition, readable."
            else:
                continue
            own = MOVE if at[0] == "environment" else READ
            mend = TO_THE_SERVICE if place else own
            yield Problem((*place, *at), message, mend)


def _texts(container: Task | Sidecar) -> dict[Place, str]:
    """Return what templates hold of a container's surroundings, by place."""
    found: dict[Place, str] = {
        ("environment", name): value for name, value in container.environment.items()
    }
    for key in ("command", "health_command", "migrate"):
        words = getattr(container, key, ())
        found |= {(key, position): word for position, word in enumerate(words)}
    return found


def plain_or_secret(task: Task) -> Iterator[Problem]:
    """No variable is in environment and in secrets."""
    for position, name in enumerate(task.secrets):
        if name in task.environment:
            message = f"{name} is in environment too."
            yield Problem(("secrets", position), message, "Keep it in one of the two.")


def _named(container: Task | Sidecar) -> dict[Place, str]:
    """Return the variables of a container by place."""
    named: dict[Place, str] = {
        ("environment", name): name for name in container.environment
    }
    secrets = getattr(container, "secrets", ())
    return named | {("secrets", at): name for at, name in enumerate(secrets)}


def not_of_aws(task: Task) -> Iterator[Problem]:
    """No variable has a name that ECS sets."""
    for place, container in placed.containers(task):
        for at, name in _named(container).items():
            if name.startswith(RESERVED):
                yield Problem(
                    (*place, *at),
                    f"{name} belongs to AWS, which sets such names in every task.",
                    "Take another name.",
                )


def not_given(system: System) -> Iterator[Problem]:
    """No variable has a name that `uses` or another key gives the task already."""
    for place, name, task in placed.tasks(system):
        whence = given(system, name)
        for at, variable in _named(task).items():
            if variable in whence:
                message = f"{variable} comes from `{whence[variable]}` already."
                mend = "Remove it, or take another name."
                yield Problem((*place, *at), message, mend)


def distinct_secrets(task: Task) -> Iterator[Problem]:
    """No two secrets have the same name in templates, as KEY_1 and KEY1 would."""
    first: dict[str, str] = {}
    for position, name in enumerate(task.secrets):
        known = first.setdefault(_as_logical(name), name)
        if known != name:
            message = f"{name} and {known} have the same name in templates."
            yield Problem(("secrets", position), message, "Rename one of them.")


def secrets_apart(system: System) -> Iterator[Problem]:
    """No secret has the name of anything else in templates, as CPU would."""
    tasks = tuple(placed.tasks(system))
    taken = {f"{logical(name)}{part}" for _, name, _ in tasks for part in PARTS}
    for place, name, task in tasks:
        full = [f"{logical(name)}{_as_logical(secret)}" for secret in task.secrets]
        for position, secret in enumerate(task.secrets):
            if full[position] in taken:
                message = f"{secret} is taken: {full[position]} is there in templates."
                yield Problem((*place, "secrets", position), message, "Rename it.")
        taken.update(full)


def _as_logical(variable: str) -> str:
    """Return the name of a variable as a logical id."""
    return logical(variable.lower().replace("_", "-"))


TASK = (
    Check("CG040", no_secret_by_name),
    Check("CG041", no_secret_by_value),
    Check("CG042", plain_or_secret),
    Check("CG044", distinct_secrets),
    Check("CG045", not_of_aws),
)

SYSTEM = (
    Check("CG043", not_given),
    Check("CG046", secrets_apart),
)
