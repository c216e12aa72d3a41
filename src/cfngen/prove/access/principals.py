"""Who a statement of a resource's own policy, or of a trust policy, speaks of.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from cfngen.checks.access.documents import Statement
from cfngen.model import Model, Unknown, Value, target, text, worded
from cfngen.prove.access.arns import ACCOUNT, pattern
from cfngen.prove.access.holders import Holder
from cfngen.prove.access.tokens import Pattern, meets, plain

ROOT = re.compile(r"arn:[a-z-]+:iam::(.+):root")
DIGITS = re.compile(r"\d{12}")


class Who(StrEnum):
    """What a principal is."""

    ANYONE = "anyone"
    OWN_ACCOUNT = "the account"
    ACCOUNT = "another account"
    HOLDER = "a role, user or group"
    SERVICE = "an AWS service"
    FEDERATED = "an identity provider"
    STRANGER = "an identity outside the templates"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Principal:
    """One principal: `name` is a path of the model, an account, or as it is written."""

    who: Who
    name: str

    @property
    def words(self) -> str:
        """Return it in a line."""
        return "anyone" if self.who is Who.ANYONE else self.name


def principals(
    model: Model, holders: Mapping[str, Holder], statement: Statement
) -> Iterator[Principal]:
    """Yield whom a statement speaks of; all but some (NotPrincipal) is anyone."""
    named = statement.body.get("Principal")
    if "NotPrincipal" in statement.body:
        yield Principal(Who.ANYONE, "NotPrincipal")
    elif named is not None and named != "*" and not isinstance(named, dict):
        yield Principal(Who.UNKNOWN, worded(named))
    for value in statement.principals("AWS"):
        yield _of_aws(model, holders, value)
    for value in statement.principals("Service"):
        name = text(value)
        who = Who.UNKNOWN if name is None else Who.SERVICE
        yield Principal(who, name or worded(value))
    for value in statement.principals("Federated"):
        yield Principal(Who.FEDERATED, _provider(model, value))
    for value in statement.principals("CanonicalUser"):
        yield Principal(Who.STRANGER, worded(value))


def _provider(model: Model, value: Value) -> str:
    """Return the URL of an identity provider, or what it is written as."""
    found = target(model, value)
    url = text(found.get("Url")) if found is not None else None
    return url or worded(value)


def _of_aws(model: Model, holders: Mapping[str, Holder], value: Value) -> Principal:
    """Return a principal of the kind AWS: an account, or an identity in one."""
    if value == "*":
        return Principal(Who.ANYONE, "*")
    if value == Unknown(ACCOUNT.name):
        return Principal(Who.OWN_ACCOUNT, worded(value))
    written = pattern(model, value)
    if written.doubts:
        return Principal(Who.UNKNOWN, worded(value))
    root = ROOT.fullmatch(written.text)
    if root or DIGITS.fullmatch(written.text):
        account = root[1] if root else written.text
        own = account == f"${{{ACCOUNT.name}}}"
        return Principal(Who.OWN_ACCOUNT if own else Who.ACCOUNT, account)
    for holder in holders.values():
        if _same(written, holder):
            return Principal(Who.HOLDER, holder.path)
    return Principal(Who.STRANGER, written.text)


def _same(written: Pattern, holder: Holder) -> bool:
    """Return whether an ARN is a holder's, or that of a session of it."""
    sessions = holder.arn.text.replace(":iam::", ":sts::").replace(
        ":role/", ":assumed-role/"
    )
    return meets(written, holder.arn) or written.text.startswith(
        plain(f"{sessions}/").text
    )
