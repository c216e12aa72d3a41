"""Secrets that are known by what they are called, wherever in a value they stand."""

from __future__ import annotations

import json
import re
from typing import Any

from cfngen.cloud.values import MASK
from cfngen.params.secret import NAMES, telling, telltale

CALLED = re.compile(
    r"(passw(or)?d|passphrase|secret_?string|auth_?token|access_?token|refresh_?token|"
    r"secret_?(access_?)?key|private_?key|client_?secret|api_?key(_?value)?)$",
    re.I,
)
"""How properties, attributes and variables end that hold a secret as text."""

REFERENCE = re.compile(r"\{\{resolve:[^{}]*\}\}")
"""A dynamic reference: the way to a secret, which may be seen, and not its value."""

QUOTED = re.compile(r'("[\w.-]*"\s*:\s*")((?:[^"\\]|\\.)*)')
"""A key and its text in JSON, of which the end may have been cut off."""

VALUES = ("Value", "value")
"""What lists of variables call the text of one."""


def called(name: str) -> bool:
    """Say whether something is called as secrets are; variables have underscores."""
    return bool(CALLED.search(name)) or ("_" in name and telling(name))


def plain(text: str) -> bool:
    """Say whether a text is one that may be seen: a switch, the way to a secret."""
    return text in ("true", "false") or not REFERENCE.sub("", text).strip()


def concealed(text: str) -> str:
    """Return a text with asterisks for the secrets inside, or for all of it.

    AWS cuts long values off, so what cannot be parsed is searched all the same:
    https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ResourceTargetDefinition.html
    """
    if not text.lstrip().startswith(("{", "[")) or REFERENCE.fullmatch(text):
        return MASK if telltale(text) else text
    try:
        written = json.loads(text)
    except ValueError:
        return QUOTED.sub(_masked, text)
    hidden = _without(written)
    return text if hidden == written else json.dumps(hidden, ensure_ascii=False)


def _masked(found: re.Match[str]) -> str:
    """Return a key and its text, which is masked where the key says so."""
    key, text = found[1].split('"')[1], found[2]
    return f"{found[1]}{MASK}" if called(key) and not plain(text) else found[0]


def _without(written: Any, name: str = "") -> Any:
    """Return a value without the secrets in it; `name` is what it is called."""
    if isinstance(written, dict):
        own = next((str(written[key]) for key in NAMES if key in written), "")
        return {
            key: _without(item, own if key in VALUES and own else key)
            for key, item in written.items()
        }
    if isinstance(written, list):
        return [_without(item, name) for item in written]
    if not isinstance(written, str):
        return written
    return MASK if called(name) and not plain(written) else concealed(written)
