"""Processes that run cfn-lint: the same answers, and no process left behind."""

from __future__ import annotations

import json
from multiprocessing import active_children
from pathlib import Path
from typing import Any

import pytest

from cfngen.errors import CfngenError, InputError
from cfngen.findings import Finding
from cfngen.gate.cache import Cache
from cfngen.gate.linting import Ground, Job
from cfngen.gate.order import Order, Scope
from cfngen.gate.runner import Piece, Runner
from cfngen.gate.workers import Workers
from cfngen.project import Project
from tests.gate.fakes import Dying, Refusing, Sleeping

GROUP: dict[str, Any] = {
    "Type": "AWS::Logs::LogGroup",
    "Properties": {"RetentionInDays": {"Ref": "Days"}},
    "DeletionPolicy": "Delete",
    "UpdateReplacePolicy": "Delete",
}


def jobs(folder: Path) -> list[Job]:
    """Return work on templates: two that are sound, two with a mistake."""
    made: list[Job] = []
    for number, days in enumerate((7, 8, 14, 9)):
        body = {
            "Description": "x" * 90_000 if number == 9 else "x",
            "Parameters": {"Days": {"Type": "Number", "Default": days}},
            "Resources": {"Group": GROUP},
        }
        path = folder / f"{number}.json"
        path.write_text(json.dumps(body) + " " * 80_000, "utf-8")
        made.append(Job(path, "us-east-1", (("p.json", {"Days": str(days)}),)))
    return made


def answers(folder: Path, count: int) -> list[tuple[Finding, ...]]:
    """Return what is found with so many processes."""
    pieces = [Piece(job.path.name, "", job) for job in jobs(folder)]
    order = Order(Scope.LINT, Cache(), count, lambda name, total: None)
    with Runner(Ground(Project(folder), folder), order) as runner:
        runner.add(pieces)
        assert (runner.workers is None) is (count == 1)
        runner.finish()
    return [runner.answers[piece] for piece in pieces]


def test_processes_find_what_this_one_finds(tmp_path: Path) -> None:
    alone = answers(tmp_path, 1)
    assert [bool(found) for found in alone] == [False, True, False, True]
    assert answers(tmp_path, 2) == alone
    assert active_children() == []


def test_a_process_that_dies_is_an_error_in_words(tmp_path: Path) -> None:
    ground = Dying(Project(tmp_path), tmp_path)
    with (
        pytest.raises(CfngenError, match="ended before its work") as caught,
        Workers(ground, 1) as workers,
    ):
        workers.submit(jobs(tmp_path)[0])
        list(workers.finished())
    assert "--jobs 1" in caught.value.hint
    assert active_children() == []


def test_what_cfn_lint_refuses_comes_through_whole(tmp_path: Path) -> None:
    ground = Refusing(Project(tmp_path), tmp_path)
    with pytest.raises(InputError) as caught, Workers(ground, 1) as workers:
        workers.submit(jobs(tmp_path)[0])
        list(workers.finished())
    assert (caught.value.message, caught.value.hint) == (
        "no such region",
        "Choose another.",
    )
    assert [f.file for f in caught.value.findings] == ["f"]


def test_an_interruption_ends_the_processes_at_once(tmp_path: Path) -> None:
    ground = Sleeping(Project(tmp_path), tmp_path)
    with pytest.raises(KeyboardInterrupt), Workers(ground, 2) as workers:
        for job in jobs(tmp_path):
            workers.submit(job)
        assert len(active_children()) == 2
        raise KeyboardInterrupt
    assert active_children() == []


def test_no_processes_for_little_work(tmp_path: Path) -> None:
    path = tmp_path / "t.json"
    path.write_text("{}", "utf-8")
    order = Order(Scope.LINT, Cache(), 8, lambda name, total: None)
    with Runner(Ground(Project(tmp_path), tmp_path), order) as runner:
        runner.add([Piece("t", "", Job(path, "us-east-1"))] * 3)
        assert runner.workers is None
