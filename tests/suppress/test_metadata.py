"""Suppressions in the metadata of anybody's template."""

from __future__ import annotations

from typing import Any

import pytest

from cfngen.findings import Finding
from cfngen.suppress import of_model, suppressed
from tests.models import of_template

REASON = "A site of public files"

ENTRY = {"check": "CG590", "reason": REASON}


def body(said: Any = None, whole: Any = None) -> dict[str, Any]:
    bucket = {"Type": "AWS::S3::Bucket"}
    return {
        **({} if whole is None else {"Metadata": {"cfngen": whole}}),
        "Resources": {
            "Site": bucket if said is None else {**bucket, "Metadata": {"cfngen": said}}
        },
    }


def test_on_a_resource_it_is_meant_for_that_resource() -> None:
    (said,) = of_model(of_template(body({"suppress": [ENTRY]}))).suppressions
    assert (said.check, said.at, said.reason) == ("CG590", "Site", REASON)
    assert said.place.file == "foreign/t.json"
    assert said.place.path == "Resources/Site/Metadata/cfngen/suppress/0"
    assert said.place.line > 1


def test_on_a_template_it_is_meant_for_all_in_it() -> None:
    (said,) = of_model(of_template(body(whole={"suppress": [ENTRY]}))).suppressions
    of_resource = Finding("foreign/t.json", "", "CG590", "", resource="Site")
    of_nothing = Finding("foreign/t.json", "Parameters/A", "CG590", "")
    kept, _ = suppressed((of_resource, of_nothing), (said,))
    assert not kept


def test_metadata_of_others_is_let_be() -> None:
    written = of_model(
        of_template(
            {
                "Metadata": {"cfn-lint": {"config": {}}},
                "Resources": {
                    "Site": {"Type": "AWS::S3::Bucket", "Metadata": {"a": 1}}
                },
            }
        )
    )
    assert not written.suppressions
    assert not written.findings


@pytest.mark.parametrize(
    ("said", "path", "message"),
    [
        pytest.param("all", "", "This metadata is not understood.", id="a word"),
        pytest.param({}, "", "This metadata is not understood.", id="nothing"),
        pytest.param(
            {"supress": []}, "", "This metadata is not understood.", id="a misspelling"
        ),
        pytest.param(
            {"suppress": ENTRY}, "/suppress", "Suppressions are no list.", id="no list"
        ),
        pytest.param(
            {"suppress": ["CG590"]},
            "/suppress/0",
            "A suppression has check and reason, and nothing else.",
            id="an id alone",
        ),
        pytest.param(
            {"suppress": [{"check": "CG590"}]},
            "/suppress/0",
            "A suppression has check and reason, and nothing else.",
            id="no reason",
        ),
        pytest.param(
            {"suppress": [{**ENTRY, "at": "*"}]},
            "/suppress/0",
            "A suppression has check and reason, and nothing else.",
            id="a key more",
        ),
        pytest.param(
            {"suppress": [{**ENTRY, "check": 590}]},
            "/suppress/0/check",
            "check: this is not the id of a check.",
            id="a number",
        ),
        pytest.param(
            {"suppress": [{**ENTRY, "reason": "CG590"}]},
            "/suppress/0/reason",
            "reason: this is not a reason.",
            id="a short reason",
        ),
        pytest.param(
            {"suppress": [{**ENTRY, "reason": "CG590 CG590 CG590"}]},
            "/suppress/0/reason",
            "The reason says little more than CG590.",
            id="the id as reason",
        ),
        pytest.param(
            {"suppress": [{**ENTRY, "reason": {"Ref": "AWS::Region"}}]},
            "/suppress/0/reason",
            "reason: this is not a reason.",
            id="a function",
        ),
        pytest.param(
            {"suppress": [{**ENTRY, "check": "CG302"}]},
            "/suppress/0/check",
            "CG302 cannot be suppressed.",
            id="what stops",
        ),
    ],
)
def test_what_is_malformed_is_a_finding(said: Any, path: str, message: str) -> None:
    written = of_model(of_template(body(said)))
    assert not written.suppressions
    (found,) = written.findings
    assert (found.id, found.message) == ("CG107", message)
    assert found.path == f"Resources/Site/Metadata/cfngen{path}"
    assert found.mend


def test_one_bad_entry_leaves_the_others_standing() -> None:
    written = of_model(of_template(body({"suppress": ["CG590", ENTRY]})))
    assert len(written.suppressions) == len(written.findings) == 1
