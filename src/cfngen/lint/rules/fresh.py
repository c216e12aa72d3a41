"""CG100: the committed templates are those that the spec makes."""

from __future__ import annotations

from collections.abc import Iterator

from cfngen.findings import Finding
from cfngen.freshness import State
from cfngen.lint.subject import Subject


def check(subject: Subject) -> Iterator[Finding]:
    """Every committed template is what the spec makes, and no other one is there.

    Lint reads what is committed, which is what gets deployed; of stale templates it
    would say nothing true.
    """
    folder = subject.root.file.rpartition("/")[0]
    for comparison in subject.comparisons:
        if comparison.state is not State.FRESH:
            yield Finding(
                f"{folder}/{comparison.path.name}",
                "",
                "CG100",
                f"The template is {comparison.state}.",
                f"Run: cfngen generate {subject.system}",
                line=1,
            )
