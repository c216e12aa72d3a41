"""What reading takes: actions on the thing itself, and on the key that encrypts it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cfngen.checks.access.grants import any_of
from cfngen.model import Choice, Resource, parts, references, text
from cfngen.prove.access.arns import arn
from cfngen.prove.access.guards import Guard
from cfngen.prove.access.principals import Who
from cfngen.prove.access.rights import Rights
from cfngen.prove.access.terms import Condition
from cfngen.prove.access.tokens import Pattern, contained, plain
from cfngen.prove.access.ways import BY_PATH, OF_BUCKET, Need

KEY = "AWS::KMS::Key"

READING: Mapping[str, tuple[str, ...]] = {
    KEY: (
        *("kms:Decrypt", "kms:ReEncryptFrom", "kms:CreateGrant"),
        "kms:PutKeyPolicy",
    ),
    "AWS::S3::Bucket": ("s3:GetObject", "s3:GetObjectVersion", OF_BUCKET),
    "AWS::SSM::Parameter": (
        *("ssm:GetParameter", "ssm:GetParameterHistory", "ssm:GetParameters"),
        *(BY_PATH, "ssm:PutResourcePolicy"),
    ),
    "AWS::SecretsManager::Secret": (
        *("secretsmanager:GetSecretValue", "secretsmanager:PutResourcePolicy"),
    ),
}
"""The actions that read, by type of what is read: whoever writes the policy of a thing
reads it, too. BatchGetSecretValue needs GetSecretValue as well:
https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_BatchGetSecretValue.html"""

BY_LISTS = ("s3:PutObjectAcl", "s3:PutObjectVersionAcl")
"""Actions that open an object where the bucket has not turned access lists off:
https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html"""

AGREEING, REPLICATING = "kms:DeriveSharedSecret", "kms:ReplicateKey"
"""What stands for decrypting with a key that others agree on; and what makes another
key of the same material, with a policy of one's own:
https://docs.aws.amazon.com/kms/latest/APIReference/API_ReplicateKey.html"""

LIFTING: Mapping[str, str] = {
    "AWS::S3::Bucket": "s3:DeleteBucketPolicy",
    "AWS::SecretsManager::Secret": "secretsmanager:DeleteResourcePolicy",
}
"""The action that takes away what a thing's own policy denies, by type."""

DECRYPT, VIA = ("kms:Decrypt", "kms:CreateGrant", "kms:PutKeyPolicy"), "kms:ViaService"
FOR_AWS = "kms:GrantIsForAWSResource"

HEADER = "s3:x-amz-server-side-encryption"
HEADER_KEY = f"{HEADER}-aws-kms-key-id"
OWNER_ENFORCED = "BucketOwnerEnforced"

KEYS: Mapping[str, tuple[str, ...]] = {
    "AWS::S3::Bucket": ("BucketEncryption",),
    "AWS::SecretsManager::Secret": ("KmsKeyId",),
}
"""Where the key is named that encrypts, by type. Without one AWS's own key does, and
that lets everybody of the account use it through the service."""


def needs_of(rights: Rights, resource: Resource) -> Iterator[Need]:
    """Yield what reading a resource takes: to read, and to decrypt."""
    actions = READING.get(resource.type)
    if actions is None:
        return
    own, bucket = arn(rights.model, resource), resource.type == "AWS::S3::Bucket"
    word = own.then("/*" if bucket else "")
    own_guard = rights.guards.get(resource.path, Guard())
    lists = _has_lists(resource) if bucket else False
    turning = BY_LISTS if bucket and lists is False else ()
    actions = (*actions, *(() if lists is False else BY_LISTS), *_of_key(resource))
    doubt = () if lists is not None else (f"{resource.path}.OwnershipControls",)
    yield Need(
        *(actions, word, own_guard, resource.type == KEY),
        whole=own,
        lift=LIFTING.get(resource.type, ""),
        lists=turning,
        unsure=dict.fromkeys(BY_LISTS, doubt),
    )
    for property in KEYS.get(resource.type, ()):
        for reference in references(resource.get(property)):
            key = rights.model.resources.get(reference.path)
            if key is not None and key.type == KEY:
                guard = rights.guards.get(key.path, Guard())
                own = arn(rights.model, key)
                context = _through(rights, resource)
                open = bucket and not _enforced(own_guard, word, own)
                doubts = _otherwise(resource, key) if open else ()
                doubts += _perhaps(resource, property)
                instead = ((), doubts) if doubts else None
                yield Need(DECRYPT, own, guard, True, context, instead=instead)


def _of_key(resource: Resource) -> tuple[str, ...]:
    """Return what else reads what a key encrypts, by how the key is used."""
    if resource.type != KEY:
        return ()
    usage, regions = resource.get("KeyUsage"), resource.get("MultiRegion")
    agreed = usage is not None and text(usage) in (None, "KEY_AGREEMENT")
    copied = regions is not None and regions not in (False, "false")
    return (*((AGREEING,) if agreed else ()), *((REPLICATING,) if copied else ()))


def _perhaps(resource: Resource, property: str) -> tuple[str, ...]:
    """Return that a key encrypts under a condition which is not known."""
    chosen = any(isinstance(one, Choice) for one in parts(resource.get(property)))
    return (f"{resource.path}.{property}",) if chosen else ()


def _otherwise(resource: Resource, key: Resource) -> tuple[str, ...]:
    """Return what reading without the key depends on: whoever writes an object may say
    how it is encrypted, and those from before keep what they had.

    https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-encryption.html
    """
    return (f"whether {key.path} encrypts all that is in {resource.path}",)


def _has_lists(bucket: Resource) -> bool | None:
    """Return whether access lists of objects count, None where they may; for buckets of
    today they do not unless somebody says so."""
    said = bucket.get("OwnershipControls")
    if said is None:
        return False
    rules = said.get("Rules") if isinstance(said, dict) else None
    if not isinstance(rules, list):
        return None
    names = [
        text(one.get("ObjectOwnership")) if isinstance(one, dict) else None
        for one in rules
    ]
    return any_of(None if one is None else one != OWNER_ENFORCED for one in names)


def _through(rights: Rights, resource: Resource) -> Mapping[str, Mapping[str, str]]:
    """Return what is known of requests to a key, by action.

    What is stored is decrypted by its service: nobody else has it encrypted. A grant is
    made by whoever wants it, without a service.
    """
    region = text(rights.model.stack_of(resource).region)
    service = resource.type.split("::")[1].lower()
    found = {"kms:CreateGrant": {FOR_AWS: "false"}}
    via = {VIA: f"{service}.{region}.amazonaws.com"}
    return {**found, "kms:Decrypt": via} if region else found


def _enforced(guard: Guard, objects: Pattern, key: Pattern) -> bool:
    """Return whether a bucket refuses objects that another key, or none, encrypts.

    A request that says nothing of it has its object encrypted as the bucket does.
    """
    return any(
        not one.term.allows
        and not (one.term.doubts or one.term.besides)
        and any(each.who is Who.ANYONE for each in one.principals)
        and not one.spared
        and one.term.acts("s3:PutObject")
        and contained(objects, one.term.resources)
        and all(_of_encryption(each, key) for each in one.term.conditions)
        for one in guard.statements
    )


def _of_encryption(condition: Condition, key: Pattern) -> bool:
    """Return whether a condition is on how a request encrypts, other than by a key."""
    if (condition.operator, condition.key) == ("Null", HEADER):
        return condition.values == (plain("false"),)
    other = condition.operator == "StringNotEquals"
    return other and condition.key == HEADER_KEY and condition.values == (key,)
