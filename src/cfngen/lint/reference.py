"""The table of our own rules, for docs/lint.md."""

from __future__ import annotations

from cfngen.lint.rules import RULES


def markdown() -> str:
    """Return a table of ids, what each rule proves, and why it is there."""
    lines = ["| id | what holds | why |", "| --- | --- | --- |"]
    for rule in RULES:
        first, rest = rule.words()
        lines.append(f"| {rule.id} | {first} | {rest} |")
    return "\n".join(lines) + "\n"
