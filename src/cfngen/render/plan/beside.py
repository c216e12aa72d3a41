"""What a plan says beside resources: parameters, capabilities, exports and the rest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cfngen.plan.inputs import capabilities
from cfngen.plan.plan import Plan
from cfngen.plan.planned import Given
from cfngen.plan.states import Action
from cfngen.printable import printable
from cfngen.render.page import BOLD, FAINT, YELLOW, Page
from cfngen.render.plan.values import EMPTY, Said, shortened
from cfngen.render.plan.words import hooks, value, warning

UNSURE = "secret, cannot be compared"
MOST_CAUSES = 6
"""Resources that are named as the cause of a capability."""


def beside(plan: Plan, page: Page, verbose: bool) -> Iterator[Sequence[str]]:
    """Yield a block for each: lines below a heading."""
    parameters = list(_parameters(plan, page, verbose))
    if parameters:
        yield [page.paint("Parameters", BOLD), *parameters]
    for heading, texts, tone in (
        ("Capabilities", _capabilities(plan, verbose), BOLD),
        ("Exports", exports(plan), BOLD),
        ("Beside the change set", plan.outside, BOLD),
        ("Warnings", [warning(one) for one in plan.warnings], f"{BOLD};{YELLOW}"),
        ("Hooks", [hooks(plan.hooks)] if plan.hooks else (), BOLD),
        ("Notes", plan.notes, BOLD),
    ):
        lines = [line for text in texts for line in page.wrap(text, "  ")]
        if lines:
            yield [page.paint(heading, tone), *lines]


def _capabilities(plan: Plan, verbose: bool) -> list[str]:
    """Return what is acknowledged, where that is news: updates need it every time."""
    news = plan.action is Action.CREATE or verbose
    return list(acknowledged(plan)) if news else []


def exports(plan: Plan) -> list[str]:
    """Return what happens to exports, but for what is blocked and said there."""
    blocked = {one.why for one in plan.blocked}
    return [text for text in plan.exports if text not in blocked]


def needed(plan: Plan) -> Iterator[tuple[str, list[str]]]:
    """Yield each capability that is acknowledged, and what in the templates needs it.

    The templates are those of the order; where they are not at hand, no cause is named.
    """
    causes = capabilities.causes(plan.order.files)
    for name in plan.capabilities:
        paths = (f"{c.path or 'the root'} ({c.what})" for c in causes if _for(name, c))
        yield name, list(dict.fromkeys(paths))


def acknowledged(plan: Plan) -> Iterator[str]:
    """Yield a line for each capability, with the first of its causes."""
    for name, paths in needed(plan):
        more = len(paths) - MOST_CAUSES
        also = [f"{more} more"] if more > 0 else []
        listed = ", ".join([*paths[:MOST_CAUSES], *also])
        yield f"{name}: {listed}" if listed else name


def _for(name: str, cause: capabilities.Cause) -> bool:
    """Say whether a cause is one of a capability; the named one includes the other."""
    named = name == capabilities.NAMED_IAM and cause.capability == capabilities.IAM
    return named or cause.capability == name


def parameters(plan: Plan, verbose: bool = False) -> tuple[list[Given], int]:
    """Return the parameters that are shown, and how many others keep their values.

    A secret is shown always: its old value cannot be read back and compared.
    """
    shown = [
        given
        for given in plan.parameters
        if verbose or given.changed or given.name in plan.order.secret
    ]
    return shown, len(plan.parameters) - len(shown)


def _parameters(plan: Plan, page: Page, verbose: bool) -> Iterator[str]:
    """Yield a line a parameter in columns: name, old and new value, who says so."""
    shown, others = parameters(plan, verbose)
    width = max((len(given.name) for given in shown), default=0)
    for given in shown:
        room = page.columns - width - 8
        values = worded(given, given.name in plan.order.secret, max(room, 24))
        line, source = f"  {given.name:<{width}}  {values}", printable(given.source)
        beside = len(line) + len(source) + 4 <= page.columns
        yield f"{line}  ← {source}" if beside else line
        yield from () if beside else page.wrap(f"← {source}", "    ")
    if others:
        verb = "keeps its value" if others == 1 else "keep their values"
        yield page.paint(f"  {others}{' more' if shown else ''} {verb}", FAINT)


def worded(given: Given, secret: bool, room: int) -> str:
    """Return a parameter's values in about as many columns as there is room for."""
    before, after = value(given, secret)
    if secret and before is not None:
        return f"{after} ({UNSURE})"
    if before is None:
        return f"= {shortened(Said('', None, after or EMPTY), room)[1]}"
    if not given.changed:
        return f"= {shortened(Said('', None, after or EMPTY), room)[1]}"
    old, new = shortened(Said("", before or EMPTY, after or EMPTY), room // 2)
    return f"{old} → {new}"
