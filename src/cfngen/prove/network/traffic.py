"""Protocols and ports of a rule, as security groups and as network ACLs write them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cfngen.model import Value, number, text, worded
from cfngen.prove.network.rules import Names, Traffic
from cfngen.prove.network.unknowns import names_of
from cfngen.prove.packets import ANY_PORT, ICMP, TCP, UDP

PROTOCOLS = {"tcp": TCP, "udp": UDP, "icmp": 1, "icmpv6": 58}
ALL = -1
LAST_PROTOCOL, LAST_PORT, CODES = 255, 65_535, 256


@dataclass(frozen=True)
class Passing:
    """What a rule is about: the most that is possible, where there are unknowns."""

    traffic: tuple[Traffic, ...]
    unknowns: Names = ()


def of_group(given: Mapping[str, Value]) -> Passing:
    """Return the traffic of a security group's rule.

    For all protocols, and for any but TCP, UDP and ICMP, ports are ignored. Of ICMP
    FromPort is the type and ToPort the code, -1 is each of them.
    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html
    """
    ends = given.get("FromPort"), given.get("ToPort")
    return _passing(given.get("IpProtocol"), ends, ends)


def of_entry(given: Mapping[str, Value]) -> Passing:
    """Return the traffic of a network ACL's entry.

    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_NetworkAclEntry.html
    """
    ports, icmp = given.get("PortRange"), given.get("Icmp")
    return _passing(
        given.get("Protocol"), _pair(ports, "From", "To"), _pair(icmp, "Type", "Code")
    )


def _pair(held: Value, first: str, last: str) -> tuple[Value, Value]:
    """Return two values of a dict; what is not known whole stands for both."""
    if isinstance(held, dict):
        return held.get(first), held.get(last)
    return held, held


def _passing(
    protocol: Value, ports: tuple[Value, Value], icmp: tuple[Value, Value]
) -> Passing:
    """Return the traffic of a protocol and its ports, or its type and code."""
    found = _protocol(protocol)
    if found is None:
        return Passing((Traffic(),), _unknown("protocol", protocol))
    if found == ALL:
        return Passing((Traffic(),))
    whole = Traffic((found, found))
    if found in (TCP, UDP):
        low, high = map(number, ports)
        if low is None or high is None or not 0 <= low <= high <= LAST_PORT:
            return Passing((whole,), _unknown("ports", *ports))
        return Passing((Traffic(whole.protocol, (int(low), int(high))),))
    return _messages(whole, icmp) if found in ICMP.values() else Passing((whole,))


def _messages(whole: Traffic, icmp: tuple[Value, Value]) -> Passing:
    """Return the control messages of a type and a code."""
    kind, code = map(number, icmp)
    if kind is None or (code is None and kind != ALL):
        return Passing((whole,), _unknown("ICMP type and code", *icmp))
    if kind == ALL:
        return Passing((Traffic(whole.protocol, ANY_PORT),))
    first = int(kind) * CODES
    low, high = (0, CODES - 1) if code == ALL else (int(code or 0), int(code or 0))
    return Passing((Traffic(whole.protocol, (first + low, first + high)),))


def _protocol(value: Value) -> int | None:
    """Return the number of a protocol, -1 for all; None where it is not known."""
    word = (text(value) or "").lower()
    found = PROTOCOLS.get(word, number(word))
    known = found is not None and ALL <= found <= LAST_PROTOCOL
    return int(found) if found is not None and known else None


def _unknown(what: str, *values: Value) -> Names:
    """Return the names of what is not known; `what` where there is nothing at all."""
    names = tuple(dict.fromkeys(name for value in values for name in names_of(value)))
    shown = " ".join(worded(value) for value in values if value is not None)
    return names or (f"{what} {shown}".strip(),)
