"""What every verdict on roles and secrets rests on, in lines for people."""

from __future__ import annotations

from collections.abc import Iterator

from cfngen.prove.access import managed
from cfngen.prove.access.principals import Who
from cfngen.prove.access.rights import Rights

ALWAYS = (
    "Conditions of statements that allow count as fulfilled; a denial counts only "
    "where it has no conditions and is known.",
    "Only the identities in the templates are asked: administrators of the account, "
    "and what other stacks or people attach to these roles, are not.",
    "Service control policies and session policies count as absent, and permissions "
    "boundaries but where two roles are compared: they only take away.",
    "Reading means the calls that return what is stored, and those by which one lets "
    "oneself make them; copies, such as snapshots, backups, replicas and logs, are "
    "resources of their own.",
    "Who reads is who can at once: who can come to work as one of them is a matter of "
    "no-escalation.",
    "Who may push an image, or write to a bucket of code, is not counted as working as "
    "what runs it.",
    "Names that AWS makes up fit no pattern by chance.",
)


def assumptions(rights: Rights) -> tuple[str, ...]:
    """Return what verdicts rest on: always, and in this model."""
    return (*ALWAYS, *_here(rights))


def _here(rights: Rights) -> Iterator[str]:
    """Yield what only some models have."""
    if any(one.origin.words for each in rights.holders.values() for one in each.terms):
        yield f"Policies that AWS manages are taken as of {managed.as_of()}."
    open = [
        f"{path} ({one.principal.name})"
        for path, trust in rights.trusts.items()
        for one in trust.letting
        if one.principal.who is Who.SERVICE and not one.sourced
    ]
    if open:
        yield f"No condition says for whom the service comes: {', '.join(open)}."
