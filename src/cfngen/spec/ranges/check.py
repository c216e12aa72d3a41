"""What ranges must be before a load balancer is opened to them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from ipaddress import IPv4Network, IPv6Network, ip_network

from cfngen.findings import Finding
from cfngen.spec.ranges.entry import Entry
from cfngen.spec.ranges.forms import DOWNLOAD

Range = IPv4Network | IPv6Network

ROOM: Mapping[int, int] = {4: 19, 6: 9}
"""Ranges that there is room for, by family; see layers.security.outside for why."""

FEWEST: Mapping[int, int] = {4: 10, 6: 4}
"""Ranges, by family, below which a list has been cut off; there are 15 and 7."""

SIZES: Mapping[int, tuple[int, int]] = {4: (8, 24), 6: (16, 48)}
"""The shortest and the longest prefix that is believed, by family."""

SPECIAL = (
    *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8"),
    *("169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24"),
    *("192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24"),
    *("203.0.113.0/24", "224.0.0.0/3", "::/3", "2001::/23", "2001:db8::/32"),
    *("2002::/16", "3fff::/20", "4000::/2", "8000::/1"),
)
"""What nobody on the internet has as an address:
https://www.iana.org/assignments/iana-ipv4-special-registry
https://www.iana.org/assignments/iana-ipv6-special-registry"""

TAMPERED = f"Cloudflare would not publish it. {DOWNLOAD}"


def networks(
    entries: Sequence[Entry], last: Entry, findings: list[Finding]
) -> list[Range]:
    """Return the ranges in the order of their addresses, IPv4 first.

    What is wrong is added to the findings; `last` is where something missing would be.
    """
    known: list[Range] = []
    for entry in entries:
        found = _network(entry, findings)
        if found is None:
            continue
        wrong = next(_doubts(entry, found, known), None)
        if wrong is None:
            known.append(found)
        else:
            findings.append(wrong)
    if not findings:
        findings += _counts(known, last)
    return sorted(known, key=lambda n: (n.version, int(n.network_address)))


def real_date(entry: Entry, findings: list[Finding]) -> str:
    """Return a date as it is written; add a finding where it is none."""
    try:
        return date.fromisoformat(entry.text).isoformat()
    except ValueError:
        message = (
            f"{_shown(entry)} is not a date." if entry.text else "There is no date."
        )
        findings.append(entry.finding(message, "Write year-month-day: 2026-10-05."))
        return entry.text


def _network(entry: Entry, findings: list[Finding]) -> Range | None:
    """Return the range that an entry is; add a finding where it is none."""
    try:
        if "/" in entry.text:
            return ip_network(entry.text)
    except ValueError:
        pass
    try:
        meant = f"Did you mean {ip_network(entry.text, strict=False)}?"
    except ValueError:
        meant = DOWNLOAD
    message = f"{_shown(entry)} is not an address range."
    findings.append(entry.finding(message, meant))
    return None


def _shown(entry: Entry) -> str:
    """Return the start of a text in quotes; what a terminal would obey is spelled."""
    return repr(entry.text[:50])


def _doubts(entry: Entry, found: Range, known: Sequence[Range]) -> Iterator[Finding]:
    """Yield why a range is not believed."""
    shortest, longest = SIZES[found.version]
    if found.prefixlen < shortest:
        yield entry.finding(f"{found} is far too large.", TAMPERED)
    if found.prefixlen > longest:
        yield entry.finding(f"{found} is far too small.", TAMPERED)
    elsewhere = any(_overlap(found, ip_network(special)) for special in SPECIAL)
    if elsewhere or "%" in entry.text:  # with the interface of one machine behind it
        yield entry.finding(f"{found} is not on the internet.", TAMPERED)
    for other in known:
        if _overlap(found, other):
            mend = "Keep one of the two; give each list once."
            yield entry.finding(f"{found} overlaps {other}.", mend)


def _overlap(one: Range, other: Range) -> bool:
    """Return whether two ranges of one family have an address in common."""
    return one.version == other.version and one.overlaps(other)


def _counts(known: Sequence[Range], last: Entry) -> Iterator[Finding]:
    """Yield what is wrong with the number of ranges of each family."""
    for family, room in ROOM.items():
        count = sum(network.version == family for network in known)
        if count < FEWEST[family]:
            message = f"{count} IPv{family} ranges are not the whole list."
            yield last.finding(message, DOWNLOAD)
        if count > room:
            message = f"{count} IPv{family} ranges; there is room for {room}."
            mend = "A newer version of cfngen may have more: see docs/layers/edge.md."
            yield last.finding(message, mend)
