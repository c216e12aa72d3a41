"""What to say about text that is not JSON, the same under every version of Python."""

from __future__ import annotations

import json

from cfngen.findings import Finding


def not_json(error: json.JSONDecodeError, file: str) -> Finding:
    """Return the finding for text that json.loads refused, with a guess at the mend."""
    text, at = error.doc, error.pos
    before = len(text[:at].rstrip()) - 1
    if text[at : at + 1] in ("]", "}") and text[before : before + 1] == ",":
        at = before  # newer versions of Python point at the comma themselves
    line = text.count("\n", 0, at) + 1
    column = at - text.rfind("\n", 0, at)
    message = f"This is not JSON from line {line}, column {column} on."
    mend = _mend(text, at)
    return Finding(file, "", "CG400", message, mend, line=line, column=column)


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
