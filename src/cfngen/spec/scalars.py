"""What a scalar of a spec means: YAML 1.2's core schema, without its surprises.

`yes`, `on`, `12:30` and dates are text here, as they are for anyone who reads them:
https://yaml.org/spec/1.2.2/#103-core-schema
So is what starts with a zero that says nothing, which is decimal to YAML 1.2, octal to
1.1, and to people part of a postcode or of an account.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})")
FLOAT = re.compile(
    r"[-+]?(\.[0-9]+|(0|[1-9][0-9]*)(\.[0-9]*|(?=[eE])))([eE][-+]?[0-9]{1,2})?"
)
WORDS: Mapping[str, bool | None] = {
    "": None,
    "~": None,
    "null": None,
    "Null": None,
    "NULL": None,
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
}


def plain(text: str) -> str | int | float | bool | None:
    """Return the meaning of a scalar that is written without quotes."""
    if text in WORDS:
        return WORDS[text]
    if INTEGER.fullmatch(text):
        return int(text)
    if FLOAT.fullmatch(text):
        return float(text)
    return text
