"""What CloudFormation calls on somebody's behalf, by the types that are in use.

The provider schemas list it for each handler of a type:
https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-schema.html
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from cfngen.checks.access.actions import exists
from cfngen.model import Model, Resource
from cfngen.permissions import corrections
from cfngen.permissions.need import LeftOut
from cfngen.permissions.services import in_use, prefixes
from cfngen.schemas import schema
from cfngen.stateful import DATA

HANDLERS = ("create", "read", "update", "delete", "list")

APART = frozenset(("iam:PassRole", "iam:CreateServiceLinkedRole"))
"""What is worked out from the model instead: for which roles, of which services."""

DESTROYING = frozenset(("s3:DeleteObject",))
"""What takes data away and is listed with another handler than that of deletion."""

NO_SUCH = "IAM has no such action"
KEPT = "it deletes data, which this policy does not allow"


@dataclass(frozen=True)
class Asked:
    """Actions that the resources of one type need, and those that they do not."""

    type: str
    resources: tuple[Resource, ...]
    actions: tuple[str, ...]
    left_out: tuple[LeftOut, ...]
    why: Mapping[str, str]


def asked(model: Model, keep_data: bool = False) -> tuple[Asked, ...]:
    """Return what each type of a model needs, by type.

    With `keep_data`, without what only the deletion of stateful types calls.
    """
    by_type: dict[str, list[Resource]] = {}
    for resource in model.resources.values():
        by_type.setdefault(resource.type, []).append(resource)
    used = in_use(by_type)
    return tuple(
        _of_type(type, tuple(found), used, keep_data)
        for type, found in sorted(by_type.items())
    )


def listed(type: str, names: Iterable[str] = HANDLERS) -> tuple[str, ...]:
    """Return the actions that a type's schema lists for some of its handlers.

    Written as IAM writes them, once each; none for types without handlers.
    """
    handlers = schema("us-east-1", type).body.get("handlers", {})
    found = (a for n in names for a in handlers.get(n, {}).get("permissions", ()))
    written = {action.lower(): canonical(action) for action in found}
    return tuple(written.values())


def canonical(action: str) -> str:
    """Return an action with a small service and a capital verb: `ec2:CreateVpc`."""
    service, _, verb = action.partition(":")
    return f"{service.lower()}:{verb[:1].upper()}{verb[1:]}"


def _of_type(
    type: str, resources: tuple[Resource, ...], used: frozenset[str], keep_data: bool
) -> Asked:
    """Return what the resources of one type need."""
    given = frozenset(name for one in resources for name in one.properties)
    refused = {
        action: why
        for action in listed(type)
        if (why := _superfluous(type, action, given, used))
    }
    if keep_data and type in DATA:
        refused.update((action, KEPT) for action in _deleting(type))
    added = dict(_added(type, given))
    wanted = (
        a for a in (*listed(type), *added) if a not in refused | dict.fromkeys(APART)
    )
    return Asked(
        type,
        resources,
        tuple(dict.fromkeys(wanted)),
        tuple(LeftOut(action, type, why) for action, why in refused.items()),
        added,
    )


def _superfluous(
    type: str, action: str, given: frozenset[str], used: frozenset[str]
) -> str:
    """Return why an action that is listed is not needed; empty where it is."""
    if action in APART:
        return ""
    if not exists(action):
        return NO_SUCH
    service = action.partition(":")[0]
    if service not in used:
        return f"nothing here is of {service}"
    for feature in corrections.FEATURES:
        about = feature.type == type and action in feature.actions
        if about and not given & set(feature.properties):
            return f"nothing here has {' or '.join(feature.properties)}"
    return corrections.NEVER.get((type, action), "")


def _deleting(type: str) -> Iterator[str]:
    """Yield what only the deletion of a type calls, on the service of its own."""
    others = listed(type, (name for name in HANDLERS if name != "delete"))
    for action in listed(type):
        own = action.partition(":")[0] in prefixes(type)
        if action in DESTROYING or (own and action not in others):
            yield action


def _added(type: str, given: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Yield what a type's schema does not list, each with the page that says it."""
    for addition in corrections.ADDITIONS:
        if addition.type == type and addition.property in given | {""}:
            yield from ((action, addition.url) for action in addition.actions)
