"""Changes that let less through: what may mend a claim that something does not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain

from cfngen.prove.claims.claim import Never, Ports
from cfngen.prove.judging.asked import permitted
from cfngen.prove.judging.parts import Fact, Part, rarest, replaced
from cfngen.prove.judging.trial import Trial
from cfngen.prove.judging.wording import BLOCKS, CIDRS, both, carried, keyed, located
from cfngen.prove.network.network import Network
from cfngen.prove.network.places import Interface
from cfngen.prove.network.rules import Entry, Origin, Ranges, Route, Rule, Traffic
from cfngen.prove.packets import ANY_PORT, TCP, UDP, Family, Packets
from cfngen.prove.packets.packets import PROTOCOL, TO_PORT, common
from cfngen.prove.packets.wording import traffic

ENDS = {Part.INGRESS: "Source", Part.EGRESS: "Destination"}


@dataclass(frozen=True)
class Repair:
    """A changed network, and the change in the words of the template.

    `at` is what to mend, where that is not what stops a packet.
    """

    words: str
    network: Network
    at: Origin | None = None


def narrowed(trial: Trial, fact: Fact) -> Iterator[Repair]:
    """Yield what may mend a claim that a rule breaks, the smallest change first."""
    network = trial.network
    yield removed(network, fact)
    if _unwritten(fact):
        return
    ranged, grouped = tuple(_ranged(trial, fact)), tuple(_grouped(trial, fact))
    for peers in (*grouped, *ranged, *_apart(trial, fact, (*ranged, *grouped))):
        yield _exchanged(network, fact, (peers,))
        for ports in _ported(trial, peers.items):
            yield _exchanged(network, fact, (peers, ports))
    for ports in _ported(trial, (fact.item,)):
        yield _exchanged(network, fact, (ports,))


def removed(network: Network, fact: Fact) -> Repair:
    """Return the repair that takes a rule, an entry or a route away."""
    words = f"remove {located(fact.origin)} ({shown(fact)})"
    if _unwritten(fact):
        name = fact.holder.rpartition("/")[2]
        words = f"write SecurityGroupEgress in {name}: without it all may leave"
    return Repair(words, replaced(network, fact))


def _unwritten(fact: Fact) -> bool:
    """Return whether a rule is the one that AWS adds where none is written."""
    added = not fact.origin.path and bool(fact.origin.words)
    return (
        added and fact.part is Part.EGRESS and fact.origin.resource in ("", fact.holder)
    )


def shown(fact: Fact) -> str:
    """Return what a rule, an entry or a route says."""
    match fact.item:
        case Rule(group=group, ranges=ranges) as rule:
            way = "from" if fact.part is Part.INGRESS else "to"
            peer = group.rpartition("/")[2] or both(ranges) or "an unknown peer"
            return f"{carried(rule.traffic)} {way} {peer}"
        case Entry(ranges=ranges, allows=allows) as entry:
            way = "from" if fact.part is Part.INBOUND else "to"
            word = "allow" if allows else "deny"
            return f"{word} {carried(entry.traffic)} {way} {both(ranges)}"
        case Route(ranges=ranges, way=leads):
            return f"{both(ranges)} to {leads.value}"


@dataclass(frozen=True)
class Exchange:
    """One thing of a rule exchanged for less: in words, and the rules that are left."""

    words: str
    items: tuple[Rule | Entry, ...]
    at: Origin | None = None


def _exchanged(network: Network, fact: Fact, parts: Iterable[Exchange]) -> Repair:
    """Return the repair that exchanges some things of a rule, each going on from the
    one before."""
    many = tuple(parts)
    words = " and ".join(part.words for part in many)
    at = next((part.at for part in many if part.at), None)
    return Repair(words, replaced(network, fact, *many[-1].items), at)


def _grouped(trial: Trial, fact: Fact) -> Iterator[Exchange]:
    """Yield the rule for each security group that the claim names, not for its peer.

    Of several it is the one that loses nothing by it: others have rules of their own.
    """
    groups = tuple(dict.fromkeys(_groups(trial, fact)))
    if not isinstance(fact.item, Rule) or fact.item.group in groups:
        return
    for group in groups:
        key = f"{ENDS[fact.part]}SecurityGroupId"
        words = f"replace {_peer(fact)} by {key}: {group.rpartition('/')[2]}"
        changed = replace(fact.item, ranges=Ranges(), group=group, list="")
        yield Exchange(words, (changed,))


def _apart(trial: Trial, fact: Fact, parts: Iterable[Exchange]) -> Iterator[Exchange]:
    """Yield a rule for each who is allowed and has none yet, in the place of one."""
    if not isinstance(fact.item, Rule) or isinstance(trial.claim, Never):
        return
    held = getattr(trial.network.groups[fact.holder], fact.part.value[1])
    own = {one.group for one in held if one.traffic == fact.item.traffic}
    carried = (rarest(trial.network, one)[:1] for one in _peers(trial, fact))
    wanted = {"", *chain.from_iterable(carried)} - (own - {""})
    items = tuple(
        item
        for part in parts
        if part.at is None
        for item in part.items
        if isinstance(item, Rule) and item.group in wanted
    )
    if len(items) > 1:
        peers = ", ".join(_named(fact.part, one) for one in items)
        words = f"replace {_peer(fact)} by {peers}, a rule for each"
        yield Exchange(words, items)


def _named(part: Part, rule: Rule) -> str:
    """Return the peer of a rule as a template writes it."""
    if not rule.group:
        return keyed(rule.ranges, CIDRS, ":")
    return f"{ENDS[part]}SecurityGroupId: {rule.group.rpartition('/')[2]}"


def _groups(trial: Trial, fact: Fact) -> Iterator[str]:
    """Yield the groups of each interface at the other end that is allowed.

    Where a claim allows nobody, they are the groups whose own rules name this one.
    """
    if fact.part not in ENDS:
        return
    if isinstance(trial.claim, Never):
        outbound = fact.part is Part.EGRESS
        for path, one in trial.network.groups.items():
            rules = one.ingress if outbound else one.egress
            if any(rule.group == fact.holder for rule in rules):
                yield path
        return
    for interface in _peers(trial, fact):
        yield from rarest(trial.network, interface)


def _peers(trial: Trial, fact: Fact) -> tuple[Interface, ...]:
    """Return the interfaces at the other end that a claim allows."""
    sides = trial.sides
    side = sides.sources if fact.part is Part.INGRESS else sides.targets
    return side.interfaces


def _ranged(trial: Trial, fact: Fact) -> Iterator[Exchange]:
    """Yield the rule for those addresses only that the claim names."""
    item, internet = fact.item, trial.sides.sources.internet
    if isinstance(trial.claim, Never) or internet is None:
        return
    if fact.part not in (Part.INGRESS, Part.INBOUND) or isinstance(item, Route):
        return
    left = Ranges(
        *(common(item.ranges.of(family), internet.of(family)) for family in Family)
    )
    if left not in (item.ranges, Ranges()):
        words = f"replace {_peer(fact)} by {both(left)}"
        yield Exchange(words, (replace(item, ranges=left),), _list(item))


def _list(item: Rule | Entry) -> Origin | None:
    """Return the prefix list of a rule that is in a template; others have ids, pl-…"""
    name = item.list if isinstance(item, Rule) else ""
    return Origin(name) if name and not name.startswith("pl-") else None


def _ported(
    trial: Trial, items: tuple[Rule | Entry | Route, ...]
) -> Iterator[Exchange]:
    """Yield rules of the same ports for those only that the claim lets through."""
    claim = trial.claim
    many = tuple(one for one in items if not isinstance(one, Route))
    if not many or not claim.ports:
        return
    left = tuple(_left(many[0].traffic, claim.ports, isinstance(claim, Never)))
    if left and left != many[0].traffic:
        narrower = tuple(replace(one, traffic=left) for one in many)
        yield Exchange(_narrower(many[0], left), narrower)


def _left(
    traffic: Iterable[Traffic], ports: tuple[Ports, ...], without: bool
) -> Iterator[Traffic]:
    """Yield what is left of traffic within some ports, or without them."""
    named = permitted(ports, Family.V4)
    every = Family.V4.every
    for one in traffic:
        whole = Packets(((every, every, one.protocol, ANY_PORT, one.to),))
        rest = whole - named if without else whole & named
        yield from (Traffic(box[PROTOCOL], box[TO_PORT]) for box in rest.boxes)


def _narrower(item: Rule | Entry, left: tuple[Traffic, ...]) -> str:
    """Return in words that a rule, or an entry, is for fewer ports.

    What is for every protocol is for every port as well, whichever ports it names:
    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-ec2-securitygroup-ingress.html
    """
    one = left[0]
    low, high = one.to
    if len(left) > 1 or one.protocol not in ((TCP, TCP), (UDP, UDP)):
        each = ", one for each" if len(left) > 1 else ""
        return f"allow {carried(left)} only{each}"
    named = all(old.protocol == one.protocol for old in item.traffic)
    if isinstance(item, Entry):
        kind = "" if named else f"Protocol to {one.protocol[0]} and "
        return f"set {kind}PortRange to From {low}, To {high}"
    kind = "" if named else f"IpProtocol to {traffic(one.protocol, ANY_PORT)}, "
    ports = f"and ToPort to {low}" if low == high else f"to {low} and ToPort to {high}"
    return f"set {kind}FromPort {ports}"


def _peer(fact: Fact) -> str:
    """Return the other end of a rule as the template has it."""
    item = fact.item
    match item:
        case Rule(group=str(group)) if group:
            return f"{ENDS[fact.part]}SecurityGroupId {group.rpartition('/')[2]}"
        case Rule(list=str(name)) if name:
            return f"what {name.rpartition('/')[2]} lists"
        case _:
            return keyed(item.ranges, CIDRS if isinstance(item, Rule) else BLOCKS)
