"""From findings to a verdict: nothing twice, and what may stay apart."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cfngen.findings import Finding, Place
from cfngen.gate.judging import idle, located, settled, without_doubles
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


def test_a_finding_of_one_environment_names_it() -> None:
    finding = replace(LINTED, resource="Db")
    one = [Found(finding, "prod"), Found(ENGINE, "dev"), Found(ENGINE, "prod")]
    kept, _ = settled(one, (), 2)
    assert {f.id: f.environment for f in kept} == {"E3012": "prod", "F3012": ""}


def test_a_finding_of_no_environment_names_none() -> None:
    assert settled([Found(LINTED), Found(LINTED, "dev")], (), 2)[0] == (LINTED,)


def test_what_a_check_says_better_an_engine_need_not() -> None:
    engine = replace(LINTED, id="E3047", resource="Task")
    ours = replace(LINTED, id="CG540", resource="Task", file="params/dev.json")
    elsewhere = replace(engine, resource="Other")
    found = [Found(f, "dev") for f in (engine, ours, elsewhere)]
    assert {(f.id, f.resource) for f in settled(found, (), 1)[0]} == {
        ("CG540", "Task"),
        ("E3047", "Other"),
    }


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
    assert {f.id for f in idle([wrong], (), ["dev"], whole=False)} == {"CG106"}
    assert len(list(idle([wrong], (), ["dev"], whole=False))) == 2
    right = [replace(said("dev"), check=id) for id in ("CG103", "CG540", "W2001")]
    assert list(idle(right, (), ["dev"], whole=False)) == []


def test_of_a_suppression_with_a_wrong_name_no_more_is_said() -> None:
    wrong = said("nowhere")
    other = replace(said("dev"), place=replace(wrong.place, path="suppress.1"))
    found = idle([wrong, other], (), ["dev"], whole=True)
    assert [(f.id, f.path) for f in found] == [
        ("CG106", wrong.place.path),
        ("CG105", "suppress.1"),
    ]


def test_verdicts_add_up() -> None:
    one = Verdict((LINTED,), (), False, 3, 1, 10, 4)
    other = Verdict((ENGINE,), (), True, 2, 2, 5, 5)
    assert together([one, other]) == Verdict((LINTED, ENGINE), (), True, 5, 3, 15, 9)
    assert together([]) == Verdict()
    assert not together([one, replace(other, resolved=False)]).resolved
