"""What becomes of what is removed or replaced."""

from __future__ import annotations

from typing import Any

import pytest

from cfngen.diff import Effect, Fate, compare
from tests.diff.small import BUCKET, INSTANCE, of, one, tree
from tests.models import of_resources

CLUSTER = "AWS::RDS::DBCluster"
MEMBER = {"DBClusterIdentifier": "c"}


@pytest.mark.parametrize(
    ("type", "properties", "policy", "fate"),
    [
        pytest.param(BUCKET, {}, None, Fate.DELETED, id="no policy"),
        pytest.param(BUCKET, {}, "Delete", Fate.DELETED, id="Delete"),
        pytest.param(BUCKET, {}, "Retain", Fate.KEPT, id="Retain"),
        pytest.param(BUCKET, {}, "RetainExceptOnCreate", Fate.KEPT, id="not on create"),
        pytest.param(
            BUCKET, {}, "Snapshot", Fate.DELETED, id="no snapshots of buckets"
        ),
        pytest.param(INSTANCE, {}, "Snapshot", Fate.SNAPSHOT, id="Snapshot"),
        pytest.param(INSTANCE, {}, "Delete", Fate.DELETED, id="a database, Delete"),
        pytest.param(INSTANCE, {}, None, Fate.SNAPSHOT, id="a database by default"),
        pytest.param(CLUSTER, {}, None, Fate.SNAPSHOT, id="a cluster by default"),
        pytest.param(INSTANCE, MEMBER, None, Fate.DELETED, id="a cluster's instance"),
    ],
)
def test_removal(
    type: str, properties: dict[str, Any], policy: str | None, fate: Fate
) -> None:
    declared = of(type, **properties) | ({"DeletionPolicy": policy} if policy else {})
    (found,) = compare(
        of_resources(It=declared, Other=of(BUCKET)), of_resources(Other=of(BUCKET))
    )
    assert found.fate is fate
    assert found.effect is (Effect.ORPHAN if fate is Fate.KEPT else Effect.DESTROY)


@pytest.mark.parametrize(
    ("before", "after", "fate", "unsure"),
    [
        pytest.param(None, None, Fate.DELETED, False, id="none"),
        pytest.param("Retain", "Retain", Fate.KEPT, False, id="Retain"),
        pytest.param("Snapshot", "Snapshot", Fate.SNAPSHOT, False, id="Snapshot"),
        pytest.param("Retain", "Delete", Fate.DELETED, True, id="let go"),
        pytest.param(None, "Snapshot", Fate.DELETED, True, id="too late, perhaps"),
        pytest.param("Retain", "Snapshot", Fate.SNAPSHOT, True, id="the worse of two"),
    ],
)
def test_replacement(
    before: str | None, after: str | None, fate: Fate, unsure: bool
) -> None:
    def database(encrypted: bool, policy: str | None) -> dict[str, Any]:
        declared = of(INSTANCE, StorageEncrypted=encrypted)
        return declared | ({"UpdateReplacePolicy": policy} if policy else {})

    found = one(database(False, before), database(True, after))
    assert found.effect is Effect.REPLACE
    assert found.fate is fate
    assert any("AWS does not say" in note for note in found.notes) is unsure


def test_the_deletion_policy_says_nothing_of_a_replacement() -> None:
    kept = {"DeletionPolicy": "Retain"}
    found = one(of(BUCKET, BucketName="a") | kept, of(BUCKET, BucketName="b") | kept)
    assert found.fate is Fate.DELETED


def test_what_is_in_a_nested_stack_that_is_kept_is_kept() -> None:
    stack = {"DeletionPolicy": "Retain"}
    before = tree({"Data": stack, "Other": of(BUCKET)}, Data={"It": of(BUCKET)})
    after = tree({"Other": of(BUCKET)})
    fates = {change.path: change.fate for change in compare(before, after)}
    assert fates == {"Data": Fate.KEPT, "Data/It": Fate.KEPT}
