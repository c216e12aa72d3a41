"""What becomes of data when its resource goes."""

from __future__ import annotations

import pytest

from tests.checks.data.system import CHECKS, GONE, Case, model, problems

CASES = (
    Case(
        "a database that goes with its stack",
        *("CG590", {"Database/@DeletionPolicy": "Delete"}, "Database"),
        "DeletionPolicy is Delete",
    ),
    Case(
        "a bucket that nobody keeps when it is replaced",
        *("CG590", {"Bucket/@UpdateReplacePolicy": GONE}, "Bucket"),
        "UpdateReplacePolicy is Delete; with it go its objects",
    ),
    Case(
        "a member that is to leave a snapshot",
        *("CG591", {"Member/@DeletionPolicy": "Snapshot"}, "Member"),
        "a member of a cluster leaves none",
    ),
    Case(
        "an old node that is to leave a snapshot",
        *(
            "CG591",
            {
                "Cache/@DeletionPolicy": "Snapshot",
                "Cache/CacheNodeType": "cache.t1.micro",
            },
            "Cache",
        ),
        "cache.t1.micro leaves none",
    ),
    Case(
        "Memcached that is to leave a snapshot",
        *(
            "CG591",
            {
                "Memory": {
                    "Type": "AWS::ElastiCache::CacheCluster",
                    "DeletionPolicy": "Snapshot",
                    "Properties": {"Engine": "memcached"},
                }
            },
            "Memory",
        ),
        "Memcached leaves none",
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_mistake_is_named(case: Case) -> None:
    assert case.spoken()


def test_rds_keeps_a_snapshot_of_what_leaves_the_stack_by_itself() -> None:
    found = problems(model({"Database/@DeletionPolicy": GONE}), [CHECKS["CG590"]])
    assert found == []
