"""What pydantic refuses, in the words of someone who writes a spec."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from pydantic_core import ErrorDetails

from cfngen.findings import Finding
from cfngen.spec import layout
from cfngen.spec.kinds import expected, found, mend_kind, shown
from cfngen.spec.layout import Part
from cfngen.spec.schema import schema
from cfngen.spec.source import Place, Problem, Source
from cfngen.spec.words import FORMS

SYNONYMS: Mapping[str, str] = {
    "aarch64": "arm64",
    "amd64": "x86_64",
    "x64": "x86_64",
    "x86-64": "x86_64",
}
"""Other names of processors: by its letters alone, amd64 is closest to arm64."""


@dataclass(frozen=True)
class Refusal:
    """One of pydantic's errors: its place, what stands there and what should."""

    place: Place
    key: str
    on_key: bool
    value: Any
    text: str | None
    limits: Mapping[str, Any]
    whole: Part

    @property
    def part(self) -> Part:
        """Return what the schema says of the place."""
        return layout.at(self.whole, self.place)

    @property
    def around(self) -> Part:
        """Return what the schema says of the mapping that holds the place."""
        return layout.at(self.whole, self.place[:-1])


Words = tuple[str, str, str]
"""The id of a finding, its message and how to mend it."""


def findings(source: Source, errors: Sequence[ErrorDetails]) -> Iterator[Finding]:
    """Yield a finding for each of pydantic's errors that is not said already."""
    whole = schema()
    for error in errors:
        refusal = _refusal(source, error, whole)
        if refusal.place in source.empty or _follows(error):
            continue
        id, message, mend = WORDING.get(error["type"], _other)(refusal)
        problem = Problem(refusal.place, message, mend, refusal.on_key)
        yield source.finding(id, problem)


def _follows(error: ErrorDetails) -> bool:
    """Return whether an error only follows from another, which is reported.

    A default that another value decides waits for that value, and a list counts as too
    short while entries of it are refused.
    """
    if error["type"] == "too_short":
        least: int = error["ctx"]["min_length"]
        return len(error["input"]) >= least
    return error["type"] == "default_factory_not_called"


def _refusal(source: Source, error: ErrorDetails, whole: Part) -> Refusal:
    """Return an error with what the wording needs."""
    location = error["loc"]
    place = layout.written(location)
    return Refusal(
        place,
        key=str(place[-1]) if place else "",
        on_key=location[-1:] == ("[key]",) or error["type"] == "extra_forbidden",
        value=error["input"],
        text=source.text(place),
        limits=error.get("ctx", {}),
        whole=whole,
    )


def close(word: str, words: Sequence[str], otherwise: str) -> str:
    """Return the question whether one of some words was meant, or another mend.

    Among close ones, the word of the same letters is: two of them were swapped.
    """
    matches = get_close_matches(word, words, 3)
    swapped = [match for match in matches if sorted(match) == sorted(word)]
    meant = next(iter(swapped or matches), None)
    return f"Did you mean '{meant}'?" if meant else otherwise


def _unknown(refusal: Refusal) -> Words:
    names = [
        name
        for kind in layout.kinds(refusal.whole, refusal.around)
        for name in kind.get("properties", ())
    ]
    mend = close(refusal.key, names, f"Known here: {', '.join(names)}.")
    return "CG004", f"Unknown key {shown((), refusal.key)}.", mend


def _missing(refusal: Refusal) -> Words:
    meaning = refusal.part.get("description", "")
    return (
        "CG005",
        f"The key '{refusal.key}' is missing.",
        f"Add {refusal.key}: {meaning}",
    )


def _kind(refusal: Refusal) -> Words:
    kinds = layout.kinds(refusal.whole, refusal.part)
    wanted = " or ".join(expected(kind) for kind in kinds)
    message = f"Expected {wanted}, found {found(refusal.place, refusal.value)}."
    part = {"description": refusal.part.get("description", ""), **kinds[0]}
    mend = mend_kind(part, refusal.place, refusal.value, refusal.text)
    return "CG006", message, mend


def _word(refusal: Refusal) -> Words:
    part = refusal.part
    words = part.get("enum", [part.get("const")])
    text = refusal.text or ""
    *front, last = words
    otherwise = f"Write {', '.join(front)} or {last}." if front else f"Write {last}."
    what = shown(refusal.place, text) if text else found(refusal.place, refusal.value)
    listed = isinstance(refusal.place[-1], int)
    message = f"{what} is not known here." if listed else ""
    message = message or f"'{refusal.key}' cannot be {what}."
    meant = SYNONYMS.get(text.lower(), text.lower())
    if meant in words:
        return "CG007", message, f"Did you mean '{meant}'?"
    return "CG007", message, close(text, words, otherwise)


def _form(refusal: Refusal) -> Words:
    pattern = refusal.limits["pattern"]
    form = next(form for form in FORMS if form.pattern == pattern)
    text = refusal.key if refusal.on_key else str(refusal.value)
    what = shown(() if refusal.on_key else refusal.place, text)
    return "CG008", f"{what} is not {form.noun}.", f"Write {form.words}."


def _length(refusal: Refusal) -> Words:
    length, most = len(str(refusal.value)), refusal.limits["max_length"]
    message = f"{length} characters are too many; {most} are possible."
    return "CG009", message, f"Shorten it by {length - most}."


def _number(refusal: Refusal) -> Words:
    part = layout.kinds(refusal.whole, refusal.part)[0]
    least, most = part["minimum"], part["maximum"]
    size = f"small; {least} is the least" if refusal.value < least else ""
    size = size or f"large; {most} is the most"
    mend = f"Write a number from {least} to {most}."
    return "CG009", f"{refusal.value} is too {size}.", mend


def _step(refusal: Refusal) -> Words:
    value, step = refusal.value, refusal.limits["multiple_of"]
    below = value // step * step
    message = f"{value:g} is between two steps; each is {step:g}."
    return "CG009", message, f"Write {below:g} or {below + step:g}."


def _entries(refusal: Refusal) -> Words:
    part, count = refusal.part, len(refusal.value)
    least, most = part.get("minItems", 0), part.get("maxItems", 0)
    many = f"{count} {'entry is' if count == 1 else 'entries are'}"
    if count < least:
        bounds = f"{least} to {most} entries" if most else f"at least {least} entry"
        return "CG009", f"{many} too few.", f"Write {bounds}."
    return "CG009", f"{many} too many.", f"Write at most {most} entries."


def _other(refusal: Refusal) -> Words:
    meaning = refusal.part.get("description", "")
    return "CG006", "The value does not fit.", meaning


WORDING: Mapping[str, Callable[[Refusal], Words]] = {
    "extra_forbidden": _unknown,
    "missing": _missing,
    "literal_error": _word,
    "string_pattern_mismatch": _form,
    "string_too_long": _length,
    "greater_than_equal": _number,
    "less_than_equal": _number,
    "multiple_of": _step,
    "too_short": _entries,
    "too_long": _entries,
    "string_type": _kind,
    "int_type": _kind,
    "float_type": _kind,
    "bool_type": _kind,
    "tuple_type": _kind,
    "dict_type": _kind,
    "model_type": _kind,
}
"""How each of pydantic's errors is said."""
