"""Values of a model in the shape of YAML, what is known by name only as `${name}`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from cfngen.model import Choice, Value, worded

INDENT = "  "


def lines(values: Mapping[str, Value]) -> Iterator[str]:
    """Yield the lines of a mapping: a key a line, what is inside it further right."""
    for key, value in values.items():
        yield from _below(f"{key}:", value)


def _below(head: str, value: Value) -> Iterator[str]:
    """Yield a head with a short value beside it, or a long one below it."""
    inner = list(_inner(value))
    if len(inner) == 1 and not _nested(value):
        yield f"{head} {inner[0]}".rstrip()
        return
    yield head if _nested(value) else f"{head} |"
    yield from (f"{INDENT}{line}" for line in inner)


def _nested(value: Value) -> bool:
    """Return whether a value has parts that stand in lines of their own."""
    return bool(value) and isinstance(_opened(value), dict | list)


def _opened(value: Value) -> Value:
    """Return a choice between values of many lines as a mapping of the two."""
    match value:
        case Choice(condition, yes, no) if _nested(yes) or _nested(no):
            return {f"if {condition}": yes, f"if not {condition}": no}
        case _:
            return value


def _inner(value: Value) -> Iterable[str]:
    """Return the lines of a value."""
    opened = _opened(value)
    match opened:
        case {} if not opened:
            return ["{}"]
        case []:
            return ["[]"]
        case dict():
            return lines(opened)
        case list():
            return _entries(opened)
        case "":
            return ['""']
        case _:
            found = [_printable(line) for line in worded(opened).splitlines()]
            return found if any(found) else ['""']


def _printable(line: str) -> str:
    """Return a line with what a terminal would carry out as escapes."""
    return "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in line)


def _entries(values: list[Value]) -> Iterator[str]:
    """Yield the lines of a list, each entry behind a dash."""
    for value in values:
        inner = list(_inner(value))
        if not _nested(value) and len(inner) > 1:
            inner = ["|", *(f"{INDENT}{line}" for line in inner)]
        first, *rest = inner
        yield f"- {first}"
        yield from (f"{INDENT}{line}" for line in rest)
