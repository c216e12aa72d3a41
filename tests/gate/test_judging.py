"""From findings to a verdict: nothing twice, and what may stay apart."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cfngen.findings import Finding, Place
from cfngen.gate.judging import located, misnamed, settled, without_doubles
from cfngen.gate.verdict import Found, Verdict, together
from cfngen.suppress import Suppression
from tests.models import of_resources

LINTED = Finding("t.json", "Resources/Db/Properties/Port", "E3012", "Linted.", line=7)
ENGINE = Finding("t.json", "Resources/Db/Properties/Port", "F3012", "Engine.", line=7)

DOUBLES = {
    "another name for it": (ENGINE, True),
    "the same id": (replace(ENGINE, id="E3012"), True),
    "the same resource": (replace(ENGINE, line=9), True),
    "the same line": (replace(ENGINE, path=""), True),
    "another rule": (replace(ENGINE, id="F3014"), False),
    "another file": (replace(ENGINE, file="u.json"), False),
    "the same parameter": (
        replace(ENGINE, id="E3012", line=9, path="Resources/Db"),
        True,
    ),
    "another section": (replace(ENGINE, line=9, path="Outputs/Db"), False),
    "another resource": (
        replace(ENGINE, line=9, path="Resources/Cache/Properties/Port"),
        False,
    ),
}


@pytest.mark.parametrize("case", DOUBLES)
def test_what_cfn_lint_has_said_is_not_said_again(case: str) -> None:
    finding, double = DOUBLES[case]
    left = list(without_doubles([Found(finding, "dev")], [LINTED]))
    assert left == ([] if double else [Found(finding, "dev")])


def said(environment: str = "") -> Suppression:
    place = Place("systems/shop.yaml", "suppress.0", 3)
    return Suppression("E3012", "Db", "It is meant so.", place, environment)


def test_a_finding_of_two_environments_is_one() -> None:
    finding = replace(LINTED, resource="Db")
    both = [Found(finding, "dev"), Found(finding, "prod")]
    assert settled(both, ()) == ((finding,), ())


def test_what_is_suppressed_everywhere_is_silent_once() -> None:
    finding = replace(LINTED, resource="Db")
    both = [Found(finding, "dev"), Found(finding, "prod")]
    kept, silent = settled(both, [said()])
    assert kept == ()
    assert [one.finding for one in silent] == [finding]


def test_what_is_suppressed_in_one_environment_counts_in_the_other() -> None:
    finding = replace(LINTED, resource="Db")
    both = [Found(finding, "dev"), Found(finding, "prod")]
    kept, silent = settled(both, [said("dev")])
    assert (kept, len(silent)) == ((finding,), 1)


def test_engines_findings_get_the_resource_of_the_model() -> None:
    model = of_resources(Db={"Type": "AWS::SQS::Queue"})
    finding = replace(LINTED, file="foreign/t.json")
    other = replace(finding, path="Resources/Other")
    found = located([Found(finding), Found(other)], [model])
    assert [one.finding.resource for one in found] == ["Db", ""]


def test_a_suppression_of_no_check_is_found() -> None:
    wrong = replace(said("nowhere"), check="CG999")
    assert {f.id for f in misnamed([wrong], ["dev"])} == {"CG106"}
    assert len(list(misnamed([wrong], ["dev"]))) == 2
    right = [replace(said("dev"), check=id) for id in ("CG103", "CG540", "W2001")]
    assert list(misnamed(right, ["dev"])) == []


def test_verdicts_add_up() -> None:
    one = Verdict((LINTED,), (), False, 3, 1, 10, 4)
    other = Verdict((ENGINE,), (), True, 2, 2, 5, 5)
    assert together([one, other]) == Verdict((LINTED, ENGINE), (), True, 5, 3, 15, 9)
    assert together([]) == Verdict()
