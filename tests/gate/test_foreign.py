"""Templates that others wrote: what is asked of them, and what is not."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from cfngen.gate.cache import Cache
from cfngen.gate.foreign import Foreign, examine
from cfngen.gate.order import Order, Scope
from cfngen.gate.verdict import Verdict
from cfngen.project import Project

ROOT = """\
Parameters:
  Days: {Type: Number, Default: 7, MinValue: 1}
  Class: {Type: String}
  Word: {Type: String, NoEcho: true, Default: ""}
Resources:
  Group:
    Type: AWS::Logs::LogGroup
    DeletionPolicy: Retain
    UpdateReplacePolicy: Retain
    Properties: {RetentionInDays: !Ref Days}
  Inner:
    Type: AWS::CloudFormation::Stack
    DeletionPolicy: Delete
    UpdateReplacePolicy: Delete
    Properties:
      TemplateURL: ./parts/inner.yaml
      Parameters: {Class: !Ref Class, Word: !Ref Word}
Outputs:
  Host: {Value: !GetAtt Inner.Outputs.Host}
"""

INNER = """\
Parameters:
  Class: {Type: String}
  Word: {Type: String, NoEcho: true}
Resources:
  Database:
    Type: AWS::RDS::DBInstance
    DeletionPolicy: Snapshot
    UpdateReplacePolicy: Snapshot
    Properties:
      DBInstanceClass: !Ref Class
      Engine: postgres
      AllocatedStorage: "20"
      BackupRetentionPeriod: 7
      StorageEncrypted: true
      ManageMasterUserPassword: true
      MasterUsername: !Ref Word
Outputs:
  Host: {Value: !GetAtt Database.Endpoint.Address}
"""


@dataclass
class Desk:
    """A folder with somebody's templates, and what was done in the last run."""

    folder: Path
    done: list[str] = field(default_factory=list)

    def check(
        self,
        params: Mapping[str, str] | str | None = None,
        region: str = "us-east-1",
        template: str = "root.yaml",
    ) -> Verdict:
        """Return the verdict on the root with a parameter file, if there is one."""
        self.done.clear()
        path = None
        if params is not None:
            path = self.folder / "p.json"
            text = params if isinstance(params, str) else json.dumps(params)
            path.write_text(text, "utf-8")
        asked = Foreign(Project(self.folder), self.folder / template, path, region)
        cache = Cache(self.folder / "cache")
        order = Order(Scope.CHECK, cache, 1, lambda name, _: self.done.append(name))
        return examine(asked, "tools", order)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    (tmp_path / "root.yaml").write_text(ROOT, "utf-8")
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "inner.yaml").write_text(INNER, "utf-8")
    return Desk(tmp_path)


SOUND = {"Class": "db.t4g.micro", "Days": "7"}


def own(verdict: Verdict) -> set[tuple[str, str]]:
    """Return the ids and files of findings, our own checks of data left out."""
    every = {(f.id, f.file) for f in verdict.findings}
    return {one for one in every if not one[0].startswith("CG5")}


def test_sound_templates_nested_ones_too_and_nothing_twice(desk: Desk) -> None:
    verdict = desk.check(SOUND)
    assert own(verdict) == set()
    assert (verdict.templates, verdict.environments, verdict.unfit) == (2, 1, False)
    assert desk.done == [
        "cloudformation-validate",
        "checks of cfngen",
        "proof",
        "cfn-lint root.yaml",
        "cfn-lint root.yaml with parameters",
        "cfn-lint parts/inner.yaml",
        "cfn-lint parts/inner.yaml with parameters",
    ]
    assert desk.check(SOUND) == Verdict(
        *(verdict.findings, verdict.silent, False, 2, 1, 7, 7)
    )
    assert desk.done == []


def test_a_value_is_followed_into_what_is_nested(desk: Desk) -> None:
    found = desk.check({"Class": "db.t9.huge"}).findings
    (wrong,) = [f for f in found if f.resource == "Inner/Database"]
    assert (wrong.id, wrong.path) == ("CG609", "Class")


def test_without_a_parameter_file_what_has_no_default_is_unknown(desk: Desk) -> None:
    verdict = desk.check(None)
    assert own(verdict) == set()
    assert (verdict.environments, verdict.unfit) == (0, False)


UNFIT: dict[str, tuple[Mapping[str, str] | str, set[str]]] = {
    "no number": ({**SOUND, "Days": "week"}, {"CG412"}),
    "too small": ({**SOUND, "Days": "0"}, {"CG416"}),
    "unknown": ({**SOUND, "Hours": "1"}, {"CG410"}),
    "missing": ({"Days": "7"}, {"CG411"}),
    "a secret": ({**SOUND, "Word": "hunter2"}, {"CG418"}),
    "no JSON": ("{", {"CG400"}),
}


@pytest.mark.parametrize("case", UNFIT)
def test_parameters_that_do_not_fit(case: str, desk: Desk) -> None:
    params, ids = UNFIT[case]
    verdict = desk.check(params)
    assert verdict.unfit
    assert {f.id for f in verdict.findings if f.id.startswith("CG4")} == ids
    assert "cfn-lint root.yaml" in desk.done
    assert "hunter2" not in f"{verdict}"
    assert not any("sync" in finding.mend for finding in verdict.findings)
    kept = desk.folder.glob("cache/**/*.json")
    assert not any("hunter2" in entry.read_text("utf-8") for entry in kept)


def test_what_has_a_default_may_be_left_out_and_a_name_is_free(desk: Desk) -> None:
    named = ROOT.replace("  Days:", "  EnvironmentName: {Type: String}\n  Days:")
    named += "  Name: {Value: !Ref EnvironmentName}\n"
    (desk.folder / "root.yaml").write_text(named, "utf-8")
    verdict = desk.check({"Class": "db.t4g.micro", "EnvironmentName": "live"})
    assert not verdict.unfit


BROKEN: dict[str, tuple[str, set[str]]] = {
    "no YAML": ("Resources: [", {"CG301", "E0000"}),
    "a reference to nothing": (ROOT.replace("!Ref Days", "!Ref Weeks"), {"CG302"}),
    "a nested file that is not there": (
        ROOT.replace("parts/inner", "parts/outer"),
        set(),
    ),
    "definitions that are none": (
        ROOT.replace("MinValue: 1", "MinValue: [1]"),
        {"E2001"},
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_what_is_broken_is_found_and_the_rest_runs(case: str, desk: Desk) -> None:
    text, ids = BROKEN[case]
    (desk.folder / "root.yaml").write_text(text, "utf-8")
    verdict = desk.check(SOUND)
    assert ids <= {f.id for f in verdict.findings}
    assert "cfn-lint root.yaml" in desk.done


def test_a_nested_template_that_is_broken(desk: Desk) -> None:
    (desk.folder / "parts" / "inner.yaml").write_text("Resources: [", "utf-8")
    verdict = desk.check(SOUND)
    assert ("CG301", "parts/inner.yaml") in own(verdict)
    assert desk.done == ["cfn-lint root.yaml"]


def test_the_region_counts(desk: Desk) -> None:
    connection = "  A: {Type: AWS::CodeStarConnections::Connection, Properties: "
    text = f"Resources:\n{connection}{{ConnectionName: a}}}}\n"
    (desk.folder / "root.yaml").write_text(text, "utf-8")
    assert {f.id for f in desk.check(region="").findings} == set()
    assert "E3006" in {f.id for f in desk.check(region="ap-southeast-4").findings}


SUPPRESSED = """\
Metadata: {cfngen: {suppress: [{check: CG590, reason: It holds nothing of value.}]}}
Resources:
  Queue:
    Type: AWS::SQS::Queue
    DeletionPolicy: Delete
    UpdateReplacePolicy: Delete
    Metadata: {cfn-lint: {config: {ignore_checks: [E3012, F3012, E3002]}}}
    Properties: {Colour: red}
"""


def test_what_the_template_says_of_findings_is_heard(desk: Desk) -> None:
    (desk.folder / "root.yaml").write_text(SUPPRESSED, "utf-8")
    found = {f.id for f in desk.check().findings}
    assert "F3002" not in found
    assert found == {"CG105", "I3013"}
