"""Who a statement of a resource's own policy, or of a trust policy, speaks of.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from cfngen.checks.access.documents import Statement
from cfngen.model import Model, Reference, Unknown, Value, target, text, worded
from cfngen.prove.access.arns import ACCOUNT, pattern, session
from cfngen.prove.access.holders import Holder
from cfngen.prove.access.tokens import Atom, Pattern, covers

ROOT = re.compile(r"arn:[a-z-]+:iam::(.+):root")
DIGITS = re.compile(r"\d{12}")
OWNED = re.compile(r"(arn:[a-z-]+:(?:iam|sts)::)(\d{12})(:.+)")
"""The ARN of an identity with its account in digits."""

OWN, SESSION = ("Arn", "RoleId"), ":assumed-role/"
UNIQUE = re.compile(r"A(?:RO|ID)A[A-Z0-9]+")
"""The unique id of a role or a user, which says nothing of its name. A policy shows it
of whoever is deleted, and may be written with it:
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html"""


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
    """One principal: `name` is a path of the model, an account, or as it is written.

    `doubt` says what it depends on that it is this one; `apart` that it is of another
    account for sure, because one's own is known.
    """

    who: Who
    name: str
    doubt: str = ""
    apart: bool = False

    @property
    def words(self) -> str:
        """Return it in a line."""
        return "anyone" if self.who is Who.ANYONE else self.name

    @property
    def doubts(self) -> tuple[str, ...]:
        """Return what it depends on, in a tuple."""
        return (self.doubt,) if self.doubt else ()


@dataclass(frozen=True)
class Where:
    """The account that a statement is in, if known, and whether a principal has to be
    somebody `surely` to count as it: where that is denied something."""

    account: str
    surely: bool


def _where(model: Model, statement: Statement) -> Where:
    account = text(model.stack_of(statement.resource).account)
    return Where(account or "", surely=statement.denies)


def principals(
    model: Model, holders: Mapping[str, Holder], statement: Statement
) -> Iterator[Principal]:
    """Yield whom a statement speaks of; all but some (NotPrincipal) is anyone.

    Whom a denial spares is asked of `spared`.
    """
    if "NotPrincipal" in statement.body:
        yield Principal(Who.ANYONE, "NotPrincipal")
    yield from _named(model, holders, statement)


def spared(
    model: Model, holders: Mapping[str, Holder], statement: Statement
) -> tuple[Principal, ...]:
    """Return who is left out of a statement by its NotPrincipal."""
    named = statement.body.get("NotPrincipal")
    body = {**statement.body, "Principal": named, "Effect": "Allow"}
    return tuple(_named(model, holders, replace(statement, body=body)))


def _named(
    model: Model, holders: Mapping[str, Holder], statement: Statement
) -> Iterator[Principal]:
    """Yield the principals that a statement names."""
    named = statement.body.get("Principal")
    if named is not None and named != "*" and not isinstance(named, dict):
        yield Principal(Who.UNKNOWN, worded(named))
    for value in statement.principals("AWS"):
        yield from _of_aws(model, holders, value, _where(model, statement))
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


def _of_aws(
    model: Model, holders: Mapping[str, Holder], value: Value, where: Where
) -> Iterator[Principal]:
    """Yield a principal of the kind AWS: an account, or an identity in one.

    One that is written with the digits of an account is somebody's elsewhere, and an
    identity of the model as well where it has its name: the account may be this one.
    With `surely` it is not, and a session of a role is not the role. Where the account
    is known it is one or the other. Of a unique id nobody knows here whose it is.
    """
    if value == "*":
        yield Principal(Who.ANYONE, "*")
        return
    named = value.path if isinstance(value, Reference) else ""
    if named in holders and value.attribute in OWN:
        yield Principal(Who.HOLDER, named)
        return
    if value == Unknown(ACCOUNT.name):
        yield Principal(Who.OWN_ACCOUNT, worded(value))
        return
    written = pattern(model, value)
    if _of_root(written):
        unsure = f"whether {written.text} is this account"
        yield Principal(Who.ACCOUNT, written.text, unsure)
        return
    if written.doubts or UNIQUE.fullmatch(written.text):
        yield Principal(Who.UNKNOWN, worded(value))
        return
    root = ROOT.fullmatch(written.text)
    if root or DIGITS.fullmatch(written.text):
        account = root[1] if root else written.text
        own = account in (where.account, f"${{{ACCOUNT.name}}}")
        who = Who.OWN_ACCOUNT if own else Who.ACCOUNT
        yield Principal(who, account, apart=not own and bool(where.account))
        return
    digits, surely = OWNED.fullmatch(written.text), where.surely
    owned = None if where.account else digits
    here = Pattern((owned[1], ACCOUNT, owned[3])) if owned and not surely else written
    said = {path: _same(model, here, one, surely) for path, one in holders.items()}
    perhaps = f"whether {owned[2]} is this account" if owned else ""
    sure = True in said.values()  # nobody else has the same name
    found = {p: same for p, same in said.items() if same or (same is None and not sure)}
    doubts = {path: perhaps or _unnamed(path, same) for path, same in found.items()}
    yield from (Principal(Who.HOLDER, path, doubt) for path, doubt in doubts.items())
    if owned or all(doubts.values()):
        apart = bool(where.account and digits and digits[2] != where.account)
        doubt = next(iter(doubts.values()), "")
        yield Principal(Who.STRANGER, written.text, doubt, apart)


def _of_root(written: Pattern) -> bool:
    """Return whether a principal is a whole account of which nobody knows the number:
    whoever it is, it is no role."""
    match written.pieces:
        case (str(start), Atom(doubtful=True), ":root"):
            return start.endswith(":iam::")
    return False


def _unnamed(path: str, same: bool | None) -> str:
    """Return that it depends on the name which AWS makes up."""
    return "" if same else f"the name of {path}"


def _same(model: Model, written: Pattern, holder: Holder, surely: bool) -> bool | None:
    """Return whether an ARN is a holder's, or that of a session of it; None where that
    depends on the name that AWS gives it. With `surely` it is not, then."""
    found = covers(written, holder.arn)
    if found is not True and SESSION in written.text and not surely:
        found = covers(_of_session(written), session(model, holder.resource))
    return False if surely and found is None else found


def _of_session(written: Pattern) -> Pattern:
    """Return the ARN of a session without the session's own name."""
    *before, last = written.pieces
    if isinstance(last, str):
        last = last.rpartition("/")[0]
    return Pattern((*before, last)) if last else Pattern(tuple(before))
