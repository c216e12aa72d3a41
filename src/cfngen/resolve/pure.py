"""Functions of values alone: they ask nobody what a name stands for.

Each takes its argument resolved, and returns a Call where that is not known.
"""

from __future__ import annotations

import base64
import ipaddress
import json
from collections.abc import Callable, Mapping

from cfngen.model.values import NAMED, Call, Choice, Value, joined, known, plain
from cfngen.resolve.scope import Wrong
from cfngen.resolve.text import split

CIDR_BITS = {4: 8, 6: 64}
"""Host bits of a block where Fn::Cidr is given none, by IP version."""


def join(argument: Value) -> Value:
    """Return texts as one, a delimiter between them."""
    match argument:
        case [str(delimiter), list(items)]:
            if any(isinstance(item, list | dict) for item in items):
                raise Wrong("Fn::Join takes a list of texts")
            if any(isinstance(item, Choice) for item in items):
                return Call("Fn::Join", argument)
            pieces = [piece for item in items for piece in (delimiter, item)]
            return joined(pieces[1:])
        case [str(), items] if isinstance(items, NAMED):
            return Call("Fn::Join", argument)
        case _:
            raise Wrong("Fn::Join takes a delimiter and a list")


def select(argument: Value) -> Value:
    """Return one item of a list; an item that may be absent moves those behind it."""
    match argument:
        case [index, items] if isinstance(index, NAMED) or isinstance(items, NAMED):
            return Call("Fn::Select", argument)
        case [index, list(items)] if plain(index).isdecimal():
            if any(isinstance(item, Choice) for item in items[: int(index) + 1]):
                return Call("Fn::Select", argument)
            if int(index) < len(items):
                return items[int(index)]
            raise Wrong(f"Fn::Select cannot select nonexistent value at index {index}")
        case _:
            raise Wrong("Fn::Select takes an index and a list")


def split_up(argument: Value) -> Value:
    """Return the pieces of a text."""
    match argument:
        case [str(delimiter), text] if delimiter and not isinstance(text, list | dict):
            return split(delimiter, text)
        case _:
            raise Wrong("Fn::Split takes a delimiter and a text")


def cidr(argument: Value) -> Value:
    """Return blocks cut from the start of a block."""
    if not isinstance(argument, list) or len(argument) not in (2, 3):
        raise Wrong("Fn::Cidr takes a block, a count and host bits")
    if not all(map(known, argument)):
        return Call("Fn::Cidr", argument)
    try:
        return cut(plain(argument[0]), *map(int, argument[1:]))
    except (ValueError, TypeError) as error:
        raise Wrong(f"Fn::Cidr: {error}") from None


def cut(block: str, count: int, bits: int = 0) -> list[str]:
    """Return `count` blocks of `bits` host bits each, from the start of a block.

    Raises ValueError where the block is none or has no room.
    """
    network = ipaddress.ip_network(block)
    prefix = network.max_prefixlen - (bits or CIDR_BITS[network.version])
    if prefix < network.prefixlen or 2 ** (prefix - network.prefixlen) < count:
        raise ValueError(f"cannot cut {count} from {block}")
    blocks = network.subnets(new_prefix=prefix)
    return [str(next(blocks)) for _ in range(count)]


def base64_of(argument: Value) -> Value:
    """Return a text in Base64."""
    if not known(argument):
        return Call("Fn::Base64", argument)
    return base64.b64encode(plain(argument).encode()).decode()


def length(argument: Value) -> Value:
    """Return how many items a list has."""
    if isinstance(argument, NAMED):
        return Call("Fn::Length", argument)
    if not isinstance(argument, list):
        raise Wrong("Fn::Length takes a list")
    return len(argument)


def json_of(argument: Value) -> Value:
    """Return a value as the text of its JSON."""
    return json.dumps(argument) if known(argument) else Call(TO_JSON, argument)


TO_JSON = "Fn::ToJsonString"

PURE: Mapping[str, Callable[[Value], Value]] = {
    "Fn::Base64": base64_of,
    "Fn::Cidr": cidr,
    "Fn::Join": join,
    "Fn::Length": length,
    "Fn::Select": select,
    "Fn::Split": split_up,
    TO_JSON: json_of,
}
"""Each function by name."""
