"""A rule that tells a topic of something that happened."""

from __future__ import annotations

from typing import Any

from cfngen.layers.notice import notice

PATTERN = {"source": ["aws.ecs"]}


def told(sentence: str, **more: Any) -> dict[str, Any]:
    values = {"what": "$.detail.what"}
    rule = notice("Told", "Tells.", PATTERN, "a topic", values, sentence, **more)
    found: dict[str, Any] = rule.to_dict()
    return found


def test_it_sends_a_text_in_quotes_with_what_the_event_says() -> None:
    (target,) = told("It is <what>.")["Properties"]["Targets"]
    assert target == {
        "Id": "AlarmTopic",
        "Arn": "a topic",
        "InputTransformer": {
            "InputPathsMap": {"what": "$.detail.what"},
            "InputTemplate": '"It is <what>."',
        },
    }


def test_parameters_of_the_layer_stand_in_the_text() -> None:
    (target,) = told("<what> in ${EnvironmentName}.")["Properties"]["Targets"]
    template = target["InputTransformer"]["InputTemplate"]
    assert template == {"Fn::Sub": '"<what> in ${EnvironmentName}."'}


def test_it_listens_for_the_pattern_under_the_condition_given() -> None:
    rule = told("It is <what>.", Condition="IsWanted")
    assert rule["Properties"]["EventPattern"] == PATTERN
    assert rule["Condition"] == "IsWanted"
