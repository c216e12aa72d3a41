"""A plan as Markdown, short enough to be a comment on GitHub."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cfngen.plan.plan import Plan
from cfngen.plan.planned import Blocked, Given, Planned
from cfngen.printable import printable
from cfngen.render.diff.values import NONE
from cfngen.render.markdown import (
    MOST,
    cell,
    code,
    escaped,
    fitting,
    folded,
    row,
    size,
)
from cfngen.render.plan.beside import UNSURE, acknowledged, exports, parameters
from cfngen.render.plan.tree import Branch, tree
from cfngen.render.plan.values import EMPTY, Said, by_lines, middle, shortened, told
from cfngen.render.plan.words import (
    BLOCKED,
    REFUSED,
    SHALLOW,
    allowing,
    blocked_words,
    folded_line,
    hooks,
    remarks,
    sentence,
    summary,
    tagged_line,
    title,
    value,
    warning,
)

WIDTH = 300
"""Characters of a value; a longer one is cut."""

MOST_SAID = 500
"""Characters of a sentence; a longer one is cut."""

LEFT_OUT = "\n_{} more: see `cfngen plan`; a comment on GitHub has no room for them._\n"

TABLE = "\n**{}**\n\n| | Resource | Type |\n| --- | --- | --- |\n"
VALUES = (
    "\n**Parameters**\n\n| Name | Was | Will be | From |\n| --- | --- | --- | --- |\n"
)


def render(plan: Plan) -> str:
    """Return the plan: what is blocked, a table for each stack, details to unfold.

    At most MOST bytes: what does not fit is counted in its place. No text of anybody's
    ends the cell or the block that it stands in, or calls a person.
    """
    head = "".join(_head(plan))
    found = tree(plan.changes)
    lines = [escaped(tagged_line(line)) for line in found.tagged]
    tags, _ = fitting([f"\n{line}\n" for line in lines], MOST // 8, LEFT_OUT)
    end = f"{tags}{_folded_stacks(found.quiet, plan)}"
    room = MOST - size(head) - size(end) - 3 * size(LEFT_OUT) - 20
    tables = [part for branch in found.branches for part in _table(branch, plan)]
    rows, room = fitting(tables, room, LEFT_OUT)
    besides, room = fitting([*_parameters(plan), *_beside(plan)], room, LEFT_OUT)
    details, _ = fitting([*_every_detail(found.branches)], room, LEFT_OUT)
    return f"{head}{rows}{end}{besides}{details}"


def _head(plan: Plan) -> Iterator[str]:
    """Yield the title, the counts and what nobody may miss."""
    yield f"### {escaped(title(plan))}\n"
    if not plan.empty:
        yield f"\n{escaped(summary(plan))}\n"
    if plan.shallow:
        yield _box(
            "WARNING", SHALLOW, [escaped(middle(printable(plan.shallow), MOST_SAID))]
        )
    if plan.blocked:
        yield _box("CAUTION", BLOCKED, [_blocked(one) for one in plan.blocked])


def _box(kind: str, heading: str, lines: Sequence[str]) -> str:
    """Return lines of Markdown in a box that GitHub paints."""
    parts = [f"> - {line}\n" for line in lines]
    every, _ = fitting(parts, MOST // 2, "> - and {} more\n")
    return f"\n> [!{kind}]\n> {heading}:\n{every}"


def _blocked(one: Blocked) -> str:
    """Return a change that is blocked, and how to allow it."""
    said = escaped(middle(printable(blocked_words(one)), MOST_SAID))
    option = allowing(one)
    way = f"to allow it: {code(option)}" if option else REFUSED
    return f"{code(one.path)} {said}; {way}"


def _table(branch: Branch, plan: Plan) -> Iterator[str]:
    """Yield the rows of a stack's table, its head with the first of them."""
    own = branch.own
    said = f": {sentence(own)}" if own and not own.noise else ""
    head = TABLE.format(escaped(f"{branch.path or plan.order.stack}{said}"))
    line = folded_line(branch.folded, True)
    tail = f"\n{escaped(line)}\n" if branch.folded else ""
    yield from _between(head, [_row(one) for one in branch.shown], tail)


def _between(head: str, rows: Sequence[str], tail: str = "") -> Iterator[str]:
    """Yield rows, the first with a head and the last with a tail."""
    last = len(rows) - 1
    for number, text in enumerate(rows):
        first = "" if number else head
        yield f"{first}{text}{tail if number == last else ''}"
    if not rows:
        yield head + tail


def _row(one: Planned) -> str:
    """Return the row of a resource."""
    lost = f"; lost: {one.lost}" if one.lost else ""
    said = escaped(middle(printable(f"{sentence(one)}{lost}"), MOST_SAID))
    return row((said, cell(one.path), cell(one.type)))


def _folded_stacks(quiet: Sequence[Branch], plan: Plan) -> str:
    """Return what stands for the stacks in which all is noise."""
    if not quiet:
        return ""
    names = ", ".join(branch.path or plan.order.stack for branch in quiet)
    count = sum(branch.folded for branch in quiet)
    return f"\n{escaped(f'{middle(names, WIDTH)}: {folded_line(count, False)}')}\n"


def _parameters(plan: Plan) -> Iterator[str]:
    """Yield the rows of the parameters that change, the head with the first."""
    shown, _ = parameters(plan)
    if shown:
        yield from _between(VALUES, [_given(one, plan) for one in shown])


def _given(given: Given, plan: Plan) -> str:
    """Return the row of a parameter."""
    secret = given.name in plan.order.secret
    before, after = value(given, secret)
    old = None if before is None else before or EMPTY
    texts = shortened(Said("", old, after or EMPTY), WIDTH)
    was, will = ("" if text == NONE else cell(text) for text in texts)
    note = f" {UNSURE}" if secret and before is not None else ""
    source = cell(printable(given.source))
    return row((cell(given.name), was, f"{will}{note}", source))


def _beside(plan: Plan) -> Iterator[str]:
    """Yield what changes beside resources, and what warns, a list each."""
    for heading, texts in (
        ("Exports", exports(plan)),
        ("Beside the change set", plan.outside),
        ("Warnings", [warning(one) for one in plan.warnings]),
        ("Hooks", [hooks(plan.hooks)] if plan.hooks else ()),
        ("Notes", plan.notes),
        ("Capabilities", list(acknowledged(plan))),
    ):
        if texts:
            lines = (f"- {escaped(middle(printable(t), MOST_SAID))}\n" for t in texts)
            yield f"\n**{heading}**\n\n{''.join(lines)}"


def _every_detail(branches: Sequence[Branch]) -> Iterator[str]:
    """Yield what unfolds below each resource that has something to tell."""
    for one in (one for branch in branches for one in branch.shown):
        lines = [
            *(f"# {printable(remark)}" for remark in remarks(one)),
            *(line for cause in one.causes for s in told(cause) for line in _lines(s)),
        ]
        if lines:
            yield folded(f"{one.path} {sentence(one)}", lines)


def _lines(said: Said) -> Iterator[str]:
    """Yield a place as lines of a block in the language `diff`."""
    why = f"  # {said.why}" if said.why else ""
    if said.hidden:
        yield f"! {said.place}: {said.word()}{why}"
    elif said.tall:
        yield f"! {said.place}:{why}"
        for sign, text in by_lines(said):
            yield f"{sign} {middle(text, WIDTH)}"
    else:
        before, after = shortened(said, WIDTH)
        yield from [f"- {said.place}: {before}"] if said.before is not None else []
        yield from [f"+ {said.place}: {after}{why}"] if said.after is not None else []
        yield from [f"! {said.place}:{why}"] if why and said.after is None else []
    if said.widens:
        yield f"! {said.place}: opens it to everybody"
