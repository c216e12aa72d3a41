"""The types that lose something: they exist, and none that we know of is missing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import cfnlint
import pytest

from cfngen import schemas
from cfngen.stateful import DATA, DERIVED, GUARDS, IDENTITIES, stateful
from tests.test_identity import KINDS

LIST = Path(cfnlint.__file__).parent / "data/AdditionalSpecs/StatefulResources.json"

NO_LONGER = {
    "AWS::CloudFormation::Stack",
    "AWS::DocDB::DBInstance",
    "AWS::Neptune::DBInstance",
    "AWS::QLDB::Ledger",
}
"""What cfn-lint takes for stateful and we do not: a nested stack holds what its
resources do, an instance reads its cluster's disk, and QLDB is closed."""


@pytest.mark.parametrize("type", sorted({*DATA, *IDENTITIES, *DERIVED, *GUARDS}))
def test_every_type_exists(type: str) -> None:
    assert schemas.exists("us-east-1", type)


def test_no_type_stands_twice() -> None:
    assert not DATA.keys() & IDENTITIES.keys()


def test_what_our_own_list_and_cfn_lint_know_is_here() -> None:
    known = set(json.loads(LIST.read_text("utf-8"))["ResourceTypes"])
    assert DATA.keys() >= KINDS
    assert known - NO_LONGER <= DATA.keys()


@pytest.mark.parametrize(
    ("type", "properties", "kind"),
    [
        pytest.param("AWS::RDS::DBInstance", {}, "data", id="a database"),
        pytest.param(
            "AWS::RDS::DBInstance",
            {"SourceDBInstanceIdentifier": "a"},
            None,
            id="a replica",
        ),
        pytest.param(
            "AWS::RDS::DBInstance",
            {"SourceDBClusterIdentifier": "a"},
            None,
            id="a replica of a cluster",
        ),
        pytest.param(
            "AWS::RDS::DBInstance", {"DBClusterIdentifier": "a"}, None, id="of Aurora"
        ),
        pytest.param(
            "AWS::SecretsManager::Secret",
            {"SecretString": "a"},
            None,
            id="a secret made of others",
        ),
        pytest.param("AWS::EC2::EIP", {}, "identity", id="an address"),
        pytest.param("AWS::EC2::VPC", {}, None, id="a network"),
    ],
)
def test_what_a_resource_takes_with_it(
    type: str, properties: dict[str, Any], kind: str | None
) -> None:
    found = stateful(type, properties)
    assert (found.kind if found else None) == kind
