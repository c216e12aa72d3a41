"""Prefix lists."""

from __future__ import annotations

from collections.abc import Iterator

from cfngen.checks.check import Problem
from cfngen.checks.network.ground import block
from cfngen.model import Model, Resource, listed, number, text

PREFIX_LIST = "AWS::EC2::PrefixList"


def entries(model: Model) -> Iterator[Problem]:
    """A prefix list has room for its entries, of its address family, each once.

    EC2 refuses more entries than MaxEntries, a range of the other family, and the same
    range twice ("The request contains duplicate entries").
    """
    for one in model.of(PREFIX_LIST):
        given, room = one.get("Entries"), number(one.get("MaxEntries"))
        if room is not None and isinstance(given, list) and len(given) > room:
            message = f"It has {len(given)} entries and room for {room:g}."
            yield Problem(one, ("MaxEntries",), message)
        if room is not None and room < 1:
            yield Problem(one, ("MaxEntries",), "It has no room for an entry.")
        yield from _each(one)
        if (text(one.get("PrefixListName")) or "").startswith("com.amazonaws"):
            message = "Names that begin with com.amazonaws are AWS's own."
            yield Problem(one, ("PrefixListName",), message)


def _each(one: Resource) -> Iterator[Problem]:
    """Yield the entries that EC2 refuses."""
    version = {"IPv4": 4, "IPv6": 6}.get(text(one.get("AddressFamily")) or "")
    seen: dict[object, int] = {}
    for index, entry in enumerate(listed(one.get("Entries"))):
        given = entry.get("Cidr") if isinstance(entry, dict) else None
        path, found = ("Entries", index, "Cidr"), block(given)
        if isinstance(given, str) and (found is None or "/" not in given):
            yield Problem(one, path, f"{given or 'An empty text'} is no address range.")
        elif found is not None and version not in (None, found.version):
            yield Problem(one, path, f"{given} is no IPv{version} range.")
        elif found is not None and seen.setdefault(found, index) != index:
            message = f"{given} stands in entry {seen[found]} already."
            yield Problem(one, path, message)
