"""The form of a text: its pattern, and the words for it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Form:
    """How a text has to look: `noun` is what it is, `words` how to write it."""

    pattern: str
    noun: str
    words: str
