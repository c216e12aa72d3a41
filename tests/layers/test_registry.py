"""Properties of the registry layer: one repository per service."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from cfngen.layers import registry
from cfngen.layers.layer import Layer
from cfngen.write import render
from tests.layers.variations import nextjs, service, settled

TWO = nextjs(services={"web": service(), "push-mail": service()})


def repository(**parameters: str) -> dict[str, Any]:
    return settled(registry.build(nextjs()), **parameters)["WebRepository"]


def test_cfn_lint_has_nothing_to_say(linted: Callable[[Layer], list[str]]) -> None:
    assert linted(registry.build(TWO)) == []


def test_every_service_has_a_repository_that_leaves_by_port() -> None:
    body = json.loads(render(registry.build(TWO).template))
    assert body["Resources"].keys() == {"WebRepository", "PushMailRepository"}
    values = {name: output["Value"] for name, output in body["Outputs"].items()}
    assert values == {
        f"{name}Repository{end}": {"Fn::GetAtt": [f"{name}Repository", attribute]}
        for name in ("Web", "PushMail")
        for end, attribute in (("Uri", "RepositoryUri"), ("Arn", "Arn"))
    }


def test_images_are_scanned_and_encrypted() -> None:
    properties = repository()["Properties"]
    assert properties["ImageScanningConfiguration"] == {"ScanOnPush": True}
    assert properties["EncryptionConfiguration"] == {"EncryptionType": "AES256"}


def test_a_tag_means_one_image_unless_the_environment_says_otherwise() -> None:
    assert repository()["Properties"]["ImageTagMutability"] == "IMMUTABLE"
    loose = repository(ImageTagMutability="MUTABLE")["Properties"]
    assert loose["ImageTagMutability"] == "MUTABLE"


def test_all_but_the_newest_images_expire() -> None:
    text = repository(KeptImages="12")["Properties"]["LifecyclePolicy"][
        "LifecyclePolicyText"
    ]
    (rule,) = json.loads(text)["rules"]
    assert rule["selection"] == {
        "tagStatus": "any",
        "countType": "imageCountMoreThan",
        "countNumber": 12,
    }
    assert rule["action"] == {"type": "expire"}


def test_what_templates_substitute_is_declared() -> None:
    parameters = json.loads(render(registry.build(nextjs()).template))["Parameters"]
    assert {"EnvironmentName", "KeptImages"} <= parameters.keys()


def test_images_outlive_the_stack() -> None:
    kept = repository()
    assert kept["DeletionPolicy"] == "RetainExceptOnCreate"
    assert kept["UpdateReplacePolicy"] == "Retain"
