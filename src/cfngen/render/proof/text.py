"""A proof as people read it: what does not hold, with the packet that shows it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from cfngen.printable import printable
from cfngen.prove.claims.claim import Said
from cfngen.prove.verdict import Broken, Truth, Verdict
from cfngen.render.page import BOLD, FAINT, GREEN, RED, YELLOW, Page
from cfngen.render.proof.assuming import assumed, folded
from cfngen.render.proof.hops import INDENT, Way
from cfngen.render.proof.marks import Marks
from cfngen.render.proof.places import Shown, located
from cfngen.render.proof.words import DUTIES, HEADS, plural, summary, together

COLUMNS = 100
"""Columns of a line where no terminal says how many it has."""

TONES = {
    Truth.PROVED: GREEN,
    Truth.REFUTED: f"{BOLD};{RED}",
    Truth.UNDECIDED: YELLOW,
    Truth.VACUOUS: f"{BOLD};{RED}",
}

FEW, EXAMPLES = 3, 3
"""Assumptions, and counter-examples of one claim, where all are not asked for."""


Block = tuple[list[str], list[str]]
"""Lines that stand together; the others are not repeated where they are the same."""

Told = dict[object, Said]
"""Which claim of an environment each packet and each evidence was first shown for."""


def render(
    shown: Sequence[Shown],
    marks: Marks,
    page: Page,
    verbose: bool = False,
) -> str:
    """Return proofs as lines, a block for each environment and the numbers at the end.

    With `verbose` what is proved is shown too, and every assumption; without it what
    was said of an environment before is not repeated.
    """
    text = _Text(marks, page, verbose)
    first: dict[tuple[str, ...], str] = {}
    blocks: list[list[str]] = []
    for one in shown:
        for head, evidence in text.blocks(one):
            before = first.setdefault((*head, *evidence), one.title)
            again = bool(evidence) and before != one.title and not verbose
            blocks.append(
                [*head, *([f"{INDENT}as in {before}"] if again else evidence)]
            )
    if len(shown) > 1:
        every = page.wrap(together([one.proof for one in shown]), "")
        blocks.append([page.paint(line, BOLD) for line in every])
    blocks.append(list(text.assumptions(shown)))
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"


def detailed(
    verdict: Verdict, word: str, shown: Shown, marks: Marks, page: Page
) -> Iterator[str]:
    """Yield the lines of one verdict, with all its evidence."""
    head, evidence = _Text(marks, page, True).verdict(verdict, word, shown, {})
    return iter((*head, *evidence))


@dataclass(frozen=True)
class _Text:
    """How proofs are written."""

    marks: Marks
    page: Page
    verbose: bool

    def blocks(self, shown: Shown) -> Iterator[Block]:
        """Yield what stands between two blank lines: a heading, verdicts, numbers."""
        proof, told = shown.proof, Told()
        title = self.page.paint(printable(shown.title), BOLD)
        said = [
            *self._verdicts(proof.verdicts, HEADS, shown, told),
            *self._verdicts(proof.obligations, DUTIES, shown, told),
        ]
        silent = f"; {len(shown.suppressed)} suppressed" if shown.suppressed else ""
        end = f"{summary(proof)}{silent}"
        numbers = list(self.page.wrap(f"{shown.title}: {end}", ""))
        if said:
            yield [title], []
            yield from said
        yield numbers, []

    def assumptions(self, shown: Sequence[Shown]) -> Iterator[str]:
        """Yield what the proofs rest on, each once, with whose it is if not of all."""
        every = assumed([one.proof for one in shown])
        if not every:
            return
        yield f"Resting on {plural(len(every), 'assumption')}:"
        for line in every if self.verbose else every[:FEW]:
            yield from self.page.wrap(f"- {line}", "  ")
        if not self.verbose and len(every) > FEW:
            yield f"  and {len(every) - FEW} more: --verbose"

    def _verdicts(
        self,
        verdicts: Sequence[Verdict],
        heads: dict[Truth, str],
        shown: Shown,
        told: Told,
    ) -> Iterator[Block]:
        """Yield the lines of each verdict; those that are proved stand together."""
        wrong = [one for one in verdicts if one.truth is not Truth.PROVED]
        proved = [one for one in verdicts if one.truth is Truth.PROVED]
        for one in wrong:
            yield self.verdict(one, heads[one.truth], shown, told)
        if proved and self.verbose:
            word = heads[Truth.PROVED]
            yield [line for one in proved for line in self._head(one, word)], []

    def verdict(self, verdict: Verdict, word: str, shown: Shown, told: Told) -> Block:
        """Return the lines of a verdict, and those of its evidence."""
        head = self._head(verdict, word, verdict in shown.suppressed)
        return [*head], [*self._evidence(verdict, shown, told)]

    def _evidence(self, verdict: Verdict, shown: Shown, told: Told) -> Iterator[str]:
        """Yield why a verdict is what it is, and each counter-example."""
        reason = shown.suppressed.get(verdict)
        sure = verdict.truth is not Truth.UNDECIDED
        way = Way(self.page, self.marks, shown.where, sure)
        if reason is not None:
            yield from way.labelled("stays", reason)
            if not self.verbose:
                return
        evidence = (verdict.broken, verdict.why, verdict.unknowns)
        before = self._before(evidence, verdict, told) if verdict.broken else ""
        if before:
            yield from self.page.wrap(before, INDENT)
            return
        if verdict.why and not any(
            one.what and one.what in verdict.why for one in verdict.broken
        ):  # the counter-examples say it
            yield from self.page.wrap(verdict.why, INDENT)
        unknown = [one for one in verdict.unknowns if not _names(verdict.why, one)]
        if unknown:
            yield from way.labelled("unknown", ", ".join(unknown))
        most = len(verdict.broken) if self.verbose else EXAMPLES
        for broken in verdict.broken[:most]:
            walk, repair = broken.walk, broken.repair
            same = self._before(walk, verdict, told) if walk is not None else ""
            if self._before((walk, repair), verdict, told) and same:
                broken = replace(broken, repair="")
            yield from self._broken(broken, way, same)
        if len(verdict.broken) > most:
            yield f"{INDENT}and {len(verdict.broken) - most} more: --verbose"

    def _before(self, thing: object, verdict: Verdict, told: Told) -> str:
        """Return where a packet or evidence was shown before, if it was."""
        if self.verbose or thing not in told:
            told[thing] = verdict.said
            return ""
        first = told[thing]
        if first is verdict.said:
            return "as above"
        where = located(first.place) if first.place.line else first.text
        return f"as above, {where}"

    def _broken(self, broken: Broken, way: Way, same: str) -> Iterator[str]:
        """Yield a counter-example: why, the packet and its hops, all else, a repair.

        Of a packet that was shown before it is only said where: `same`.
        """
        if broken.what:
            yield from self.page.wrap(broken.what, INDENT)
        if same:
            yield from way.labelled("packet", same)
        elif broken.walk is not None:
            yield from way.lines(broken.walk, broken.at)
        else:
            yield from way.places(broken.at, INDENT)
        others = [line for line in broken.others if not _told(line, broken.what)]
        for label, line in folded("also", others):
            yield from way.labelled(label, line)
        for label, line in folded("repair", [*filter(None, broken.repair.split("; "))]):
            yield from way.labelled(label, line)

    def _head(self, verdict: Verdict, word: str, silent: bool = False) -> Iterator[str]:
        """Yield a verdict's first line: the word, the claim, and its place."""
        tone = FAINT if silent else TONES[verdict.truth]
        shown = self.page.paint(word, tone)
        said = printable(verdict.said.text)
        place = located(verdict.said.place)
        evidence = verdict.why if verdict.truth is Truth.PROVED else ""
        room = self.page.columns - len(word) - 2 - len(place) - 2
        if len(said) <= room:
            yield f"{shown}  {said:<{room}}  {self.page.paint(place, FAINT)}".rstrip()
        else:
            first, *more = self.page.wrap(said, " " * (len(word) + 2))
            yield f"{shown}  {first.lstrip()}"
            yield from more
            yield self.page.paint(f"{' ' * (len(word) + 2)}{place}", FAINT)
        if evidence:
            yield from self.page.wrap(evidence, INDENT)


def _told(line: str, what: str) -> bool:
    """Return whether a sentence says all that a line of what offends does."""
    ends, _, ports = line.rpartition(": ")
    parts = (*ends.split(" -> "), ports) if " -> " in ends else (line,)
    return all(_names(what, part) for part in parts)


def _names(what: str, part: str) -> bool:
    """Return whether a sentence has some words; `web` is not in `web-admin`."""
    return bool(re.search(rf"(?<![\w/-]){re.escape(part)}(?![\w/-])", what))
