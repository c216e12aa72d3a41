"""What becomes of objects."""

from __future__ import annotations

import pytest

from tests.checks.data.system import CHECKS, GONE, SYSTEM, Case, model, problems

RULES = "Bucket/LifecycleConfiguration/Rules"

CASES = (
    Case(
        "deleted before they move",
        *(
            "CG618",
            {"Bucket/LifecycleConfiguration/Rules/0/ExpirationInDays": "90"},
            f"{RULES}/0/Transitions/1/TransitionInDays",
        ),
        "deleted after 90",
    ),
    Case(
        "deleted by another rule",
        *(
            "CG620",
            {
                RULES: [
                    {
                        "Status": "Enabled",
                        "Transition": {
                            "StorageClass": "GLACIER",
                            "TransitionInDays": 60,
                        },
                    },
                    {"Status": "Enabled", "ExpirationInDays": 30},
                ]
            },
            f"{RULES}/0/Transition/TransitionInDays",
        ),
        "to GLACIER after 60 days",
    ),
    Case(
        "back to a warmer class",
        *(
            "CG618",
            {f"{RULES}/0/Transitions/1/TransitionInDays": 20},
            f"{RULES}/0/Transitions/1/TransitionInDays",
        ),
        "to STANDARD_IA after 30",
    ),
    Case(
        "too early for infrequent access",
        *(
            "CG618",
            {f"{RULES}/0/Transitions/0/TransitionInDays": "29"},
            f"{RULES}/0/Transitions/0/TransitionInDays",
        ),
        "Move them after 30 or more",
    ),
    Case(
        "nothing to do",
        *(
            "CG619",
            {"Bucket/LifecycleConfiguration/Rules/0": {"Status": "Enabled"}},
            f"{RULES}/0",
        ),
        "does nothing",
    ),
    Case(
        "a delete marker beside days",
        *(
            "CG619",
            {"Bucket/LifecycleConfiguration/Rules/0/ExpiredObjectDeleteMarker": True},
            f"{RULES}/0/ExpiredObjectDeleteMarker",
        ),
        "beside ExpirationInDays",
    ),
    Case(
        "uploads by tag",
        *(
            "CG619",
            {
                f"{RULES}/0": {
                    "Status": "Enabled",
                    "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 1},
                    "TagFilters": [{"Key": "a", "Value": "b"}],
                }
            },
            f"{RULES}/0/AbortIncompleteMultipartUpload",
        ),
        "no tags",
    ),
    Case(
        "old versions that are not kept",
        *(
            "CG620",
            {"Bucket/VersioningConfiguration": GONE},
            f"{RULES}/0/NoncurrentVersionExpiration",
        ),
        "keeps no versions",
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_mistake_is_named(case: Case) -> None:
    assert case.spoken()


def test_rules_for_other_objects_are_apart() -> None:
    other = {"Status": "Enabled", "Prefix": "tmp/", "ExpirationInDays": 1}
    rules = [*SYSTEM["Bucket"]["Properties"]["LifecycleConfiguration"]["Rules"], other]
    apart = model({"Bucket/LifecycleConfiguration/Rules": rules})
    assert problems(apart, [CHECKS["CG618"]]) == []
