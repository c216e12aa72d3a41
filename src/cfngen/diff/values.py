"""Where two values differ, as deep as both have the same shape."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from cfngen.diff.change import Difference, Path
from cfngen.model import NAMED, Value, plain, worded

Loose = Callable[[Path], bool]
"""Says of the path of a list whether the order of its items means nothing."""

IDENTITIES = (
    *("Key", "Name", "Id", "ID", "Sid", "SID", "PolicyName", "RuleName", "Field"),
    *("AttributeName", "IndexName", "ParameterName", "DomainName", "Cidr"),
    *("CapacityProvider", "ContainerPort", "TargetGroupArn", "ContainerPath"),
)
"""Properties that tell the items of a list apart, wherever they stand in it."""

NAMEABLE = (str, int, float, *NAMED)

ITEM = "[]"
"""The step to an item that is one of several without names."""


def differences(
    before: Value, after: Value, loose: Loose, path: Path = ()
) -> Iterator[Difference]:
    """Yield where two values differ, in the order of the first.

    A number and the text of it are the same: CloudFormation turns one into the other.
    """
    match before, after:
        case dict(), dict():
            for key in dict.fromkeys((*before, *after)):
                here = (*path, key)
                yield from differences(before.get(key), after.get(key), loose, here)
        case list(), list():
            yield from _lists(before, after, loose, path)
        case _ if _leaf(before) != _leaf(after):
            yield Difference(path, before, after)


def labels(items: Sequence[Value]) -> tuple[str, ...]:
    """Return the step to each item of a list: its name, or else its number."""
    key = _identity(items)
    if key is None:
        return tuple(f"[{number}]" for number in range(len(items)))
    return tuple(f"[{worded(item[key])}]" for item in items)


def same(before: Value, after: Value) -> bool:
    """Return whether two values are the same."""
    return not any(True for _ in differences(before, after, lambda _: False))


def _leaf(value: Value) -> Value:
    """Return a value as it compares."""
    return plain(value) if isinstance(value, str | int | float) else value


def _lists(
    before: list[Value], after: list[Value], loose: Loose, path: Path
) -> Iterator[Difference]:
    """Yield where two lists differ."""
    if _named(before, after):
        yield from _by_name(before, after, loose, path)
    elif any(isinstance(item, dict | list) for item in (*before, *after)):
        yield from _in_turn(before, after, loose, path)
    else:
        yield from _by_value(before, after, loose, path)


def _named(before: Sequence[Value], after: Sequence[Value]) -> bool:
    """Return whether items of two lists have names, some of them in common."""
    keys = {_identity(before), _identity(after)}
    if None in keys or len(keys) > 1:
        return False
    return not set(labels(before)).isdisjoint(labels(after))


def _identity(items: Sequence[Value]) -> str | None:
    """Return the property that tells items apart; None where there is none."""
    for key in IDENTITIES if all(isinstance(item, dict) for item in items) else ():
        found = [item.get(key) for item in items]
        nameable = all(isinstance(v, NAMEABLE) for v in found)
        if items and nameable and len({worded(v) for v in found}) == len(found):
            return key
    return None


def _by_name(
    before: Sequence[Value], after: Sequence[Value], loose: Loose, path: Path
) -> Iterator[Difference]:
    """Yield where lists of named items differ."""
    old: Mapping[str, Value] = dict(zip(labels(before), before, strict=True))
    new: Mapping[str, Value] = dict(zip(labels(after), after, strict=True))
    for label in dict.fromkeys((*old, *new)):
        yield from differences(old.get(label), new.get(label), loose, (*path, label))
    orders = (
        [name for name in old if name in new],
        [name for name in new if name in old],
    )
    if orders[0] != orders[1] and not loose(path):
        yield _moved(path, *([name[1:-1] for name in order] for order in orders))


def _by_value(
    before: Sequence[Value], after: Sequence[Value], loose: Loose, path: Path
) -> Iterator[Difference]:
    """Yield what plain items one list has and the other has not."""
    gone, come = _apart(before, after)
    if len(gone) == len(come) == 1:
        number = _place(before, gone[0])
        yield Difference((*path, f"[{number}]"), gone[0], come[0])
        return
    yield from (Difference((*path, ITEM), item, None) for item in gone)
    yield from (Difference((*path, ITEM), None, item) for item in come)
    moved = [_leaf(item) for item in before] != [_leaf(item) for item in after]
    if moved and not gone and not come and not loose(path):
        yield _moved(path, list(before), list(after))


def _in_turn(
    before: Sequence[Value], after: Sequence[Value], loose: Loose, path: Path
) -> Iterator[Difference]:
    """Yield where lists of nameless items differ: equal ones aside, one by one."""
    gone, come = _apart(before, after)
    for number, item in enumerate(gone):
        here = (*path, f"[{_place(before, item)}]")
        other = come[number] if number < len(come) else None
        yield from differences(item, other, loose, here)
    for item in come[len(gone) :]:
        yield Difference((*path, f"[{_place(after, item)}]"), None, item)
    if not gone and not come and not loose(path) and not _alike(before, after):
        yield _moved(path, list(before), list(after))


def _apart(
    before: Sequence[Value], after: Sequence[Value]
) -> tuple[list[Value], list[Value]]:
    """Return what only the one list has, and what only the other has."""
    come = list(after)
    gone: list[Value] = []
    for item in before:
        found = next((i for i, other in enumerate(come) if same(item, other)), None)
        if found is None:
            gone.append(item)
        else:
            come.pop(found)
    return gone, come


def _alike(before: Sequence[Value], after: Sequence[Value]) -> bool:
    """Return whether lists of the same items have them in the same order."""
    return all(same(a, b) for a, b in zip(before, after, strict=True))


def _place(items: Sequence[Value], item: Value) -> int:
    """Return where an item stands in a list."""
    return next(i for i, other in enumerate(items) if other is item)


def _moved(path: Path, before: list[Value], after: list[Value]) -> Difference:
    """Return the difference of lists that have the same items in another order."""
    return Difference(path, before, after, moved=True)
