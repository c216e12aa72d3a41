"""Suppressions that a template says itself, in the metadata of cfngen.

    Metadata: {cfngen: {suppress: [{check: CG590, reason: ...}]}}

On a resource it is meant for that resource; on the template, for all that is in it and
in what it nests.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from cfngen.findings import Finding, Place
from cfngen.model import Model, Stack
from cfngen.spec.form import Form
from cfngen.spec.suppress import says_why, suppressible
from cfngen.spec.words import CHECK_ID, REASON
from cfngen.suppress.suppression import Suppression

Path = tuple[str | int, ...]
Found = Suppression | Finding

OURS = "cfngen"
FORMS: Mapping[str, Form] = {"check": CHECK_ID, "reason": REASON}
"""The keys of an entry; all are required."""

LIST = "Write: {suppress: [{check: CG540, reason: why it may stay}]}"


@dataclass(frozen=True)
class Written:
    """What templates suppress, and what of it cannot be understood."""

    suppressions: tuple[Suppression, ...] = ()
    findings: tuple[Finding, ...] = ()


def of_model(model: Model) -> Written:
    """Return what the templates of a model suppress, for each stack made of them.

    Resources that are absent in this environment speak too: what they suppress may be
    needed in another one.
    """
    every = [found for stack in model.stacks.values() for found in _of_stack(stack)]
    said = (found for found in every if isinstance(found, Suppression))
    wrong = (found for found in every if isinstance(found, Finding))
    return Written(tuple(dict.fromkeys(said)), tuple(dict.fromkeys(wrong)))


def _of_stack(stack: Stack) -> Iterator[Found]:
    """Yield what one stack's template and its resources say."""
    template = stack.template
    below = f"{stack.path}/" if stack.path else ""
    yield from _of(stack, (), f"{below}*", template.file)
    for name in template.section("Resources"):
        yield from _of(stack, ("Resources", name), f"{below}{name}", "")


def _of(stack: Stack, owner: tuple[str, ...], at: str, file: str) -> Iterator[Found]:
    """Yield what the metadata of a template or a resource says."""
    said = stack.template.section(*owner, "Metadata").get(OURS)
    path: Path = (*owner, "Metadata", OURS)
    if said is None:
        return
    if not isinstance(said, dict) or list(said) != ["suppress"]:
        yield _wrong(stack, path, "This metadata is not understood.", LIST)
        return
    path = (*path, "suppress")
    if not isinstance(said["suppress"], list):
        yield _wrong(stack, path, "Suppressions are no list.", LIST)
        return
    for index, entry in enumerate(said["suppress"]):
        yield _entry(stack, (*path, index), entry, at, file)


def _entry(stack: Stack, path: Path, entry: Any, at: str, file: str) -> Found:
    """Return one suppression, or what is wrong with it."""
    if not isinstance(entry, dict) or entry.keys() != FORMS.keys():
        message = f"A suppression has {' and '.join(FORMS)}, and nothing else."
        return _wrong(stack, path, message, LIST)
    for key, form in FORMS.items():
        text = entry[key]
        if not isinstance(text, str) or not re.fullmatch(form.pattern, text):
            message = f"{key}: this is not {form.noun}."
            return _wrong(stack, (*path, key), message, f"Write {form.words}.")
    check, reason = entry["check"], entry["reason"]
    if not suppressible(check):
        message = f"{check} cannot be suppressed."
        return _wrong(stack, (*path, "check"), message, "Mend what it finds.")
    if not says_why(check, reason):
        message = f"The reason says little more than {check}."
        return _wrong(stack, (*path, "reason"), message, "Say why it may stay.")
    node = stack.template.node(path)
    shown = "/".join(map(str, path))
    place = Place(stack.template.file, shown, node.line, node.column)
    return Suppression(check, at, reason, place, file=file)


def _wrong(stack: Stack, path: Path, message: str, mend: str) -> Finding:
    """Return the finding that a suppression cannot be understood."""
    return stack.template.finding(path, "CG107", message, mend)
