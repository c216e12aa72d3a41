"""A diff as people read it: what loses data first, then the worst effects."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from textwrap import wrap

from cfngen.diff import Change, Diff, Difference, Effect, Setting
from cfngen.diff.values import ITEM
from cfngen.package import STACK
from cfngen.render.diff.values import HIDDEN, follows, pair, place, together, why
from cfngen.render.diff.words import (
    IDLE,
    Sides,
    alarms,
    closing,
    detail,
    group,
    remarks,
    sentence,
    shown,
    summary,
)

COLUMNS = 100
"""Columns of a line where no terminal says how many it has."""

INSIDE, FURTHER = " " * 6, " " * 8

RED, YELLOW, GREEN, BOLD, FAINT = "31", "33", "32", "1", "2"

COLOURS = {
    Effect.DESTROY: RED,
    Effect.REPLACE: RED,
    Effect.MAY_REPLACE: YELLOW,
    Effect.ORPHAN: YELLOW,
    Effect.CREATE: GREEN,
}

STAKE = "DATA OR IDENTITY AT STAKE"
REFUSED = "REFUSED BY AWS"


def render(
    diff: Diff, sides: Sides, colour: bool = False, columns: int = COLUMNS
) -> str:
    """Return the diff as lines; colours are ANSI escapes.

    What does not fit into the columns goes on in a line of its own, further right.
    """
    page = _Page(diff, sides, colour, columns)
    return "\n\n".join("\n".join(block) for block in page.blocks()) + "\n"


@dataclass(frozen=True)
class _Page:
    """A diff, and the way in which it is shown."""

    diff: Diff
    sides: Sides
    colour: bool
    columns: int

    def blocks(self) -> Iterator[Sequence[str]]:
        """Yield what stands between two blank lines."""
        diff, sides = self.diff, self.sides
        yield [self._paint(sides.title, BOLD)]
        changes = shown(diff, sides)
        for heading, found in groupby(changes, self._heading):
            loud = heading in (STAKE, REFUSED)
            tone = f"{BOLD};{RED}" if loud else BOLD
            yield [self._paint(heading, tone), *self._group(list(found), loud)]
        idle = [setting for setting in diff.settings if not setting.read]
        if idle:
            yield [IDLE, *(line for s in idle for line in self._setting(s))]
        outputs = [o for o in diff.outputs if sides.effects or not o.follows]
        if outputs:
            every = (self._difference(o, 0, "  ") for o in outputs)
            yield ["Outputs", *(line for lines in every for line in lines)]
        loud_lines = (self._paint(a, f"{BOLD};{RED}") for a in alarms(diff, sides))
        yield [summary(diff, sides), *loud_lines, *closing(sides)]

    def _heading(self, change: Change) -> str:
        """Return the heading that a change stands under."""
        if self.sides.effects and change.loses:
            return STAKE
        refused = self.sides.effects and change.refusals
        return REFUSED if refused else group(change, self.sides)

    def _group(self, changes: Sequence[Change], loud: bool) -> Iterator[str]:
        """Yield the lines below a heading; a stack stands for all that is in it."""
        stacks = {change.path for change in changes if change.type == STACK}
        within = [self._stack(change, stacks) for change in changes]
        for change, stack in zip(changes, within, strict=True):
            if not stack:
                yield from self._change(change, within.count(change.path), loud)

    def _stack(self, change: Change, stacks: set[str]) -> str:
        """Return the stack that a change needs no line beside; empty for its own line.

        `stacks` are those that stand under the same heading.
        """
        remarked = self.sides.effects and (change.refusals or change.notes)
        whole = change.effect in (Effect.CREATE, Effect.DESTROY, Effect.ORPHAN)
        outer = (path for path in stacks if change.path.startswith(f"{path}/"))
        return min(outer, key=len, default="") if whole and not remarked else ""

    def _change(self, change: Change, inner: int, loud: bool) -> Iterator[str]:
        """Yield the lines of one resource."""
        effects = self.sides.effects
        said = self._said(change, inner, loud)
        head = f"  {change.path} ({change.type})"
        tone = COLOURS.get(change.effect, "") if effects else ""
        kind = self._paint(f"({change.type})", FAINT)
        name = f"  {self._paint(change.path, tone)} {kind}"
        beside = len(head) + len(said) <= self.columns
        yield f"{name}{said}" if beside else name
        yield from () if beside else self._wrapped(said.strip())
        for remark in remarks(change) if effects else ():
            yield from self._wrapped(remark)
        every = (*change.properties, *change.attributes)
        yield from self._differences([d for d in every if effects or not d.follows])

    def _differences(self, differences: Sequence[Difference]) -> Iterator[str]:
        """Yield the differences of a resource; items of one list below one name."""
        for path, found in groupby(together(differences), lambda pair: pair[0].path):
            pairs = list(found)
            if path[-1] == ITEM and len(pairs) > 1:
                reason = self._reason(pairs[0][0])
                yield f"{INSIDE}{place(pairs[0][0])}:{reason}"
                for difference, _ in pairs:
                    yield from self._apart(difference, INSIDE)
            else:
                for difference, more in pairs:
                    yield from self._difference(difference, more, INSIDE)

    def _said(self, change: Change, inner: int, loud: bool) -> str:
        """Return what happens to a resource; loudly even what its heading says."""
        if loud:
            return f" {sentence(change)}"
        words = [f"with {_count(inner)} in it"] if inner else []
        if self.sides.effects and detail(change):
            words.append(detail(change))
        return f": {', '.join(words)}" if words else ""

    def _difference(
        self, difference: Difference, more: int, indent: str
    ) -> Iterator[str]:
        """Yield one difference: path, both values, why that matters."""
        name = f"{indent}{place(difference)}{f' and {more} more' if more else ''}:"
        after = self._reason(difference)
        if difference.follows:
            changes = self.diff.changes
            yield from self._beside(name, f"{follows(difference, changes)}{after}")
            return
        before, value = pair(difference, self.columns)
        whole = f"{name} {before} → {value}{after}"
        if not before and not value:
            yield f"{name} {HIDDEN}{after}"
        elif len(whole) <= self.columns:
            yield whole
        else:
            yield f"{name}{after}"
            yield from self._apart(difference, indent)

    def _reason(self, difference: Difference) -> str:
        """Return why a difference matters, to stand behind it."""
        reason = why(difference, self.sides.effects)
        return f"  ({reason})" if reason else ""

    def _apart(self, difference: Difference, indent: str) -> Iterator[str]:
        """Yield both values in lines of their own; none for what is not there."""
        before, after = pair(difference, self.columns - len(indent) - 6)
        if difference.before is not None:
            yield self._paint(f"{indent}  - {before}", RED)
        if difference.after is not None:
            yield self._paint(f"{indent}  + {after}", GREEN)

    def _beside(self, name: str, words: str) -> Iterator[str]:
        """Yield a name with words beside it, or below it where they do not fit."""
        if len(name) + 1 + len(words) <= self.columns:
            yield f"{name} {words}"
        else:
            yield name
            yield f"{FURTHER}{words}"

    def _setting(self, setting: Setting) -> Iterator[str]:
        """Yield one setting."""
        path, before, after = (setting.name,), setting.before, setting.after
        yield from self._difference(Difference(path, before, after), 0, "  ")

    def _wrapped(self, words: str) -> Iterator[str]:
        """Yield words below a resource, in as many lines as they need."""
        yield from wrap(
            words,
            self.columns,
            initial_indent=INSIDE,
            subsequent_indent=FURTHER,
            break_long_words=False,
            break_on_hyphens=False,
        )

    def _paint(self, words: str, tone: str) -> str:
        """Return the words in a colour, where colours are wanted."""
        return f"\x1b[{tone}m{words}\x1b[0m" if self.colour and tone else words


def _count(number: int) -> str:
    """Return a number of resources."""
    return f"{number} resource{'' if number == 1 else 's'}"
