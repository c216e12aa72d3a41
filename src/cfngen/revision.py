"""A project as it is committed at a git revision."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from cfngen.errors import InputError
from cfngen.project import Project

REGULAR = ("100644", "100755")
"""The modes of files; links and submodules are left out."""

ELSEWHERE = (
    "GIT_COMMON_DIR",
    "GIT_DIR",
    "GIT_INDEX_FILE",
    "GIT_PREFIX",
    "GIT_WORK_TREE",
)
"""Variables that a hook of git sets, and that would lead away from the project's own
repository. https://git-scm.com/docs/githooks"""

DISTRUST = "dubious ownership"
"""What git says in a container of somebody else's folder."""


@contextmanager
def at(project: Project, revision: str, paths: Sequence[str]) -> Iterator[Project]:
    """Yield a project with what a revision holds at some paths, while the block lasts.

    `paths` are files and folders relative to the project, which may be a folder inside
    its repository. What is not there at that revision is left out. Nothing is checked
    out: the working tree, the index and the hooks stay alone. Raises InputError where
    there is no git, no repository or no such revision.
    """
    commit = _commit(project.root, revision)
    with TemporaryDirectory(prefix="cfngen-") as folder:
        root = Path(folder).resolve()
        for name, content in _files(project.root, commit, paths):
            file = root / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        yield Project(root)


def _commit(folder: Path, revision: str) -> str:
    """Return the id of the commit that a revision names."""
    told = _git(folder, "rev-parse", "--is-shallow-repository")
    if told.returncode:
        said = _said(told)
        hint = (
            "Revisions need a git repository; two environments can be compared "
            "without one."
        )
        if DISTRUST in said:
            hint = "Trust it: git config --global --add safe.directory <its folder>"
        raise InputError(
            f"{folder}: git cannot be asked what is committed: {said}", hint
        )
    found = _named(folder, revision) if _is_name(revision) else None
    if found is None or found.returncode:
        shallow = told.stdout.strip() == b"true"
        raise InputError(
            f"{folder}: the repository has no commit {revision!r}.",
            _advice(revision, shallow),
        )
    return found.stdout.decode().strip()


def _named(folder: Path, revision: str) -> subprocess.CompletedProcess[bytes]:
    """Return what git says of the commit that a name leads to.

    The name is read by itself first: what follows it would belong to `:/a message`.
    """
    asked = ("rev-parse", "--verify", "--quiet")
    found = _git(folder, *asked, revision)
    name = found.stdout.decode(errors="replace").strip()
    return found if found.returncode else _git(folder, *asked, f"{name}^{{commit}}")


def _is_name(revision: str) -> bool:
    """Return whether a text can name a revision; git would read `-x` as an option."""
    return bool(revision) and not revision.startswith("-") and "\0" not in revision


def _advice(revision: str, shallow: bool) -> str:
    """Return what may help against a revision that is not there."""
    if shallow:
        return (
            "The clone is shallow: it holds the newest commits only. Fetch the rest "
            "(git fetch --unshallow; fetch-depth: 0 with actions/checkout)."
        )
    return (
        "Name a branch, a tag or a commit that `git log` shows; a branch that is only "
        "at the remote is origin/<branch>, after git fetch."
    )


def _files(
    folder: Path, commit: str, paths: Sequence[str]
) -> Iterator[tuple[str, bytes]]:
    """Yield the files of a commit at some paths, relative to the folder."""
    listed = _git(folder, "ls-tree", "-r", "-z", commit, "--", *paths)
    for entry in filter(None, listed.stdout.split(b"\0")):
        about, _, name = entry.partition(b"\t")
        mode, _, blob = about.decode().split(" ")
        if mode in REGULAR:
            content = _git(folder, "cat-file", "blob", blob)
            if content.returncode:
                raise InputError(
                    f"{os.fsdecode(name)}: git cannot show it: {_said(content)}"
                )
            yield os.fsdecode(name), content.stdout


def _git(folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    """Run git in a folder, its messages in English; raises InputError without git."""
    command = ("git", "-C", str(folder), *arguments)
    inherited = {k: v for k, v in os.environ.items() if k not in ELSEWHERE}
    environment = {**inherited, "LC_ALL": "C"}
    try:
        return subprocess.run(
            command,
            check=False,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            env=environment,
        )
    except FileNotFoundError:
        raise InputError(
            "git is not installed, and it knows what was committed."
        ) from None


def _said(ran: subprocess.CompletedProcess[bytes]) -> str:
    """Return the first line of what git complained about."""
    lines = ran.stderr.decode(errors="replace").strip().splitlines()
    return lines[0].removeprefix("fatal: ") if lines else f"exit {ran.returncode}"
