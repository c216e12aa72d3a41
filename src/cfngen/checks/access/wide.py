"""Identity policies that allow more than anybody asked for."""

from __future__ import annotations

from collections.abc import Iterator

from cfngen.checks.access.actions import resources_of
from cfngen.checks.access.documents import ANYBODY, INLINE, Statement, identity
from cfngen.checks.access.grants import matches
from cfngen.checks.check import Problem
from cfngen.model import Model, Resource, Value, mentions, text, worded

PASS, PASSED = "iam:PassRole", "iam:passedtoservice"


def everything(model: Model) -> Iterator[Problem]:
    """No policy allows all actions, or all of a service's, on every resource.

    Whoever gets hold of such a role owns the account, or the whole service in it. IAM
    takes the policy without a word.
    """
    for statement in _unlimited(model):
        if "NotAction" in statement.body:
            message = "all actions but some are allowed on every resource."
            mend = "Name the actions and the resources that are needed."
            yield statement.problem("NotAction", message, mend)
        for action in statement.items("Action"):
            if action == "*" or (isinstance(action, str) and action.endswith(":*")):
                yield statement.problem(
                    "Action",
                    f"'{action}' on every resource is allowed.",
                    "Name the actions and the resources that are needed.",
                )


def unnamed(model: Model) -> Iterator[Problem]:
    """A policy names its resources wherever IAM can narrow an action to resources.

    "*" reaches what other systems of the account own. A condition narrows as well, so
    a statement that has one is let be.
    """
    for statement in _unlimited(model):
        named = [
            action
            for action in statement.items("Action")
            if isinstance(action, str) and "*" not in action and resources_of(action)
        ]
        if named and named != [PASS]:
            kinds = ", ".join(resources_of(named[0]))
            yield statement.problem(
                "Resource",
                f"{', '.join(named)} is allowed on every resource.",
                f"Name what it is for: {kinds}.",
            )


def passing(model: Model) -> Iterator[Problem]:
    """A role may be passed by name only, and to a named service only.

    Who may pass any role to any service may do what the mightiest role of the account
    may.
    """
    for statement in _allowing(model):
        passes = any(matches(one, PASS) for one in statement.items("Action"))
        if not passes or _all(statement):
            continue
        if ANYBODY in statement.items("Resource"):
            mend = "Name the roles."
            yield statement.problem("Resource", "Every role may be passed.", mend)
        keys = [key.lower() for _, key, _ in statement.conditions()]
        if PASSED not in keys and not statement.veiled:
            yield statement.problem(
                "Action",
                "Roles may be passed to every service.",
                'Add the condition "iam:PassedToService": "ecs-tasks.amazonaws.com".',
            )


def _allowing(model: Model) -> Iterator[Statement]:
    """Yield the statements of identity policies that allow something.

    A permissions boundary allows nothing: it limits what other policies do.
    https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
    """
    limits = [one.get("PermissionsBoundary") for one in model.of(*INLINE)]
    for document in identity(model):
        if not any(_is(limit, document.resource) for limit in limits):
            yield from (one for one in document.statements() if one.allows)


def _is(arn: Value, policy: Resource) -> bool:
    """Return whether an ARN is a managed policy's, by reference or by name."""
    if mentions(arn, policy.path):
        return True
    name, words = text(policy.get("ManagedPolicyName")), worded(arn)
    return name is not None and words.endswith(f"/{name}")


def _unlimited(model: Model) -> Iterator[Statement]:
    """Yield the statements that allow something on every resource, always."""
    for statement in _allowing(model):
        everywhere = ANYBODY in statement.items("Resource")
        if everywhere and not statement.body.get("Condition"):
            yield statement


def _all(statement: Statement) -> bool:
    """Return whether a statement allows all of IAM, which `everything` tells of."""
    whole = any(one in ("*", "iam:*") for one in statement.items("Action"))
    return whole and ANYBODY in statement.items("Resource")
