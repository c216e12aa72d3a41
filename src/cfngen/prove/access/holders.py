"""Roles, users and groups with all that policies in any template say they may do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from cfngen.checks.access.documents import Document, Statement, document
from cfngen.checks.access.grants import any_of
from cfngen.model import (
    Call,
    Choice,
    Model,
    Reference,
    Resource,
    Text,
    Value,
    listed,
    references,
    target,
    text,
    worded,
)
from cfngen.prove.access import managed
from cfngen.prove.access.arns import arn
from cfngen.prove.access.naming import role_names
from cfngen.prove.access.terms import Term, term
from cfngen.prove.access.tokens import LOGICAL, Pattern, contained
from cfngen.resolve.scope import Path

ROLE, USER, GROUP = "AWS::IAM::Role", "AWS::IAM::User", "AWS::IAM::Group"

NAMED: Mapping[str, str] = {ROLE: "RoleName", USER: "UserName", GROUP: "GroupName"}
"""The property that names a holder, by type."""

ATTACHED: Mapping[str, Mapping[str, str]] = {
    ROLE: {
        "AWS::IAM::ManagedPolicy": "Roles",
        "AWS::IAM::Policy": "Roles",
        "AWS::IAM::RolePolicy": "RoleName",
    },
    USER: {
        "AWS::IAM::ManagedPolicy": "Users",
        "AWS::IAM::Policy": "Users",
        "AWS::IAM::UserPolicy": "UserName",
    },
    GROUP: {
        "AWS::IAM::GroupPolicy": "GroupName",
        "AWS::IAM::ManagedPolicy": "Groups",
        "AWS::IAM::Policy": "Groups",
    },
}
"""Where a policy names the holders that it is attached to, by their type."""


@dataclass(frozen=True)
class Holder:
    """A role, a user or a group, and every statement about what it may do.

    `given` are those of resources' own policies and of roles that trust it, each with
    the resource that it is of, and `refused` what resources' own policies deny it for
    sure. `doubts` name policies that cannot be read, and `unread` those of others that
    may give it more. A boundary of permissions is not asked: it only takes away.
    """

    resource: Resource
    names: frozenset[str]
    arn: Pattern
    terms: tuple[Term, ...]
    doubts: tuple[str, ...] = ()
    given: tuple[Term, ...] = ()
    refused: tuple[Term, ...] = ()
    unread: tuple[str, ...] = ()

    @property
    def path(self) -> str:
        """Return the path of its resource."""
        return self.resource.path

    @property
    def allowing(self) -> tuple[Term, ...]:
        """Return the statements that allow something, or may."""
        return tuple(one for one in self.terms if one.allows)

    @property
    def denying(self) -> tuple[Term, ...]:
        """Return the statements that deny something for sure."""
        own = (one for one in self.terms if not one.allows and one.sure)
        return (*own, *self.refused)

    def denies(self, action: str, word: Pattern) -> bool:
        """Return whether it is denied something for sure on all that a pattern is."""
        said = (
            resource
            for one in self.denying
            if one.acts(action) and not one.leaves_out(word)
            for resource in one.resources
        )
        return contained(word, tuple(said))

    def left(self, term: Term, action: str) -> tuple[Pattern, ...]:
        """Return on what a statement lets it do something that is not denied.

        Of a single thing `spared` is asked as well: a NotResource may leave it out.
        """
        if not term.acts(action):
            return ()
        said = (one for one in term.resources if not contained(one, term.besides))
        return tuple(one for one in said if not self.denies(action, one))

    def spared(self, term: Term, action: str, word: Pattern) -> bool:
        """Return whether something is left out of a statement, or denied."""
        return contained(word, term.besides) or self.denies(action, word)


def holders(model: Model) -> Mapping[str, Holder]:
    """Return every role, user and group by path; users have what their groups have."""
    names = role_names(model)
    found = {one.path: _holder(model, one, names[one.path]) for one in model.of(*NAMED)}
    for user in model.of(USER):
        for group in model.of(GROUP):
            member = _member(model, user, group)
            if member is not False:
                own, given = found[user.path], found[group.path]
                doubts = () if member else (f"the groups of {user.path}",)
                found[user.path] = replace(
                    own,
                    terms=(*own.terms, *(_doubted(t, doubts) for t in given.terms)),
                    doubts=(*own.doubts, *given.doubts),
                )
    return found


def carries(model: Model, value: Value, holder: Resource) -> bool | None:
    """Return whether a value is a holder's name or ARN; None where it may be.

    What a resource of another type answers may be any name: a resource of one's own.
    Where a condition that is not known decides, it may be.
    """
    if isinstance(value, Choice):
        said = {carries(model, one, holder) for one in (value.yes, value.no)}
        return said.pop() if len(said) == 1 else None
    if any(part.path == holder.path for part in references(value)):
        return _alone(value)
    if isinstance(value, Reference):
        other = model.resources.get(value.path)
        return False if other is not None and other.type in NAMED else None
    given, written = holder.get(NAMED[holder.type]), _known(value)
    if given is None:  # CloudFormation makes the name up, of the logical id
        begins = holder.name[:LOGICAL].lower()
        return None if written is None or begins in written.lower() else False
    name = text(given)
    if name is None or written is None:
        return None
    return written.rpartition("/")[2] == name


def _alone(value: Value) -> bool | None:
    """Return True where what refers to a holder is nothing but its name or ARN; None
    where it may be another: one of a list, or a part of a longer name."""
    if isinstance(value, Text):
        *before, last = value.parts
        path = isinstance(before[-1], str) and before[-1].endswith("/")
        return True if path and isinstance(last, Reference) else None
    return None if isinstance(value, Call) else True


def _known(value: Value) -> str | None:
    """Return a name, or an ARN from the account on; None where neither is known."""
    last = value.parts[-1] if isinstance(value, Text) else None
    return last if isinstance(last, str) and "/" in last else text(value)


def _holder(model: Model, resource: Resource, names: frozenset[str]) -> Holder:
    """Return one of them, with its statements and what cannot be read."""
    terms: list[Term] = []
    doubts: list[str] = []
    for found, doubt in _policies(model, resource):
        if isinstance(found, str):
            doubts.append(found)
            continue
        if not found.whole:
            doubts.append(f"statements of {found.resource.path}")
        unsure = (doubt,) if doubt else ()
        terms += (_doubted(term(model, s), unsure) for s in found.statements())
    terms += _of_aws(model, resource)
    own = arn(model, resource)
    return Holder(resource, names, own, tuple(terms), tuple(dict.fromkeys(doubts)))


def _doubted(found: Term, doubts: tuple[str, ...]) -> Term:
    return replace(found, doubts=(*found.doubts, *doubts)) if doubts else found


def _policies(model: Model, holder: Resource) -> Iterator[tuple[Document | str, str]]:
    """Yield the documents of a holder, or what cannot be read; each with a doubt."""
    for index, one in enumerate(listed(holder.get("Policies"))):
        place: Path = ("Policies", index, "PolicyDocument")
        yield _read(holder, place, f"{holder.path}.Policies: {worded(one)}"), ""
    for value in listed(holder.get("ManagedPolicyArns")):
        policy = target(model, value)
        if policy is not None and policy.type == "AWS::IAM::ManagedPolicy":
            yield _read(policy, ("PolicyDocument",), policy.path), ""
        elif managed.document(value) is None:
            yield worded(value), ""
    for type, property in ATTACHED[holder.type].items():
        for policy in model.of(type):
            said = [carries(model, one, holder) for one in listed(policy.get(property))]
            if True in said or None in said:
                doubt = "" if True in said else f"{policy.path}.{property}"
                yield _read(policy, ("PolicyDocument",), policy.path), doubt


def _read(resource: Resource, path: Path, name: str) -> Document | str:
    """Return the document at a path, or its name where it cannot be read."""
    return next(document(resource, *path), name)


def _of_aws(model: Model, holder: Resource) -> Iterator[Term]:
    """Yield the statements of the policies that AWS manages."""
    for index, value in enumerate(listed(holder.get("ManagedPolicyArns"))):
        body = managed.document(value)
        for statement in listed(body.get("Statement")) if body else ():
            place = ("ManagedPolicyArns", index)
            found = term(model, Statement(holder, place, statement))
            words = worded(value).rpartition("/")[2]
            yield replace(found, origin=replace(found.origin, words=words))


def _member(model: Model, user: Resource, group: Resource) -> bool | None:
    """Return whether a user is in a group; None where it may be."""
    said = [carries(model, one, group) for one in listed(user.get("Groups"))]
    for addition in model.of("AWS::IAM::UserToGroupAddition"):
        into = carries(model, addition.get("GroupName"), group)
        users = [carries(model, one, user) for one in listed(addition.get("Users"))]
        if into is not False and (True in users or None in users):
            said.append(into if True in users else None)
    return any_of(said)
