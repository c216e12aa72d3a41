"""Instance classes and node types."""

from __future__ import annotations

import pytest

from tests.checks.data.system import CHECKS, Case, problems
from tests.models import of_resources

CASES = (
    Case(
        "a class that is none",
        *(
            "CG609",
            {"Database/DBInstanceClass": "db.t9.micro"},
            "Database/DBInstanceClass",
        ),
        "postgres has no db.t9.micro",
    ),
    Case(
        "a class of another engine",
        *(
            "CG609",
            {"Replica/DBInstanceClass": "db.serverless"},
            "Replica/DBInstanceClass",
        ),
        "in this region",
    ),
    Case(
        "a node type that is none",
        *("CG609", {"Cache/CacheNodeType": "cache.t4g.nano"}, "Cache/CacheNodeType"),
        "Did you mean",
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_mistake_is_named(case: Case) -> None:
    assert case.spoken()


def test_a_region_that_is_not_known_has_everything() -> None:
    cache = {
        "Type": "AWS::ElastiCache::ReplicationGroup",
        "Properties": {"CacheNodeType": "cache.x"},
    }
    nowhere = of_resources("xx-north-1", Cache=cache)
    assert problems(nowhere, [CHECKS["CG609"]]) == []
