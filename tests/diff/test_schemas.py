"""Schemas as a comparison sees them."""

from __future__ import annotations

import pytest

from cfngen.diff.schemas import schema_of, unordered
from cfngen.schemas import exists
from tests.diff.small import of, tree

LACKING = "AWS::AccessAnalyzer::ArchiveRule"


@pytest.mark.parametrize("region", ["sa-east-1", "xx-nowhere-1"])
def test_a_type_that_a_region_lacks_is_known_all_the_same(region: str) -> None:
    assert not exists("sa-east-1", LACKING)
    model = tree({"It": of(LACKING, RuleName="a")}, region)
    assert schema_of(model, model["It"]).identifier


@pytest.mark.parametrize(
    "type", ["Custom::It", "Mine::Own::Type", "Mine::Own::Type::MODULE"]
)
def test_a_type_that_nobody_describes_has_no_schema(type: str) -> None:
    model = tree({"It": of(type, A=[1])})
    schema = schema_of(model, model["It"])
    assert not schema.body
    assert not unordered(schema, ("A", "[0]", "B"))
