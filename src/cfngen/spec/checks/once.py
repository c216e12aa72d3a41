"""The check that lists have no entry twice, of whatever part of a spec."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import BaseModel

from cfngen.spec.source import Problem
from cfngen.spec.words import ONCE


def listed_once(part: BaseModel) -> Iterator[Problem]:
    """No list of uses, ports, secrets, names, endpoints or ARNs has an entry twice."""
    for key, field in type(part).model_fields.items():
        entries = getattr(part, key) if field.json_schema_extra == ONCE else ()
        for position, entry in enumerate(entries):
            if entry in entries[:position]:
                message = f"{entry} is in the list already."
                yield Problem((key, position), message, "Remove it.")
