"""The registry layer: one ECR repository for each image that the system has.

Rests on https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ecr-repository.html
"""

from __future__ import annotations

import json

from troposphere import GetAtt, Sub, ecr

from cfngen import ports
from cfngen.layers.layer import Layer
from cfngen.naming import logical
from cfngen.physical import name_tag
from cfngen.settings import ENVIRONMENT_NAME, choice, number
from cfngen.spec.system import System

TAG_MUTABILITY = choice(
    "ImageTagMutability",
    "Whether a pushed image tag can be pushed again with other content.",
    default="IMMUTABLE",
    allowed=("IMMUTABLE", "MUTABLE"),
)
KEPT_IMAGES = number(
    "KeptImages", "Images kept in each repository; older ones expire.", 30, 1, 1000
)


def build(system: System) -> Layer:
    """Build the registry layer."""
    layer = Layer("registry", f"{system.system}: image repositories")
    layer.setting(ENVIRONMENT_NAME)
    for image in system.images:
        repository = layer.add(_repository(layer, system, image))
        layer.leave(ports.repository_uri(image), GetAtt(repository, "RepositoryUri"))
        layer.leave(ports.repository_arn(image), GetAtt(repository, "Arn"))
    return layer


def _repository(layer: Layer, system: System, image: str) -> ecr.Repository:
    """Return an image's repository, kept when the stack that made it goes."""
    return ecr.Repository(
        f"{logical(image)}Repository",
        DeletionPolicy="RetainExceptOnCreate",
        UpdateReplacePolicy="Retain",
        EncryptionConfiguration=ecr.EncryptionConfiguration(EncryptionType="AES256"),
        ImageScanningConfiguration=ecr.ImageScanningConfiguration(ScanOnPush=True),
        ImageTagMutability=layer.setting(TAG_MUTABILITY),
        LifecyclePolicy=ecr.LifecyclePolicy(LifecyclePolicyText=_lifecycle(layer)),
        Tags=name_tag(system.system, image),
    )


def _lifecycle(layer: Layer) -> Sub:
    """Return the policy text that expires all but the newest images."""
    layer.setting(KEPT_IMAGES)
    rule = {
        "rulePriority": 1,
        "description": "Keep the newest images",
        "selection": {
            "tagStatus": "any",
            "countType": "imageCountMoreThan",
            "countNumber": "KEPT",
        },
        "action": {"type": "expire"},
    }
    return Sub(json.dumps({"rules": [rule]}).replace('"KEPT"', "${KeptImages}"))
