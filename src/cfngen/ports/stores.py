"""Ports of what holds data: database, cache, buckets."""

from __future__ import annotations

from cfngen.naming import logical
from cfngen.ports.port import Port

ACCESS_LOG_BUCKET_NAME = Port(
    "AccessLogBucketName",
    "String",
    "Bucket that receives the load balancer's access logs.",
    shown=True,
)
DATABASE_HOST = Port("DatabaseHost", "String", "Host name of the database.", shown=True)
DATABASE_PORT = Port("DatabasePort", "String", "TCP port of the database.")
DATABASE_NAME = Port("DatabaseName", "String", "Name of the application's database.")
DATABASE_SECRET_ARN = Port(
    "DatabaseSecretArn",
    "String",
    "Secret that holds the database's user name and password.",
    shown=True,
    snake="db_secret_arn",
)
DATABASE_INSTANCE_ID = Port(
    "DatabaseInstanceId", "String", "Identifier of the database instance.", shown=True
)
DATABASE_CLUSTER_ID = Port(
    "DatabaseClusterId", "String", "Identifier of the database cluster.", shown=True
)
DATABASE_READER_HOST = Port(
    "DatabaseReaderHost",
    "String",
    "Host name for reading: a replica while there is one, else the database itself.",
    shown=True,
)
DATABASE_URL_SECRET_ARN = Port(
    "DatabaseUrlSecretArn",
    "String",
    "Secret that holds the whole address of the database.",
    shown=True,
)
DATABASE_ARN = Port("DatabaseArn", "String", "The database as ARN, for policies.")
CACHE_HOST = Port("CacheHost", "String", "Host name of the cache.", shown=True)
CACHE_PORT = Port("CachePort", "String", "TCP port of the cache.")
CACHE_SECRET_ARN = Port(
    "CacheSecretArn", "String", "Secret that holds the cache's auth token."
)
CACHE_REPLICATION_GROUP_ID = Port(
    "CacheReplicationGroupId", "String", "Identifier of the cache's replication group."
)


def database_replica_id(number: int) -> Port:
    """Return the port of the identifier of a read replica of RDS, from 1."""
    return Port(
        f"DatabaseReplica{number}Id",
        "String",
        f"Identifier of read replica {number}, empty while there is none.",
    )


def bucket_name(bucket: str) -> Port:
    """Return the port of the name of a bucket."""
    return Port(
        f"{logical(bucket)}BucketName",
        "String",
        f"Name of the bucket {bucket}.",
        shown=True,
    )


def bucket_arn(bucket: str) -> Port:
    """Return the port of a bucket's ARN, for policies."""
    return Port(
        f"{logical(bucket)}BucketArn", "String", f"The bucket {bucket}, as ARN."
    )


def bucket_secret_arn(bucket: str) -> Port:
    """Return the port of the secret that says where a bucket is."""
    return Port(
        f"{logical(bucket)}BucketSecretArn",
        "String",
        f"Secret that holds name and region of the bucket {bucket}.",
        shown=True,
    )
