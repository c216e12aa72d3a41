"""Systems: what is asked of them, and what is remembered between two runs."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from cfngen.errors import InputError
from cfngen.findings import Severity
from cfngen.gate.cache import Cache
from cfngen.gate.order import Order, Scope
from cfngen.gate.recall import recall
from cfngen.gate.systems import examine
from cfngen.gate.verdict import Verdict
from cfngen.project import Project
from cfngen.spec.load import load
from tests.gate.projects import edit, set_value, shop


@dataclass
class Gate:
    """A project, what was done in the last run, and what happens meanwhile."""

    project: Project
    cache: Cache
    done: list[str] = field(default_factory=list)
    meanwhile: Callable[[], object] = lambda: None

    def verdict(self, scope: Scope = Scope.CHECK, tools: str = "tools") -> Verdict:
        """Return the verdict on the shop."""
        self.done.clear()
        known = recall(self.project, ("shop",), scope, self.cache, tools)
        if not known.changed:
            return known.verdicts["shop"]
        order = Order(scope, self.cache, 1, self._tell)
        systems = {"shop": load(self.project, "shop")}
        return examine(self.project, systems, known.changed, order)["shop"]

    def ids(self) -> list[str]:
        return [finding.id for finding in self.verdict().findings]

    def template(self, name: str) -> Path:
        return self.project.templates("shop") / name

    def _tell(self, name: str, total: int) -> None:
        self.done.append(name)
        self.meanwhile()


@pytest.fixture(scope="module")
def remembered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return what a first run over the untouched project remembers."""
    folder = tmp_path_factory.mktemp("first")
    gate = Gate(made(folder / "project"), Cache(folder / "cache"))
    assert gate.verdict() == Verdict((), (), False, 3, 2, 13, 0)
    assert gate.verdict() == Verdict((), (), False, 3, 2, 13, 13)
    return folder / "cache"


def made(folder: Path) -> Project:
    """Return a project with two environments that differ."""
    project = shop(folder, environments=("dev", "prod"))
    set_value(project.params("shop", "prod"), "LogRetentionDays", "90")
    return project


@pytest.fixture
def gate(tmp_path: Path, remembered: Path) -> Gate:
    """Return a project after its first run."""
    shutil.copytree(remembered, tmp_path / "cache")
    return Gate(made(tmp_path / "project"), Cache(tmp_path / "cache"))


def test_the_first_run_does_everything(gate: Gate, tmp_path: Path) -> None:
    gate.cache = Cache(tmp_path / "new")
    assert gate.verdict().findings == ()
    linted = [
        f"cfn-lint templates/shop/{n}.json" for n in ("network", "root", "security")
    ]
    assert sorted(gate.done) == sorted(
        [
            *linted,
            *(f"{name} with parameters" for name in linted),
            "rules of cfngen shop",
            *(f"cloudformation-validate shop {e}" for e in ("dev", "prod")),
            *(f"checks of cfngen shop {e}" for e in ("dev", "prod")),
            *(f"proof shop {e}" for e in ("dev", "prod")),
        ]
    )


def test_the_second_run_does_nothing(gate: Gate) -> None:
    assert gate.verdict().cached == 13
    assert gate.done == []


def test_one_changed_value_is_one_environments_work(gate: Gate) -> None:
    set_value(gate.project.params("shop", "prod"), "LogRetentionDays", "60")
    assert gate.verdict().findings == ()
    assert gate.done == [
        "cloudformation-validate shop prod",
        "rules of cfngen shop",
        "checks of cfngen shop prod",
        "proof shop prod",
        *(
            f"cfn-lint templates/shop/{name}.json with parameters"
            for name in ("network", "root")
        ),
    ]


def test_another_claim_is_proved_and_nothing_else_is_done(gate: Gate) -> None:
    gate.project.claims("shop").write_text("public -/-> internet by route\n", "utf-8")
    verdict = gate.verdict()
    assert [finding.id for finding in verdict.findings] == ["CG801"]
    assert [name for name in gate.done if "rules" not in name] == [
        "proof shop dev",
        "proof shop prod",
    ]
    assert not verdict.unfit
    assert gate.verdict() == replace(verdict, cached=verdict.pieces)


def test_a_claim_that_cannot_be_read_makes_it_unfit(gate: Gate) -> None:
    gate.project.claims("shop").write_text("public -/> internet\n", "utf-8")
    verdict = gate.verdict()
    assert {finding.id for finding in verdict.findings} == {"CG800"}
    assert verdict.unfit
    assert gate.verdict().unfit


def test_a_claim_that_does_not_hold_may_stay(gate: Gate) -> None:
    spec = gate.project.spec("shop")
    reason = "reason: The public tier is meant to reach the internet"
    text = f"suppress:\n  - check: CG801\n    {reason}\n"
    spec.write_text(spec.read_text("utf-8") + text, "utf-8")
    gate.project.claims("shop").write_text("public -/-> internet by route\n", "utf-8")
    verdict = gate.verdict()
    assert not verdict.findings
    assert {one.finding.id for one in verdict.silent} == {"CG801"}


def test_lint_is_part_of_check_and_asks_less(gate: Gate, tmp_path: Path) -> None:
    assert gate.verdict(Scope.LINT).pieces == 7
    assert gate.done == []
    gate.cache = Cache(tmp_path / "new")
    gate.verdict(Scope.LINT)
    assert not [name for name in gate.done if "validate" in name or "checks" in name]
    assert gate.verdict(Scope.CHECK).cached == 7


def test_another_tool_does_it_all_again(gate: Gate) -> None:
    assert gate.verdict(tools="newer").cached == 0
    assert len(gate.done) == 13


def test_another_policy_lints_again(gate: Gate) -> None:
    policy = gate.project.root / ".cfnlintrc.yaml"
    policy.write_text("include_checks: [I]\n", "utf-8")
    assert set(gate.ids()) == {"W3002"}
    policy.write_text("ignore_checks: [W3002]\n", "utf-8")
    assert gate.ids() == []


def test_what_changes_meanwhile_is_not_remembered(gate: Gate) -> None:
    path = gate.project.params("shop", "prod")
    set_value(path, "LogRetentionDays", "60")
    gate.meanwhile = lambda: set_value(path, "LogRetentionDays", "14")
    gate.verdict()
    gate.meanwhile = lambda: None
    set_value(path, "LogRetentionDays", "60")
    gate.verdict()
    assert "checks of cfngen shop prod" in gate.done


def test_what_is_found_is_remembered_as_well(gate: Gate) -> None:
    def misname(body: Any) -> None:
        vpc = body["Resources"]["Vpc"]["Properties"]
        vpc["CidrBlok"] = vpc.pop("CidrBlock")

    edit(gate.template("network.json"), misname)
    first = gate.verdict()
    (wrong,) = [f for f in first.findings if f.id == "E3002"]
    assert (wrong.file, wrong.resource) == (
        "templates/shop/network.json",
        "Network/Vpc",
    )
    assert wrong.cause is not None
    assert wrong.cause.file == "systems/shop.yaml"
    assert not [f for f in first.findings if f.id == "F3002"]
    assert gate.verdict().findings == first.findings
    assert gate.done == []


def test_what_cannot_be_read_stops_only_what_needs_it(gate: Gate) -> None:
    gate.template("network.json").write_text('{"Resources": ', "utf-8")
    ids = gate.ids()
    assert {"CG100", "CG301", "E0000"} <= set(ids)
    assert "cfn-lint templates/shop/root.json" in gate.done


def test_what_cannot_be_resolved_is_found_and_the_rest_runs(gate: Gate) -> None:
    def ask(body: Any) -> None:
        group = body["Resources"]["Vpc"]["Properties"]
        group["CidrBlock"] = {"Fn::FindInMap": ["Nowhere", "a", "b"]}

    edit(gate.template("network.json"), ask)
    found = gate.verdict().findings
    assert {"CG302", "CG100", "E1011"} <= {f.id for f in found}
    assert "rules of cfngen shop" in gate.done


def test_a_file_that_does_not_fit_leaves_the_other_environment(gate: Gate) -> None:
    set_value(gate.project.params("shop", "dev"), "LogRetentionDays", "8")
    verdict = gate.verdict()
    assert verdict.unfit
    assert [f.id for f in verdict.findings] == ["CG414"]
    assert verdict.environments == 1


def test_a_stack_policy_that_cannot_be_read_makes_it_unfit(gate: Gate) -> None:
    policy = gate.project.root / "policies" / "shop.json"
    spec = gate.project.spec("shop")
    said = "".join(
        f"  {name}:\n    stack_policy: policies/shop.json\n" for name in ("dev", "prod")
    )
    spec.write_text(f"{spec.read_text('utf-8')}environments:\n{said}", "utf-8")
    verdict = gate.verdict()
    assert verdict.unfit
    assert [(f.id, f.file, f.path) for f in verdict.findings] == [
        ("CG422", "systems/shop.yaml", f"environments.{name}.stack_policy")
        for name in ("dev", "prod")
    ]
    policy.parent.mkdir()
    policy.write_text('{"Statement":\n [,]}', "utf-8")
    (found,) = gate.verdict().findings
    assert (found.id, found.file, found.line) == ("CG422", "policies/shop.json", 2)
    policy.write_text('{"Statement": []}', "utf-8")
    assert gate.verdict().findings == ()


def test_a_system_without_files_is_checked_with_its_defaults(gate: Gate) -> None:
    for environment in ("dev", "prod"):
        gate.project.params("shop", environment).unlink()
    assert gate.verdict().findings == ()
    assert "cloudformation-validate shop" in gate.done


SUPPRESS = """
suppress:
  - check: CG104
    reason: Both are trials for now, and prod will grow.
"""


def test_what_is_suppressed_is_silent_and_needless_ones_are_found(gate: Gate) -> None:
    set_value(gate.project.params("shop", "prod"), "LogRetentionDays", "30")
    (same,) = gate.verdict().findings
    assert (same.id, same.severity) == ("CG104", Severity.WARNING)
    spec = gate.project.spec("shop")
    spec.write_text(spec.read_text("utf-8") + SUPPRESS, "utf-8")
    verdict = gate.verdict()
    assert verdict.findings == ()
    assert [one.finding.id for one in verdict.silent] == ["CG104"]
    assert gate.verdict().silent == verdict.silent
    set_value(gate.project.params("shop", "prod"), "LogRetentionDays", "90")
    assert gate.ids() == ["CG105"]
    assert gate.verdict(Scope.LINT).findings == ()


def test_a_region_that_is_none_is_wrong_usage(tmp_path: Path) -> None:
    project = made(tmp_path)
    known = recall(project, ("shop",), Scope.LINT, Cache(), "")
    system = load(project, "shop").model_copy(update={"region": "nowhere-1"})
    order = Order(Scope.LINT, Cache(), 1, lambda name, total: None)
    with pytest.raises(InputError, match="nowhere-1"):
        examine(project, {"shop": system}, known.changed, order)


ELSEWHERE = """
environments:
  prod: {region: cn-north-1}
"""


def test_each_region_is_linted_with_what_goes_there(gate: Gate) -> None:
    spec = gate.project.spec("shop")
    spec.write_text(spec.read_text("utf-8") + ELSEWHERE, "utf-8")
    assert gate.verdict().findings == ()
    linted = [name for name in gate.done if name.startswith("cfn-lint")]
    network = "cfn-lint templates/shop/network.json"
    assert {name for name in linted if name.startswith(network)} == {
        f"{network} in cn-north-1",
        f"{network} with parameters in us-east-1",
        f"{network} with parameters in cn-north-1",
    }
    gate.verdict()
    assert gate.done == []
    spec.write_text(spec.read_text("utf-8").replace("cn-north-1", "eu-west-1"), "utf-8")
    gate.verdict()
    assert f"{network} with parameters in eu-west-1" in gate.done
    assert f"{network} with parameters in us-east-1" not in gate.done


def test_what_a_region_lacks_is_found_there(gate: Gate) -> None:
    def add(body: Any) -> None:
        body["Resources"]["Space"] = {
            "Type": "AWS::WorkSpacesWeb::Portal",
            "Properties": {},
        }

    edit(gate.template("network.json"), add)
    assert "E3006" not in gate.ids()
    spec = gate.project.spec("shop")
    spec.write_text(spec.read_text("utf-8") + ELSEWHERE, "utf-8")
    assert "E3006" in gate.ids()
