"""Which findings a suppression covers, and what is said of suppressions."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from cfngen.findings import Finding, Place, Severity
from cfngen.project import Project
from cfngen.spec.causes import source_of
from cfngen.suppress import (
    Suppressed,
    Suppression,
    needless,
    of_spec,
    suppressed,
    unknown,
)
from tests.spec.specs import edited, loaded

REASON = "The drawing has it so"

PUBLIC = Finding(
    *("templates/shop/edge.json", "Resources/LoadBalancer", "CG590", "Open."),
    resource="Edge/LoadBalancer",
)
TASK = replace(PUBLIC, resource="ServiceWeb/TaskDefinition")
ENGINE = replace(PUBLIC, id="W1011", resource="")
ALL = (PUBLIC, TASK, ENGINE)


def one(**changed: str) -> Suppression:
    place = Place("systems/shop.yaml", f"suppress.{len(changed)}", 47, 5)
    return Suppression(
        **{"check": "CG590", "at": "*", "reason": REASON, **changed}, place=place
    )


@pytest.mark.parametrize(
    ("suppression", "environment", "silent"),
    [
        pytest.param(one(), "", (PUBLIC, TASK), id="everywhere"),
        pytest.param(one(check="CG591"), "", (), id="another check"),
        pytest.param(one(at="Edge/*"), "", (PUBLIC,), id="a stack"),
        pytest.param(one(at="*/TaskDefinition"), "", (TASK,), id="a name"),
        pytest.param(one(at="edge/*"), "", (), id="another case"),
        pytest.param(one(at="Edge"), "", (), id="a part of a path"),
        pytest.param(one(environment="dev"), "dev", (PUBLIC, TASK), id="this one"),
        pytest.param(one(environment="dev"), "prod", (), id="another one"),
        pytest.param(one(environment="dev"), "", (), id="of no environment"),
        pytest.param(one(check="W1011"), "", (ENGINE,), id="an engine's"),
        pytest.param(one(check="W1011", at="Edge/*"), "", (), id="without resource"),
        pytest.param(
            one(check="W1011", at="Edge/*", file=ENGINE.file),
            "",
            (ENGINE,),
            id="in the file",
        ),
        pytest.param(
            one(at="Edge/*", file=ENGINE.file),
            "",
            (PUBLIC,),
            id="the same file in another stack",
        ),
    ],
)
def test_a_suppression_covers(
    suppression: Suppression, environment: str, silent: tuple[Finding, ...]
) -> None:
    kept, used = suppressed(ALL, (suppression,), environment)
    assert used == tuple(Suppressed(found, suppression) for found in silent)
    assert kept == tuple(found for found in ALL if found not in silent)


def test_the_first_of_two_that_cover_a_finding_is_the_one_used() -> None:
    wide, narrow = one(), one(at="Edge/*")
    _, used = suppressed((PUBLIC,), (wide, narrow))
    assert used == (Suppressed(PUBLIC, wide),)
    assert [found.path for found in needless((wide, narrow), used)] == ["suppress.1"]


def test_what_nothing_needs_is_a_warning_where_it_is_written() -> None:
    (found,) = needless((one(environment="dev"),), ())
    assert found == Finding(
        "systems/shop.yaml",
        "suppress.1",
        "CG105",
        "There is no CG590 to suppress at * in dev.",
        "Remove it.",
        Severity.WARNING,
        47,
        5,
    )


def test_two_suppressions_from_one_place_are_needed_if_one_is() -> None:
    first, second = one(at="A/*"), one(at="Edge/*")
    assert first.place == second.place
    _, used = suppressed((PUBLIC,), (first, second))
    assert not list(needless((first, second), used))


@pytest.mark.parametrize(
    ("suppression", "message", "mend"),
    [
        pytest.param(
            one(check="CG592"),
            "There is no check CG592.",
            "Did you mean CG590?",
            id="a check",
        ),
        pytest.param(
            one(environment="prd"),
            "There is no environment 'prd'.",
            "Did you mean prod?",
            id="an environment",
        ),
        pytest.param(
            one(environment="x"),
            "There is no environment 'x'.",
            "There is: dev, prod.",
            id="nothing close",
        ),
    ],
)
def test_what_names_nothing_is_found(
    suppression: Suppression, message: str, mend: str
) -> None:
    (found,) = unknown((suppression,), ("CG590", "CG102"), ("dev", "prod"))
    assert (found.id, found.message, found.mend) == ("CG106", message, mend)
    assert (found.severity, found.line) == (Severity.ERROR, 47)


def test_what_names_something_is_fine() -> None:
    said = (one(), one(environment="dev"), one(check="W1011"))
    assert not list(unknown(said, ("CG590",), ("dev",)))


def test_a_spec_gives_its_suppressions_with_their_lines(tmp_path: Path) -> None:
    text = edited(
        (
            "monitoring:\n",
            f"suppress:\n  - {{check: CG590, reason: {REASON}}}\n"
            f"  - check: W1011\n    reason: {REASON}\n    at: Edge/*\n"
            "    environment: dev\nmonitoring:\n",
        )
    )
    system = loaded(tmp_path, text)
    file = "systems/nextjs.yaml"
    assert of_spec(system, source_of(Project(tmp_path), "nextjs")) == (
        Suppression("CG590", "*", REASON, Place(file, "suppress.0", 47, 5)),
        Suppression("W1011", "Edge/*", REASON, Place(file, "suppress.1", 48, 5), "dev"),
    )
