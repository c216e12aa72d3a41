"""Checks of pipelines, builds, releases and registries: CG645 to CG659."""

from cfngen.checks.check import Check
from cfngen.checks.delivery import (
    builds,
    connections,
    pipelines,
    registries,
    releases,
    stages,
)
from cfngen.findings import Severity

DOCS = "https://docs.aws.amazon.com"
ECR = f"{DOCS}/AmazonECR/latest/userguide"
PIPELINES = f"{DOCS}/codepipeline/latest/userguide"
BUILDS = f"{DOCS}/codebuild/latest/userguide"
RELEASES = f"{DOCS}/codedeploy/latest/userguide"
RELEASES_API = f"{DOCS}/codedeploy/latest/APIReference"
ECS = f"{DOCS}/AmazonECS/latest/developerguide"
IAM = f"{DOCS}/IAM/latest/UserGuide"
STAGES = f"{PIPELINES}/reference-pipeline-structure.html"

CHECKS = (
    Check("CG645", registries.expiring, f"{ECR}/lifecycle_policy_parameters.html"),
    Check(
        "CG646", registries.moving, f"{ECR}/image-tag-mutability.html", Severity.WARNING
    ),
    Check("CG647", stages.shaped, STAGES),
    Check("CG648", stages.flowing, f"{PIPELINES}/action-requirements.html"),
    Check(
        "CG649", stages.configured, f"{PIPELINES}/structure-configuration-examples.html"
    ),
    Check("CG650", pipelines.typed, f"{PIPELINES}/pipeline-types.html"),
    Check("CG651", pipelines.allowed, f"{PIPELINES}/how-to-custom-role.html"),
    Check("CG652", builds.housed, f"{BUILDS}/build-env-ref-compute-types.html"),
    Check("CG653", builds.fed, f"{BUILDS}/build-spec-ref.html"),
    Check("CG654", builds.allowed, f"{BUILDS}/setting-up-service-role.html"),
    Check("CG655", releases.grouped, f"{RELEASES}/deployment-groups-create-ecs.html"),
    Check("CG656", releases.routed, f"{ECS}/deployment-type-bluegreen.html"),
    Check("CG657", releases.told, f"{RELEASES}/deployment-configurations.html"),
    Check("CG658", releases.led, f"{RELEASES_API}/API_ECSService.html"),
    Check("CG659", connections.trusted, f"{IAM}/id_roles_providers_create_oidc.html"),
)
