"""Verdicts put together: of parts that all have to hold, or of which one is right."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from cfngen.findings import Place
from cfngen.model import Model, Resource
from cfngen.prove.claims.claim import Said
from cfngen.prove.network.rules import Origin
from cfngen.prove.verdict import Broken, Truth, Verdict
from cfngen.resolve.scope import Path


def said(model: Model, resource: Resource, path: Path, words: str) -> Said:
    """Return an obligation in words, and the property that it follows from.

    Its line is not looked up: few obligations are ever told of.
    """
    template = model.stack_of(resource).template
    way = ("Resources", resource.name, *(("Properties", *path) if path else ()))
    return Said(words, Place(template.file, "/".join(map(str, way))))


def refuted(words: Said, *broken: Broken) -> Verdict:
    """Return that something does not work.

    What else is stopped by the same thing is told beside the first that it stops.
    """
    found: dict[Origin, Broken] = {}
    for one in broken:
        first = found.setdefault(one.at, one)
        if one.what not in (first.what, *first.others):
            found[one.at] = replace(first, others=(*first.others, one.what))
    why = "; ".join(dict.fromkeys(one.what for one in broken))
    return Verdict(words, Truth.REFUTED, tuple(found.values()), why=why)


def undecided(words: Said, *unknowns: str) -> Verdict:
    """Return that something is not known to work, and what decides."""
    names = tuple(dict.fromkeys(unknowns))
    why = f"it depends on {', '.join(names)}" if names else "too little is known"
    return Verdict(words, Truth.UNDECIDED, (), names, why)


def every(words: Said, parts: Iterable[Verdict]) -> Verdict:
    """Return the verdict on what works if all of its parts do."""
    found = tuple(parts)
    broken = [
        one for part in found if part.truth is Truth.REFUTED for one in part.broken
    ]
    if broken:
        return refuted(words, *broken)
    unsure = [part for part in found if part.truth is not Truth.PROVED]
    if unsure:
        return undecided(words, *(name for part in unsure for name in part.unknowns))
    return Verdict(words, Truth.PROVED)


def one_of(words: Said, parts: Iterable[Verdict], unknown: str) -> Verdict:
    """Return the verdict on what works if one of its parts does; nobody knows which."""
    found = tuple(parts)
    truths = {part.truth for part in found}
    if len(found) == 1 or truths == {Truth.PROVED}:
        return found[0]
    if truths == {Truth.REFUTED}:
        return every(words, found)
    names = (name for part in found for name in part.unknowns)
    return undecided(words, unknown, *names)


def all_of(answers: Iterable[bool | None]) -> bool | None:
    """Return whether every answer is yes; None where one is unknown and none is no."""
    known = set(answers)
    return False if False in known else None if None in known else True
