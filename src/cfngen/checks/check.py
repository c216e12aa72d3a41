"""What a check of a model is, and what it finds."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from cfngen.findings import Severity
from cfngen.model import Model, Resource
from cfngen.resolve.scope import Path


@dataclass(frozen=True)
class Problem:
    """What is wrong with one resource, in one sentence, and how to mend it.

    `path` leads to the property, from the properties on.
    """

    resource: Resource
    path: Path
    message: str
    mend: str = ""


@dataclass(frozen=True)
class Check:
    """One check with an id; its function's docstring says what holds and why.

    `link` is the page of AWS that it rests on.
    """

    id: str
    find: Callable[[Model], Iterable[Problem]]
    link: str = ""
    severity: Severity = Severity.ERROR

    def words(self) -> tuple[str, str]:
        """Return the docstring's first line, and the rest as one paragraph."""
        first, _, rest = (inspect.getdoc(self.find) or "").partition("\n")
        return first, " ".join(rest.split())
