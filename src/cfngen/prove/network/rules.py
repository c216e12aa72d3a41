"""The facts that a packet meets: rules, entries, routes, and where each is written.

What is not known is never left out. A rule, an entry or a route with `unknowns` is one
that may be there, or may be what it says; its other fields then hold the most that is
possible (every address, every port). See `Bound` for what that means for a proof.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from cfngen.prove.packets import ANY_PORT, ANY_PROTOCOL, Family, Span
from cfngen.resolve.scope import Path

Names = tuple[str, ...]


class Bound(StrEnum):
    """From which side something that is not wholly known is looked at.

    MAY is the most that is possible: what has unknowns lets everything through that it
    could. MUST is the least that is sure: what allows and has unknowns is not there,
    and what denies, hides or leads astray and has unknowns is. That nothing gets
    through is proved with MAY; that something does, with MUST.
    """

    MAY = "may"
    MUST = "must"


@dataclass(frozen=True)
class Origin:
    """Where a fact is written: a resource of the model and the way to its property.

    `resource` is empty for what AWS adds itself; `words` say what it is then ("default
    network ACL, which allows everything") or name the rule ("#100").
    """

    resource: str = ""
    path: Path = ()
    words: str = ""


@dataclass(frozen=True)
class Traffic:
    """Protocols and ports: `to` are the ports that packets go to.

    Of ICMP they are `type * 256 + code`. Rules for all protocols have all of both.
    """

    protocol: Span = ANY_PROTOCOL
    to: Span = ANY_PORT


@dataclass(frozen=True)
class Ranges:
    """Addresses of both families."""

    v4: tuple[Span, ...] = ()
    v6: tuple[Span, ...] = ()

    def of(self, family: Family) -> tuple[Span, ...]:
        """Return the addresses of a family."""
        return self.v4 if family is Family.V4 else self.v6


@dataclass(frozen=True)
class Rule:
    """One rule of a security group: it allows, and the answer may return.

    Its other end is `ranges`, or who carries `group` (a path of the model, or an id) as
    long as private addresses are used. `list` names the prefix list that the ranges
    come from. With unknowns and no group it is for every address.
    """

    origin: Origin
    traffic: tuple[Traffic, ...]
    ranges: Ranges = field(default_factory=Ranges)
    group: str = ""
    list: str = ""
    unknowns: Names = ()


@dataclass(frozen=True)
class Group:
    """A security group and all its rules, inline ones and those of their own.

    With `unknowns` somebody else may carry it, `carried` (an exported group, one given
    to a stack that is not at hand).
    """

    path: str
    vpc: str
    ingress: tuple[Rule, ...]
    egress: tuple[Rule, ...]
    carried: Names = ()


@dataclass(frozen=True)
class Entry:
    """One entry of a network ACL; the first that fits decides, in order of numbers.

    `ranges` are the sources of inbound entries and the targets of outbound ones. One
    whose number is unknown has the number 0.
    """

    origin: Origin
    number: int
    allows: bool
    ranges: Ranges
    traffic: tuple[Traffic, ...]
    unknowns: Names = ()


@dataclass(frozen=True)
class Acl:
    """A network ACL; what no entry fits is denied. Its entries are in order.

    `default` says that it is the VPC's own, which allows everything.
    """

    path: str
    inbound: tuple[Entry, ...]
    outbound: tuple[Entry, ...]
    default: bool = False


class Way(StrEnum):
    """What a route leads to."""

    LOCAL = "local"
    INTERNET = "internet gateway"
    NAT = "NAT gateway"
    EGRESS_ONLY = "egress-only internet gateway"
    ENDPOINT = "gateway endpoint"
    OUTSIDE = "another network"
    NOWHERE = "nowhere"


@dataclass(frozen=True)
class Route:
    """One route: of those that fit a packet, the one with the longest prefix is taken.

    Each span of `ranges` is one prefix. `target` is the path of the gateway, `service`
    what a gateway endpoint leads to (`s3`). OUTSIDE are peering connections, transit
    gateways, virtual private gateways, interfaces and the like: what is behind them is
    not at hand. A route of a gateway that is not attached leads NOWHERE.

    With `vague` the destination itself is not known, and its prefix may be longer than
    any other. A `propagated` route gives way to static ones of the same prefix, and to
    local ones whatever their length.
    """

    origin: Origin
    ranges: Ranges
    way: Way
    target: str = ""
    service: str = ""
    list: str = ""
    unknowns: Names = ()
    vague: bool = False
    propagated: bool = False


@dataclass(frozen=True)
class Table:
    """A route table, its local routes among the routes; `main` is the VPC's own."""

    path: str
    routes: tuple[Route, ...]
    main: bool = False
