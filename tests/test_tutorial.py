"""The tutorial, carried out as it stands: every file written, every command run.

The words behind a fence say what a block is: `title=` a file (with `append`, its end;
as JSON, entries of a parameter file), `console` commands (with `fails=`, their exit
code; with `background`, one that stays), `text` what the commands before it say.
"""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest
import yaml

from cfngen.spec.load import validated
from cfngen.spec.system import System
from tests.pages import Block, blocks, text

PORT = "4566"
PATIENCE = 300


class Reader:
    """Somebody who does what the page says, in a folder of his own."""

    def __init__(self, folder: Path, port: str, stays: ExitStack) -> None:
        self.folder = folder
        self.port = port
        self.stays = stays
        self.said = ""

    def follow(self, block: Block) -> None:
        """Do what one block says."""
        match block.language:
            case "yaml":
                self._write(block)
            case "json":
                self._fill_in(block)
            case "console" if "background" in block.words:
                self._leave_running(block)
            case "console":
                self._run(block)
            case "text":
                self._compare(block)
            case other:
                pytest.fail(f"line {block.line}: what is to be done with {other!r}?")

    def _write(self, block: Block) -> None:
        """Write a file, or add to its end."""
        file = self.folder / block.words["title"]
        before = file.read_text("utf-8") if "append" in block.words else ""
        file.write_text(before + block.text, "utf-8")

    def _fill_in(self, block: Block) -> None:
        """Put entries into a parameter file, in place of those that are there."""
        file = self.folder / block.words["title"]
        wanted = {e["ParameterKey"]: e for e in json.loads(block.text)}
        there = {e["ParameterKey"]: e for e in json.loads(file.read_text("utf-8"))}
        file.write_text(json.dumps(list((there | wanted).values())), "utf-8")

    def _run(self, block: Block) -> None:
        """Run commands; the folder that they end in is where the next ones start."""
        ends = self.folder / ".ends"
        script = f"{self._ours(block.text)}pwd > '{ends}'\n"
        ran = subprocess.run(
            ["bash", "-e", "-u", "-o", "pipefail", "-c", script],
            cwd=self.folder,
            env=_environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            timeout=PATIENCE,
        )
        self.said = ran.stdout
        wanted = int(block.words.get("fails", "0"))
        assert ran.returncode == wanted, f"line {block.line}:\n{self.said}"
        if ends.exists():
            self.folder = Path(ends.read_text("utf-8").strip())
            ends.unlink()

    def _leave_running(self, block: Block) -> None:
        """Start the emulator on a port of ours and wait until it answers."""
        child = subprocess.Popen(
            ["bash", "-c", f"exec {block.text.strip()} --port {self.port}"],
            cwd=self.folder,
            env=_environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self.stays.enter_context(child)
        self.stays.callback(child.terminate)
        assert child.stdout is not None
        assert child.stdout.readline().strip() == f"http://localhost:{self.port}"

    def _compare(self, block: Block) -> None:
        """Find each line in what was said last, in this order; columns may move."""
        said = iter(map(_words, self.said.splitlines()))
        for line in block.text.splitlines():
            pattern = ".*".join(map(re.escape, _words(line).split("…")))
            shown = any(re.fullmatch(pattern, each) for each in said)
            assert shown, f"line {block.line}: {line!r} is not in\n{self.said}"

    def _ours(self, text: str) -> str:
        return text.replace(f":{PORT}", f":{self.port}")


def _words(line: str) -> str:
    """Return a line with one space between its words."""
    return " ".join(line.split())


def _environment() -> dict[str, str]:
    """Return the environment of a shell on whose path cfngen is, and nothing of AWS."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    kept = {n: v for n, v in os.environ.items() if not n.startswith("AWS_")}
    return kept | {"PATH": path, "LC_ALL": "C.UTF-8"}


@pytest.fixture
def port() -> str:
    """Return a port that is free."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return str(listener.getsockname()[1])


def described(page: str) -> dict[str, System]:
    """Return the systems that the page writes, as it leaves them."""
    files: dict[str, str] = {}
    for block in blocks(page):
        if block.language == "yaml":
            before = files.get(block.words["title"], "")
            added = "append" in block.words
            files[block.words["title"]] = (before if added else "") + block.text
    return {n: validated(System, yaml.safe_load(t)) for n, t in files.items()}


def test_the_tutorial_does_what_it_says(tmp_path: Path, port: str) -> None:
    with ExitStack() as stays:
        reader = Reader(tmp_path, port, stays)
        for block in blocks(text("tutorial.md")):
            reader.follow(block)
    assert reader.folder == tmp_path / "shop"


def test_no_block_of_the_page_is_left_out() -> None:
    page = text("tutorial.md")
    assert len(list(blocks(page))) * 2 == len(re.findall(r"^ *```", page, re.M))


def test_the_system_is_worth_a_tutorial() -> None:
    (system,) = described(text("tutorial.md")).values()
    assert len(system.services) == 3
    assert [n for n, s in system.services.items() if s.port is None] == ["worker"]
    assert system.database is not None
    assert system.database.engine == "mysql"
    assert len(system.jobs) == 3


def test_a_page_that_says_something_else_is_noticed(tmp_path: Path, port: str) -> None:
    page = "```console\necho one\n```\n\n```text\ntwo\n```\n"
    with ExitStack() as stays:
        reader = Reader(tmp_path, port, stays)
        command, said = blocks(page)
        reader.follow(command)
        with pytest.raises(AssertionError, match="'two' is not in"):
            reader.follow(said)


def test_a_command_that_fails_is_noticed(tmp_path: Path, port: str) -> None:
    with ExitStack() as stays:
        reader = Reader(tmp_path, port, stays)
        (block,) = blocks("```console\nfalse\n```\n")
        with pytest.raises(AssertionError, match="line 1"):
            reader.follow(block)
