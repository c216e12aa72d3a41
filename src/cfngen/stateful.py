"""The resource types that lose something when a resource is deleted or replaced.

What cfn-lint takes for stateful (its rule I3011) is here, and what else holds data or
an identity that others have written down. A test keeps the names true.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

Kind = Literal["data", "identity"]
"""Data is gone with its resource; an identity can be had anew, but not the same one."""


@dataclass(frozen=True)
class Stateful:
    """What goes with a resource, and what may still hold its deletion back."""

    kind: Kind
    lost: str
    guard: str = ""


DATABASES = "the databases in it"
FILES = "its files"
IMAGES = "its images"
OBJECTS = "its objects"
MESSAGES = "the messages that wait in it"
TABLE = "its items"

DATA: Mapping[str, str] = {
    "AWS::AmazonMQ::Broker": MESSAGES,
    "AWS::Backup::BackupVault": "its recovery points",
    "AWS::Cassandra::Keyspace": "its tables",
    "AWS::Cassandra::Table": "its rows",
    "AWS::CloudTrail::EventDataStore": "its events",
    "AWS::CodeArtifact::Domain": "its repositories",
    "AWS::CodeArtifact::Repository": "its packages",
    "AWS::CodeCommit::Repository": "its commits",
    "AWS::Cognito::UserPool": "its users and their passwords",
    "AWS::DSQL::Cluster": DATABASES,
    "AWS::DocDB::DBCluster": DATABASES,
    "AWS::DocDBElastic::Cluster": DATABASES,
    "AWS::DynamoDB::GlobalTable": TABLE,
    "AWS::DynamoDB::Table": TABLE,
    "AWS::EC2::Instance": "what is on its volumes",
    "AWS::EC2::Volume": "what is on it",
    "AWS::ECR::Repository": IMAGES,
    "AWS::EFS::FileSystem": FILES,
    "AWS::EMR::Cluster": "what is on its HDFS",
    "AWS::ElastiCache::CacheCluster": "what it holds: cache, sessions, queues",
    "AWS::ElastiCache::ReplicationGroup": "what it holds: cache, sessions, queues",
    "AWS::ElastiCache::ServerlessCache": "what it holds: cache, sessions, queues",
    "AWS::Elasticsearch::Domain": "its indices",
    "AWS::Events::Archive": "its events",
    "AWS::FSx::FileSystem": FILES,
    "AWS::FSx::Volume": FILES,
    "AWS::KMS::Key": "the key, without which nothing that it encrypted can be read",
    "AWS::KMS::ReplicaKey": "the key in this region",
    "AWS::Kinesis::Stream": "the records in it",
    "AWS::Lightsail::Database": DATABASES,
    "AWS::Lightsail::Disk": "what is on it",
    "AWS::Logs::LogGroup": "its logs",
    "AWS::MSK::Cluster": "its topics and what is in them",
    "AWS::MSK::ServerlessCluster": "its topics and what is in them",
    "AWS::MemoryDB::Cluster": "what it holds",
    "AWS::Neptune::DBCluster": DATABASES,
    "AWS::NeptuneGraph::Graph": "its graph",
    "AWS::OpenSearchServerless::Collection": "its indices",
    "AWS::OpenSearchService::Domain": "its indices",
    "AWS::Organizations::Account": "the account",
    "AWS::RDS::DBCluster": DATABASES,
    "AWS::RDS::DBInstance": DATABASES,
    "AWS::Redshift::Cluster": DATABASES,
    "AWS::RedshiftServerless::Namespace": DATABASES,
    "AWS::S3::Bucket": OBJECTS,
    "AWS::S3Express::DirectoryBucket": OBJECTS,
    "AWS::S3Tables::TableBucket": "its tables",
    "AWS::SDB::Domain": TABLE,
    "AWS::SQS::Queue": MESSAGES,
    "AWS::SecretsManager::Secret": "its value",
    "AWS::Timestream::Database": "its tables",
    "AWS::Timestream::InfluxDBInstance": DATABASES,
    "AWS::Timestream::Table": "its records",
}
"""Types that hold data, and which."""

IDENTITIES: Mapping[str, str] = {
    "AWS::ACMPCA::CertificateAuthority": "the authority that others trust",
    "AWS::ApiGateway::RestApi": "its address",
    "AWS::ApiGatewayV2::Api": "its address",
    "AWS::CloudFront::Distribution": "its domain name",
    "AWS::CodeConnections::Connection": "the consent that somebody gave by hand",
    "AWS::CodeStarConnections::Connection": "the consent that somebody gave by hand",
    "AWS::Cognito::IdentityPool": "the identities of its users",
    "AWS::Cognito::UserPoolClient": "the client's id, which applications hold",
    "AWS::EC2::EIP": "the address, which others may have on a list",
    "AWS::ElasticLoadBalancing::LoadBalancer": "its DNS name",
    "AWS::ElasticLoadBalancingV2::LoadBalancer": "its DNS name, which records at an "
    "external DNS may name",
    "AWS::GlobalAccelerator::Accelerator": "its addresses",
    "AWS::Route53::HostedZone": "its name servers, to which the domain is delegated",
    "AWS::SNS::Subscription": "the consent of who reads it, for e-mail",
    "AWS::SNS::Topic": "its subscriptions from outside",
}
"""Types that others know by an id that cannot be had again, and what that is."""

GUARDS: Mapping[str, str] = {
    "AWS::Backup::BackupVault": "AWS refuses to delete a vault with recovery points",
    "AWS::ECR::Repository": "AWS refuses to delete a repository with images, unless "
    "EmptyOnDelete is on",
    "AWS::KMS::Key": "it can be saved until its waiting period is over",
    "AWS::S3::Bucket": "AWS refuses to delete a bucket with objects",
    "AWS::S3Express::DirectoryBucket": "AWS refuses to delete a bucket with objects",
    "AWS::S3Tables::TableBucket": "AWS refuses to delete a bucket with tables",
}
"""What keeps a deletion from taking the data at once, where something does."""

DERIVED: Mapping[str, tuple[str, ...]] = {
    "AWS::RDS::DBInstance": (
        *("SourceDBInstanceIdentifier", "SourceDBClusterIdentifier"),
        "DBClusterIdentifier",
    ),
    "AWS::SecretsManager::Secret": ("SecretString",),
}
"""Properties with which a resource holds nothing that is not elsewhere as well: a
replica copies its source, an instance of Aurora reads the cluster's disk, and a secret
with a text of its own is made of other resources' values."""


def stateful(type: str, properties: Mapping[str, Any]) -> Stateful | None:
    """Return what a resource would take with it; None where that is nothing."""
    if any(name in properties for name in DERIVED.get(type, ())):
        return None
    if type in DATA:
        return Stateful("data", DATA[type], GUARDS.get(type, ""))
    return Stateful("identity", IDENTITIES[type]) if type in IDENTITIES else None
