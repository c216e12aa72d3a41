"""The pages about releases: names of the templates, steps that do what they say."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from tests.layers.pipelines import built
from tests.layers.programs import run
from tests.layers.resolved import properties
from tests.pages import text


def test_stages_and_actions_are_those_of_the_pipeline() -> None:
    pipeline = properties(built(), "Pipeline", EnableReleaseApproval="true")
    page = text("pipeline.md")
    stages = {stage["Name"] for stage in pipeline["Stages"]}
    actions = {a["Name"] for stage in pipeline["Stages"] for a in stage["Actions"]}
    assert set(re.findall(r"--stage-name (\w+)", page)) <= stages
    named = re.findall(r"actionName==?'?(\w+)|--action-name (\w+)", page)
    assert {one or other for one, other in named} <= actions


def test_settings_of_the_pipeline_are_named_on_its_page() -> None:
    page = text("pipeline.md") + text("layers/delivery.md")
    assert {name for name in built().settings if name not in page} == set()


class TestByHand:
    """The function that sets one image tag."""

    def test_it_changes_one_parameter_and_keeps_the_others(
        self, tmp_path: Path
    ) -> None:
        function = re.search(
            r"^   release\(\) \{.*?^   \}", text("releases.md"), re.M | re.S
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
