"""A plan as people read it: stack by stack, and what stops it at the end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cfngen.plan.plan import Plan
from cfngen.plan.planned import Kind, Planned
from cfngen.printable import printable
from cfngen.render.page import BOLD, FAINT, GREEN, INSIDE, RED, YELLOW, Page
from cfngen.render.plan.beside import beside
from cfngen.render.plan.tree import Branch, tree
from cfngen.render.plan.values import Said, by_lines, middle, shortened, told
from cfngen.render.plan.words import (
    BLOCKED,
    REFUSED,
    SHALLOW,
    SIGNS,
    allowing,
    blocked_words,
    folded_line,
    remarks,
    sentence,
    summary,
    tagged_line,
    title,
)

COLUMNS = 100
"""Columns of a line where no terminal says how many it has."""

LEAST = 30
"""Columns that an old value needs to be shown where the new one is not told."""

COLOURS = {
    Kind.CREATE: GREEN,
    Kind.DELETE: RED,
    Kind.REPLACE: RED,
    Kind.MAY_REPLACE: YELLOW,
    Kind.RETAIN: YELLOW,
    Kind.UNKNOWN: YELLOW,
    Kind.SYNC: FAINT,
}


def render(
    plan: Plan, colour: bool = False, columns: int = COLUMNS, verbose: bool = False
) -> str:
    """Return the plan as lines; colours are ANSI escapes.

    What most likely does not change is counted; `verbose` shows it, with physical ids
    and templates. What stops a deployment comes last, where a terminal still has it.
    """
    text = _Text(plan, Page(colour, columns), verbose)
    return "\n\n".join("\n".join(block) for block in text.blocks()) + "\n"


@dataclass(frozen=True)
class _Text:
    """A plan, and the page that it is written on."""

    plan: Plan
    page: Page
    verbose: bool

    def blocks(self) -> Iterator[Sequence[str]]:
        """Yield what stands between two blank lines."""
        plan, page = self.plan, self.page
        yield [page.paint(title(plan), BOLD)]
        if plan.shallow:
            yield [page.paint(SHALLOW, f"{BOLD};{YELLOW}"), *page.wrap(plan.shallow)]
        found = tree(plan.changes, self.verbose)
        yield from (list(self._branch(branch)) for branch in found.branches)
        for line in found.tagged:
            yield list(page.wrap(tagged_line(line), ""))
        if found.quiet:
            yield list(self._quiet(found.quiet))
        yield from beside(plan, page, self.verbose)
        if plan.blocked:
            yield list(self._blocked())
        if not plan.empty:
            yield [page.paint(line, BOLD) for line in page.wrap(summary(plan), "")]

    def _branch(self, branch: Branch) -> Iterator[str]:
        """Yield the lines of one stack: its name, its resources, what is folded."""
        name = self.page.paint(branch.path or self.plan.order.stack, BOLD)
        own = branch.own
        said = sentence(own) if own and not own.noise else ""
        yield f"{name} (nested stack) {said}".rstrip() if branch.path else name
        if own:
            yield from self._lost(own)
            yield from self._causes(own) if self.verbose else ()
        for one in branch.shown:
            yield from self._resource(one)
        if branch.folded:
            yield self.page.paint(f"  {folded_line(branch.folded, True)}", FAINT)

    def _quiet(self, branches: Sequence[Branch]) -> Iterator[str]:
        """Yield what stands for the stacks in which all is noise."""
        names = ", ".join(branch.path or self.plan.order.stack for branch in branches)
        count = sum(branch.folded for branch in branches)
        line = f"{names}: {folded_line(count, False)}"
        yield from (self.page.paint(part, FAINT) for part in self.page.wrap(line, ""))

    def _resource(self, one: Planned) -> Iterator[str]:
        """Yield the lines of one resource: what happens, what is lost, and why."""
        page, said = self.page, sentence(one)
        head = f"  {SIGNS[one.kind]} {one.path} ({one.type})"
        tone = FAINT if one.noise else COLOURS.get(one.kind, "")
        sign = page.paint(f"{SIGNS[one.kind]} {one.path}", tone)
        line = f"  {sign} {page.paint(f'({one.type})', FAINT)}"
        fits = len(head) + 1 + len(said) <= page.columns
        yield f"{line} {said}" if fits else line
        yield from () if fits else page.wrap(said)
        yield from self._lost(one)
        for remark in remarks(one, verbose=self.verbose):
            yield from page.wrap(remark)
        yield from self._causes(one)

    def _lost(self, one: Planned) -> Iterator[str]:
        """Yield what would be gone, in red."""
        if one.lost:
            for line in self.page.wrap(f"lost: {one.lost}"):
                yield self.page.paint(line, f"{BOLD};{RED}")

    def _causes(self, one: Planned) -> Iterator[str]:
        """Yield what changes inside a resource."""
        for cause in one.causes:
            for said in told(cause):
                yield from self._said(said)

    def _said(self, said: Said) -> Iterator[str]:
        """Yield one place: both values beside it, or below it where they do not fit."""
        why = f"  ({said.why})" if said.why else ""
        if said.hidden:
            yield from self.page.wrap(f"{said.place}: {said.word()}{why}")
            return
        before, after = shortened(said, self.page.columns)
        if said.later and not self.verbose:
            yield from self._later(said, why)
            return
        line = f"{INSIDE}{said.place}: {before} → {after}{why}"
        if said.tall or len(line) > self.page.columns:
            yield from self.page.wrap(f"{said.place}:{why}")
            yield from self._apart(said)
        else:
            yield line
        if said.widens:
            yield self.page.paint(f"{INSIDE}  opens it to everybody", RED)

    def _later(self, said: Said, why: str) -> Iterator[str]:
        """Yield a place whose new value is not told; the old one where it has room."""
        words = f"{said.place}: {said.after}{why}"
        room = self.page.columns - len(INSIDE) - len(words) - len(" → ")
        if said.before and room >= LEAST:
            old = middle(printable(said.before), room)
            words = f"{said.place}: {old} → {said.after}{why}"
        yield from self.page.wrap(words)

    def _apart(self, said: Said) -> Iterator[str]:
        """Yield both values in lines of their own; none for what is not there."""
        if said.tall:
            lines = list(by_lines(said))
        else:
            values = shortened(said, self.page.columns - len(INSIDE) - 4)
            both = zip("-+", values, (said.before, said.after), strict=True)
            lines = [(sign, text) for sign, text, value in both if value is not None]
        for sign, text in lines:
            tone = {"-": RED, "+": GREEN}.get(sign, FAINT)
            yield self.page.paint(f"{INSIDE}  {sign} {self.page.cut(text)}", tone)

    def _blocked(self) -> Iterator[str]:
        """Yield what nobody has allowed by name, and how to allow it."""
        page = self.page
        yield page.paint(BLOCKED, f"{BOLD};{RED}")
        for one in self.plan.blocked:
            yield f"  {page.paint(one.path, RED)} ({one.type})"
            yield from page.wrap(blocked_words(one))
            option = allowing(one)
            yield from page.wrap(f"to allow it: {option}" if option else REFUSED)
