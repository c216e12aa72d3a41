"""Mistakes in databases, caches, buckets, keys and backups."""

from __future__ import annotations

from tests.checks.planted.mistake import Mistake, drop, put
from tests.models import Bodies

VAULT = "arn:aws:backup:us-west-2:123456789012:backup-vault:copies"
KEY = "arn:aws:kms:us-west-2:123456789012:key/11111111-2222-3333-4444-555555555555"
COPIES = {"FilesReplicaBucketArn": "arn:aws:s3:::copies", "ReplicaKeyArn": KEY}

DATABASE = ("database.json", "Database")


def unkept(bodies: Bodies) -> None:
    """Delete the database when it is replaced."""
    bodies["database.json"]["Resources"]["Database"]["UpdateReplacePolicy"] = "Delete"


def unencrypted(bodies: Bodies) -> None:
    """Encrypt a replica, and not the database that it replicates."""
    resources = bodies["database.json"]["Resources"]
    key = resources["Database"]["Properties"].pop("KmsKeyId")
    resources["Database"]["Properties"]["StorageEncrypted"] = False
    resources["DatabaseReplica1"]["Properties"]["KmsKeyId"] = key


MISTAKES = (
    Mistake(
        "a database leaves its disk in clear",
        "nextjs dev",
        "CG660",
        "StorageEncrypted",
        put(*DATABASE, "StorageEncrypted", value=False),
    ),
    Mistake(
        "a cache leaves its snapshots in clear",
        "platform prod",
        "CG660",
        "AtRestEncryptionEnabled",
        put("cache.json", "Cache", "AtRestEncryptionEnabled", value=False),
    ),
    Mistake(
        "a database is deleted when it is replaced",
        *("nextjs prod", "CG590", "Database/Database"),
        unkept,
    ),
    Mistake(
        "a small disk of provisioned IOPS",
        *("rails prod", "CG592", "DatabaseStorageGiB"),
        put(*DATABASE, "StorageType", value="io1"),
    ),
    Mistake(
        "a disk may grow to less than it has",
        *("nextjs prod", "CG593", "DatabaseMaxStorageGiB"),
        parameters={"DatabaseMaxStorageGiB": "99"},
    ),
    Mistake(
        "a disk may grow by less than a tenth",
        *("platform prod", "CG593", "DatabaseMaxStorageGiB"),
        parameters={"DatabaseStorageGiB": "480"},
    ),
    Mistake(
        "IOPS of a small gp3 disk",
        *("rails prod", "CG594", "Database/Database"),
        put(*DATABASE, "Iops", value=6000),
    ),
    Mistake(
        "backups in the hours of maintenance",
        *("nextjs prod", "CG595", "DatabaseBackupWindow"),
        parameters={"DatabaseBackupWindow": "08:00-09:00"},
    ),
    Mistake(
        "backups of Aurora in the hours of maintenance",
        *("revendiste prod", "CG595", "DatabaseBackupWindow"),
        parameters={"DatabaseMaintenanceWindow": "sat:23:30-sun:06:10"},
    ),
    Mistake(
        "snapshots of a cache in the hours of maintenance",
        *("platform prod", "CG595", "CacheSnapshotWindow"),
        parameters={"CacheSnapshotWindow": "09:30-10:30"},
    ),
    Mistake(
        "a window of a quarter of an hour",
        *("rails prod", "CG595", "DatabaseMaintenanceWindow"),
        parameters={"DatabaseMaintenanceWindow": "sun:09:00-sun:09:15"},
    ),
    Mistake(
        "a replica of a database without backups",
        *("nextjs prod", "CG596", "Database/Database"),
        put(*DATABASE, "BackupRetentionPeriod", value=0),
        {"DatabaseReplicas": "1"},
    ),
    Mistake(
        "a zone for a database in two",
        *("nextjs prod", "CG597", "Database/Database"),
        put(*DATABASE, "AvailabilityZone", value="us-east-1a"),
    ),
    Mistake(
        "an encrypted replica of a database in the clear",
        *("rails prod", "CG598", "Database/DatabaseReplica1"),
        unencrypted,
        {"DatabaseReplicas": "1"},
    ),
    Mistake(
        "enhanced monitoring without a role",
        *("platform prod", "CG599", "Database/Database"),
        put(*DATABASE, "MonitoringInterval", value=60),
    ),
    Mistake(
        "a public database that nobody reaches",
        *("nextjs prod", "CG601", "no internet reaches"),
        put(*DATABASE, "PubliclyAccessible", value=True),
    ),
    Mistake(
        "parameters of another version",
        *("platform prod", "CG602", "of postgres16"),
        put("database.json", "DatabaseParameterGroup", "Family", value="postgres16"),
    ),
    Mistake(
        "parameters of another Redis",
        *("nextjs prod", "CG602", "Cache/Cache"),
        put("cache.json", "Cache", "EngineVersion", value="6.2"),
    ),
    Mistake(
        "TLS as MySQL forces it",
        *("rails prod", "CG603", "require_secure_transport"),
        put(
            *("database.json", "DatabaseParameterGroup", "Parameters"),
            value={"require_secure_transport": "1"},
        ),
    ),
    Mistake(
        "a log that PostgreSQL has not",
        *("rails prod", "CG604", "slowquery"),
        put(*DATABASE, "EnableCloudwatchLogsExports", 1, value="slowquery"),
    ),
    Mistake(
        "a user that PostgreSQL keeps for itself",
        *("nextjs prod", "CG605", "admin"),
        put(*DATABASE, "MasterUsername", value="admin"),
    ),
    Mistake(
        "another user in the secret",
        *("nextjs prod", "CG606", "it says boss"),
        put(
            *("database.json", "DatabaseSecret", "GenerateSecretString"),
            *("SecretStringTemplate",),
            value='{"username": "boss"}',
        ),
    ),
    Mistake(
        "the least capacity is more than the most",
        *("revendiste prod", "CG607", "DatabaseMinCapacityAcu"),
        parameters={"DatabaseMinCapacityAcu": "32"},
    ),
    Mistake(
        "a serverless member of a cluster without capacity",
        *("revendiste prod", "CG608", "DatabaseInstance1"),
        drop(*DATABASE, "Properties", "ServerlessV2ScalingConfiguration"),
    ),
    Mistake(
        "an instance class that there is not",
        *("nextjs prod", "CG609", "DatabaseInstanceClass"),
        parameters={"DatabaseInstanceClass": "db.t9.micro"},
    ),
    Mistake(
        "a node type that there is not",
        *("platform prod", "CG609", "CacheNodeType"),
        parameters={"CacheNodeType": "cache.t4g.nano"},
    ),
    Mistake(
        "both subnets of a database in one zone",
        *("rails prod", "CG610", "DatabaseSubnetGroup"),
        put(
            *("network.json", "PrivateSubnet2", "AvailabilityZone"),
            value={"Fn::Select": [0, {"Fn::GetAZs": {"Ref": "AWS::Region"}}]},
        ),
    ),
    Mistake(
        "an auth token in the clear",
        *("nextjs prod", "CG613", "Cache/Cache"),
        put("cache.json", "Cache", "TransitEncryptionEnabled", value=False),
    ),
    Mistake(
        "a cache with one node that is to fail over",
        *("nextjs prod", "CG614", "CacheNodes"),
        put("cache.json", "Cache", "AutomaticFailoverEnabled", value=True),
    ),
    Mistake(
        "three zones for two nodes",
        *("platform prod", "CG615", "Cache/Cache"),
        put(
            *("cache.json", "Cache", "PreferredCacheClusterAZs"),
            value=["us-east-1a", "us-east-1b", "us-east-1c"],
        ),
        {"CacheNodes": "2"},
    ),
    Mistake(
        "replication of a bucket without versions",
        *("rails prod", "CG616", "Storage/FilesBucket"),
        drop("storage.json", "FilesBucket", "Properties", "VersioningConfiguration"),
        COPIES,
    ),
    Mistake(
        "replication of encrypted files without a key",
        *("rails prod", "CG617", "Storage/FilesBucket"),
        put(
            *("storage.json", "FilesBucket", "ReplicationConfiguration"),
            value={
                "Role": {"Fn::GetAtt": ["FilesReplicationRole", "Arn"]},
                "Rules": [
                    {
                        "Status": "Enabled",
                        "Prefix": "",
                        "SourceSelectionCriteria": {
                            "SseKmsEncryptedObjects": {"Status": "Enabled"}
                        },
                        "Destination": {"Bucket": {"Ref": "FilesReplicaBucketArn"}},
                    }
                ],
            },
        ),
        COPIES,
    ),
    Mistake(
        "files are deleted before they are archived",
        *("rails prod", "CG620", "FilesArchiveDays"),
        parameters={"FilesExpireDays": "60"},
    ),
    Mistake(
        "a delete marker and days in one rule",
        *("rails prod", "CG619", "Storage/FilesBucket"),
        put(
            *("storage.json", "FilesBucket", "LifecycleConfiguration"),
            value={
                "Rules": [
                    {
                        "Status": "Enabled",
                        "ExpirationInDays": 30,
                        "ExpiredObjectDeleteMarker": True,
                    }
                ]
            },
        ),
    ),
    Mistake(
        "old versions of a bucket without any",
        *("rails prod", "CG620", "Storage/FilesBucket"),
        drop("storage.json", "FilesBucket", "Properties", "VersioningConfiguration"),
    ),
    Mistake(
        "a bucket's name that AWS keeps",
        *("nextjs prod", "CG621", "Storage/AccessLogBucket"),
        put(
            *("storage.json", "AccessLogBucket", "BucketName"),
            value={"Fn::Sub": "Nextjs-${EnvironmentName}-logs"},
        ),
    ),
    Mistake(
        "files that everybody may read, and nobody can",
        *("rails prod", "CG622", "Storage/FilesBucket"),
        put(
            *("storage.json", "FilesBucketPolicy", "PolicyDocument", "Statement", 0),
            value={
                "Effect": "Allow",
                "Principal": "*",
                "Action": "s3:GetObject",
                "Resource": {"Fn::Sub": "${FilesBucket.Arn}/*"},
            },
        ),
    ),
    Mistake(
        "access logs that S3 may not write",
        *("rails prod", "CG623", "Storage/FilesBucket"),
        put(
            *("storage.json", "FilesBucket", "LoggingConfiguration"),
            value={"DestinationBucketName": {"Ref": "AccessLogBucket"}},
        ),
    ),
    Mistake(
        "a policy that speaks of another bucket",
        *("rails prod", "CG625", "Storage/AccessLogBucket"),
        put(
            *("storage.json", "FilesBucketPolicy", "PolicyDocument", "Statement", 1),
            *("Resource",),
            value={"Fn::Sub": "${AccessLogBucket.Arn}/*"},
        ),
    ),
    Mistake(
        "a key that is off",
        *("platform prod", "CG626", "Security/Key: the key is off"),
        put("security.json", "Key", "Enabled", value=False),
    ),
    Mistake(
        "backups on every day of the month and of the week",
        *("platform prod", "CG627", "BackupCron"),
        parameters={"BackupCron": "0 2 * * * *"},
    ),
    Mistake(
        "cold backups that are deleted too early",
        *("platform prod", "CG627", "BackupRetentionDays"),
        put(
            *("backup.json", "BackupPlan", "BackupPlan", "BackupPlanRule", 0),
            *("Lifecycle", "MoveToColdStorageAfterDays"),
            value=7,
        ),
    ),
    Mistake(
        "backups while RDS makes its own",
        *("platform prod", "CG628", "BackupCron"),
        parameters={"BackupCron": "30 5 * * ? *"},
    ),
    Mistake(
        "a vault for copies and no key",
        *("platform prod", "CG629", "BackupCopyVaultArn"),
        parameters={"BackupCopyVaultArn": VAULT},
    ),
    Mistake(
        "days of copies and no key",
        *("rails prod", "CG629", "DatabaseBackupCopyDays"),
        parameters={"DatabaseBackupCopyDays": "7"},
    ),
    Mistake(
        "a bucket for replicas and no key",
        *("rails prod", "CG617", "FilesReplicaBucketArn"),
        parameters={"FilesReplicaBucketArn": "arn:aws:s3:::copies"},
    ),
)
