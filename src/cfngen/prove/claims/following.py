"""Claims that follow from a spec, said in the words in which people write them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from cfngen.prove.claims.claim import Claim
from cfngen.prove.claims.cursor import Cursor
from cfngen.prove.claims.parsing import claimed
from cfngen.prove.claims.statements import Part, Statement, statements
from cfngen.prove.network.rules import Ranges
from cfngen.spec.source import Place, Source

NO_SETS: Mapping[str, Ranges] = MappingProxyType({})


def claim(
    text: str, source: Source, place: Place, sets: Mapping[str, Ranges] = NO_SETS
) -> Claim:
    """Return a claim in words as one that is written where it follows from.

    Raises ValueError where the words are no claim.
    """
    part = Part(text, source.located(place), fixed=True)
    (statement,) = statements(part)
    if not isinstance(statement, Statement):
        raise ValueError(f"{text}: {statement.finding.message}")
    cursor = Cursor(statement)
    found = claimed(cursor, sets)
    if cursor.problems:
        raise ValueError(f"{text}: {cursor.problems[0].message}")
    return found
