"""Address ranges, symbolic ones among them, and prefix lists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from ipaddress import IPv6Network, ip_network
from itertools import islice

from cfngen.checks.network.ground import VPC, block, named
from cfngen.checks.network.lists import PREFIX_LIST
from cfngen.checks.network.ranges import MORE
from cfngen.model import Call, Model, Reference, Value, listed, number, worded
from cfngen.prove.network.rules import Names, Ranges
from cfngen.prove.network.unknowns import names_of, options
from cfngen.prove.packets import Family
from cfngen.spec.ranges import packaged

EVERYWHERE = Ranges((Family.V4.every,), (Family.V6.every,))
GLOBAL, DOCUMENTED = IPv6Network("2000::/3"), IPv6Network("2001:db8::/32")
VERSIONS = {Family.V4: 4, Family.V6: 6}
PRIVATE = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10")
"""Where a VPC is whose range is not known: it may have others, but rarely has.
https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html"""


def spans(*blocks: str) -> Ranges:
    """Return ranges of either family; raises ValueError for what is none."""
    found = [ip_network(one, strict=False) for one in blocks]
    ends = [(n.version, (int(n[0]), int(n[-1]))) for n in found]
    return Ranges(
        tuple(span for version, span in ends if version == 4),
        tuple(span for version, span in ends if version == 6),
    )


def both(*ranges: Ranges) -> Ranges:
    """Return ranges as one, each span once."""
    return Ranges(
        tuple(dict.fromkeys(span for one in ranges for span in one.v4)),
        tuple(dict.fromkeys(span for one in ranges for span in one.v6)),
    )


@dataclass(frozen=True)
class Found:
    """Addresses, and what of them is not known: they are the most possible then.

    `texts` are the ranges that a prefix list names.
    """

    ranges: Ranges
    unknowns: Names = ()
    texts: Names = ()


@dataclass(frozen=True)
class Addresses:
    """What values stand for which addresses.

    `symbolic` are the blocks that stand for those that AWS gives out when a VPC is
    made, by VPC, `written` those that are known; `lists` what each prefix list of the
    model holds.
    """

    model: Model
    symbolic: Mapping[str, IPv6Network]
    written: Mapping[str, str]
    lists: Mapping[str, Found]

    def block(self, value: Value, family: Family) -> Found:
        """Return the range of a value that is to be one of a family.

        All addresses of the family where it is not known.
        """
        text = self.text(value)
        found = block(text)
        if found is None or found.version != VERSIONS[family]:
            every = EVERYWHERE.of(family)
            ranges = Ranges(v4=every) if family is Family.V4 else Ranges(v6=every)
            return Found(ranges, names_of(value) or (worded(value),))
        return Found(spans(str(found)))

    def hiding(self, value: Value) -> Found | None:
        """Return the blocks of VPCs that ranges of IPv6 may hold, None where none may.

        Those that AWS gives are not known before, and stand for themselves elsewhere.
        Of what is written, only ranges that somebody else has cannot hold them.
        """
        known = self.lists.get(named(value))
        texts = known.texts if known else (self.text(value),)
        doubtful = [one for one in texts if isinstance(one, str) and _foreign(one)]
        if not doubtful or not self.symbolic:
            return None
        why = f"whether {', '.join(doubtful)} holds the IPv6 block that AWS gives"
        names = tuple(f"{why} {vpc}" for vpc in self.symbolic)
        return Found(spans(*map(str, self.symbolic.values())), names)

    def of_list(self, value: Value) -> Found:
        """Return what a prefix list holds; everything where it is not at hand."""
        known = self.lists.get(named(value))
        return known or Found(EVERYWHERE, names_of(value) or (worded(value),))

    def text(self, value: Value) -> Value:
        """Return a range as text, None where it is not known or is none.

        What AWS gives a VPC is its symbolic block, and Fn::Cidr works over it.
        """
        found = self._text(value)
        return None if block(found) is None else found

    def _text(self, value: Value) -> Value:
        """Return what is to be a range as text, None where it is not known."""
        match value:
            case str():
                return value
            case Reference(path, "CidrBlock") if path in self.model.resources:
                given = self.model[path].get("CidrBlock")
                return given if isinstance(given, str) else None
            case Call("Fn::Select", [index, inner]):
                items, place = self._items(inner), number(index)
                there = place is not None and 0 <= place < len(items)
                return items[int(place or 0)] if there else None
            case _:
                return None

    def _items(self, value: Value) -> list[str]:
        """Return the ranges of a list, none where they are not known."""
        match value:
            case Reference(path, "Ipv6CidrBlocks") if path in self.symbolic:
                return [str(self.symbolic[path])]
            case Reference(path, "Ipv6CidrBlocks") if path in self.written:
                return [self.written[path]]
            case Reference(path, "Ipv6CidrBlocks") if path in self.model.resources:
                given = self.text(self.model[path].get("Ipv6CidrBlock"))
                return [given] if isinstance(given, str) else []
            case Call("Fn::Cidr", [inner, count, bits]):
                return self._cut(block(self.text(inner)), number(count), number(bits))
            case _:
                found = [self.text(item) for item in listed(value)]
                return [one for one in found if isinstance(one, str)]

    def _cut(self, whole: object, count: float | None, bits: float | None) -> list[str]:
        """Return the first ranges of some size in another one, as Fn::Cidr does."""
        if not isinstance(whole, IPv6Network) or count is None or bits is None:
            return []
        prefix = 128 - int(bits)
        if not whole.prefixlen <= prefix <= 128:
            return []
        return [
            str(one) for one in islice(whole.subnets(new_prefix=prefix), int(count))
        ]


def addresses_of(model: Model) -> Addresses:
    """Return what values of a model stand for which addresses.

    Each VPC that may get a block of IPv6 from AWS has 2001:db8:<n>::/56 for it, which
    is kept for documentation: https://www.rfc-editor.org/rfc/rfc3849
    """
    vpcs = [vpc.path for vpc in model.of(VPC)]
    added = [
        (named(one.get("VpcId")), one.get("Ipv6CidrBlock"))
        for one in model.of(MORE)
        if one.get("CidrBlock") is None and one.get("Ipv4IpamPoolId") is None
    ]
    written = {path: given for path, given in added if isinstance(given, str)}
    given = {path for path, _ in added} - written.keys()
    symbolic = {
        path: IPv6Network(f"2001:db8:{index:x}::/56")
        for index, path in enumerate(vpcs, start=1)
        if path in given
    }
    plain = Addresses(model, symbolic, written, {})
    lists = {
        one.path: _list(plain, one.get("Entries"), one.when)
        for one in model.of(PREFIX_LIST)
    }
    return Addresses(model, symbolic, written, lists)


def _list(addresses: Addresses, entries: Value, when: str) -> Found:
    """Return what a prefix list of the model holds."""
    found: list[Ranges] = []
    unknowns: list[str] = []
    texts: list[str] = []
    for option in options(entries, when):
        unknowns += option.unknowns
        for entry in listed(option.value):
            given = entry.get("Cidr") if isinstance(entry, dict) else entry
            one = block(addresses.text(given))
            found.append(spans(str(one)) if one else EVERYWHERE)
            texts += (str(one),) if one else ()
            unknowns += () if one else names_of(given) or (worded(given),)
    return Found(both(*found), tuple(dict.fromkeys(unknowns)), tuple(texts))


def _foreign(text: str) -> bool:
    """Return whether a range of IPv6 may hold a block of AWS's, and not surely all.

    Cloudflare's ranges are its own, and documentation's are nobody's.
    https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html
    """
    found = ip_network(text, strict=False)
    if not isinstance(found, IPv6Network) or GLOBAL.subnet_of(found):
        return False
    return found.overlaps(GLOBAL) and not any(found.subnet_of(one) for one in _others())


def _others() -> Iterator[IPv6Network]:
    """Yield ranges of IPv6 that are surely not AWS's."""
    yield DOCUMENTED
    for one in packaged().every:
        found = ip_network(one)
        if isinstance(found, IPv6Network):
            yield found
