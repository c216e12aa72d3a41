"""What is sure not to be there, and what is not known."""

from __future__ import annotations

from typing import Any

from cfngen.model import Call, Choice, Resource, Unknown, Value, parts


def absent(resource: Resource, *path: str | int) -> bool:
    """Return whether a property is not there for sure: all above it is known."""
    here: Any = resource.properties
    for step in path:
        match here, step:
            case dict(), str() if step in here:
                here = here[step]
            case list(), int() if step < len(here):
                here = here[step]
            case _:
                return isinstance(here, dict | list)
    return here is None


def unsure(value: Value) -> bool:
    """Return whether anything of a value is not even known by the resource it is of."""
    return any(isinstance(part, Unknown | Call | Choice) for part in parts(value))
