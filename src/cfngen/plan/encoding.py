"""Frozen values as JSON, and back: by the fields and types that they declare."""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Union, get_args, get_origin, get_type_hints


class Misread(Exception):
    """A value is not of the type that is declared for it; says where and what."""

    def __init__(self, where: str, what: str) -> None:
        super().__init__(f"{where or 'the file'} {what}")


def encoded(value: Any) -> Any:
    """Return a value as JSON: sets sorted, times in ISO 8601."""
    if is_dataclass(value):
        return {f.name: encoded(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: encoded(item) for key, item in value.items()}
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple | list):
        return [encoded(item) for item in value]
    return value


def decoded(kind: Any, raw: Any, where: str = "") -> Any:
    """Return the value of a type that JSON stands for; raises Misread.

    Fields that are not there get their defaults; fields that nobody knows are refused.
    """
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        return None if raw is None else decoded(_first(inner), raw, where)
    if origin is tuple:
        return tuple(_items(inner[0], raw, where))
    if origin is frozenset:
        return frozenset(_items(inner[0], raw, where))
    if origin is not None:
        return _mapping(inner[1], raw, where)
    if is_dataclass(kind):
        return _record(kind, raw, where)
    return _plain(kind, raw, where)


def _first(inner: tuple[Any, ...]) -> Any:
    """Return the type of `X | None` that is not None."""
    return next(kind for kind in inner if kind is not type(None))


def _items(kind: Any, raw: Any, where: str) -> list[Any]:
    """Return the items of a list."""
    if not isinstance(raw, list):
        raise Misread(where, "is no list")
    return [decoded(kind, one, f"{where}[{number}]") for number, one in enumerate(raw)]


def _mapping(kind: Any, raw: Any, where: str) -> dict[str, Any]:
    """Return a mapping by text."""
    if not isinstance(raw, dict):
        raise Misread(where, "is no object")
    return {name: decoded(kind, one, f"{where}.{name}") for name, one in raw.items()}


def _record(kind: Any, raw: Any, where: str) -> Any:
    """Return a dataclass."""
    if not isinstance(raw, dict):
        raise Misread(where, "is no object")
    hints, known = get_type_hints(kind), {field.name: field for field in fields(kind)}
    strange = sorted(set(raw) - set(known))
    needed = [
        name
        for name, field in known.items()
        if field.default is MISSING and field.default_factory is MISSING
    ]
    lacking = [name for name in needed if name not in raw]
    if strange or lacking:
        said = f"has {', '.join(strange)}" if strange else f"lacks {', '.join(lacking)}"
        raise Misread(where, said)
    return kind(
        **{
            name: decoded(hints[name], one, f"{where}.{name}".lstrip("."))
            for name, one in raw.items()
        }
    )


def _plain(kind: Any, raw: Any, where: str) -> Any:
    """Return a text, a number, a truth, a time or one of some words."""
    try:
        if kind is datetime:
            return datetime.fromisoformat(raw).astimezone(UTC)
        if issubclass(kind, StrEnum):
            return kind(raw)
    except (ValueError, TypeError):
        raise Misread(where, f"cannot be {_shown(raw)}") from None
    if type(raw) is not kind:
        raise Misread(where, f"cannot be {_shown(raw)}")
    return raw


def _shown(raw: Any) -> str:
    """Return what stands there, cut short."""
    return repr(raw)[:40]
