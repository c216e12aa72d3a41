"""Dynamic references inside texts, marked so that nobody takes them for values.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html
"""

from __future__ import annotations

from collections.abc import Iterator

from cfngen.model.values import Dynamic, Text, Value, joined, mapped

OPENS, CLOSES = "{{resolve:", "}}"


def masked(value: Value) -> Value:
    """Return a value with every dynamic reference in its texts as a Dynamic."""
    if isinstance(value, str):
        return joined(_marked((value,))) if OPENS in value else value
    if isinstance(value, dict):
        return {key: masked(item) for key, item in value.items()}
    if isinstance(value, list):
        return [masked(item) for item in value]
    if isinstance(value, Text):
        return joined(_marked(value.parts))
    return value if isinstance(value, Dynamic) else mapped(value, masked)


def _marked(parts: tuple[Value, ...]) -> Iterator[Value]:
    """Yield the parts of a text; those of a dynamic reference together."""
    inside: list[Value] | None = None
    for part in parts:
        if not isinstance(part, str):
            if inside is None:
                yield part
            else:
                inside.append(part)
            continue
        rest = part
        while rest:
            mark = OPENS if inside is None else CLOSES
            before, found, rest = rest.partition(mark)
            if inside is None:
                yield before
                inside = [mark] if found else None
            else:
                inside.append(before + found)
                if found:
                    yield Dynamic(joined(inside))
                    inside = None
    yield from inside or ()
