"""What is left behind when cfngen itself is wrong: a file for a bug report."""

from __future__ import annotations

import platform
import traceback
from collections.abc import Iterator, Sequence
from importlib.metadata import PackageNotFoundError, version
from tempfile import NamedTemporaryFile

import click

from cfngen.errors import Exit

PACKAGES = ("cfngen", "troposphere", "awacs", "boto3", "cfn-lint", "moto", "click")
"""The packages whose versions matter to a bug."""


def report(error: BaseException, program: click.Group, argv: Sequence[str]) -> int:
    """Write the report, name it in one line on stderr and return the exit code.

    Of the command line only the verb is written down: a value may be a secret.
    """
    verbs = program.list_commands(click.Context(program))
    write(error, next((word for word in argv if word in verbs), ""))
    return Exit.BUG


def write(error: BaseException, verb: str) -> None:
    """Write the versions and the traceback to a file that only its owner may read.

    Where no file can be written, the kind of the error has to do.
    """
    try:
        where = f"is in {_left(error, verb)}"
    except OSError as trouble:
        where = f"cannot be written: {trouble.strerror}. It is {type(error).__name__}."
    click.echo(f"This is a bug in cfngen; what is known {where}", err=True)


def _left(error: BaseException, verb: str) -> str:
    """Write what is known to a file of its own and return its path; raises OSError."""
    with NamedTemporaryFile(
        "w",
        encoding="utf-8",
        errors="backslashreplace",
        prefix="cfngen-bug-",
        suffix=".txt",
        delete=False,
    ) as file:
        file.write("\n".join((f"cfngen {verb}".strip(), *_versions(), "")))
        file.writelines(traceback.format_exception(error))
    return file.name


def _versions() -> Iterator[str]:
    """Yield a line for Python, for the platform and for each package."""
    yield f"python {platform.python_version()}"
    yield f"platform {platform.platform()}"
    for package in PACKAGES:
        try:
            yield f"{package} {version(package)}"
        except PackageNotFoundError:
            yield f"{package} not installed"
