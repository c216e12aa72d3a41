"""Which roles resources work as: by reference, by ARN, by name, by instance profile."""

from __future__ import annotations

from collections.abc import Iterator

from cfngen.model import Call, Choice, Resource, Value, listed, references, text, worded
from cfngen.prove.access.holders import carries
from cfngen.prove.access.rights import Rights

PROFILE = "AWS::IAM::InstanceProfile"
PROFILES = (
    *("IamInstanceProfile", "InstanceProfileName", "InstanceRole", "JobFlowRole"),
)
"""The properties that name the profile of instances, and no role:
https://docs.aws.amazon.com/batch/latest/APIReference/API_ComputeResource.html"""

Worker = tuple[str, tuple[str, ...]]
"""A role's path, or another's name, and what it depends on that it is the one."""


def workers(rights: Rights, resource: Resource, place: str) -> Iterator[Worker]:
    """Yield the roles that a resource names at a place, `A.B`, through lists too.

    One that is in no template has a doubt: nobody knows here what it may do.
    """
    values: list[Value] = [dict(resource.properties)]
    for step in place.split("."):
        inner = [one for value in values for one in listed(value)]
        values = [one.get(step) if isinstance(one, dict) else one for one in inner]
    profiles = place.rpartition(".")[2] in PROFILES
    for value in (one for found in values for one in listed(found)):
        named = list(value.values()) if isinstance(value, dict) else [value]
        for one in named:
            here = tuple(_profiled(rights, one) if profiles else _named(rights, one))
            yield from here
            if all(doubts for _, doubts in here):
                yield f"role {worded(one)}", (_may(one),)


def _may(value: Value) -> str:
    return f"what {worded(value)} may do"


def _named(rights: Rights, value: Value) -> Iterator[Worker]:
    """Yield the roles of the model that a value names, or may."""
    for path in rights.trusts:
        held = carries(rights.model, value, rights.holders[path].resource)
        if held is not False:
            yield path, (() if held else (f"whether {worded(value)} is {path}",))


def _profiled(rights: Rights, value: Value) -> Iterator[Worker]:
    """Yield the roles of the instance profiles that a value names, or may."""
    for profile in rights.model.of(PROFILE):
        held = _is(profile, value)
        unsure = () if held else (f"whether {worded(value)} is {profile.path}",)
        for one in listed(profile.get("Roles")) if held is not False else ():
            found = tuple(_named(rights, one)) or ((f"role {worded(one)}", ()),)
            yield from ((path, (*doubts, *unsure)) for path, doubts in found)


def _is(profile: Resource, value: Value) -> bool | None:
    """Return whether a value is a profile's name or ARN; None where it may be."""
    paths = {one.path for one in references(value)}
    if paths:
        here = profile.path in paths
        return (None if isinstance(value, Call | Choice) else True) if here else False
    given, written = profile.get("InstanceProfileName"), text(value)
    if given is None:  # CloudFormation makes the name up
        return False if written is not None else None
    name = text(given)
    if name is None or written is None:
        return None
    return written.rpartition("/")[2] == name
