"""Protocols and ports of a claim: `tcp/443`, `tcp/4000-4003`, `any but tcp/443`."""

from __future__ import annotations

from collections.abc import Iterator

from cfngen.prove.claims.claim import Ports
from cfngen.prove.claims.cursor import Cursor
from cfngen.prove.claims.tokens import Token, Unreadable, found
from cfngen.prove.claims.words import PORTS_OF, PROTOCOLS
from cfngen.prove.packets import ANY_PORT, ANY_PROTOCOL, ICMP, TCP, UDP, Span
from cfngen.prove.packets.packets import less, merged
from cfngen.spec.wording import close

SUCH = "Write ports such as tcp/443, tcp/4000-4003, udp/53, icmp or any."


def ports(cursor: Cursor) -> tuple[Ports, ...]:
    """Return the ports that come next, one at least, with commas between them.

    Raises Unreadable with what was meant.
    """
    place = cursor.place
    if cursor.took("any", "but"):
        left = tuple(_others(_listed(cursor)))
        if not left:
            message = "Nothing is left of any."
            mend = "Name what is to be left out: any but tcp/443."
            cursor.problems.append(found(place, message, mend))
        return left
    return _listed(cursor)


def _listed(cursor: Cursor) -> tuple[Ports, ...]:
    """Return ports with commas between them."""
    listed: dict[str, Ports] = {}
    while True:
        token = cursor.word("A port", SUCH)
        try:
            if token.text in listed:
                message = f"'{token.text}' is here twice."
                raise Unreadable(token.place, message, "Keep one.")
            listed[token.text] = _one(token)
        except Unreadable as error:
            cursor.problems.append(error.finding)
        if not cursor.took(","):
            return tuple(listed.values())


def _one(token: Token) -> Ports:
    """Return one entry as ports."""
    text = token.text
    protocol, slash, rest = text.partition("/")
    if text == "any":
        return Ports(text, ANY_PROTOCOL, ANY_PORT)
    refused = (slash and protocol == "icmp") or text.endswith(".")
    if protocol not in PROTOCOLS or refused:
        raise Unreadable(token.place, f"'{text}' is no port.", _meant(text))
    number = PROTOCOLS[protocol]
    span = _span(token, protocol, rest) if slash else ANY_PORT
    return Ports(text, (number, number), span)


def _span(token: Token, protocol: str, rest: str) -> Span:
    """Return the ports behind the slash; raise Unreadable where they are none."""
    low, dash, high = rest.partition("-")
    numbers = (low, high) if dash else (low, low)
    if not all(one.isascii() and one.isdigit() and len(one) < 9 for one in numbers):
        message = f"'{token.text}' has no number where the port should be."
        mend = f"Write {protocol} for all ports." if rest in ("*", "", "any") else SUCH
        raise Unreadable(token.place, message, mend)
    first, last = int(numbers[0]), int(numbers[1])
    if first > last:
        mend = f"Write {protocol}/{last}-{first}."
        raise Unreadable(token.place, f"'{token.text}' goes down.", mend)
    if first < 1 or last > ANY_PORT[1]:
        message = f"'{token.text}' is not from 1 to 65535."
        raise Unreadable(token.place, message, f"Write {protocol} for all ports.")
    return (first, last)


def _meant(text: str) -> str:
    """Return what was meant by a word that is no port."""
    lower = text.lower().rstrip(".")
    for sign in (":", "_"):
        lower = lower.replace(sign, "/", 1)
    protocol, _, rest = lower.partition("/")
    if lower in PORTS_OF:
        return f"Write {PORTS_OF[lower]}."
    if protocol.replace("-", "").isdigit():  # the port alone, or before its protocol
        known = rest if rest in PROTOCOLS else "tcp"
        return f"Did you mean {known}/{protocol}?"
    if protocol == "icmp":
        return "Write icmp; it has no ports."
    if protocol in PROTOCOLS:
        return f"Did you mean {lower}?"
    if protocol[:3] in ("tcp", "udp") and protocol[3:].lstrip("-").isdigit():
        return f"Did you mean {protocol[:3]}/{protocol[3:].lstrip('-')}?"
    near = close(protocol, (*PROTOCOLS, "any"), "")
    word = near.partition("'")[2].partition("'")[0]
    return f"Did you mean {word}/{rest}?" if word and rest else near or SUCH


def _others(named: tuple[Ports, ...]) -> Iterator[Ports]:
    """Yield everything but some ports: `any but tcp/443`."""
    text = f"any but {', '.join(one.text for one in named)}"
    taken = [one.protocol for one in named]
    if any(one.text == "icmp" for one in named):
        taken += [(number, number) for number in ICMP.values()]
    for protocol in less((ANY_PROTOCOL,), taken):
        yield Ports(text, protocol, ANY_PORT)
    for number in (TCP, UDP):
        spans = merged(one.to for one in named if one.protocol == (number, number))
        for span in less((ANY_PORT,), spans) if spans else ():
            yield Ports(text, (number, number), span)
