"""One packet at a time through a plain template: slow, and nothing to get wrong.

Each rule is asked in turn. It shares no line with `cfngen.prove`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any

from tests.prove.oracle.written import Assumed, Place, Resource, Written, named

Address = IPv4Address | IPv6Address

PROTOCOLS = {"tcp": 6, "udp": 17, "icmp": 1, "icmpv6": 58}
KEPT = tuple(
    ip_network(cidr)
    for cidr in (
        *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16"),
        *("172.16.0.0/12", "192.168.0.0/16", "224.0.0.0/3"),
    )
)
GLOBAL = ip_network("2000::/3")


@dataclass(frozen=True)
class Wire:
    """What goes over a wire; of ICMP `sport` and `dport` are type and code."""

    src: Address
    dst: Address
    proto: int
    sport: int
    dport: int

    @property
    def asks(self) -> bool:
        """Return whether it is answered: of control messages an echo request is."""
        return self.proto not in (1, 58) or (self.sport, self.dport) in (
            (8, 0),
            (128, 0),
        )

    @property
    def answer(self) -> Wire:
        """Return what comes back: an echo request is answered by an echo reply."""
        if self.proto in (1, 58):
            kind = 0 if self.proto == 1 else 129
            return replace(self, src=self.dst, dst=self.src, sport=kind, dport=0)
        return Wire(self.dst, self.src, self.proto, self.dport, self.sport)


class Plain:
    """A template through which packets can be sent."""

    def __init__(self, resources: Mapping[str, Resource], assumed: Assumed) -> None:
        self.written = Written(resources, assumed)
        self.places = self.written.places

    def initiated(self, source: Place | None, target: Place | None, w: Wire) -> bool:
        """Return whether a packet gets there."""
        return all(self.forward(source, target, w))

    def answered(
        self, source: Place | None, target: Place | None, w: Wire, nat_port: int
    ) -> bool:
        """Return whether the answer comes back to a packet that has got there.

        A NAT gateway took this port.
        """
        return w.asks and all(self.back(source, target, w, nat_port))

    def forward(self, source: Place | None, target: Place | None, w: Wire):
        """Yield for each thing that a packet meets whether it lets it pass."""
        yield self.is_at(source, w.src) and self.is_at(target, w.dst)
        if source is None and target is not None:
            yield target.public or w.src.version == 6
            yield self.way(target.subnet, w.src) == "igw"
            yield self.acl(target.subnet, False, w)
            yield self.group(target, "Ingress", w, None)
        elif source is not None and target is None:
            yield self.group(source, "Egress", w, None)
            yield self.acl(source.subnet, True, w)
            yield self.leaves(source, w)
        elif source is not None and target is not None:
            yield self.written.vpcs[source.subnet] == self.written.vpcs[target.subnet]
            yield self.group(source, "Egress", w, target)
            yield self.way(source.subnet, w.dst) == "local"
            if source.subnet != target.subnet:
                yield self.acl(source.subnet, True, w)
                yield self.acl(target.subnet, False, w)
            yield self.group(target, "Ingress", w, source)

    def back(self, source: Place | None, target: Place | None, w: Wire, nat_port: int):
        """Yield for each thing that the answer meets whether it lets it pass.

        Security groups know the connection, so they let it pass.
        """
        if source is not None and target is not None:
            if source.subnet != target.subnet:
                yield self.way(target.subnet, w.src) == "local"
                yield self.acl(target.subnet, True, w.answer)
                yield self.acl(source.subnet, False, w.answer)
        elif target is not None:
            yield self.acl(target.subnet, True, w.answer)
        elif source is not None:
            way = self.way(source.subnet, w.dst)
            if way.startswith("nat:"):
                nat = named(self.written.props(way[4:])["SubnetId"])
                port = w.answer.dport if w.proto == 1 else nat_port
                yield self.acl(nat, False, replace(w.answer, dport=port))
                if nat != source.subnet:
                    yield self.acl(nat, True, w.answer)
            yield self.acl(source.subnet, False, w.answer)

    def leaves(self, source: Place, w: Wire) -> bool:
        """Return whether a packet gets from its subnet's edge to the internet."""
        way = self.way(source.subnet, w.dst)
        if way.startswith("nat:") and w.dst.version == 4 and w.proto in (1, 6, 17):
            gateway = self.written.props(way[4:])
            nat = named(gateway["SubnetId"])
            public = gateway.get("ConnectivityType", "public") == "public"
            enters = nat == source.subnet or self.acl(nat, False, w)
            out = self.acl(nat, True, w) and self.way(nat, w.dst) == "igw"
            return public and enters and out
        if way == "igw":
            return source.public or w.dst.version == 6
        if way == "outside":
            return self.written.assumed.outside_is_internet
        return way == "eigw" and w.dst.version == 6

    def is_at(self, place: Place | None, address: Address) -> bool:
        """Return whether an end may have an address: AWS keeps five of a subnet."""
        if place is None:
            kept = (*KEPT, *self.written.inside)
            public = address.version == 4 or address in GLOBAL
            return public and not any(address in one for one in kept)
        own = self.written.ranges[place.subnet]
        if address.version == 6:
            return place.v6 and any(address in one for one in own)
        return any(
            address in r and 4 <= int(address) - int(r[0]) < r.num_addresses - 1
            for r in own
        )

    def group(self, at: Place, way: str, w: Wire, other: Place | None) -> bool:
        """Return whether one rule of one group of an interface fits."""
        far = w.src if way == "Ingress" else w.dst
        return not at.guarded or any(
            fits(rule["IpProtocol"], rule.get("FromPort"), rule.get("ToPort"), w)
            and (
                any(far in r for r in ranges)
                or (other is not None and of in other.groups)
            )
            for name in at.groups
            for rule, ranges, of in self.written.rules.get((name, way), ())
        )

    def acl(self, subnet: str, egress: bool, w: Wire) -> bool:
        """Return what the first entry says that fits; if none does, no."""
        far = w.dst if egress else w.src
        for entry, cidr in self.written.entries[self.written.acls[subnet], egress]:
            icmp, ports = entry.get("Icmp", {}), entry.get("PortRange", {})
            a, b = ports.get("From"), ports.get("To")
            if entry["Protocol"] in (1, 58):
                a, b = icmp.get("Type"), icmp.get("Code")
            if far in cidr and fits(entry["Protocol"], a, b, w):
                return bool(entry["RuleAction"] == "allow")
        return self.written.acls[subnet] == ""

    def way(self, subnet: str, address: Address) -> str:
        """Return where the route with the longest prefix leads; a CIDR beats a list."""
        local = [(r, 2, "local") for r in self.written.local(subnet)]
        routes = self.written.routes[self.written.tables[subnet]]
        found = [
            (r.prefixlen, rank, to) for r, rank, to in (*local, *routes) if address in r
        ]
        return max(found)[2] if found else "nowhere"


def fits(protocol: Any, a: int | None, b: int | None, w: Wire) -> bool:
    """Return whether protocol and ports of a rule fit; -1 stands for everything."""
    number = PROTOCOLS.get(str(protocol), protocol)
    if int(number) == -1:
        return True
    if int(number) != w.proto:
        return False
    if w.proto in (1, 58):
        return a in (None, -1, w.sport) and (a in (None, -1) or b in (-1, w.dport))
    return w.proto not in (6, 17) or (
        a is not None and b is not None and a <= w.dport <= b
    )


def wire(src: str, dst: str, proto: int, sport: int, dport: int) -> Wire:
    """Return a packet of texts and numbers."""
    return Wire(ip_address(src), ip_address(dst), proto, sport, dport)
