"""DNS records, and the certificates of names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cfngen.checks.balancing.reading import BALANCER
from cfngen.checks.check import Problem
from cfngen.checks.network.ground import named
from cfngen.model import Model, Reference, Resource, Value, listed, target, text
from cfngen.resolve.scope import Path

RECORD, RECORDS = "AWS::Route53::RecordSet", "AWS::Route53::RecordSetGroup"
ZONE, CERTIFICATE = "AWS::Route53::HostedZone", "AWS::CertificateManager::Certificate"
ZONE_ID = "CanonicalHostedZoneID"

LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?", re.IGNORECASE)
COMMON_NAME, DOMAIN, SHOWN = 64, 253, 40


def records(model: Model) -> Iterator[Problem]:
    """A DNS record lies in its hosted zone, once, and an alias names its target's zone.

    Route 53 refuses a name outside the zone ("RRSet with DNS name … is not permitted in
    zone …"), the same name and type twice ("it already exists"), a CNAME beside others
    or at the zone's own name, an alias whose zone is not its target's ("that target was
    not found within that zone"), and TTL with an alias.
    """
    seen: dict[tuple[str, str, str], Resource] = {}
    for resource, path, record in _records(model):
        name, type = _name(record.get("Name")), text(record.get("Type")) or ""
        zone, domain = _zone(model, resource, record)
        if name and domain and name != domain and not name.endswith(f".{domain}"):
            message = f"{name} does not lie in the zone {domain}."
            yield Problem(resource, (*path, "Name"), message)
        if type == "CNAME" and name and name == domain:
            message = f"A CNAME cannot have the zone's own name, {name}."
            yield Problem(resource, (*path, "Type"), message, "Make it an alias A.")
        yield from _alias(model, resource, path, record)
        if not (zone and name and type) or resource.when or "SetIdentifier" in record:
            continue
        same = [t for z, n, t in seen if (z, n) == (zone, name)]
        if type in same or (same and "CNAME" in (type, *same)):
            other = seen[(zone, name, type if type in same else same[0])]
            message = f"{other.path} is a record for {name} in the same zone."
            yield Problem(resource, (*path, "Name"), message)
        seen.setdefault((zone, name, type), resource)


def _records(model: Model) -> Iterator[tuple[Resource, Path, dict[str, Value]]]:
    """Yield every record, alone or of a group, with the way to it."""
    for one in model.of(RECORD):
        yield one, (), dict(one.properties)
    for group in model.of(RECORDS):
        for index, record in enumerate(listed(group.get("RecordSets"))):
            if isinstance(record, dict):
                shared = {k: v for k, v in group.properties.items() if "Zone" in k}
                yield group, ("RecordSets", index), shared | record


def _name(value: Value) -> str:
    """Return a domain name as Route 53 compares it; empty if unknown."""
    return (text(value) or "").removesuffix(".").lower()


def _zone(
    model: Model, resource: Resource, record: dict[str, Value]
) -> tuple[str, str]:
    """Return what names the zone of a record, and its domain; empty if unknown."""
    held = model.resources.get(named(record.get("HostedZoneId")))
    if held is not None and held.type == ZONE:
        return held.path, _name(held.get("Name"))
    given = _name(record.get("HostedZoneName"))
    return named(record.get("HostedZoneId")) or given, given


def _alias(
    model: Model, resource: Resource, path: Path, record: dict[str, Value]
) -> Iterator[Problem]:
    """Yield an alias that Route 53 refuses."""
    alias = record.get("AliasTarget")
    if not isinstance(alias, dict):
        if alias is None and not record.get("ResourceRecords"):
            message = "It has neither ResourceRecords nor an AliasTarget."
            yield Problem(resource, path, message)
        return
    for name in ("TTL", "ResourceRecords"):
        if record.get(name) is not None:
            message = f"An alias has no {name}."
            yield Problem(resource, (*path, name), message)
    zone, balancer = alias.get("HostedZoneId"), target(model, alias.get("DNSName"))
    if balancer is None or balancer.type != BALANCER:
        return
    if zone != Reference(balancer.path, ZONE_ID) and (
        isinstance(zone, Reference) or zone == record.get("HostedZoneId")
    ):
        inside = (*path, "AliasTarget", "HostedZoneId")
        message = f"The zone of the alias is not that of {balancer.path}."
        yield Problem(resource, inside, message, f"It is its {ZONE_ID}.")


def certificates(model: Model) -> Iterator[Problem]:
    """A certificate is for domain names that ACM takes and can validate.

    The first has at most 64 characters, none more than 253; a wildcard is the first
    label alone. A validation option is for a name of the certificate and, by mail, goes
    to that domain or one above it. ACM refuses the rest.
    """
    for one in model.of(CERTIFICATE):
        first, others = one.get("DomainName"), one.get("SubjectAlternativeNames")
        name = text(first)
        if name is not None and len(name) > COMMON_NAME:
            shown = f"{name[:SHOWN]}…"
            message = f"{shown} has {len(name)} characters; the first has up to 64."
            mend = "Name a shorter one first, and this as an alternative."
            yield Problem(one, ("DomainName",), message, mend)
        yield from _domain(one, ("DomainName",), first)
        for index, other in enumerate(listed(others)):
            yield from _domain(one, ("SubjectAlternativeNames", index), other)
        every = {text(first), *map(text, listed(others))}
        yield from _validated(one, every)


def _domain(one: Resource, path: Path, value: Value) -> Iterator[Problem]:
    """Yield what is no domain name, or no wildcard."""
    name = text(value)
    if name is None:
        return
    labels = name.removesuffix(".").removeprefix("*.").split(".")
    fine = len(labels) > 1 and all(LABEL.fullmatch(label) for label in labels)
    if not fine or len(name) > DOMAIN:
        shown = f"{name[:SHOWN]}…" if len(name) > SHOWN else name or "An empty text"
        yield Problem(one, path, f"{shown} is no domain name that ACM takes.")


def _validated(one: Resource, names: set[str | None]) -> Iterator[Problem]:
    """Yield the options for validation that fit no name of the certificate."""
    options = listed(one.get("DomainValidationOptions"))
    method = text(one.get("ValidationMethod"))
    for index, option in enumerate(options):
        if not isinstance(option, dict):
            continue
        path: Path = ("DomainValidationOptions", index)
        name, parent = (
            text(option.get("DomainName")),
            text(option.get("ValidationDomain")),
        )
        if name is not None and None not in names and name not in names:
            message = f"{name} is no name of the certificate."
            yield Problem(one, (*path, "DomainName"), message)
        if name and parent and name != parent and not name.endswith(f".{parent}"):
            message = f"{parent} is not above {name}."
            yield Problem(one, (*path, "ValidationDomain"), message)
        if option.get("HostedZoneId") is not None and method not in (None, "DNS"):
            message = "A HostedZoneId is for validation by DNS."
            yield Problem(one, (*path, "HostedZoneId"), message)
