"""Secrets: how they are generated, what they hold, and what they are attached to."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from cfngen.checks.check import Problem
from cfngen.model import (
    Dynamic,
    Model,
    Resource,
    Text,
    Value,
    number,
    references,
    switched,
    target,
    text,
)


@dataclass(frozen=True)
class Taken:
    """What a store takes for a password: no such punctuation, so many characters."""

    property: str
    forbidden: str
    least: int
    most: int


SECRET = "AWS::SecretsManager::Secret"
ATTACHMENT = "AWS::SecretsManager::SecretTargetAttachment"
GENERATED = "GenerateSecretString"

KINDS = ("Uppercase", "Lowercase", "Numbers", "Punctuation")
PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"

TAKEN: Mapping[str, Taken] = {
    "AWS::RDS::DBCluster": Taken("MasterUserPassword", '/"@ ', 8, 255),
    "AWS::RDS::DBInstance": Taken("MasterUserPassword", '/"@ ', 8, 255),
    "AWS::ElastiCache::ReplicationGroup": Taken(
        "AuthToken", "\"%'()*+,./:;=?@[\\]_`{|}~ ", 16, 128
    ),
}
"""Where a generated password goes, and what it must be like there."""

LONGEST: Mapping[str, int] = {
    "aurora-postgresql": 99,
    "aurora": 41,
    "mariadb": 41,
    "mysql": 41,
    "oracle": 30,
    "postgres": 128,
    "sqlserver": 128,
}
"""The characters of a password at most, by how the name of an engine begins.

https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html
https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.CreateInstance.html
"""

ATTACHED = ("dbname", "engine", "host", "password", "port", "username")
OF_INSTANCE, OF_CLUSTER = "dbInstanceIdentifier", "dbClusterIdentifier"


def generated(model: Model) -> Iterator[Problem]:
    """A secret that is generated can be.

    SecretStringTemplate, a JSON object, and GenerateStringKey go together; a secret is
    given or generated, not both; the password has room for one character of each kind.
    Secrets Manager refuses the rest.
    """
    for secret in model.of(SECRET):
        rules = secret.get(GENERATED)
        if not isinstance(rules, dict):
            continue
        if secret.get("SecretString") is not None:
            message = "the secret is given and generated as well."
            yield Problem(secret, (GENERATED,), message, "Keep one of the two.")
        yield from _template(secret, rules)
        yield from _room(secret, rules)


def taken(model: Model) -> Iterator[Problem]:
    """A generated password is one that the store which takes it allows.

    RDS allows no / " @ or space, and from 8 characters to 30 for Oracle, 41 for MySQL
    and MariaDB, 99 for PostgreSQL on Aurora, and 128; ElastiCache allows of punctuation
    ! & # $ ^ < > - only, and 16 to 128. They refuse the password, on the day that
    chance puts such a character in.
    """
    for type, rule in TAKEN.items():
        for store in model.of(type):
            for reference in references(_fetched(store.get(rule.property))):
                secret = target(model, reference)
                rules = secret.get(GENERATED) if secret is not None else None
                if secret is not None and isinstance(rules, dict):
                    yield from _unfit(secret, rules, _of_engine(rule, store), store)


def attached(model: Model) -> Iterator[Problem]:
    """A secret is attached once, and as what its target is.

    Secrets Manager keeps one attachment for a secret, and reads the target by the type
    that it is told.
    """
    seen: dict[str, Resource] = {}
    for attachment in model.of(ATTACHMENT):
        aim, kind = target(model, attachment.get("TargetId")), "TargetType"
        said = text(attachment.get(kind))
        if aim is not None and said and said != aim.type:
            message = f"{aim.path} is no {said} but {aim.type}."
            yield Problem(attachment, (kind,), message, f"Write {aim.type}.")
        secret = target(model, attachment.get("SecretId"))
        if secret is not None and not attachment.when:
            other = seen.setdefault(secret.path, attachment)
            if other is not attachment:
                message = f"{secret.path} is attached by {other.path} already."
                yield Problem(attachment, ("SecretId",), message, "Remove one.")


def keys_of(model: Model, secret: Resource) -> set[str] | None:
    """Return the JSON keys that a secret has; none for a generated password alone.

    None where they are unknown: what is written down without a key waits to be filled.
    """
    rules = secret.get(GENERATED)
    body = text(secret.get("SecretString"))
    if isinstance(rules, dict):
        template, key = (
            rules.get("SecretStringTemplate"),
            rules.get("GenerateStringKey"),
        )
        found = _keys(template) if template is not None else set()
        generated = {text(key)} if key is not None else set()
        if found is None or None in generated:
            return None
        return found | {str(one) for one in generated} | _added(model, secret)
    whole = secret.get("SecretString")
    found = _keys(whole if body is None else body) if whole is not None else None
    return found | _added(model, secret) if found else None


def _keys(written: Value) -> set[str] | None:
    """Return the keys of JSON text, also where some of its values are named only."""
    match written:
        case str():
            whole = written
        case Text():
            whole = "".join(p if isinstance(p, str) else "0" for p in written.parts)
        case _:
            return None
    try:
        body: Any = json.loads(whole)
    except ValueError:
        return set() if isinstance(written, str) else None
    return set(body) if isinstance(body, dict) else set()


def _added(model: Model, secret: Resource) -> set[str]:
    """Return the keys that an attachment adds to a secret, or may."""
    for attachment in model.of(ATTACHMENT):
        if target(model, attachment.get("SecretId")) in (secret, None):
            return {*ATTACHED, OF_INSTANCE, OF_CLUSTER}
    return set()


def _template(secret: Resource, rules: Mapping[str, Value]) -> Iterator[Problem]:
    """Yield what is wrong with a template and the key that is added to it."""
    template, key = rules.get("SecretStringTemplate"), rules.get("GenerateStringKey")
    if (template is None) != (key is None):
        there, missing = "SecretStringTemplate", "GenerateStringKey"
        if template is None:
            there, missing = missing, there
        message = f"{there} is given and {missing} is not."
        yield Problem(secret, (GENERATED, there), message, "Give both, or neither.")
    elif isinstance(template, str):
        try:
            fits = isinstance(json.loads(template), dict)
        except ValueError:
            fits = False
        if not fits:
            path = (GENERATED, "SecretStringTemplate")
            message = "the template is no JSON object."
            yield Problem(secret, path, message, 'Write one: {"username": "app"}')


def _room(secret: Resource, rules: Mapping[str, Value]) -> Iterator[Problem]:
    """Yield that a password has no room for all that it has to hold."""
    if any(rules.get(f"Exclude{kind}") not in (None, True, False) for kind in KINDS):
        return
    kinds = sum(not switched(rules.get(f"Exclude{kind}")) for kind in KINDS)
    length = number(rules.get("PasswordLength", 32))
    if kinds == 0 and not switched(rules.get("IncludeSpace")):
        message = "every kind of character is excluded."
        yield Problem(secret, (GENERATED,), message, "Exclude fewer.")
    each = rules.get("RequireEachIncludedType") in (None, True, "true")
    if length is not None and each and length < kinds:
        path = (GENERATED, "PasswordLength")
        message = f"{length:g} characters have no room for {kinds} kinds of them."
        yield Problem(secret, path, message, f"Use {kinds} or more.")


def _of_engine(rule: Taken, store: Resource) -> Taken:
    """Return what the engine of a store takes, of what stores of its type take."""
    engine = text(store.get("Engine")) or ""
    longest = [most for start, most in LONGEST.items() if engine.startswith(start)]
    return replace(rule, most=longest[0]) if longest else rule


def _unfit(
    secret: Resource, rules: Mapping[str, Value], rule: Taken, store: Resource
) -> Iterator[Problem]:
    """Yield what a store would not take of a password."""
    left = _punctuation(rules) or ""
    wrong = "".join(c for c in rule.forbidden if c in left)
    if wrong:
        which = wrong.replace(" ", " and spaces").removeprefix(" and ")
        message = f"the password may hold {which} and {store.path} takes none of them."
        mend = "Set ExcludePunctuation, or add them to ExcludeCharacters."
        yield Problem(secret, (GENERATED,), message, mend)
    length = number(rules.get("PasswordLength", 32))
    if length is not None and not rule.least <= length <= rule.most:
        message = f"{store.path} takes no password of {length:g} characters."
        path = (GENERATED, "PasswordLength")
        yield Problem(secret, path, message, f"Use {rule.least} to {rule.most}.")


def _punctuation(rules: Mapping[str, Value]) -> str | None:
    """Return punctuation and spaces that a password may hold; None where unknown."""
    without = switched(rules.get("ExcludePunctuation", False))
    excluded = text(rules.get("ExcludeCharacters", ""))
    if without is None or excluded is None:
        return None
    letters = "" if without else PUNCTUATION
    letters += " " if switched(rules.get("IncludeSpace")) else ""
    return "".join(letter for letter in letters if letter not in excluded)


def _fetched(value: Value) -> Value:
    """Return the dynamic reference that a password is; None for anything else."""
    return value.reference if isinstance(value, Dynamic) else None
