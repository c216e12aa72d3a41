"""What to say about text that is not JSON, the same under every version of Python."""

from __future__ import annotations

import json
import re
import sys

from cfngen.findings import Finding

DEEP = 100
"""Levels of brackets that Python reads under any version, and nobody needs."""

TOKEN = re.compile(
    r"""
    "(?:[^"\\]|\\.)*+"?  # a string: what is in it is neither bracket nor number
    | [\[{\]}]
    | (?P<digits>\d++) (?P<fraction>[.eE][\d.eE+-]*+)?
    """,
    re.VERBOSE | re.DOTALL,
)
"""What makes JSON too large for Python, and what only looks like it."""


def not_json(error: json.JSONDecodeError, file: str) -> Finding:
    """Return the finding for text that json.loads refused, with a guess at the mend."""
    text, at = error.doc, error.pos
    before = len(text[:at].rstrip()) - 1
    if text[at : at + 1] in ("]", "}") and text[before : before + 1] == ",":
        at = before  # newer versions of Python point at the comma themselves
    return _from(text, at, file, "This is not JSON", _mend(text, at))


def too_large(text: str, file: str) -> Finding:
    """Return the finding for JSON that passes Python's limits on digits or depth.

    https://docs.python.org/3/library/stdtypes.html#integer-string-conversion-length-limitation
    """
    digits = _number(text)
    if digits is not None:
        what = f"A number has {len(digits[0]):,} digits, too many to be read,"
        mend = "Write it as a string, and shorter."
        return _from(text, digits.start(), file, what, mend)
    what = "Brackets stand too deep in one another to be read,"
    mend = "Take out those that are not needed."
    return _from(text, _bracket(text), file, what, mend)


def _from(text: str, at: int, file: str, what: str, mend: str) -> Finding:
    """Return the finding for text that is wrong from an offset on."""
    line = text.count("\n", 0, at) + 1
    column = at - text.rfind("\n", 0, at)
    message = f"{what} from line {line}, column {column} on."
    return Finding(file, "", "CG400", message, mend, line=line, column=column)


def _number(text: str) -> re.Match[str] | None:
    """Return the first number that has too many digits; None where none has."""
    most = sys.get_int_max_str_digits()
    for found in TOKEN.finditer(text):
        digits = "" if found["fraction"] else found["digits"] or ""
        if len(digits) > most > 0:  # a fraction may have as many as it likes
            return found
    return None


def _bracket(text: str) -> int:
    """Return the offset of the first bracket that is too deep."""
    depth = 0
    for found in TOKEN.finditer(text):
        depth += (found[0] in "[{") - (found[0] in "]}")
        if depth > DEEP:
            return found.start()
    return 0


def _mend(text: str, at: int) -> str:
    """Return what most likely mends it."""
    if not text.strip():
        return "The file is empty; write [] and run: cfngen params sync"
    if text.startswith("\ufeff"):
        return "Save the file without a byte order mark."
    if not text[at:].strip():
        return "Close every quote and bracket before the end."
    match text[at]:
        case ",":
            return "Remove this comma."
        case "'":
            return "Write strings in double quotes."
        case "/" | "#":
            return "Remove the comment; JSON has none."
        case _:
            return "Look for a missing comma or quote."
