"""Policies that AWS manages: what they say, as of a day.

Only those that roles of web systems carry and that AWS rarely edits; of others nothing
is known here, and a proof that they would decide stays open.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import cfngen
from cfngen.model import Text, Unknown, Value, text

PARTITION = Unknown("AWS::Partition")


def document(arn: Value) -> Mapping[str, Any] | None:
    """Return a policy's document by its ARN, `arn:aws:iam::aws:policy/…`, if known.

    Other partitions have documents of their own, which are not known; one that nobody
    tells is taken for `aws`.
    """
    start, found, name = _written(arn).partition(":iam::aws:policy/")
    policy = snapshot()["policies"].get(name) if found and start == "arn:aws" else None
    body: Mapping[str, Any] | None = policy["document"] if policy else None
    return body


def _written(arn: Value) -> str:
    """Return an ARN as text; empty where more than its partition is not known."""
    if not isinstance(arn, Text):
        return text(arn) or ""
    parts = ("aws" if part == PARTITION else part for part in arn.parts)
    known = [part for part in parts if isinstance(part, str)]
    return "".join(known) if len(known) == len(arn.parts) else ""


def as_of() -> str:
    """Return the day that the policies are of: 2026-11-21."""
    day: str = snapshot()["as_of"]
    return day


@cache
def snapshot() -> Mapping[str, Any]:
    """Return the file: `source`, `as_of`, and `policies` by path and name."""
    path = Path(cfngen.__file__).parent / "data" / "managed-policies.json"
    read: Mapping[str, Any] = json.loads(path.read_text("utf-8"))
    return read
