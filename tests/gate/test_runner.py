"""The runner: nothing is done twice, and every piece gets its answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from cfngen.findings import Finding
from cfngen.gate.cache import Cache
from cfngen.gate.linting import Job
from cfngen.gate.order import Order, Scope
from cfngen.gate.runner import Piece, Runner
from cfngen.project import Project
from tests.gate.fakes import Linter, Prepared

WRONG = Finding("f.json", "", "E1", "It is wrong.")


@dataclass
class Bench:
    """A runner over files of the test's, and what was told."""

    folder: Path
    told: list[tuple[str, int]] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)

    def piece(self, name: str, text: str = "", key: str = "", shape: str = "") -> Piece:
        """Return the work of linting a file."""
        path = self.folder / name
        path.write_text(text, "utf-8")
        return Piece(name, key, Job(path, "us-east-1"), shape)

    def run(self, *batches: Iterable[Piece]) -> Runner:
        """Return a runner that has done the pieces, given in batches."""
        project = Project(self.folder)
        linter = Linter(project, None, None, self.folder, self.seen)
        order = Order(
            Scope.CHECK,
            Cache(self.folder / "cache"),
            1,
            lambda name, total: self.told.append((name, total)),
        )
        with Runner(Prepared(project, self.folder, linter), order) as runner:
            for batch in batches:
                runner.add(batch)
            runner.finish()
            runner.remember()
        return runner


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


def own(name: str, key: str, find: Callable[[], Iterable[Finding]]) -> Piece:
    return Piece(name, key, find)


def test_each_piece_is_answered_and_told(bench: Bench) -> None:
    good, bad = bench.piece("good"), bench.piece("bad", "wrong")
    ours = own("ours", "", lambda: iter([WRONG]))
    runner = bench.run([good, bad], [ours])
    assert runner.answers[good] == ()
    assert [f.id for f in runner.answers[bad]] == ["E1"]
    assert runner.answers[ours] == (WRONG,)
    assert sorted(bench.told) == [("bad", 3), ("good", 3), ("ours", 3)]


def test_what_is_remembered_is_not_done_again(bench: Bench) -> None:
    done: list[int] = []

    def find() -> list[Finding]:
        done.append(1)
        return [WRONG]

    pieces = [bench.piece("bad", "wrong", "k1"), own("ours", "k2", find)]
    first = bench.run(pieces)
    again = [bench.piece("bad", "wrong", "k1"), own("ours", "k2", find)]
    second = bench.run(again)
    assert [second.answers[p] for p in again] == [first.answers[p] for p in pieces]
    assert (bench.seen, done) == (["bad"], [1])
    assert [*first.fresh] == [pieces[1], pieces[0]]
    assert [*second.fresh] == []


def test_without_a_key_work_is_done_each_time(bench: Bench) -> None:
    bench.run([bench.piece("good")])
    bench.run([bench.piece("good")])
    assert bench.seen == ["good", "good"]


def test_of_a_clean_shape_one_is_read(bench: Bench) -> None:
    first = [bench.piece(name, key=name, shape="s") for name in ("a", "b")]
    runner = bench.run(first, [bench.piece("c", key="c", shape="s")])
    assert bench.seen == ["a"]
    assert set(runner.answers.values()) == {()}
    bench.run([bench.piece("b", key="b"), bench.piece("c", key="c")])
    assert bench.seen == ["a"]


def test_of_a_shape_with_findings_all_are_read(bench: Bench) -> None:
    pieces = [bench.piece(name, "wrong", shape="s") for name in ("a", "b", "c")]
    runner = bench.run(pieces)
    assert bench.seen == ["a", "b", "c"]
    assert [runner.answers[p][0].file for p in pieces] == ["a", "b", "c"]


def test_a_shape_that_was_clean_is_not_asked_again(bench: Bench) -> None:
    runner = bench.run([bench.piece("a", key="a", shape="s")])
    runner.add([bench.piece("b", shape="s")])
    assert bench.seen == ["a"]
    assert len(runner.answers) == 2


def test_shapes_are_kept_apart(bench: Bench) -> None:
    bench.run([bench.piece("a", shape="s"), bench.piece("b", shape="t")])
    assert bench.seen == ["a", "b"]
