"""Where failures were declared, in templates and in the spec."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cfngen import naming
from cfngen.cloud.values import StoppedTask
from cfngen.deploy.origins import Origins
from cfngen.deploy.outcome import Explained
from cfngen.deploy.progress import Step
from cfngen.generate import generate
from cfngen.package import STACK
from cfngen.plan.inputs.order import Order
from cfngen.plan.inputs.target import Target
from cfngen.project import Project
from cfngen.spec.causes import Causes, source_of
from cfngen.spec.load import load
from tests.deploy.stories import START

PROJECT = Project(Path(__file__).resolve().parents[2])


def _order(name: str) -> Order:
    files = generate(load(PROJECT, name))
    given = json.loads(PROJECT.params(name, "dev").read_text("utf-8"))
    return Order(
        system=name,
        environment="dev",
        stack=naming.root_stack(name, "dev"),
        target=Target("us-east-1"),
        folder=f"templates/{name}",
        files=files,
        parameters={one["ParameterKey"]: one["ParameterValue"] for one in given},
        secret=frozenset(),
    )


@pytest.fixture(scope="module")
def origins() -> Origins:
    system = load(PROJECT, "nextjs")
    return Origins(_order("nextjs"), Causes(system, source_of(PROJECT, "nextjs")))


def explained(
    origins: Origins, path: str, kind: str, reason: str = "", root: bool = False
) -> Explained:
    step = Step(START, path, kind, "CREATE_FAILED", reason, root=root, own=root)
    return origins.explained(step)


def written(file: str, line: int) -> str:
    return (PROJECT.root / file).read_text("utf-8").splitlines()[line - 1]


def test_a_resource_is_found_in_its_template_on_its_line(origins: Origins) -> None:
    found = explained(origins, "Database/Database", "AWS::RDS::DBInstance")
    assert (found.file, found.layer) == ("templates/nextjs/database.json", "database")
    assert '"Database": {' in written(found.file, found.line)


def test_the_line_of_the_spec_is_the_section_that_the_resource_is_made_for(
    origins: Origins,
) -> None:
    found = explained(origins, "Database/Database", "AWS::RDS::DBInstance").spec
    assert found
    assert (found.file, found.path) == ("systems/nextjs.yaml", "database")
    assert written(found.file, found.line).startswith("database:")


def test_a_refused_property_leads_to_the_key_that_gives_it(origins: Origins) -> None:
    reason = "Model validation failed (#/EngineVersion: expected pattern)"
    found = explained(origins, "Database/Database", "AWS::RDS::DBInstance", reason)
    assert found.spec
    assert found.spec.path.startswith("database.")


def test_a_nested_stack_is_found_in_the_root(origins: Origins) -> None:
    found = explained(origins, "Database", STACK, "TemplateURL must be a supported URL")
    assert (found.file, found.layer) == ("templates/nextjs/root.json", "root")
    assert '"Database": {' in written(found.file, found.line)
    assert found.spec
    assert found.spec.path == "database"
    assert found.hint
    assert "cfngen bootstrap" in found.hint.do


def test_the_root_itself_has_a_template_and_no_line(origins: Origins) -> None:
    found = explained(origins, "nextjs-dev", STACK, "Rate exceeded", root=True)
    assert (found.file, found.line) == ("templates/nextjs/root.json", 0)


def test_what_no_template_of_ours_declares_has_no_place(origins: Origins) -> None:
    found = explained(origins, "Elsewhere/Thing", "AWS::Test::Thing")
    assert (found.file, found.line, found.layer, found.spec) == ("", 0, "", None)


def test_without_a_spec_the_template_is_still_told() -> None:
    found = explained(Origins(_order("nextjs"), None), "Network/Vpc", "AWS::EC2::VPC")
    assert (found.file, found.spec) == ("templates/nextjs/network.json", None)


def test_why_a_task_stopped_says_more_than_its_service(origins: Origins) -> None:
    reason = "ECS Deployment Circuit Breaker was triggered"
    step = Step(START, "Web/Service", "AWS::ECS::Service", "CREATE_FAILED", reason)
    task = StoppedTask("arn:x/1", "", "CannotPullContainerError: not found", {})
    assert origins.explained(step, (task,)).hint != origins.explained(step).hint
    quiet = StoppedTask("arn:x/2", "", "", {"app": ""})
    assert origins.explained(step, (quiet,)).hint == origins.explained(step).hint


def test_what_a_hint_has_one_type_is_about_this_very_environment(
    origins: Origins,
) -> None:
    reason = "User: me is not authorized to perform: sns:CreateTopic on resource: t"
    found = explained(origins, "Monitoring/Topic", "AWS::SNS::Topic", reason)
    assert found.hint
    assert "`cfngen policy nextjs dev`" in found.hint.do
