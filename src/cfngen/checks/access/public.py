"""Roles and resources that anybody may use."""

from __future__ import annotations

from collections.abc import Iterator

from cfngen.checks.access.documents import ANYBODY, guards, trusts
from cfngen.checks.check import Problem
from cfngen.model import Model


def everybody(model: Model) -> Iterator[Problem]:
    """Neither a role nor a resource is open to everybody.

    The principal "*" is everybody with an AWS account, and for a bucket everybody;
    NotPrincipal lets in all but those it names. A condition narrows it, so a statement
    that has one is let be.
    """
    for document in (*guards(model), *trusts(model)):
        for statement in document.statements():
            if not statement.allows or statement.body.get("Condition"):
                continue
            if ANYBODY in statement.principals("AWS"):
                yield statement.problem(
                    "Principal",
                    "everybody is let in.",
                    "Name who may, or add a condition such as aws:SourceAccount.",
                )
            elif "NotPrincipal" in statement.body:
                message = "everybody is let in but those that NotPrincipal names."
                mend = "Name who may, in Principal."
                yield statement.problem("NotPrincipal", message, mend)
