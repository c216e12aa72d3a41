"""Keys of KMS: who may manage them, how they rotate, who may use them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase

from cfngen.checks.access.documents import Statement, document
from cfngen.checks.access.grants import any_of, matches
from cfngen.checks.check import Problem
from cfngen.model import (
    Model,
    Resource,
    Text,
    Value,
    switched,
    target,
    text,
)

KEY = "AWS::KMS::Key"
SYMMETRIC = "SYMMETRIC_DEFAULT"
CONTEXT = "kms:encryptioncontext:aws:logs:arn"

USAGES: Mapping[str, tuple[str, ...]] = {
    "SYMMETRIC": ("ENCRYPT_DECRYPT",),
    "HMAC": ("GENERATE_VERIFY_MAC",),
    "RSA": ("ENCRYPT_DECRYPT", "SIGN_VERIFY"),
    "ECC": ("SIGN_VERIFY", "KEY_AGREEMENT"),
    "ML": ("SIGN_VERIFY",),
}
"""What a key can be for, by the beginning of its spec."""

ONLY_SIGNS = ("ECC_SECG_P256K1", "ECC_NIST_EDWARDS25519")


def manageable(model: Model) -> Iterator[Problem]:
    """A key's policy lets somebody of the account change it.

    KMS refuses any other ("The new key policy will not allow you to update the key
    policy in the future"): what the key locks would be lost.
    """
    for key in model.of(KEY):
        if switched(key.get("BypassPolicyLockoutSafetyCheck")):
            continue
        for policy in document(key, "KeyPolicy"):
            if policy.whole and any_of(map(_manages, policy.statements())) is False:
                yield Problem(
                    key,
                    ("KeyPolicy",),
                    "nobody may change the key's policy.",
                    "Allow kms:* to arn:aws:iam::<account>:root.",
                )


def rotated(model: Model) -> Iterator[Problem]:
    """A symmetric key rotates.

    KMS keeps what is encrypted readable, and a leaked key is worth less every year.
    """
    for key in model.of(KEY):
        turned = key.get("EnableKeyRotation")
        spec, origin = key.get("KeySpec"), key.get("Origin")
        plain = spec in (None, SYMMETRIC) and origin in (None, "AWS_KMS")
        if plain and turned in (None, False, "false"):
            message = "the key does not rotate."
            yield Problem(key, ("EnableKeyRotation",), message, "Set it to true.")


def shaped(model: Model) -> Iterator[Problem]:
    """A key's usage and rotation are those that its spec has.

    KMS rotates symmetric keys of its own making only, and each spec has its usages; it
    refuses the rest. The usage has to be named for all but symmetric keys.
    """
    for key in model.of(KEY):
        spec = text(key.get("KeySpec") or SYMMETRIC)
        usage = text(key.get("KeyUsage") or "ENCRYPT_DECRYPT")
        if spec is None or usage is None:
            continue
        usages = USAGES.get(spec.split("_")[0], (usage,))
        if spec in ONLY_SIGNS:
            usages = ("SIGN_VERIFY",)
        if usage not in usages:
            message = f"a key of {spec} is not for {usage}."
            yield Problem(key, ("KeyUsage",), message, f"Write {' or '.join(usages)}.")
        foreign = key.get("Origin") == "EXTERNAL"
        if switched(key.get("EnableKeyRotation")) and (spec != SYMMETRIC or foreign):
            what = "imported material" if foreign else spec
            message = f"KMS does not rotate a key of {what}."
            yield Problem(key, ("EnableKeyRotation",), message, "Leave it out.")


def logging(model: Model) -> Iterator[Problem]:
    """The key of a log group lets CloudWatch Logs of the region use it.

    Otherwise the log group is refused ("The specified KMS key does not exist or is not
    allowed to be used with Arn …"), also where a condition of the key's policy names
    other log groups.
    """
    for group in model.of("AWS::Logs::LogGroup"):
        key = target(model, group.get("KmsKeyId"))
        if key is None or key.type != KEY:
            continue
        region = text(model.stack_of(group).region)
        for policy in document(key, "KeyPolicy"):
            found = [_serves(one, group, region) for one in policy.statements()]
            if policy.whole and any_of(found) is False:
                message = f"{key.path} does not let CloudWatch Logs use it for this."
                here = region or "<region>"
                mend = f"Allow logs.{here}.amazonaws.com in the key's policy, "
                mend += "for this log group."
                yield Problem(group, ("KmsKeyId",), message, mend)


def aliased(model: Model) -> Iterator[Problem]:
    """An alias has a name of its own, which is not AWS's.

    alias/aws/ belongs to AWS, and a second alias of one name is refused
    ("AlreadyExistsException").
    """
    seen: dict[tuple[str, object], Resource] = {}
    for alias in model.of("AWS::KMS::Alias"):
        name = text(alias.get("AliasName"))
        if name is None or alias.when:
            continue
        if name.startswith("alias/aws/"):
            message = f"'{name}': names that begin with alias/aws/ are AWS's."
            yield Problem(alias, ("AliasName",), message, "Choose another name.")
        other = seen.setdefault((name, str(model.stack_of(alias).region)), alias)
        if other is not alias:
            message = f"'{name}' is the alias of {other.path} too."
            yield Problem(alias, ("AliasName",), message, "Rename one.")


def _manages(statement: Statement) -> bool | None:
    """Return whether a statement lets somebody change the policy it stands in."""
    if not statement.allows:
        return False if statement.denies else None
    acts = any_of(matches(o, "kms:PutKeyPolicy") for o in statement.items("Action"))
    if acts is False or statement.principals("AWS"):
        return acts
    return False if isinstance(statement.body.get("Principal"), dict) else None


def _serves(statement: Statement, group: Resource, region: str | None) -> bool | None:
    """Return whether a statement lets CloudWatch Logs use a key for a log group."""
    if not statement.allows or statement.veiled:
        return False if statement.denies else None
    here = any_of(_is_logs(name, region) for name in statement.principals("Service"))
    if not isinstance(statement.body.get("Principal"), dict) or "*" in (
        statement.principals("AWS")
    ):
        here = None
    acts = any_of(matches(o, "kms:GenerateDataKey") for o in statement.items("Action"))
    if False in (acts, here):
        return False
    fits = [_fits(value, group) for value in _contexts(statement)]
    if any_of(fits) is False and fits:
        return False
    return None if None in (here, acts) or any_of(fits) is None else True


def _is_logs(principal: Value, region: str | None) -> bool | None:
    """Return whether a principal is CloudWatch Logs in a region."""
    if not isinstance(principal, str) or region is None:
        return None
    return principal in (
        f"logs.{region}.amazonaws.com",
        f"logs.{region}.amazonaws.com.cn",
        "logs.amazonaws.com",
    )


def _contexts(statement: Statement) -> list[Value]:
    """Return the log groups that a statement's conditions name."""
    return [
        value
        for operator, key, values in statement.conditions()
        if key.lower() == CONTEXT and operator.split(":")[-1][:3] in ("Arn", "Str")
        for value in values
    ]


def _fits(pattern: Value, group: Resource) -> bool | None:
    """Return whether the ARN of a log group is one that a condition names."""
    name = text(group.get("LogGroupName"))
    last = pattern.parts[-1] if isinstance(pattern, Text) else pattern
    if name is None or not isinstance(last, str) or "log-group:" not in last:
        return None
    ends = last.partition("log-group:")[2]
    return any(fnmatchcase(name + after, ends) for after in ("", ":*", ":"))
