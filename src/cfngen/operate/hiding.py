"""Values as they may be shown: what may be a secret is masked."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from cfngen.cloud.values import MASK
from cfngen.params.secret import NAMES, SECRET_NAME, telling, telltale

FETCHED = re.compile(r"\{\{resolve:[^}]*\}\}")
"""A dynamic reference; what it fetches is a secret, most often."""

ARN = re.compile(r"arn:[\w-]*:[\w-]+:[^\s]*")


def pointed(path: str) -> tuple[str, ...]:
    """Return the steps of a JSON pointer: https://www.rfc-editor.org/rfc/rfc6901."""
    steps = path.strip("/").split("/") if path.strip("/") else []
    return tuple(step.replace("~1", "/").replace("~0", "~") for step in steps)


def hidden(steps: Sequence[str], beside: Any = None) -> bool:
    """Say whether the value at the end of some steps may be a secret by its name.

    `beside` is the mapping that holds the value. That of a container's variable counts
    as one unless its name is known and harmless.
    """
    if any(SECRET_NAME.search(step) or "_" in step and telling(step) for step in steps):
        return True
    if not steps or steps[-1] != "Value":
        return False
    named = _name(beside)
    if named is None:
        return "Environment" in steps
    return telling(named)


def refers(text: str) -> bool:
    """Say whether a value says where a secret is, and is none: an ARN."""
    return ARN.fullmatch(text) is not None


def safe(text: str, hide: bool = False) -> str:
    """Return a value that may be shown; JSON is looked into.

    Dynamic references stay, since they name a secret and are none.
    """
    if hide:
        return _masked(text)
    try:
        read = json.loads(text)
    except ValueError:
        read = None
    if isinstance(read, dict | list):
        return json.dumps(_safe(read, ()), ensure_ascii=False)
    return MASK if telltale(text) else text


def _safe(value: Any, steps: tuple[str, ...], beside: Any = None) -> Any:
    """Return a value of JSON with what may be a secret masked."""
    if isinstance(value, dict):
        return {key: _safe(one, (*steps, key), value) for key, one in value.items()}
    if isinstance(value, list):
        return [_safe(one, steps) for one in value]
    if not isinstance(value, str):
        return value
    hide = hidden(steps, beside) and not refers(value) or bool(telltale(value))
    return _masked(value) if hide else value


def _masked(text: str) -> str:
    """Return what may be shown of a secret: its references, and what is none."""
    if text in ("", "true", "false", "null"):
        return text
    return " ".join(FETCHED.findall(text)) or MASK


def _name(beside: Any) -> str | None:
    """Return what a mapping calls itself."""
    if not isinstance(beside, dict):
        return None
    return next((str(beside[name]) for name in NAMES if name in beside), None)
