"""Who may become a role: what trust policies say, and what claims allow of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from cfngen.checks.access.documents import document
from cfngen.model import Model
from cfngen.prove.access.guards import Guarding
from cfngen.prove.access.holders import Holder
from cfngen.prove.access.principals import (
    DIGITS,
    Principal,
    Who,
    principals,
    spared,
)
from cfngen.prove.access.terms import Condition, Term, term
from cfngen.prove.access.tokens import contained, plain

ASSUMING = (
    *("sts:AssumeRole", "sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity"),
)
"""The actions by which somebody becomes a role."""

GITHUB = re.compile(r"github:([^:/]+/[^:/]+)(:.+)?")
GITHUB_HOST = "token.actions.githubusercontent.com"
SUBJECT = f"{GITHUB_HOST}:sub"
REGIONAL = re.compile(r"\.[a-z]{2}(-[a-z]+)+-\d(?=\.amazonaws\.com$)")
SURE = ("StringEquals", "StringLike")
"""Operators that a token without the claim does not pass, and that fix its value."""

SOURCES = ("aws:sourceaccount", "aws:sourcearn", "aws:sourceorgid")
"""Condition keys that keep a service from being sent by another account:
https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html"""


@dataclass(frozen=True)
class Letting:
    """One statement of a trust policy that lets one principal in."""

    term: Term
    principal: Principal

    @property
    def sourced(self) -> bool:
        """Return whether a condition says for whom a service may come."""
        return any(one.key in SOURCES for one in self.term.conditions)


@dataclass(frozen=True)
class Trust:
    """All that a role's trust policy lets in; `doubts` name what cannot be read.

    `denials` keep somebody out for sure, whatever else is said.
    """

    letting: tuple[Letting, ...]
    doubts: tuple[str, ...] = ()
    denials: tuple[Guarding, ...] = ()

    def refuses(self, holder: Holder) -> bool:
        """Return whether somebody is kept out by name, or with everybody."""
        return any(
            one.term.acts(ASSUMING[0]) and one.speaks_of(holder) for one in self.denials
        )


def trusts(model: Model, holders: Mapping[str, Holder]) -> Mapping[str, Trust]:
    """Return the trust of every role by its path. Denials with conditions, and those of
    whom no template has, count as absent."""
    return {
        one.path: _trust(model, holders, one)
        for one in holders.values()
        if one.resource.type == "AWS::IAM::Role"
    }


def _trust(model: Model, holders: Mapping[str, Holder], holder: Holder) -> Trust:
    """Return the trust of one role."""
    found = next(document(holder.resource, "AssumeRolePolicyDocument"), None)
    if found is None:
        return Trust((), (f"{holder.path}.AssumeRolePolicyDocument",))
    doubts = () if found.whole else (f"{holder.path}.AssumeRolePolicyDocument",)
    letting: list[Letting] = []
    denials: list[Guarding] = []
    for statement in found.statements():
        read = term(model, statement)
        if read.allows and any(map(read.acts, ASSUMING)):
            named = principals(model, holders, statement)
            letting += (Letting(read, one) for one in named)
        elif read.sure and not read.allows and not read.besides:
            out = tuple(principals(model, holders, statement))
            left = spared(model, holders, statement)
            denials.append(Guarding(read, out, left))
    kept = tuple(one for one in letting if not _kept_out(one, denials, holders))
    return Trust(kept, doubts, tuple(denials))


def _kept_out(
    letting: Letting, denials: list[Guarding], holders: Mapping[str, Holder]
) -> bool:
    """Return whether somebody who is let in by name is denied by name as well."""
    named = letting.principal
    known = named.who is Who.HOLDER and not named.doubt
    return known and Trust((), (), tuple(denials)).refuses(holders[named.name])


def admitted(letting: Letting, claimed: str, holders: frozenset[str]) -> bool:
    """Return whether a claim's principal admits what a trust policy lets in.

    `claimed` is `ecs-tasks.amazonaws.com`, an account, `github:owner/repository` with
    or without `:ref:refs/heads/main`, or a name of `holders`, whose paths those are.
    Conditions of other kinds count as absent, for they only narrow.
    """
    principal = letting.principal
    match principal.who:
        case Who.SERVICE:
            return everywhere(claimed) == everywhere(principal.name)
        case Who.STRANGER:
            return claimed == principal.name
        case Who.OWN_ACCOUNT:
            return claimed in ("account", principal.name)
        case Who.ACCOUNT:
            return bool(DIGITS.fullmatch(claimed)) and claimed == principal.name
        case Who.HOLDER:
            return principal.name in holders
        case Who.FEDERATED:
            return _of_repository(letting, claimed)
        case _:
            return False


def _of_repository(letting: Letting, claimed: str) -> bool:
    """Return whether GitHub's tokens that get in are all of a claim's repository.

    The claim `sub` says whose a token is; it begins with repo:owner/name:
    https://docs.github.com/en/actions/reference/security/oidc
    """
    github = GITHUB.fullmatch(claimed)
    if github is None:
        return claimed == letting.principal.name
    if not letting.principal.name.rstrip("/").endswith(f"/{GITHUB_HOST}"):
        return False
    allowed = plain(f"repo:{github[1]}{github[2] or ':*'}")
    return any(
        _fixes(one) and all(contained(value, (allowed,)) for value in one.values)
        for one in letting.term.conditions
    )


def _fixes(condition: Condition) -> bool:
    """Return whether a condition is one on the subject of a token.

    With StringEquals a `*` is a plain character, so that nobody gets in: that is
    less than the pattern, and never more.
    """
    return (
        condition.key == SUBJECT
        and condition.operator.removeprefix("ForAnyValue:") in SURE
        and bool(condition.values)
    )


def serves(trust: Trust, service: str) -> bool:
    """Return whether a service, `ecs-tasks.amazonaws.com`, may become a role, or may
    perhaps.

    Roles for the identities of Cognito trust it as who vouches for them:
    https://docs.aws.amazon.com/cognito/latest/developerguide/role-trust-and-permissions.html
    """
    if trust.doubts:
        return True
    return any(
        one.principal.who in (Who.ANYONE, Who.UNKNOWN)
        or (
            one.principal.who in (Who.SERVICE, Who.FEDERATED)
            and _same(one.principal.name, service)
        )
        for one in trust.letting
    )


def everywhere(name: str) -> str:
    """Return a service's name without a region: `logs.us-east-1.amazonaws.com` is
    `logs.amazonaws.com` there.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
    """
    return REGIONAL.sub("", name.removesuffix(".cn"), count=1)


def _same(name: str, service: str) -> bool:
    """Return whether a service's name is another's, or its form for one region."""
    return name.split(".")[0] == service.split(".")[0]
