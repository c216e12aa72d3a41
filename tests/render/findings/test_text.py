"""Findings as people read them."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from cfngen.findings import Finding, Place
from cfngen.render.findings.text import render
from tests.render.examples import ALL, CAUSED, CFN_LINT, SPEC, SUPPRESSED, WARNING


def test_all_kinds_of_findings() -> None:
    assert render(ALL) == (
        "systems/shop.yaml:14:5: CG012 error:   Fargate has no task with 300 CPU"
        " units.\n"
        "    at services.web.cpu\n"
        "    Use 256, 512, 1024, 2048 or 4096.\n"
        "systems/shop.yaml:120:  CG3   warning: Two lines\n"
        "    of text.\n"
        "\n"
        "templates/shop/network.json: I3042 info:    A partition is written out.\n"
        "    at Resources/Vpc/Properties\n"
        "\n"
        "1 error, 1 warning, 1 note in 2 files.\n"
    )


@pytest.mark.parametrize(
    ("findings", "last"),
    [
        pytest.param((), "No findings.", id="none"),
        pytest.param((SPEC,), "1 error in 1 file.", id="one error"),
        pytest.param(
            (SPEC, replace(SPEC, line=15)), "2 errors in 1 file.", id="two errors"
        ),
        pytest.param(
            (WARNING, CFN_LINT), "1 warning, 1 note in 2 files.", id="no error"
        ),
    ],
)
def test_the_last_line_counts(findings: tuple[Finding, ...], last: str) -> None:
    assert render(findings).splitlines()[-1] == last


def test_colours_add_escapes_and_change_no_word() -> None:
    coloured = render(ALL, colour=True)
    assert "\x1b[31merror:" in coloured
    assert re.sub(r"\x1b\[\d+m", "", coloured) == render(ALL)


def test_a_finding_without_words_still_has_its_line() -> None:
    assert "systems/shop.yaml:14:5: CG012 error:" in render(
        (replace(SPEC, message=""),)
    )


def test_the_cause_stands_below_the_path() -> None:
    assert render((CAUSED,)).splitlines()[1:3] == [
        "    at WebCpu",
        "    from systems/shop.yaml:27 (services.web.cpu)",
    ]


@pytest.mark.parametrize(
    ("findings", "last"),
    [
        pytest.param((), "No findings; 1 suppressed.", id="alone"),
        pytest.param((SPEC,), "1 error in 1 file; 1 suppressed.", id="beside others"),
    ],
)
def test_what_is_suppressed_is_counted(
    findings: tuple[Finding, ...], last: str
) -> None:
    assert render(findings, (SUPPRESSED,)).splitlines()[-1] == last


CLASSES = [f"db.m{number}.large" for number in range(1, 14)]


def test_of_many_allowed_values_the_nearest_are_shown() -> None:
    long = replace(SPEC, message=f"'db.m7.huge' is not one of {CLASSES} in 'eu-west-1'")
    (line, *_) = render((long,)).splitlines()
    assert line.endswith(
        "'db.m7.huge' is not one of 13 values; the nearest are "
        "db.m7.large, db.m9.large, db.m8.large in 'eu-west-1'"
    )


def test_a_few_allowed_values_are_all_shown() -> None:
    message = f"'db.m7.huge' is not one of {CLASSES[:12]}"
    assert message in render((replace(SPEC, message=message),))


def test_what_a_terminal_acts_on_is_shown_as_an_escape() -> None:
    place = Place("a.yaml", "web\n", 3)
    named = replace(
        SPEC, path="a\nb", message="No\x1b[2J.\nNone.", mend="\x85", cause=place
    )
    assert render((named,)).splitlines() == [
        r"systems/shop.yaml:14:5: CG012 error:   No\x1b[2J.",
        "    None.",
        r"    at a\nb",
        r"    from a.yaml:3 (web\n)",
        "    ",
        "",
        "1 error in 1 file.",
    ]
