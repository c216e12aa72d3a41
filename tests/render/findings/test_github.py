"""Findings as workflow commands."""

from __future__ import annotations

from dataclasses import replace

from cfngen.render.findings.github import render
from tests.render.examples import CAUSED, CFN_LINT, SPEC, WARNING


def test_an_error_names_file_line_column_and_title() -> None:
    assert render((SPEC,)) == (
        "::error file=systems/shop.yaml,line=14,col=5,title=CG012 services.web.cpu"
        "::Fargate has no task with 300 CPU units."
        "%0AUse 256, 512, 1024, 2048 or 4096.\n"
    )


def test_what_is_not_known_is_left_out() -> None:
    assert render((WARNING,)).startswith(
        "::warning file=systems/shop.yaml,line=120,title=CG3::"
    )
    assert render((CFN_LINT,)).startswith(
        "::notice file=templates/shop/network.json,title=I3042 Resources"
    )


def test_a_message_is_escaped_percent_first() -> None:
    finding = replace(SPEC, message="100%0A\r\na: b, c", mend="")
    assert render((finding,)).endswith("::100%250A%0D%0Aa: b, c\n")


def test_a_property_is_escaped_further() -> None:
    finding = replace(SPEC, file="a,b:c%.yaml", path="x\ny")
    line = render((finding,))
    assert line.startswith("::error file=a%2Cb%3Ac%25.yaml,line=14,")
    assert "title=CG012 x%0Ay::" in line


def test_each_finding_has_one_line() -> None:
    assert render((SPEC, WARNING, CFN_LINT)).count("\n") == 3
    assert render(()) == ""


def test_the_cause_ends_the_message() -> None:
    assert render((CAUSED,)).endswith(
        "300 CPU units.%0Afrom systems/shop.yaml:27 (services.web.cpu)\n"
    )
