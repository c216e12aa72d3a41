"""Where resources' own policies stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from cfngen.checks.access.documents import GUARDS
from cfngen.model import Model, Resource
from cfngen.resolve.scope import Path

POINT, PERMISSION = "AWS::S3::AccessPoint", "AWS::Lambda::Permission"
BUS, FUNCTION = "AWS::Events::EventBusPolicy", "AWS::Lambda::Function"

HELD: Mapping[str, str] = {
    **GUARDS,
    POINT: "Policy",
    PERMISSION: "",
    BUS: "",
    "AWS::APS::ResourcePolicy": "PolicyDocument",
    "AWS::ApiGateway::DomainNameV2": "Policy",
    "AWS::ApiGateway::RestApi": "Policy",
    "AWS::Backup::LogicallyAirGappedBackupVault": "AccessPolicy",
    "AWS::Bedrock::KnowledgeBasePolicy": "PolicyDocument",
    "AWS::Bedrock::ResourcePolicy": "PolicyDocument",
    "AWS::BedrockAgentCore::ResourcePolicy": "Policy",
    "AWS::CloudTrail::ResourcePolicy": "ResourcePolicy",
    "AWS::CodeArtifact::Domain": "PermissionsPolicyDocument",
    "AWS::CodeArtifact::Repository": "PermissionsPolicyDocument",
    "AWS::DSQL::Cluster": "PolicyDocument",
    "AWS::DynamoDB::Table": "ResourcePolicy.PolicyDocument",
    "AWS::ECR::PublicRepository": "RepositoryPolicyText",
    "AWS::ECR::RegistryPolicy": "PolicyText",
    "AWS::EFS::FileSystem": "FileSystemPolicy",
    "AWS::Elasticsearch::Domain": "AccessPolicies",
    "AWS::EventSchemas::RegistryPolicy": "Policy",
    "AWS::Events::EventBus": "Policy",
    "AWS::FSx::S3AccessPointAttachment": "S3AccessPoint.Policy",
    "AWS::KMS::ReplicaKey": "KeyPolicy",
    "AWS::Kinesis::ResourcePolicy": "ResourcePolicy",
    "AWS::Lambda::LayerVersionPermission": "",
    "AWS::Lambda::ResourcePolicy": "PolicyDocument",
    "AWS::Logs::DeliveryDestination": (
        "DeliveryDestinationPolicy.DeliveryDestinationPolicy"
    ),
    "AWS::Logs::Destination": "DestinationPolicy",
    "AWS::Logs::LogGroup": "ResourcePolicyDocument",
    "AWS::Logs::ResourcePolicy": "PolicyDocument",
    "AWS::MSK::ClusterPolicy": "Policy",
    "AWS::MediaStore::Container": "Policy",
    "AWS::OSIS::Pipeline": "ResourcePolicy.Policy",
    "AWS::Oam::Sink": "Policy",
    "AWS::Omics::SequenceStore": "S3AccessPolicy",
    "AWS::OpenSearchService::Domain": "AccessPolicies",
    "AWS::PaymentCryptography::Key": "Policy",
    "AWS::RUM::AppMonitor": "ResourcePolicy.PolicyDocument",
    "AWS::Redshift::Cluster": "NamespaceResourcePolicy",
    "AWS::RedshiftServerless::Namespace": "NamespaceResourcePolicy",
    "AWS::S3::MultiRegionAccessPointPolicy": "Policy",
    "AWS::S3Express::AccessPoint": "Policy",
    "AWS::S3Express::BucketPolicy": "PolicyDocument",
    "AWS::S3Files::FileSystemPolicy": "Policy",
    "AWS::S3ObjectLambda::AccessPointPolicy": "PolicyDocument",
    "AWS::S3Tables::TableBucketPolicy": "ResourcePolicy",
    "AWS::S3Tables::TablePolicy": "ResourcePolicy",
    "AWS::S3Vectors::VectorBucketPolicy": "Policy",
    "AWS::SNS::TopicInlinePolicy": "PolicyDocument",
    "AWS::SQS::QueueInlinePolicy": "PolicyDocument",
    "AWS::SSM::ResourcePolicy": "Policy",
    "AWS::SageMaker::ModelPackageGroup": "ModelPackageGroupPolicy",
    "AWS::XRay::ResourcePolicy": "PolicyDocument",
}
"""What says who may use a resource, by type; no property where it is a statement by
itself. An access point's policy counts as one of its bucket, which has to let the same
through:
https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-policies.html"""

MORE: Mapping[str, tuple[str, ...]] = {
    "AWS::DynamoDB::GlobalTable": (
        "Replicas.*.ResourcePolicy.PolicyDocument",
        "Replicas.*.ReplicaStreamSpecification.ResourcePolicy.PolicyDocument",
    ),
    "AWS::DynamoDB::Table": ("StreamSpecification.ResourcePolicy.PolicyDocument",),
}
"""What else says so, deeper in; `*` is each item of a list."""


def held(model: Model) -> Iterator[tuple[Resource, Path]]:
    """Yield the places of all such policies, also where they cannot be read; an empty
    one where a resource is a statement by itself."""
    for type, property in HELD.items():
        path = tuple(property.split(".")) if property else ()
        for one in model.of(type):
            if not path or one.get(path[0]) is not None:
                yield one, path
    for type, places in MORE.items():
        for one in model.of(type):
            for place in places:
                yield from ((one, path) for path in _deep(one, (), place.split(".")))


def _deep(resource: Resource, path: Path, steps: Sequence[str]) -> Iterator[Path]:
    """Yield where steps lead that are there, as far as that is known."""
    if not steps:
        yield path
        return
    first, *rest = steps
    here = resource.get(*path) if path else dict(resource.properties)
    if first == "*" and isinstance(here, list):
        for at in range(len(here)):
            yield from _deep(resource, (*path, at), rest)
    elif isinstance(here, dict) and first != "*":
        if here.get(first) is not None:
            yield from _deep(resource, (*path, first), rest)
    else:
        yield path
