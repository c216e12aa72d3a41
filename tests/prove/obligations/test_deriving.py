"""What must work does, in our systems; in templates of others nothing is made up."""

from __future__ import annotations

from pathlib import Path

import pytest

from cfngen.prove.verdict import Truth
from tests.foreign.files import FILES, shown
from tests.foreign.test_foreign import of
from tests.models import ENVIRONMENTS, model, unbent
from tests.prove.obligations.proving import open_ones, proved

SWITCHED = (
    ("nextjs", {"EnableExec": "true", "NatGateways": "single"}),
    ("nextjs", {"DatabaseReplicas": "1", "CacheNodes": "2"}),
    ("platform", {"EnableExec": "true", "FargateSpot": "mixed"}),
    ("rails", {"EnableExec": "true", "TestListenerCidr": "203.0.113.0/24"}),
    ("rails", {"EnableVpcEndpoints": "true", "NatGateways": "none"}),
    ("revendiste", {"EnableExec": "true", "DatabaseReplicas": "1"}),
)


@pytest.mark.parametrize(("system", "name"), ENVIRONMENTS, ids="-".join)
def test_every_obligation_is_met(system: str, name: str) -> None:
    found = proved(model(system, name))
    assert open_ones(found) == []
    assert len(found) > 20


@pytest.mark.parametrize(
    ("system", "parameters"), SWITCHED, ids=lambda one: " ".join(one)
)
def test_it_is_met_with_other_settings(system: str, parameters: dict[str, str]) -> None:
    assert open_ones(proved(model(system, "prod", unbent, **parameters))) == []


@pytest.mark.parametrize("file", FILES, ids=shown)
def test_templates_of_others_are_not_accused(file: Path) -> None:
    wrong = [one for one in proved(of(shown(file))) if one.truth is Truth.REFUTED]
    assert [one.why for one in wrong] == WRONG.get(shown(file), [])


WRONG = {"worker.yaml": ["Task has no ExecutionRoleArn"]}
"""On Fargate nobody else may write its log."""


def test_each_obligation_is_said_once() -> None:
    words = [one.said.text for one in proved(model("revendiste", "prod"))]
    assert len(words) == len(set(words))


def test_an_obligation_says_where_it_comes_from() -> None:
    found = {one.said.text: one.said.place for one in proved(model("nextjs", "prod"))}
    place = found["web can pull its image from Registry/WebRepository"]
    assert place.file == "templates/nextjs/service-web.json"
    here = "Resources/TaskDefinition/Properties/ContainerDefinitions/0/Image"
    assert place.path == here
