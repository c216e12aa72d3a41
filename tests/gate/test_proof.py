"""Proofs as findings: what counts, what may stay, and what is asked of others."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from cfngen.errors import InputError
from cfngen.findings import Place
from cfngen.gate.proof import of_file, of_system, proven, unmet
from cfngen.model import Model
from cfngen.project import Project
from cfngen.prove.claims.claim import Claims
from cfngen.prove.claims.parsing import parsed
from cfngen.prove.verdict import Truth
from cfngen.spec.causes import Causes, source_of
from cfngen.spec.load import load
from cfngen.suppress import Suppression
from cfngen.template import parse
from tests.cli.proofs import TEMPLATE
from tests.gate.projects import shop
from tests.models import of_template


def body() -> dict[str, Any]:
    """Return somebody's template."""
    return deepcopy(dict(parse(TEMPLATE, "t.yaml").body))


def theirs(**parameters: str) -> Model:
    """Return the model of somebody's template."""
    return of_template(body(), **parameters)


def claims(*lines: str) -> Claims:
    """Return claims on it."""
    read = parsed("\n".join(lines), "t.claims")
    assert not read.findings
    return read.claims


NOBODY = claims("internet -/-> alb")


def test_what_does_not_hold_is_a_finding_where_it_is_written() -> None:
    one = proven(theirs(), NOBODY, "shop")
    assert one.proof.name == "shop"
    (found,) = one.findings()
    assert (found.id, found.file, found.resource) == (
        "CG801",
        "foreign/t.json",
        "Group",
    )
    assert found.path == "Resources/Group/Properties/SecurityGroupIngress/0"
    given = proven(theirs(Office="0.0.0.0/0"), NOBODY).findings()
    assert {(one.file, one.path) for one in given} == {("p.json", "Office")}


@pytest.mark.parametrize(
    ("at", "check", "environment", "silent"),
    [
        pytest.param("*", "CG801", "", True, id="everywhere"),
        pytest.param("Group", "CG801", "", True, id="the rule's resource"),
        pytest.param("Alb", "CG801", "", False, id="another resource"),
        pytest.param("*", "CG802", "", False, id="another check"),
        pytest.param("*", "CG801", "prod", False, id="another environment"),
    ],
)
def test_a_verdict_may_stay_where_all_of_it_is_suppressed(
    at: str, check: str, environment: str, silent: bool
) -> None:
    said = Suppression(check, at, "Known", Place("s", "p"), environment)
    one = proven(theirs(), NOBODY)
    reasons = one.silent((said,))
    assert list(reasons.values()) == (["Known"] if silent else [])
    assert all(verdict.truth is Truth.REFUTED for verdict in reasons)
    assert one.silent(()) == {}


def test_a_verdict_does_not_stay_where_some_of_it_counts() -> None:
    more = body()
    rules = [{"IpProtocol": "tcp", "FromPort": 80, "ToPort": 80, "CidrIp": "0.0.0.0/0"}]
    group = more["Resources"]["Group"]["Properties"]
    more["Resources"]["Other"] = {
        "Type": "AWS::EC2::SecurityGroup",
        "Properties": {**group, "SecurityGroupIngress": rules},
    }
    more["Resources"]["Alb"]["Properties"]["SecurityGroups"].append({"Ref": "Other"})
    one = proven(of_template(more), NOBODY)
    assert {found.resource for found in one.findings()} == {"Group", "Other"}
    place = Place("s", "p")
    assert one.silent((Suppression("CG801", "Group", "Known", place),)) == {}
    assert one.silent((Suppression("CG801", "*", "Known", place),))


def test_of_anybodys_template_only_what_surely_fails_counts() -> None:
    assert unmet(theirs()) == ()
    broken = body()
    broken["Resources"]["Listener"]["Properties"]["Port"] = 8443
    found = unmet(of_template(broken))
    assert {one.id for one in found} == {"CG804"}
    unknown = body()
    unknown["Resources"]["Group"]["Properties"]["SecurityGroupIngress"] = {
        "Fn::GetAtt": ["Elsewhere", "Rules"]
    }
    unknown["Resources"]["Elsewhere"] = {"Type": "Custom::Rules", "Properties": {}}
    assert unmet(of_template(unknown)) == ()


def test_claims_of_a_file_share_the_sets_of_the_others(tmp_path: Path) -> None:
    project = shop(tmp_path)
    project.claims("shop").write_text("set o = 203.0.113.0/24\n", "utf-8")
    more = tmp_path / "more.claims"
    more.write_text("set p = o, 198.51.100.0/24\ninternet[p] -/-> public\n", "utf-8")
    causes = Causes(load(project, "shop"), source_of(project, "shop"))
    found = of_system(project, causes, more)
    assert [one.said.text for one in found.written] == ["internet[p] -/-> public"]
    assert found.derived == of_system(project, causes).derived
    assert len(found.sets["p"].v4) == 2
    assert set(found.sets) >= {"o", "p", "cloudflare"}


def test_what_cannot_be_read_is_said_with_everything(tmp_path: Path) -> None:
    project = Project(tmp_path)
    file = tmp_path / "c.claims"
    file.write_text("a => b\nnacl\n", "utf-8")
    with pytest.raises(InputError) as raised:
        of_file(project, file)
    assert [one.line for one in raised.value.findings] == [1, 2]
    assert of_file(project, None) == Claims()
    with pytest.raises(InputError, match=r"gone\.claims: the file cannot be read"):
        of_file(project, tmp_path / "gone.claims")


def test_what_says_nothing_is_said_beside_what_cannot_be_read(tmp_path: Path) -> None:
    file = tmp_path / "c.claims"
    file.write_text("internet -/-> nlb\na => b\nonly * -> alb\nalb -/-> vpc\n", "utf-8")
    with pytest.raises(InputError) as raised:
        of_file(Project(tmp_path), file, (theirs(),))
    found = [(one.line, one.id) for one in raised.value.findings]
    assert found == [(1, "CG803"), (2, "CG800"), (3, "CG803")]


def test_a_group_has_one_meaning_wherever_it_is_written(tmp_path: Path) -> None:
    project = shop(tmp_path)
    project.claims("shop").write_text("group g = web\ng -/-> internet\n", "utf-8")
    more = tmp_path / "more.claims"
    more.write_text("group g = alb\n", "utf-8")
    causes = Causes(load(project, "shop"), source_of(project, "shop"))
    with pytest.raises(InputError) as raised:
        of_system(project, causes, more)
    (found,) = raised.value.findings
    assert found.message.startswith("The group 'g' is here again; it is on line 1 of")
