"""Whether AWS would allow one request: its evaluation logic, statement by statement.

Shares nothing with the prover. Within an account an identity's policy or the resource's
is enough, but for keys and roles, whose own policies have to agree; a denial ends it:
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from tests.prove.access.accounts import (
    ACCOUNT,
    ACTIONS,
    ARNS,
    BUCKET,
    BUS,
    CONDITIONS,
    ECS,
    FUNCTION,
    KEY,
    LAMBDA,
    LAUNCHED,
    OBJECTS,
    QUEUE,
    ROLES,
    ROOT,
    SECRET,
    WORDS,
    Account,
    Says,
    requests,
)

Held = frozenset[str]
"""The conditions that a request fulfils."""

EVERY = tuple(
    frozenset(name for name, held in zip(CONDITIONS, holding, strict=True) if held)
    for holding in product((True, False), repeat=len(CONDITIONS))
)
GRANTING = ("iam:PutRolePolicy", "iam:UpdateAssumeRolePolicy", "iam:AddUserToGroup")
LAUNCHES = {ECS: "ecs:RunTask", LAMBDA: "lambda:CreateFunction"}
CODE = "lambda:UpdateFunctionCode"
OTHER_ROLES = (f"{ARNS['S']}-other", f"arn:aws:iam::{ACCOUNT}:role/other")
OTHER_FUNCTION = f"{ARNS[FUNCTION]}-other"
OTHERS = (
    *(*OTHER_ROLES, OTHER_FUNCTION, f"{ARNS[QUEUE]}-other", f"{ARNS[BUS]}-other"),
    f"arn:aws:secretsmanager:us-east-1:{ACCOUNT}:secret:x-fedcba",
)
"""What is not in the template; roles and functions of it may do whatever."""
IDENTITIES = (*(ARNS[one] for one in ROLES), *OTHER_ROLES)


def like(pattern: str, text: str) -> bool:
    """Return whether text fits a pattern with `*` and `?`."""
    parts = re.split(r"([*?])", pattern)
    wild = {"*": ".*", "?": "."}
    return bool(re.fullmatch("".join(wild.get(p, re.escape(p)) for p in parts), text))


KMS = ("kms:Decrypt", "kms:CreateGrant", "kms:PutKeyPolicy")
DECRYPTING = tuple((action, ARNS[KEY]) for action in KMS)
READING: Mapping[str, tuple[tuple[str, str], ...]] = {
    KEY: DECRYPTING,
    SECRET: (
        ("secretsmanager:GetSecretValue", ARNS[SECRET]),
        ("secretsmanager:PutResourcePolicy", ARNS[SECRET]),
    ),
    BUCKET: (
        ("s3:PutBucketPolicy", ARNS[BUCKET]),
        *product(("s3:GetObject", "s3:GetObjectVersion"), OBJECTS[:2]),
    ),
}
"""Requests that read each of them, one of which is enough."""


@dataclass(frozen=True)
class Judge:
    """Answers for an account. With `loosely` conditions of what allows are fulfilled
    and those of denials are not, whatever `held` says."""

    account: Account
    loosely: bool = False

    def may(self, role: str, action: str, word: str, held: Held = frozenset()) -> bool:
        """Return whether a role may do something to a resource."""
        path = self._of(word)
        own, guard = self.account.own[role], self.account.guards.get(path, ())
        said = [one for one in own if self._speaks(one, action, word, held)]
        about = [one for one in guard if self._speaks(one, action, word, held)]
        named = [one for one in about if _names(one, ARNS[role])]
        if any(not one.allows for one in (*said, *named)):
            return False
        if any(one.allows for one in named if not _of_account(one)):
            return True
        left = any(one.allows and _delegates(one) for one in about)
        closed = path == KEY if action.startswith("kms:") else path in ROLES
        closed &= action.startswith(("kms:", "sts:"))
        return any(one.allows for one in said) and (left or not closed)

    def may_outside(self, who: str, action: str, word: str) -> bool:
        """Return whether a resource's own policy lets somebody in from elsewhere, or
        would if what denies it were not there."""
        guard = self.account.guards.get(self._of(word), ())
        return any(
            one.allows
            and _names(one, who)
            and self._speaks(one, action, word, EVERY[0])
            for one in guard
        )

    def passes(self, role: str, target: str, held: Held) -> bool:
        """Return whether a role may hand another one to a service, with work."""
        if not self.may(role, "iam:PassRole", ARNS[target], held):
            return False
        return any(
            self.trusts(target, service)
            and self.may(role, LAUNCHES[service], LAUNCHED[LAUNCHES[service]], held)
            for service in LAUNCHES
        )

    def is_allowed(self, role: str, action: str, word: str) -> bool:
        """Return whether a role's own policies allow something, whatever others say."""
        said = self.account.own[role]
        speak = [one for one in said if self._speaks(one, action, word, EVERY[0])]
        return bool(speak) and all(one.allows for one in speak)

    def trusts(self, role: str, who: str) -> bool:
        """Return whether somebody is let in by a role's trust policy. Denials of
        services count as absent."""
        said = (one for one in self.account.guards[role] if one.allows)
        return any(_names(one, who) for one in said)

    def admits(self, role: str, who: str) -> bool:
        """Return whether a trust policy names somebody, or everybody, and does not
        keep a role out again."""
        said = self.account.guards[role]
        kept_out = who in ARNS.values() and any(
            not one.allows and not one.when and _names(one, who) for one in said
        )
        named = (one for one in said if one.allows)
        return not kept_out and any(
            one.not_who or {"*", who} & {*one.who} for one in named
        )

    def becomes(self, role: str) -> set[str]:
        """Return the roles that one can work as at once; `any` for whichever."""
        found = set()
        for held in EVERY:
            if any(
                self.may(role, action, one, held)
                for action, one in product(GRANTING, IDENTITIES)
            ):
                found.add("any")
            if self.may(role, CODE, OTHER_FUNCTION, held):
                found.add("any")
            if any(
                self.may(role, "iam:PassRole", other, held)
                and self.may(role, one, LAUNCHED[one], held)
                for one, other in product(LAUNCHED, OTHER_ROLES)
            ):
                found.add("any")
            if self.may(role, CODE, ARNS[FUNCTION], held):
                found.add(self.account.worker)
            for other in ROLES:
                if other == role:
                    continue
                assumes = self.may(role, "sts:AssumeRole", ARNS[other], held)
                if assumes or self.passes(role, other, held):
                    found.add(other)
        return found

    def gains(self, role: str, every: bool = False) -> Iterator[str]:
        """Yield what a role comes to in one step or two that it may not do itself, but
        to become what it has been already: of requests that there are, or of `every`
        action with everything."""
        words = (*WORDS, *OTHERS)
        asked = tuple(product(ACTIONS, words)) if every else requests()
        first = self.becomes(role)
        second = {two for one in first & {*ROLES} for two in self.becomes(one)}
        reached = (first | second) - {role}
        if "any" in reached:
            yield "any"
        for other in sorted(reached - {"any"}):
            for (action, word), held in product(asked, EVERY):
                if word in (ARNS[role], ARNS[other]) and action.startswith("sts:"):
                    continue
                has = self.may(role, action, word, held)
                if not has and self.may(other, action, word, held):
                    yield f"{other} {action} {word} {sorted(held)}"

    def _of(self, word: str) -> str:
        """Return the path of what a request names, or part of which it names."""
        for path, arn in ARNS.items():
            if word == arn or word.startswith(f"{arn}/"):
                return path
        return ""

    def _speaks(self, said: Says, action: str, word: str, held: Held) -> bool:
        """Return whether a statement is about a request."""
        acts = any(like(one.lower(), action.lower()) for one in said.actions)
        named = any(like(one, word) for one in said.resources)
        fulfilled = said.allows if self.loosely else said.when in held
        return (
            acts != said.not_actions
            and named != said.not_resources
            and (fulfilled or not said.when)
        )


def _names(said: Says, who: str) -> bool:
    """Return whether a statement of a resource speaks of somebody, or of the account
    that they are in; of a denial the latter counts as absent."""
    named = bool({"*", who} & {*said.who})
    if said.not_who:
        return not named
    return named or (said.allows and ROOT in said.who and who in ARNS.values())


def _of_account(said: Says) -> bool:
    """Return whether a statement names the account, and not who is in it."""
    return ROOT in said.who and not said.not_who


def _delegates(said: Says) -> bool:
    """Return whether a statement leaves the account's identities to their policies."""
    return not said.not_who and bool({ROOT, "*"} & {*said.who})
