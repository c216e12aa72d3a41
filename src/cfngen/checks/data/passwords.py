"""Master users of databases and their passwords."""

from __future__ import annotations

import json
from collections.abc import Iterator

from cfngen.checks.check import Problem
from cfngen.checks.data.engines import CLUSTER, DATABASES, alone, given
from cfngen.model import (
    Dynamic,
    Model,
    Resource,
    Secret,
    number,
    references,
    switched,
    target,
    text,
)

PASSWORD, USER = "MasterUserPassword", "MasterUsername"
MANAGED, BY = "ManageMasterUserPassword", "MasterUserAuthenticationType"
SECRET = "AWS::SecretsManager::Secret"
SHORTEST = 8

MADE_FROM = (
    *("DBSnapshotIdentifier", "DBClusterSnapshotIdentifier", "SnapshotIdentifier"),
    *("SourceDBClusterIdentifier", "SourceDBInstanceAutomatedBackupsArn"),
    *("ReplicationSourceIdentifier", "GlobalClusterIdentifier", "RestoreTime"),
)
"""What else a database can be made of; its users are then those that it had."""


def credentials(model: Model) -> Iterator[Problem]:
    """A new database has a master user and one password; a restored one has its user.

    RDS refuses a database without them, unless the user comes in by IAM, a password
    beside ManageMasterUserPassword and a user beside a snapshot, which has one. The
    secret with the password names the same user: services log in with what it says, and
    RDS compares nothing.
    """
    for database in model.of(*DATABASES):
        if switched(database.get(MANAGED)) and given(database.get(PASSWORD)):
            message = "RDS is to manage the password, and one is given."
            yield Problem(database, (PASSWORD,), message, "Keep one of the two.")
        snapshot = database.get("DBSnapshotIdentifier") or database.get(
            "SnapshotIdentifier"
        )
        if given(snapshot) and given(database.get(USER)):
            message = "a database from a snapshot has the snapshot's user."
            yield Problem(database, (USER,), message, "Leave MasterUsername out.")
        if _new(database):
            yield from _missing(database)
            yield from _short(database)
        yield from _another(model, database)


def _another(model: Model, database: Resource) -> Iterator[Problem]:
    """Yield a secret that names another user than the database has."""
    secret, user = _secret(model, database), text(database.get(USER))
    said = _username(secret) if secret is not None else None
    if secret is not None and user and said and user != said:
        path = ("GenerateSecretString", "SecretStringTemplate")
        message = f"it says {said}, and the user of {database.path} is {user}."
        yield Problem(secret, path, message, "Write one name in both.")


def _new(database: Resource) -> bool:
    """Return whether a database is made of nothing, for sure."""
    if database.type != CLUSTER and not alone(database):
        return False
    engine = text(database.get("Engine")) or ""
    if database.type != CLUSTER and engine.startswith("aurora"):
        return False
    return all(database.get(name) in (None, "") for name in MADE_FROM)


def _missing(database: Resource) -> Iterator[Problem]:
    """Yield a user or a password that nobody gives."""
    if database.get(USER) in (None, ""):
        message = "the database has no master user."
        yield Problem(database, (USER,), message, "Give MasterUsername.")
    managed = database.get(MANAGED) not in (None, False, "false")
    managed |= database.get(BY) not in (None, "password")
    if database.get(PASSWORD) in (None, "") and not managed:
        message = "the master user has no password."
        mend = f"Set {MANAGED} to true, or give one from a secret."
        yield Problem(database, (PASSWORD,), message, mend)


def _short(database: Resource) -> Iterator[Problem]:
    """Yield a password that RDS refuses, without repeating it."""
    value = database.get(PASSWORD)
    word = value.text if isinstance(value, Secret) else value
    if not isinstance(word, str):
        return
    if len(word) < SHORTEST:
        message = f"the password has fewer than {SHORTEST} characters."
        yield Problem(database, (PASSWORD,), message, "Take a longer one.")
    elif any(letter in word for letter in '/"@ '):
        message = "the password has a character that RDS refuses."
        yield Problem(database, (PASSWORD,), message, 'Leave / " @ and spaces out.')


def _secret(model: Model, database: Resource) -> Resource | None:
    """Return the secret that a database's password is read from."""
    password = database.get(PASSWORD)
    if not isinstance(password, Dynamic):
        return None
    for reference in references(password):
        found = target(model, reference)
        if found is not None and found.type == SECRET:
            return found
    return None


def _username(secret: Resource) -> str | None:
    """Return the user that a generated secret names."""
    try:
        body = json.loads(
            text(secret.get("GenerateSecretString", "SecretStringTemplate")) or ""
        )
    except ValueError:
        return None
    said = body.get("username") if isinstance(body, dict) else None
    return said if isinstance(said, str) and number(said) is None else None
