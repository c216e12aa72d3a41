"""All claims on a system: in its spec, in a file beside it, and those that follow."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from cfngen.errors import InputError
from cfngen.findings import Finding, Place
from cfngen.project import Project
from cfngen.prove.claims.claim import WRITTEN
from cfngen.prove.claims.derived import derived
from cfngen.prove.claims.parsing import Read, read
from cfngen.prove.claims.roles import derived_roles
from cfngen.prove.claims.sets import Around, ranges_of
from cfngen.prove.claims.statements import Part
from cfngen.prove.claims.tokens import found
from cfngen.prove.claims.unread import without
from cfngen.prove.claims.words import CLOUDFLARE
from cfngen.prove.network.rules import Ranges
from cfngen.spec.kinds import CLAIMS
from cfngen.spec.ranges import in_force
from cfngen.spec.source import Source
from cfngen.spec.system import System
from cfngen.spec.wording import close


def claims_of(
    project: Project, system: System, source: Source, more: tuple[Part, ...] = ()
) -> Read:
    """Return the claims of a system's spec, of its file of claims, and derived ones.

    All of them may be there, and `more`; they share their sets and groups. Nothing is
    raised for what is wrong in them: the findings say it.
    """
    parts: list[Part] = []
    wrong: list[Finding] = []
    own = (*_block(project, system, source), *_beside(project, system))
    for one in (*own, *_nobodys(project)):
        (parts if isinstance(one, Part) else wrong).append(one)  # type: ignore[arg-type]
    around, misfits = _around(project)
    got = read((*parts, *more), around)
    follow = (*derived(system, source), *derived_roles(system, source))
    claims = without(replace(got.claims, derived=follow), got.unread)
    return Read(claims, (*wrong, *misfits, *got.findings), got.unread)


def around(project: Project) -> Around:
    """Return what stands around claims in a project: its folder, Cloudflare's set.

    Raises InputError where the project's own file of ranges does not fit.
    """
    return Around(project.root, {CLOUDFLARE: ranges_of(in_force(project).every)})


def _around(project: Project) -> tuple[Around, tuple[Finding, ...]]:
    """Return the same, with findings where the file does not fit."""
    try:
        return around(project), ()
    except InputError as error:
        unread = frozenset({CLOUDFLARE})
        return Around(project.root, {CLOUDFLARE: Ranges()}, unread), error.findings


def _block(
    project: Project, system: System, source: Source
) -> Iterator[Part | Finding]:
    """Yield the text of the spec's claims at its place, or why it cannot be read."""
    spot = source.spots.get((WRITTEN,))
    if spot is None or not system.claims.strip():
        return
    place = Place(source.file, WRITTEN, spot.value.line, spot.value.column)
    lines = project.spec(system.system).read_text("utf-8").splitlines()
    here = lines[place.line - 1][place.column - 1 :] if place.line <= len(lines) else ""
    sign = next((word for word in here.split() if word[0] not in "&!"), "")
    if not sign.startswith("|"):
        yield found(place, "The claims are not written as a block of lines.", CLAIMS)
        return
    column = _indented(system.claims, lines[place.line :]) + 1
    yield Part(system.claims, Place(source.file, WRITTEN, place.line + 1, column))


def _indented(text: str, lines: list[str]) -> int:
    """Return how far a block is indented: its first line that is not blank knows."""
    for own, line in zip(text.split("\n"), lines, strict=False):
        if own.strip():
            return len(line) - len(own)
    return 0


def _beside(project: Project, system: System) -> Iterator[Part | Finding]:
    """Yield the text of the file of claims, if there is one, or why it is none."""
    path = project.claims(system.system)
    if not path.exists():
        return
    place = Place(project.shown(path), "", 1, 1)
    try:
        yield Part(path.read_bytes().decode("utf-8"), place)
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        message = f"The file cannot be read: {why}."
        mend = "Put a file in its place." if path.is_dir() else "Make it readable."
        yield found(replace(place, line=0, column=0), message, mend)
    except UnicodeDecodeError:
        message = "The file is not UTF-8 text."
        yield found(replace(place, line=0, column=0), message, "Save it as UTF-8.")


def _nobodys(project: Project) -> Iterator[Finding]:
    """Yield files of claims beside which no system stands: nobody would prove them."""
    systems = project.systems()
    for path in sorted(project.claims("").parent.glob("[!.]*.claims")):
        if path.stem not in systems:
            message = (
                f"There is no system '{path.stem}', so nobody proves these claims."
            )
            mend = close(path.stem, systems, "Name the file after a system.")
            yield found(Place(project.shown(path), "", 1, 1), message, mend)
