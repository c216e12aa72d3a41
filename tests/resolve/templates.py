"""Small templates around one value, and what becomes of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from cfngen.errors import InputError
from cfngen.findings import Finding
from cfngen.model import Model, Value
from cfngen.params import parse
from cfngen.resolve import Root, resolve
from cfngen.template import tree_of
from tests.models import of_template

BUCKET = "AWS::S3::Bucket"

BODY: Mapping[str, Any] = {
    "Parameters": {
        "Name": {"Type": "String", "Default": "shop"},
        "Number": {"Type": "Number", "Default": 2},
        "List": {"Type": "CommaDelimitedList", "Default": "a, b,c"},
        "Open": {"Type": "String"},
        "OpenList": {"Type": "CommaDelimitedList"},
        "Word": {"Type": "String", "NoEcho": True, "Default": "sesame"},
    },
    "Mappings": {"Sizes": {"dev": {"Class": "small", "Zones": ["a", "b"]}}},
    "Conditions": {
        "Yes": {"Fn::Equals": ["a", "a"]},
        "No": {"Fn::Equals": ["a", "b"]},
        "Perhaps": {"Fn::Equals": [{"Ref": "Open"}, "on"]},
    },
}
"""Names of every kind that a value may ask for."""


def of_value(written: Any, region: str = "us-east-1", **sections: Any) -> Model:
    """Return the model of a template in which a property is written so."""
    resources = {
        "Other": {"Type": BUCKET},
        "Gone": {"Type": BUCKET, "Condition": "No"},
        "It": {"Type": BUCKET, "Properties": {"P": written}},
    }
    return of_template({**BODY, "Resources": resources, **sections}, region)


def value(written: Any, region: str = "us-east-1", **sections: Any) -> Value:
    """Return what a property is that is written so."""
    return of_value(written, region, **sections)["It"].get("P")


def problems(body: Mapping[str, Any], **parameters: str) -> tuple[Finding, ...]:
    """Return what is wrong with a template."""
    with pytest.raises(InputError) as caught:
        of_template(body, **parameters)
    return caught.value.findings


def problem(written: Any, **sections: Any) -> str:
    """Return the one thing that is wrong with a value."""
    with pytest.raises(InputError) as caught:
        of_value(written, **sections)
    (found,) = caught.value.findings
    assert found.id == "CG302"
    assert found.line
    return found.message


def of_texts(region: str = "us-east-1", /, **texts: str) -> Model:
    """Return the model of templates by file stem; `root` is the root."""
    files = {f"{stem}.yaml": text for stem, text in texts.items()}
    given = parse(b"{}", "p.json", "p")
    tree = tree_of(files, "root.yaml", "t")
    return resolve((Root(tree, "stack", region),), given)


def findings_of_texts(**texts: str) -> tuple[Finding, ...]:
    """Return what is wrong with templates by file stem."""
    with pytest.raises(InputError) as caught:
        of_texts(**texts)
    return caught.value.findings
