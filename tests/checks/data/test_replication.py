"""Buckets that are copied."""

from __future__ import annotations

import pytest

from tests.checks.data.system import GONE, Case, att

RULES = "Bucket/ReplicationConfiguration/Rules"

CASES = (
    Case(
        "a source without versions",
        *(
            "CG616",
            {"Bucket/VersioningConfiguration": GONE},
            "Bucket/ReplicationConfiguration",
        ),
        "keeps no versions",
    ),
    Case(
        "a destination without versions",
        *(
            "CG616",
            {"Copies/VersioningConfiguration/Status": "Suspended"},
            f"{RULES}/0/Destination/Bucket",
        ),
        "Copies takes its replicas",
    ),
    Case(
        "a copy of itself",
        *(
            "CG616",
            {f"{RULES}/0/Destination/Bucket": att("Bucket", "Arn")},
            f"{RULES}/0/Destination/Bucket",
        ),
        "to itself",
    ),
    Case(
        "a filter without priority",
        *(
            "CG617",
            {"Bucket/ReplicationConfiguration/Rules/0/Priority": GONE},
            f"{RULES}/0/Filter",
        ),
        "Add Priority",
    ),
    Case(
        "a filter without delete markers",
        *(
            "CG617",
            {"Bucket/ReplicationConfiguration/Rules/0/DeleteMarkerReplication": GONE},
            f"{RULES}/0/Filter",
        ),
        "Add DeleteMarkerReplication",
    ),
    Case(
        "delete markers by tag",
        *(
            "CG617",
            {f"{RULES}/0/Filter": {"TagFilter": {"Key": "a", "Value": "b"}}},
            f"{RULES}/0/DeleteMarkerReplication",
        ),
        "Set its Status to Disabled",
    ),
    Case(
        "a prefix beside a filter",
        *(
            "CG617",
            {"Bucket/ReplicationConfiguration/Rules/0/Prefix": ""},
            f"{RULES}/0/Prefix",
        ),
        "inside the filter",
    ),
    Case(
        "encrypted objects without a key",
        *(
            "CG617",
            {f"{RULES}/0/Destination/EncryptionConfiguration": GONE},
            f"{RULES}/0/Destination",
        ),
        "Add EncryptionConfiguration",
    ),
    Case(
        "a time that nothing measures",
        *(
            "CG617",
            {"Bucket/ReplicationConfiguration/Rules/0/Destination/Metrics": GONE},
            f"{RULES}/0/Destination/ReplicationTime",
        ),
        "Add Metrics",
    ),
    Case(
        "a priority twice",
        *(
            "CG617",
            {
                RULES: [
                    {"Priority": 1},
                    {"Priority": "1"},
                ]
            },
            f"{RULES}/1/Priority",
        ),
        "Give each its own",
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_mistake_is_named(case: Case) -> None:
    assert case.spoken()
