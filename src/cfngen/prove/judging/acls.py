"""Claims on network ACLs: each subnet has one of its own that denies by default."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cfngen.prove.claims.claim import DefaultDeny
from cfngen.prove.claims.selecting import Selecting
from cfngen.prove.judging.harming import harmed, stopping
from cfngen.prove.judging.narrowing import removed, shown
from cfngen.prove.judging.parts import Fact, Part
from cfngen.prove.judging.wording import located
from cfngen.prove.network.network import Network
from cfngen.prove.network.places import Subnet
from cfngen.prove.network.rules import Acl, Bound, Entry, Origin
from cfngen.prove.packets import ANY_PORT, ANY_PROTOCOL, TCP, Family
from cfngen.prove.packets.packets import every
from cfngen.prove.reach.clients import LINUX
from cfngen.prove.reach.filtering import allowed
from cfngen.prove.reach.flow import Reach
from cfngen.prove.verdict import Broken, Truth, Verdict


def default_deny(claim: DefaultDeny, selecting: Selecting, reach: Reach) -> Verdict:
    """Return whether the subnets of some tiers have network ACLs that deny by default.

    An entry that allows everything from everybody, or to everybody, makes an end of
    that. Whether what is to work is still answered is the matter of other claims.
    """
    network = reach.network
    subnets = {
        subnet.path: subnet for tier in claim.tiers for subnet in selecting.tiers(tier)
    }
    empty = [one.text for one in claim.tiers if not selecting.tiers(one)]
    if empty:
        why = f"{', '.join(empty)}: no subnet is called so"
        return Verdict(claim.said, Truth.VACUOUS, why=why)
    broken = tuple(_broken(reach, tuple(subnets.values())))
    unknowns = tuple(dict.fromkeys(_unknowns(network, subnets.values())))
    truth = Truth.REFUTED if broken else Truth.UNDECIDED if unknowns else Truth.PROVED
    why = "; ".join(one.what for one in broken) or _note(network, subnets.values())
    return Verdict(claim.said, truth, broken, () if broken else unknowns, why)


def _broken(reach: Reach, subnets: tuple[Subnet, ...]) -> Iterator[Broken]:
    """Yield each network ACL that is the VPC's own, and each entry that is too wide."""
    network = reach.network
    for subnet in subnets:
        acl = network.acls.get(subnet.acl)
        if acl is not None and acl.default:
            what = f"{subnet.path} has no network ACL of its own but {acl.path}"
            name = subnet.path.rpartition("/")[2]
            mend = f"associate {name} with one: AWS::EC2::SubnetNetworkAclAssociation"
            yield Broken(subnet.origin, f"{what}, which allows everything", repair=mend)
    for path in dict.fromkeys(subnet.acl for subnet in subnets):
        acl = network.acls.get(path)
        if acl is not None and not acl.default:
            places = tuple(s.path for s in subnets if s.acl == path)
            yield from _wide(reach, acl, places)


def _wide(reach: Reach, acl: Acl, places: tuple[str, ...]) -> Iterator[Broken]:
    """Yield the entries that surely allow everything."""
    network = reach.network
    for fact in _entries(acl):
        if _everything(fact.item) and not fact.item.unknowns:
            what = f"{located(fact.origin)} of {acl.path} says {shown(fact)}"
            repair = removed(network, fact)
            harm = harmed(reach, Reach(repair.network))
            words = f"{repair.words}{stopping(harm)}"
            yield Broken(fact.origin, what, None, places, words, harm)
    for way in dict.fromkeys(_halves(acl, Bound.MUST)):
        what = f"the entries of {acl.path} together let everything {way}"
        mend = f"name in {acl.path.rpartition('/')[2]} what is to be let {way}"
        yield Broken(Origin(acl.path), what, others=places, repair=mend)


def _halves(acl: Acl, bound: Bound) -> Iterator[str]:
    """Yield the ways in which several entries, none of them alone, allow everything.

    0.0.0.0/1 and 128.0.0.0/1 are everybody too, as are all protocols one by one.
    """
    for part in (Part.INBOUND, Part.OUTBOUND):
        for family in Family:
            entries = (fact.item for fact in _entries(acl) if fact.part is part)
            there = (one for one in entries if bound is Bound.MAY or not one.unknowns)
            alone = any(map(_everything, there))
            out = part is Part.OUTBOUND
            open_ = allowed(acl, out, family, bound).covers(every(family))
            if open_ and not alone:
                yield "out" if out else "in"


def _unknowns(network: Network, subnets: Iterable[Subnet]) -> Iterator[str]:
    """Yield what decides where it is not known: which network ACL, which entries."""
    for subnet in subnets:
        acl = network.acls.get(subnet.acl)
        if acl is None:
            yield subnet.acl or f"the network ACL of {subnet.path}"
            continue
        for fact in _entries(acl):
            if fact.item.unknowns and _everything(fact.item):
                yield from fact.item.unknowns
        if any(_halves(acl, Bound.MAY)):
            yield from (n for fact in _entries(acl) for n in fact.item.unknowns)


def _note(network: Network, subnets: Iterable[Subnet]) -> str:
    """Return which entries let answers in from everybody, and so much else.

    A network ACL keeps no state, so somebody who picks the port gets as far.
    https://docs.aws.amazon.com/vpc/latest/userguide/nacl-ephemeral-ports.html
    """
    acls = dict.fromkeys(subnet.acl for subnet in subnets)
    found = [
        f"{shown(fact)} ({located(fact.origin)})"
        for path in acls
        if path in network.acls
        for fact in _entries(network.acls[path])
        if fact.part is Part.INBOUND and _answers(fact.item)
    ]
    listed = "; ".join(dict.fromkeys(found))
    return f"without state, so that answers may come in: {listed}" if found else ""


def _entries(acl: Acl) -> Iterator[Fact]:
    """Yield the entries that allow, with where they stand."""
    for part, entries in ((Part.INBOUND, acl.inbound), (Part.OUTBOUND, acl.outbound)):
        yield from (Fact(part, acl.path, one) for one in entries if one.allows)


def _everything(entry: object) -> bool:
    """Return whether an entry is for all protocols and ports of everybody."""
    return (
        isinstance(entry, Entry)
        and _everybody(entry)
        and any(
            (one.protocol, one.to) == (ANY_PROTOCOL, ANY_PORT) for one in entry.traffic
        )
    )


def _answers(entry: object) -> bool:
    """Return whether an entry is for all ports that tasks send from, of everybody."""
    return (
        isinstance(entry, Entry)
        and _everybody(entry)
        and any(
            one.protocol[0] <= TCP <= one.protocol[1]
            and one.to[0] <= LINUX[0]
            and LINUX[1] <= one.to[1]
            for one in entry.traffic
        )
    )


def _everybody(entry: Entry) -> bool:
    """Return whether an entry is for all addresses of a family."""
    return any(family.every in entry.ranges.of(family) for family in Family)
