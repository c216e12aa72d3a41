"""Functions of values alone: they ask nobody what a name stands for.

Each takes its argument resolved, and returns a Call where that is not known.
"""

from __future__ import annotations

import base64
import ipaddress
import json
import re
from collections.abc import Callable, Mapping

from cfngen.model.values import (
    NAMED,
    Call,
    Choice,
    Unknown,
    Value,
    joined,
    known,
    plain,
)
from cfngen.resolve.scope import NO_VALUE, Wrong
from cfngen.resolve.text import split

CIDR_BITS = {4: 8, 6: 64}
"""Host bits of a block where Fn::Cidr is given none, by IP version."""

MOST_BLOCKS = 256
"""How many blocks Fn::Cidr makes at most."""

NUMBER = re.compile(r"\d{1,9}", re.ASCII)
"""A count or an index; nothing that is counted here needs more digits."""

SCALAR = (str, int, float)

TEXTUAL = (*SCALAR, *NAMED)
"""What can be a text, or a part of one."""


def join(argument: Value) -> Value:
    """Return texts as one, a delimiter between them."""
    match argument:
        case [str(delimiter), list(items)]:
            if any(not isinstance(item, TEXTUAL) for item in items):
                raise Wrong("Fn::Join takes a list of texts")
            if any(map(_may_vanish, items)):
                return Call("Fn::Join", argument)
            pieces = [piece for item in items for piece in (delimiter, item)]
            return joined(pieces[1:])
        case [str(), items] if isinstance(items, NAMED):
            return Call("Fn::Join", argument)
        case _:
            raise Wrong("Fn::Join takes a delimiter and a list")


def _may_vanish(item: Value) -> bool:
    """Return whether an item may be AWS::NoValue, or a list where a text should be."""
    match item:
        case Unknown(name):
            return name == NO_VALUE
        case Choice(_, yes, no):
            return any(isinstance(v, list) or _may_vanish(v) for v in (yes, no))
        case _:
            return False


def select(argument: Value) -> Value:
    """Return one item of a list; an item that may be absent moves those behind it."""
    match argument:
        case [index, items] if isinstance(index, NAMED) or isinstance(items, NAMED):
            return Call("Fn::Select", argument)
        case [index, list(items)] if (at := _counted(index)) is not None:
            if any(map(_may_vanish, items[: at + 1])):
                return Call("Fn::Select", argument)
            if at < len(items):
                return items[at]
            raise Wrong(f"Fn::Select cannot select nonexistent value at index {at}")
        case _:
            raise Wrong("Fn::Select takes an index and a list")


def _counted(value: Value) -> int | None:
    """Return a whole number that is not negative, written as one or as text."""
    if not isinstance(value, str | int) or not NUMBER.fullmatch(plain(value)):
        return None
    return int(value)


def split_up(argument: Value) -> Value:
    """Return the pieces of a text."""
    match argument:
        case [str(delimiter), text] if delimiter and isinstance(text, TEXTUAL):
            return split(delimiter, text)
        case _:
            raise Wrong("Fn::Split takes a delimiter and a text")


def cidr(argument: Value) -> Value:
    """Return blocks cut from the start of a block."""
    match argument:
        case list() if any(isinstance(part, NAMED) for part in argument):
            return Call("Fn::Cidr", argument)
        case [str(block), count, *bits] if len(bits) < 2:
            numbers = [_counted(number) for number in (count, *bits)]
            if None not in numbers:
                return _cut(block, *(n for n in numbers if n is not None))
    raise Wrong("Fn::Cidr takes a block, a count and host bits")


def _cut(block: str, *numbers: int) -> list[str]:
    """Return blocks as `cut` does; raises Wrong where there is no room."""
    try:
        return cut(block, *numbers)
    except ValueError as error:
        raise Wrong(f"Fn::Cidr: {error}") from None


def cut(block: str, count: int, bits: int = 0) -> list[str]:
    """Return `count` blocks of `bits` host bits each, from the start of a block.

    Raises ValueError where the block is none or has no room.
    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-cidr.html
    """
    network = ipaddress.ip_network(block)
    prefix = network.max_prefixlen - (bits or CIDR_BITS[network.version])
    if not 1 <= count <= MOST_BLOCKS:
        raise ValueError(f"the count is {count}, and must be from 1 to {MOST_BLOCKS}")
    if 2 ** (prefix - network.prefixlen) < count:
        raise ValueError(f"cannot cut {count} from {block}")
    blocks = network.subnets(new_prefix=prefix)
    return [str(next(blocks)) for _ in range(count)]


def base64_of(argument: Value) -> Value:
    """Return a text in Base64."""
    if isinstance(argument, NAMED):
        return Call("Fn::Base64", argument)
    if not isinstance(argument, SCALAR):
        raise Wrong("Fn::Base64 takes a text")
    return base64.b64encode(plain(argument).encode()).decode()


def length(argument: Value) -> Value:
    """Return how many items a list has."""
    if isinstance(argument, NAMED):
        return Call("Fn::Length", argument)
    if not isinstance(argument, list):
        raise Wrong("Fn::Length takes a list")
    if any(map(_may_vanish, argument)):
        return Call("Fn::Length", argument)
    return len(argument)


def json_of(argument: Value) -> Value:
    """Return an object or a list as the text of its JSON, without blanks.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-ToJsonString.html
    """
    if isinstance(argument, NAMED) or not known(argument):
        return Call(TO_JSON, argument)
    if not isinstance(argument, dict | list):
        raise Wrong(f"{TO_JSON} takes an object or a list")
    return json.dumps(argument, ensure_ascii=False, separators=(",", ":"))


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
