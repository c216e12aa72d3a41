"""Checks of environment variables: no secret in plain sight, no name twice.

No message shows a value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cfngen.naming import logical
from cfngen.spec.checks.check import Check
from cfngen.spec.service import Service
from cfngen.spec.source import Place, Problem
from cfngen.spec.stores import VARIABLES

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

MOVE = (
    "Move the name to `secrets:`, without the value; it then lives in Secrets Manager."
)


READ = "Let the container read it from a variable that `secrets:` names."


def no_secret_by_name(service: Service) -> Iterator[Problem]:
    """No variable in environment is named like a password, secret, token or key."""
    for name in service.environment:
        words = [word for word in re.split(r"[_0-9]+", name) if word]
        named = SECRET_WORDS.intersection(words) - _public(words)
        if named and words[-1] not in HARMLESS_ENDS:
            message = f"{name} names a secret; templates are read by many."
            yield Problem(("environment", name), message, MOVE)


def _public(words: list[str]) -> frozenset[str]:
    """Return what a name may have all the same: a public key is no secret."""
    public = {"PUBLIC", "PUBLISHABLE"}.intersection(words)
    return frozenset(("KEY", "KEYS")) if public else frozenset()


def no_secret_by_value(service: Service) -> Iterator[Problem]:
    """No value and no command holds what looks like a credential."""
    texts: dict[Place, str] = {
        ("environment", name): value for name, value in service.environment.items()
    }
    for key in ("command", "health_command", "migrate"):
        words = getattr(service, key)
        texts |= {(key, position): word for position, word in enumerate(words)}
    for place, text in texts.items():
        if CREDENTIAL.search(text):
            message = "This looks like a credential; templates are read by many."
        elif REFERENCE.search(text):
            message = "This would copy a secret into the task definition, readable."
        else:
            continue
        yield Problem(place, message, MOVE if place[0] == "environment" else READ)


def plain_or_secret(service: Service) -> Iterator[Problem]:
    """No variable is in environment and in secrets."""
    for position, name in enumerate(service.secrets):
        if name in service.environment:
            message = f"{name} is in environment too."
            yield Problem(("secrets", position), message, "Keep it in one of the two.")


def free_names(service: Service) -> Iterator[Problem]:
    """No variable has a name that ECS sets, or that uses gives the service."""
    given = {name: store for store in service.uses for name in VARIABLES.get(store, ())}
    places: dict[Place, str] = {
        ("environment", name): name for name in service.environment
    }
    places |= {("secrets", at): name for at, name in enumerate(service.secrets)}
    for place, name in places.items():
        if name in given:
            message = f"{name} comes from `uses: [{given[name]}]` already."
            yield Problem(place, message, "Remove it, or take another name.")
        elif name.startswith(RESERVED):
            message = f"{name} belongs to AWS, which sets such names in every task."
            yield Problem(place, message, "Take another name.")


def distinct_secrets(service: Service) -> Iterator[Problem]:
    """No two secrets have the same name in templates, as KEY_1 and KEY1 would."""
    first: dict[str, str] = {}
    for position, name in enumerate(service.secrets):
        known = first.setdefault(logical(name.lower().replace("_", "-")), name)
        if known != name:
            message = f"{name} and {known} have the same name in templates."
            yield Problem(("secrets", position), message, "Rename one of them.")


SERVICE = (
    Check("CG040", no_secret_by_name),
    Check("CG041", no_secret_by_value),
    Check("CG042", plain_or_secret),
    Check("CG043", free_names),
    Check("CG044", distinct_secrets),
)
