"""CG104: environments differ."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from cfngen.findings import Finding, Severity
from cfngen.lint.subject import Subject
from cfngen.params.model import ENVIRONMENT_NAME, Parameters, Value


def check(subject: Subject) -> Iterator[Finding]:
    """No two environments are the same in everything but their name.

    What differs is the reason to have two. A copy is a file that nobody has thought
    about yet: a production of the size of a trial, or a trial that costs as much.
    """
    seen: set[str] = set()
    for one, other in combinations(subject.environments, 2):
        if other.environment not in seen and _choices(one) == _choices(other):
            seen.add(other.environment)
            value = other.values.get(ENVIRONMENT_NAME, Value(""))
            yield Finding(
                other.file,
                ENVIRONMENT_NAME,
                "CG104",
                f"{other.environment} is {one.environment} under another name.",
                "Give it sizes, counts and periods of its own; or remove the file, if "
                "nobody needs the environment.",
                Severity.WARNING,
                value.line,
                value.column,
            )


def _choices(parameters: Parameters) -> dict[str, str]:
    """Return what an environment chooses; its name is no choice."""
    texts = parameters.texts()
    texts.pop(ENVIRONMENT_NAME, None)
    return texts
