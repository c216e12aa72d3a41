"""The form that the AWS CLI and cfn-lint read: a list of keys and values.

https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_Parameter.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from cfngen.findings import Finding
from cfngen.params.jsontext import Node
from cfngen.params.place import at

KEY, VALUE = "ParameterKey", "ParameterValue"

UNWELCOME: Mapping[str, tuple[str, str]] = {
    "UsePreviousValue": (
        "takes its value from the stack; the file is the whole truth of an environment",
        "Write the ParameterValue.",
    ),
    "ResolvedValue": (
        "has a ResolvedValue, which CloudFormation reports and does not take",
        "Remove the ResolvedValue.",
    ),
}
"""Members of AWS's Parameter that a parameter file may not have, and why."""


def read(root: Node, file: str) -> tuple[list[tuple[Node, Node]], list[Finding]]:
    """Return key and value of each sound entry, and what is wrong with the others."""
    pairs: list[tuple[Node, Node]] = []
    findings: list[Finding] = []
    for index, entry in enumerate(root.items):
        wrong = list(_problems(entry, f"[{index}]", file))
        key, value = entry.get(KEY), entry.get(VALUE)
        if key is not None and value is not None and not wrong:
            pairs.append((key, value))
        findings += wrong
    return pairs, findings


def _problems(entry: Node, place: str, file: str) -> Iterator[Finding]:
    """Yield what keeps an entry from being one parameter."""
    key, value = entry.get(KEY), entry.get(VALUE)
    name = key.scalar if key is not None and key.kind == "string" else place
    if entry.kind != "object":
        mend = f'Write {{"{KEY}": "...", "{VALUE}": "..."}}.'
        yield at(entry, file, place, "CG401", f"Entry {place} is no object.", mend)
        return
    yield from _members_that_fail(entry, name, file)
    if key is None:
        message = f"Entry {place} has no {KEY}."
        yield at(entry, file, place, "CG401", message, f"Add {KEY}.")
    elif key.kind != "string":
        message = f"Entry {place} has a {KEY} that is no string."
        yield at(key, file, place, "CG401", message, "Put it in double quotes.")
    elif value is None and entry.get("UsePreviousValue") is None:
        message = f"{name} has no {VALUE}."
        yield at(entry, file, name, "CG401", message, f"Add {VALUE}.")


def _members_that_fail(entry: Node, name: str, file: str) -> Iterator[Finding]:
    """Yield members that are repeated or that an entry cannot have."""
    seen = set()
    for member, _ in entry.members:
        word = member.scalar
        if word in seen:
            message = f"{name} has two members {word}."
            yield at(member, file, name, "CG402", message, "Keep one of them.")
        elif word in UNWELCOME:
            why, mend = UNWELCOME[word]
            yield at(member, file, name, "CG404", f"{name} {why}.", mend)
        elif word not in (KEY, VALUE):
            close = get_close_matches(word, (KEY, VALUE), 1)
            mend = f"Did you mean {close[0]}?" if close else "Remove it."
            message = f"{name} has an unknown member {word}."
            yield at(member, file, name, "CG401", message, mend)
        seen.add(word)
