"""A proof with what it takes to show it: where each of its facts is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from cfngen.checks.placing import Written
from cfngen.findings import Place
from cfngen.prove.network.rules import Origin
from cfngen.prove.verdict import Proof, Verdict

Where = Callable[[Origin], Written | None]
"""Finds where a fact is written; one that AWS adds itself is written nowhere."""


def nowhere(origin: Origin) -> Written | None:
    """Return that a fact is written nowhere that is known."""
    return None


def lines(found: Written | None) -> Iterator[str]:
    """Yield what a reader may open, the line to change first."""
    if found is None:
        return
    if found.setting is not None:
        yield f"{located(found.setting)} ({found.setting.path})"
    yield pointer(found.template)
    if found.spec is not None:
        yield f"from {located(found.spec)} ({found.spec.path})"


def short(found: Written | None) -> str:
    """Return the lines that a fact is written in, in few words; empty for none."""
    if found is None:
        return ""
    setting = f"{located(found.setting)}, " if found.setting is not None else ""
    source = f" from {located(found.spec)}" if found.spec is not None else ""
    return f"{setting}{located(found.template)}{source}"


@dataclass(frozen=True)
class Shown:
    """One environment's proof; `suppressed` are verdicts that may stay, and why."""

    proof: Proof
    where: Where = nowhere
    suppressed: Mapping[Verdict, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """Return whose proof it is: `nextjs prod`, or the name of a template."""
        return f"{self.proof.name} {self.proof.environment}".strip()


def located(place: Place) -> str:
    """Return `file:line`, or the path where a place has no line."""
    if not place.file:
        return place.path
    return f"{place.file}:{place.line}" if place.line else place.file


def pointer(place: Place) -> str:
    """Return a place of a template with its JSON pointer: `root.json:5#/Resources/…`.

    A path without steps is the template itself.
    """
    steps = place.path.lstrip("/")
    return f"{located(place)}#/{steps}" if steps else located(place)


def named(origin: Origin) -> str:
    """Return a fact by its resource and the way to it: `Security/Alb.Ingress[0]`."""
    steps = "".join(
        f"[{step}]" if isinstance(step, int) else f".{step}" for step in origin.path
    )
    whole = f"{origin.resource}{steps if origin.resource else ''}"
    return " ".join(filter(None, (whole, origin.words)))
