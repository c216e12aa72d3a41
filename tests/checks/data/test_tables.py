"""Tables of DynamoDB."""

from __future__ import annotations

import pytest

from tests.checks.data.system import GONE, Case

CASES = (
    Case(
        "a name twice",
        *(
            "CG612",
            {"Table/LocalSecondaryIndexes/0/IndexName": "one"},
            "Table/LocalSecondaryIndexes/0/IndexName",
        ),
        "two indexes are called one",
    ),
    Case(
        "another hash key",
        *(
            "CG612",
            {"Table/LocalSecondaryIndexes/0/KeySchema/0/AttributeName": "z"},
            "Table/LocalSecondaryIndexes/0/KeySchema",
        ),
        "hash key, a, not z",
    ),
    Case(
        "no range key",
        *("CG612", {"Table/KeySchema/1": GONE}, "Table/LocalSecondaryIndexes/0"),
        "Make it global",
    ),
    Case(
        "no capacity",
        *(
            "CG612",
            {"Table/BillingMode": "PROVISIONED"},
            "Table/GlobalSecondaryIndexes/0",
        ),
        "Give it ProvisionedThroughput",
    ),
    Case(
        "capacity by request",
        *(
            "CG612",
            {
                "Table/GlobalSecondaryIndexes/0/ProvisionedThroughput": {
                    "ReadCapacityUnits": 1
                }
            },
            "Table/GlobalSecondaryIndexes/0/ProvisionedThroughput",
        ),
        "paid by request",
    ),
    Case(
        "six local indexes",
        *(
            "CG612",
            {"Table/LocalSecondaryIndexes": [{"IndexName": str(n)} for n in range(6)]},
            "Table/LocalSecondaryIndexes",
        ),
        "5 local indexes at most",
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_mistake_is_named(case: Case) -> None:
    assert case.spoken()
