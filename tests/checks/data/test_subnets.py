"""Where stores are put."""

from __future__ import annotations

import pytest

from tests.checks.data.system import Case, ref

CASES = (
    Case(
        "one zone",
        *("CG610", {"Group/SubnetIds": [ref("Subnet1")]}, "Group/SubnetIds"),
        "Add one of another zone",
    ),
    Case(
        "two subnets of one zone",
        *(
            "CG610",
            {"Subnet2/AvailabilityZone": {"Fn::Select": [0, {"Fn::GetAZs": ""}]}},
            "Group/SubnetIds",
        ),
        "in one zone",
    ),
    Case(
        "two mount targets in a zone",
        *("CG611", {"Mount2/SubnetId": ref("Subnet1")}, "Mount2/SubnetId"),
        "Mount1 is in this zone already",
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_mistake_is_named(case: Case) -> None:
    assert case.spoken()
