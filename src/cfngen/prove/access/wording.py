"""What a role may do, in a line for people."""

from __future__ import annotations

from collections.abc import Sequence

from cfngen.prove.access.actions import wild
from cfngen.prove.access.containing import Outside
from cfngen.prove.access.holders import Holder
from cfngen.prove.access.rights import Rights
from cfngen.prove.access.tokens import Pattern
from cfngen.prove.network.rules import Origin

TRUST = "AssumeRolePolicyDocument"

SHOWN = 3
"""How many actions or resources a line has."""


def granted(rights: Rights, found: Outside) -> str:
    """Return what a statement grants; where wildcards do, as they are written."""
    place = placed(rights, found)
    if not _wide(found):
        return f"{_few(found.actions)} on {place}"
    such = ", ".join(found.actions[:2])
    how_many = f"{len(found.actions)} actions that are not meant, such as {such}"
    return f"{written(found)} on {place}: {how_many}"


def written(found: Outside) -> str:
    """Return the actions as their statement has them."""
    said = _few(found.term.actions)
    if found.term.excludes:
        return f"do all but {said}"
    return "do everything" if found.term.actions == ("*",) else said


def mended(found: Outside) -> str:
    """Return what would take a grant away: fewer actions, or fewer resources."""
    where = f"this statement of {found.term.origin.resource}"
    if _wide(found):
        change = f"write the actions that are meant into {where}"
    else:
        change = f"take {_few(found.actions)} out of {where}"
    return f"{change}, narrow its Resource, or add it to the claim"


def kept(holder: Holder, origin: Origin) -> str:
    """Return what would keep a role from a step: another statement of its own, or of
    who trusts it."""
    change = "name fewer roles or resources in this statement"
    if origin.path[:1] == (TRUST,):
        change = f"take {holder.path} out of {TRUST} of {origin.resource}"
    elif not origin.path and origin.resource != holder.path:
        policy = origin.words or TRUST
        change = f"write {policy} of {origin.resource} out in the template"
    name = min(holder.names, key=len)
    return f"{change}, or say `role {name} only …` of what it is meant to do"


def placed(rights: Rights, found: Outside) -> str:
    """Return on what: the resources of the model by their paths."""
    place = named(rights, found.resource)
    out = ", ".join(named(rights, one) for one in found.term.besides[:SHOWN])
    return f"{place} but {out}" if out else place


def named(rights: Rights, said: Pattern) -> str:
    """Return a pattern as claims write it: a path, with an ending, or as it is."""
    text = said.text
    if text[2:-1] in rights.model.resources:
        return text[2:-1]
    for path, own in rights.arns.items() if text.startswith("arn:") else ():
        if text.startswith(own) and text[len(own) :][:1] in ("", "/", ":"):
            return f"{path}{text[len(own) :]}"
    return text


def _wide(found: Outside) -> bool:
    """Return whether more is granted than the statement names one by one."""
    patterns = found.term.excludes or any(map(wild, found.term.actions))
    return patterns and len(found.actions) > SHOWN


def _few(named: Sequence[str]) -> str:
    """Return some names in a line; of many the first."""
    more = len(named) - SHOWN
    return ", ".join(named[:SHOWN]) + (f" and {more} more" if more > 0 else "")
