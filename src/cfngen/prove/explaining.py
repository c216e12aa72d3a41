"""Explain what becomes of packets between any two ends, hop by hop."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from ipaddress import ip_network

from cfngen.errors import InputError
from cfngen.findings import Finding
from cfngen.prove.claims.claim import STRANGER, VPC, Claims, Name, Ports, Works
from cfngen.prove.claims.parsing import Read, parsed
from cfngen.prove.claims.selecting import Selecting
from cfngen.prove.claims.sets import Around
from cfngen.prove.claims.vacuous import wrong
from cfngen.prove.judging.asked import required
from cfngen.prove.judging.offences import likely
from cfngen.prove.judging.sides import Pair, Side, Sides, addresses, side
from cfngen.prove.judging.works import families
from cfngen.prove.network.network import Network
from cfngen.prove.network.rules import Bound, Ranges
from cfngen.prove.packets import Family, Span
from cfngen.prove.packets.family import family_of, span
from cfngen.prove.packets.packets import common
from cfngen.prove.reach.clients import client_ports
from cfngen.prove.reach.flow import Reach
from cfngen.prove.reach.internet import internet
from cfngen.prove.reach.walk import walk
from cfngen.prove.reach.walking import Walk

UNREADABLE = "There is no such question."


@dataclass(frozen=True)
class End:
    """One end of a question; `within` are the addresses that were named, if any."""

    side: Side
    within: Ranges | None = None


def explain(
    reach: Reach, selecting: Selecting, a: str, b: str, port: str
) -> tuple[Walk, ...]:
    """Return what becomes of packets from one end to another, each outcome once.

    Ends are names as claims write them, an address or a range; a port is `5432`,
    `tcp/5432` or `icmp`. What is not sure to pass does not. Of several subnets in which
    the same happens only the first is shown. Raises InputError for words that mean
    nothing, all at once.
    """
    claim = _read(selecting, a, b, port)
    ends = tuple(
        _end(reach.network, selecting, text, names)
        for text, names in ((a, claim.sources), (b, claim.targets))
    )
    if all(not end.side.interfaces for end in ends):
        raise InputError("Both ends are the internet.", "Name a workload at one end.")
    found: dict[object, Walk] = {}
    for one in _walks(reach, (ends[0], ends[1]), claim.ports):
        found.setdefault(_outcome(one), one)
    return tuple(found.values())


def _read(selecting: Selecting, a: str, b: str, port: str) -> Works:
    """Return the question as a claim; raises InputError where it is none."""
    called = next((text for text in (a, b) if text.startswith("@")), None)
    if called is not None:
        message = (
            f"{called} is called, by whichever way there is; no packet goes to it."
        )
        raise InputError(message, f"Write it as a claim: web -> {called}.")
    one, two = (STRANGER if _cidr(text) else text for text in (a, b))
    asked = f"tcp/{port}" if port.isdecimal() else port
    claims = selecting.claims
    around = Around(None, claims.sets)
    texts = (f"{one} -> {two} : any", f"{STRANGER} -> {VPC} : {asked}")
    ends, ports = (parsed(text, "", around=around) for text in texts)
    whole = Claims(ends.claims.written, (), claims.sets, claims.groups)
    nobody = wrong(whole, selecting.network, ())
    _refuse((*ends.findings, *nobody, *ports.findings))
    question, aim = _single(ends, text=a + b), _single(ports, text=port)
    return replace(question, ports=aim.ports)


def _single(read: Read, text: str) -> Works:
    """Return the one claim that words make; raises InputError for more than that, and
    for a comment, which would hide the rest."""
    match read.claims.written:
        case (Works(only=False) as claim,) if not claim.said.where and "#" not in text:
            return claim
    raise InputError(UNREADABLE, "Give two ends and a port: backend database 5432.")


def _refuse(findings: tuple[Finding, ...]) -> None:
    """Raise InputError with all findings, if there are any."""
    if findings:
        message = " ".join(dict.fromkeys(one.message for one in findings))
        raise InputError(message, " ".join(dict.fromkeys(one.mend for one in findings)))


def _cidr(text: str) -> str:
    """Return an address or a range as a range; empty for anything else."""
    try:
        return str(ip_network(text, strict=False))
    except ValueError:
        return ""


def _end(
    network: Network, selecting: Selecting, text: str, names: tuple[Name, ...]
) -> End:
    """Return who is meant: of an address, somebody in its subnet or on the internet."""
    cidr = _cidr(text)
    if not cidr:
        return End(side(names, selecting))
    family, asked = family_of(cidr), (span(cidr),)
    within = Ranges(v4=asked) if family is Family.V4 else Ranges(v6=asked)
    near = tuple(
        one
        for one in network.strangers()
        if common(asked, network.subnets[one.subnet].ranges.of(family))
    )
    if not near and not common(internet(network, family), asked):
        message = f"{text} is in no subnet, and not on the internet."
        raise InputError(message, "Name a workload, or an address of a subnet.")
    return End(Side(near, None if near else within), within)


def _walks(
    reach: Reach, ends: tuple[End, End], ports: tuple[Ports, ...]
) -> Iterator[Walk]:
    """Yield the way of a packet that does not get through, and of one that does, for
    each pair of ends and each family that they speak."""
    sides = Sides(ends[0].side, ends[1].side, reach)
    for pair in sides.pairs():
        for family in families(sides, pair) or (Family.V4,):
            where = (
                _addresses(reach, ends[0], pair, 0, family),
                _addresses(reach, ends[1], pair, 1, family),
            )
            client = client_ports(reach.network, pair[0])
            asked = required(ports, family, where, client)
            sure = reach.flow(*pair, family, Bound.MUST).answered
            for part in (asked - sure, asked & sure):
                if part:
                    packet = likely(part, family, ports[0].to[0] or None)
                    yield walk(reach.network, *pair, family, packet, Bound.MUST)


def _addresses(
    reach: Reach, end: End, pair: Pair, at: int, family: Family
) -> tuple[Span, ...]:
    """Return the addresses of an end that are meant."""
    every = addresses(reach, end.side, pair[at], family)
    return every if end.within is None else common(every, end.within.of(family))


def _outcome(one: Walk) -> object:
    """Return what tells a way from those of other subnets: who, and what passes."""
    who = tuple(end and end.workload for end in (one.source, one.target))
    steps = tuple((hop.passes, hop.back) for hop in one.hops)
    return (who, one.family, steps)
