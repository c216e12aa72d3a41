"""What one packet meets, rule by rule: security groups, network ACLs, routes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cfngen.prove.network.network import Network
from cfngen.prove.network.places import Interface
from cfngen.prove.network.rules import Bound, Entry, Origin, Route, Rule, Traffic, Way
from cfngen.prove.packets import Family, Packet, Span
from cfngen.prove.reach.addressing import addresses, speaks
from cfngen.prove.reach.elsewhere import left
from cfngen.prove.reach.guarding import carries, counts, open_to_all, ranges_of
from cfngen.prove.reach.internet import internet
from cfngen.prove.reach.routing import BESIDE_LOCAL, rank
from cfngen.prove.reach.walking import Hop
from cfngen.prove.reach.wording import (
    asked_words,
    called,
    ports_words,
    ranges_words,
)


@dataclass(frozen=True)
class Steps:
    """The steps of packets of one family, looked at from one side."""

    network: Network
    family: Family
    bound: Bound

    @property
    def may(self) -> bool:
        """Return whether what is possible counts."""
        return self.bound is Bound.MAY

    def standing(self, end: Interface | None, address: int) -> Iterator[Hop]:
        """Yield a step that fails where an end cannot have an address at all."""
        shown, name = self.family.shown(address), called(self.network, end)
        if end is None:
            if not _in(address, internet(self.network, self.family)):
                yield Hop(name, False, Origin(), f"{shown} is not a public address")
            return
        if not speaks(end, self.family, self.bound):
            detail = f"it has no {self.family.value} address"
            yield Hop(f"address of {name}", False, end.origin, detail)
        elif not _in(address, addresses(self.network, end, self.family)):
            detail = f"{shown} is not one of its subnet"
            yield Hop(f"address of {name}", False, end.origin, detail)

    def coming(self, target: Interface, address: int) -> Iterator[Hop]:
        """Yield a step that fails where nobody outside can have an address.

        That is the internet, and in MAY also who is not at hand: other subnets of the
        VPC, and other networks that routes lead to.
        """
        if _in(address, internet(self.network, self.family)):
            return
        if self.may and (self.free(target, address) or self._behind(target, address)):
            return
        yield from self.standing(None, address)

    def free(self, end: Interface, address: int) -> bool:
        """Return whether an address of an end's VPC is in no subnet that is at hand."""
        place = self.network.subnets.get(end.subnet)
        vpc = place.vpc if place is not None else ""
        return _in(address, left(self.network, self.family, vpc))

    def _behind(self, target: Interface, address: int) -> bool:
        """Return whether another network may have an address, and is led to."""
        subnets = self.network.subnets.values()
        routes = self.routes(target.subnet, address)
        led = any(one.way is Way.OUTSIDE for one in routes or ())
        return led and not any(_in(address, o.ranges.of(self.family)) for o in subnets)

    def guard(
        self, end: Interface, peer: Interface | None, packet: Packet, outbound: bool
    ) -> Iterator[Hop]:
        """Yield the security groups of one end, none where nothing filters."""
        if end.unguarded:
            return
        way = "outbound" if outbound else "inbound"
        words = f"{way} rules of {called(self.network, end)}"
        far = packet.target if outbound else packet.source
        fitting = [
            rule
            for rule in self._rules(end, outbound)
            if self._fits(rule, peer, far, packet)
        ]
        counted = [rule for rule in fitting if counts(rule, self.bound)]
        if counted:
            rule = min(counted, key=lambda one: bool(one.unknowns))
            detail = _rule_words(rule, self.family, outbound)
            yield Hop(words, True, rule.origin, detail)
        elif open_to_all(self.network, end, self.bound):
            yield Hop(words, True, end.origin, "security groups that are not known")
        else:
            at, detail = self._shut(end, packet, fitting)
            yield Hop(words, False, at, detail)

    def acl(self, subnet: str, packet: Packet, outbound: bool, back: bool) -> Hop:
        """Return the network ACL of a subnet."""
        way = "outbound" if outbound else "inbound"
        words = f"{way} network ACL of {subnet or 'a subnet that is not at hand'}"
        place = self.network.subnets.get(subnet)
        acl = self.network.acls.get(place.acl) if place else None
        if acl is None:
            return Hop(words, self.may, Origin(subnet), "not at hand", back)
        far = packet.target if outbound else packet.source
        for entry in acl.outbound if outbound else acl.inbound:
            if entry.unknowns and entry.allows is not self.may:
                continue
            if _in(far, entry.ranges.of(self.family)) and _any(entry.traffic, packet):
                detail = _entry_words(entry, self.family, outbound)
                return Hop(words, entry.allows, entry.origin, detail, back)
        unsure = any(e.unknowns for e in (acl.outbound if outbound else acl.inbound))
        sure = " that is sure" if unsure and not self.may else ""
        detail = f"no entry{sure} for {asked_words(packet, self.family)}"
        return Hop(words, False, Origin(acl.path), detail, back)

    def table(self, subnet: str) -> Origin:
        """Return where a subnet's routes would be: its table, or itself if it has none
        but that of the VPC."""
        place = self.network.subnets.get(subnet)
        held = self.network.tables.get(place.table) if place else None
        return Origin(held.path if held and not held.main else subnet)

    def routes(self, subnet: str, address: int) -> list[Route] | None:
        """Return the routes that a packet takes out of a subnet, or may take.

        None where the route table is not at hand.
        """
        place = self.network.subnets.get(subnet)
        table = self.network.tables.get(place.table) if place else None
        if table is None:
            return None
        fitting = sorted(
            (
                (*rank(span, route), at)
                for at, route in enumerate(table.routes)
                if route.way is not Way.ENDPOINT
                for span in route.ranges.of(self.family)
                if _in(address, [span])
            ),
        )
        routes = [table.routes[place[-1]] for place in fitting]
        if any(one.way is Way.LOCAL and not one.unknowns for one in routes):
            routes = [route for route in routes if not _beside(route)]
        if not self.may:
            return [route for route in routes[:1] if not route.unknowns]
        sure = [at for at, route in enumerate(routes) if not route.unknowns]
        before = routes[: sure[0]] if sure else routes
        return [*(routes[at] for at in sure[:1]), *before]

    def _rules(self, end: Interface, outbound: bool) -> Iterator[Rule]:
        for name in end.groups:
            group = self.network.groups.get(name)
            if group is not None:
                yield from group.egress if outbound else group.ingress

    def _fits(
        self, rule: Rule, peer: Interface | None, far: int, packet: Packet
    ) -> bool:
        if not _any(rule.traffic, packet):
            return False
        if _in(far, ranges_of(rule, self.family)):
            return True
        if peer is None or not rule.group:
            return False
        if rule.group in peer.groups:
            return True
        return self.may and carries(self.network, peer, rule.group)

    def _shut(
        self, end: Interface, packet: Packet, unsure: list[Rule]
    ) -> tuple[Origin, str]:
        """Return what to mend where no rule lets a packet through, and why."""
        if unsure:
            return unsure[0].origin, f"not known: {', '.join(unsure[0].unknowns)}"
        known = [name for name in end.groups if name in self.network.groups]
        detail = f"no rule for {asked_words(packet, self.family)}"
        return (Origin(known[0]) if known else end.origin), detail


def _beside(route: Route) -> bool:
    """Return whether a route gives way to local ones whatever its length."""
    return route.propagated or (route.vague and route.way in BESIDE_LOCAL)


def _in(address: int, spans: Iterable[Span]) -> bool:
    return any(low <= address <= high for low, high in spans)


def _any(traffic: Iterable[Traffic], packet: Packet) -> bool:
    return any(
        one.protocol[0] <= packet.protocol <= one.protocol[1]
        and one.to[0] <= packet.to_port <= one.to[1]
        for one in traffic
    )


def _rule_words(rule: Rule, family: Family, outbound: bool) -> str:
    """Return a rule in words: `tcp/5432 from BackendSecurityGroup`."""
    ports = ", ".join(ports_words(one, family) for one in rule.traffic)
    where = rule.group or rule.list or ranges_words(ranges_of(rule, family), family)
    unsure = f" (not known: {', '.join(rule.unknowns)})" if rule.unknowns else ""
    return f"{ports} {'to' if outbound else 'from'} {where}{unsure}"


def _entry_words(entry: Entry, family: Family, outbound: bool) -> str:
    """Return an entry in words: `#100 allows tcp/443 from 0.0.0.0/0`."""
    ports = ", ".join(ports_words(one, family) for one in entry.traffic)
    where = ranges_words(entry.ranges.of(family), family)
    verb = "allows" if entry.allows else "denies"
    number = f"#{entry.number}" if entry.number else "an entry"
    unsure = f" (not known: {', '.join(entry.unknowns)})" if entry.unknowns else ""
    return f"{number} {verb} {ports} {'to' if outbound else 'from'} {where}{unsure}"
