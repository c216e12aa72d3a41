"""What a stack tag may be.

CloudFormation hands the tags of a stack down to nearly all that is in it, roles among
it, and to IAM `team` and `Team` are one key:
https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from cfngen.naming import stack_tags
from cfngen.spec.accounts import TAG, TAG_KEY, TAG_VALUE

Words = tuple[str, str]
"""What is wrong, and how to mend it."""

KINDS, SIGNS = "LNZ", "_.:/=+-@"
"""Kinds of Unicode's characters that IAM takes (letters, numbers, spaces), and signs:
https://docs.aws.amazon.com/IAM/latest/APIReference/API_Tag.html"""

MOST = 49
"""Tags of a stack, less the Name that a template gives to some resources: nearly all
take 50.
https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateChangeSet.html"""


def ours() -> tuple[str, ...]:
    """Return the keys that cfngen gives to every stack."""
    return tuple(stack_tags("", ""))


def malformed(key: str, value: str) -> Iterator[Words]:
    """Yield what is wrong with the form of a tag."""
    for what, text, most in (("key", key, TAG_KEY), ("value", value, TAG_VALUE)):
        if not re.fullmatch(TAG.pattern, text):
            yield f"The {what} {text!r} is not {TAG.noun}.", f"Write {TAG.words}."
        elif wrong := strange(text):
            yield wrong
        elif len(text) > most:
            message = f"The {what} has {len(text)} characters; {most} are possible."
            yield message, f"Shorten it by {len(text) - most}."


def strange(text: str) -> Words | None:
    """Return what is wrong with the characters of a text beyond ASCII; None for none.

    The pattern of a tag leaves them be, since editors know no kinds of characters. To
    IAM they matter: a role would not be made, in the middle of a deployment.
    """
    wrong = [one for one in text if not _taken(one)]
    if not wrong:
        return None
    found = ", ".join(dict.fromkeys(map(_shown, wrong)))
    return f"IAM takes no {found} in a tag.", f"Write {TAG.words}."


def _taken(one: str) -> bool:
    """Return whether IAM takes a character in a tag."""
    return one in SIGNS or unicodedata.category(one)[0] in KINDS


def _shown(one: str) -> str:
    """Return a character as it is written, or its number where it cannot be seen."""
    return one if one.isprintable() else f"U+{ord(one):04X}"


def refused(key: str, among: Iterable[str]) -> Words | None:
    """Return why a key cannot be; None where it can. `among` are the keys before it."""
    lower = key.lower()
    if lower.startswith("aws:"):
        return f"{key} begins with aws:, which is AWS's own.", "Take another key."
    own = next((one for one in ours() if one.lower() == lower), None)
    if own:
        return f"cfngen gives every stack the tag {own} itself.", "Remove it."
    other = next((one for one in among if one.lower() == lower and one != key), None)
    if other:
        return f"To IAM, {key} is the same key as {other}.", f"Write {other} for both."
    return None


def too_many(count: int) -> Words | None:
    """Return what is wrong with a number of tags beside cfngen's own."""
    most = MOST - len(ours())
    if count <= most:
        return None
    message = f"{count} tags are too many; with cfngen's own, {most} are possible."
    return message, f"Remove {count - most}."
