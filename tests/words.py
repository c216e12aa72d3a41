"""Values of a model as tests write them: JSON, with words for what has only a name.

What only AWS knows is `@Network/Vpc` or `@Network/Vpc.CidrBlock`, a parameter without a
value `@KeyArn`, even where it is a list that is joined.
"""

from __future__ import annotations

from typing import Any

from cfngen.model import Call, Dynamic, Reference, Text, Unknown, Value, mapped, plain


def words(value: Value) -> Any:
    """Return a value with words for all that is known by name."""
    match value:
        case Reference(path, ""):
            return f"@{path}"
        case Reference(path, attribute):
            return f"@{path}.{attribute}"
        case Unknown(name):
            return f"@{name}"
        case Dynamic(reference):
            return words(reference)
        case Text(parts):
            return "".join(plain(words(part)) for part in parts)
        case Call("Fn::Join", [_, Unknown() as listed]):
            return words(listed)
        case Call(function, argument):
            return {function: words(argument)}
        case _:
            return mapped(value, words)
