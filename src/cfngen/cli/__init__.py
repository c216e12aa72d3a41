"""The command line: parse, call one function, render, return an exit code."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from io import TextIOWrapper
from pathlib import Path

import click

from cfngen import garbage
from cfngen.cli import streams
from cfngen.cli.connecting import OUTSIDE, Outside
from cfngen.cli.verbs import VERBS, Verbs
from cfngen.errors import Exit
from cfngen.project import Project


@click.group(cls=Verbs, verbs=VERBS)
@click.option(
    "--project",
    "folder",
    metavar="DIR",
    type=click.Path(file_okay=False, exists=True, path_type=Path),
    default=".",
    help="Folder with systems/, params/ and templates/; the current one by default.",
)
@click.version_option(package_name="cfngen", message="%(prog)s %(version)s")
@click.pass_context
def group(context: click.Context, folder: Path) -> None:
    """Turn one short file about a container system into CloudFormation stacks.

    \b
    A system is systems/<system>.yaml; an environment is a parameter file,
    params/<system>/<environment>.json. Start with: cfngen generate
    """
    context.meta[OUTSIDE] = context.obj
    context.obj = Project(folder.resolve())


def main(argv: Sequence[str] | None = None, outside: Outside | None = None) -> int:
    """Run the command line and return its exit code.

    `outside` stands in for AWS and the clock; None means these.
    """
    return run(group, sys.argv[1:] if argv is None else argv, outside)


def process(argv: Sequence[str] | None = None) -> int:
    """Run the command line as all that a process does, and return its exit code."""
    garbage.seldom()
    code = main(argv)
    garbage.never()
    return code


def run(
    program: click.Group, argv: Sequence[str], outside: Outside | None = None
) -> int:
    """Run a program and return its exit code, whatever happens inside.

    Here end an output that cannot be written (1, with one line) and a reader that has
    gone away (1, without a word).
    """
    _write_what_the_terminal_lacks_as_escapes()
    try:
        with streams.named():
            return _ended(program, argv, outside)
    except streams.OutputLost as lost:
        streams.explain(lost)
    except BrokenPipeError:
        pass
    return Exit.FAILED


def _ended(program: click.Group, argv: Sequence[str], outside: Outside | None) -> int:
    """Run a program and return its exit code.

    What CfngenError means is decided in Verbs.invoke; here end wrong usage (2), Ctrl-C
    (130) and our own bugs (70). Raises OutputLost and BrokenPipeError.
    """
    try:
        returned = program.main(
            list(argv), prog_name="cfngen", standalone_mode=False, obj=outside
        )
        return int(returned or Exit.OK)
    except click.ClickException as error:
        error.show()
        return Exit.USAGE
    except (click.Abort, KeyboardInterrupt):
        click.echo("Interrupted.", err=True)
        return Exit.INTERRUPTED
    except SystemExit as request:
        # what click does when a pipe closes (1), and after a shell's completion (0)
        return int(request.code or Exit.OK)
    except (streams.OutputLost, BrokenPipeError):
        raise
    except Exception as error:
        from cfngen.cli import crash

        return crash.report(error, program, argv)


def _write_what_the_terminal_lacks_as_escapes() -> None:
    """Keep a character that the output's encoding lacks from stopping a command."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
