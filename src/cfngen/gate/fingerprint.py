"""Which tools would answer now: another version may give another answer."""

from __future__ import annotations

import os
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

from cfngen import schemas
from cfngen.gate.keys import digest

AFTER = ("cloud", "local", "plan", "deploy", "operate", "render", "cli")
"""The stages behind the gate, which no finding hangs on."""

APART = (
    *("params", "template", "model", "resolve", "suppress", "lint", "checks", "diff"),
    *("permissions", "prove", "gate", "catalogue"),
)
"""The stages between the templates and AFTER, which no template hangs on."""

SOURCE = Path(__file__).parents[1]


def fingerprint(
    environ: Mapping[str, str],
    source: Path = SOURCE,
    path: Iterable[str] | None = None,
) -> str:
    """Return a digest of cfngen's own code, of what is installed and of the schemas.

    Nothing is imported for it: what is installed is told by the names of the folders
    that describe packages, `cfn_lint-1.58.0.dist-info`.
    """
    return digest(
        sys.version,
        *_code(source, AFTER),
        *_installed(sys.path if path is None else path),
        *_schemas(environ),
    )


def of_generating(source: Path = SOURCE, path: Iterable[str] | None = None) -> str:
    """Return a digest of what makes templates: some of the code, what is installed."""
    return digest(
        sys.version,
        *_code(source, (*APART, *AFTER)),
        *_installed(sys.path if path is None else path),
    )


def _code(source: Path, without: Collection[str]) -> Iterator[str | bytes]:
    """Yield the files of cfngen and their content, but for some stages."""
    for folder, inside, files in os.walk(source):
        inside.sort()
        if Path(folder) == source:
            inside[:] = [name for name in inside if name not in without]
        for name in sorted(files):
            if name.endswith((".py", ".json")):
                path = Path(folder, name)
                yield path.relative_to(source).as_posix()
                yield path.read_bytes()


def _installed(path: Iterable[str]) -> Iterator[str]:
    """Yield the names of the packages on the path with their versions, sorted."""
    found: set[str] = set()
    for folder in path:
        try:
            with os.scandir(folder or ".") as inside:
                names = [entry.name for entry in inside]
        except OSError:
            continue
        found.update(name for name in names if name.endswith(".dist-info"))
    yield from sorted(found)


def _schemas(environ: Mapping[str, str]) -> Iterator[bytes | str]:
    """Yield the versions of the schemas that cfn-lint may read.

    `cfn-lint --update-specs` leaves newer ones in the user's cache, which win; without
    a home there is none.
    """
    for folder in (schemas.folder(), updated(environ)):
        path = folder / "version.json" if folder is not None else None
        if path is None or not path.is_file():
            yield "none"
            continue
        yield path.read_bytes()
        yield str(path.stat().st_mtime_ns)


def updated(environ: Mapping[str, str]) -> Path | None:
    """Return where cfn-lint keeps schemas that a user has fetched.

    It is `cfnlint.helpers.get_cache_dir`, which cannot be asked without a second of
    importing; a test compares the two.
    """
    try:
        home = Path.home()
    except RuntimeError:
        return None
    if sys.platform == "win32":
        top = Path(environ.get("LOCALAPPDATA", home / "AppData" / "Local"))
    elif sys.platform == "darwin":
        top = home / "Library" / "Caches"
    else:
        top = Path(environ.get("XDG_CACHE_HOME", home / ".cache"))
    return top / "aws" / "cfn-lint" / "schemas"
