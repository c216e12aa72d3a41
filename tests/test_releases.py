"""The pages about releases: commands that AWS has, names that the templates have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from botocore import xform_name
from botocore.model import ServiceModel
from botocore.session import get_session

from tests.layers.pipelines import SYSTEMS, built, projects, script
from tests.layers.programs import run
from tests.layers.resolved import properties

DOCS = Path(__file__).resolve().parent.parent / "docs"
TEXTS = {
    **{
        name: (DOCS / name).read_text("utf-8")
        for name in ("releases.md", "pipeline.md")
    },
    **{
        f"{name}: {title}": script(project)
        for name, system in SYSTEMS.items()
        for title, project in projects(system).items()
    },
}
EVERYWHERE = {"--query", "--output"}
SERVICES = {"deploy": "codedeploy"}
"""What the AWS CLI calls otherwise than its SDK does."""

OWN = {"ecr get-login-password", "logs tail"}
"""Commands that only the CLI has."""


@cache
def model(service: str) -> ServiceModel:
    return get_session().get_service_model(SERVICES.get(service, service))


def commands(text: str) -> Iterator[tuple[str, str, list[str]]]:
    """Yield service, verb and options of each command of the AWS CLI in a text."""
    joined = re.sub(r"\\\n\s*", " ", text)
    joined = re.sub(r"'[^'\n]*'", "''", joined)
    for found in re.finditer(r"\baws ([a-z-]+) ([a-z-]+)([^|;`\n]*)", joined):
        rest = re.split(r"\baws [a-z]+ [a-z-]+", found[3])[0]
        rest = re.split(r"\$\(output \w+\)", rest)
        yield found[1], found[2], re.findall(r" (--[a-z-]+)", " ".join(rest))


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_every_command_is_one_of_aws_and_takes_its_options(text: str) -> None:
    for service, verb, options in commands(text):
        if f"{service} {verb}" in OWN or verb == "wait":
            continue
        operations = {
            xform_name(name, "-"): name for name in model(service).operation_names
        }
        assert verb in operations, f"aws {service} {verb}"
        shape = model(service).operation_model(operations[verb]).input_shape
        assert shape is not None
        known = {f"--{xform_name(name, '-')}" for name in shape.members}
        known |= {"--cli-input-json", "--max-items", "--auto-rollback-enabled"}
        known |= {"--start-from-head"}
        assert set(options) <= known | EVERYWHERE, f"aws {service} {verb}"


def test_the_pages_have_commands_at_all() -> None:
    for name in ("releases.md", "pipeline.md"):
        assert len(list(commands(TEXTS[name]))) > 5


def test_stages_and_actions_are_those_of_the_pipeline() -> None:
    pipeline = properties(built(), "Pipeline", EnableReleaseApproval="true")
    page = TEXTS["pipeline.md"]
    stages = {stage["Name"] for stage in pipeline["Stages"]}
    actions = {a["Name"] for stage in pipeline["Stages"] for a in stage["Actions"]}
    assert set(re.findall(r"--stage-name (\w+)", page)) <= stages
    named = re.findall(r"actionName==?'?(\w+)|--action-name (\w+)", page)
    assert {one or other for one, other in named} <= actions


def test_settings_of_the_pipeline_are_named_on_its_page() -> None:
    page = TEXTS["pipeline.md"] + (DOCS / "layers" / "delivery.md").read_text("utf-8")
    assert {name for name in built().settings if name not in page} == set()


class TestByHand:
    """The function that sets one image tag."""

    def test_it_changes_one_parameter_and_keeps_the_others(
        self, tmp_path: Path
    ) -> None:
        function = re.search(
            r"^   release\(\) \{.*?^   \}", TEXTS["releases.md"], re.M | re.S
        )
        assert function is not None
        parameters = [
            {"ParameterKey": name, "ParameterValue": "before"}
            for name in ("EnvironmentName", "BackendImageTag", "FrontendImageTag")
        ]
        stacks = {"Stacks": [{"Parameters": parameters}]}
        answers: list[dict[str, Any]] = [
            {"verb": "cloudformation describe-stacks", "answer": stacks},
            {"verb": "cloudformation update-stack", "answer": {}},
            {"verb": "cloudformation wait stack-update-complete"},
        ]
        called = f"{function[0]}\nrelease BackendImageTag v2"
        ran = run(tmp_path, called, answers, {"STACK": "revendiste-prod"})
        assert ran.code == 0, ran.said
        (given,) = ran.asked("cloudformation update-stack")
        assert given == {
            "stack-name": "revendiste-prod",
            "use-previous-template": "",
            "capabilities": "CAPABILITY_IAM",
            "parameters": "ParameterKey=EnvironmentName,UsePreviousValue=true "
            "ParameterKey=FrontendImageTag,UsePreviousValue=true "
            "ParameterKey=BackendImageTag,ParameterValue=v2",
        }
        assert ran.verbs[-1] == "cloudformation wait stack-update-complete"
