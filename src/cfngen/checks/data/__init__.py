"""Checks of databases, caches, buckets, keys and backups: CG590 to CG629, CG660."""

from cfngen.checks.check import Check
from cfngen.checks.data import (
    aurora,
    backups,
    buckets,
    caches,
    classes,
    copies,
    encryption,
    engines,
    exposure,
    families,
    instances,
    keeping,
    keys,
    lifecycles,
    passwords,
    plans,
    replication,
    storage,
    subnets,
    tables,
    windows,
)
from cfngen.findings import Severity

DOCS = "https://docs.aws.amazon.com"
CFN = f"{DOCS}/AWSCloudFormation/latest/TemplateReference"
RDS = f"{DOCS}/AmazonRDS/latest/UserGuide"
RDS_API = f"{DOCS}/AmazonRDS/latest/APIReference"
AURORA = f"{DOCS}/AmazonRDS/latest/AuroraUserGuide"
ELASTICACHE = f"{DOCS}/AmazonElastiCache/latest/dg"
ELASTICACHE_API = f"{DOCS}/AmazonElastiCache/latest/APIReference"
S3 = f"{DOCS}/AmazonS3/latest/userguide"
BACKUP = f"{DOCS}/aws-backup/latest/devguide"
RECOVERY = f"{BACKUP}/cross-region-backup.html"
NEW_INSTANCE = f"{RDS_API}/API_CreateDBInstance.html"
NEW_CACHE = f"{ELASTICACHE_API}/API_CreateReplicationGroup.html"
LIFECYCLE = f"{S3}/lifecycle-transition-general-considerations.html"

CHECKS = (
    Check(
        *("CG590", keeping.kept, f"{CFN}/aws-attribute-updatereplacepolicy.html"),
        Severity.WARNING,
    ),
    Check("CG591", keeping.snapshots, f"{CFN}/aws-attribute-deletionpolicy.html"),
    Check("CG592", storage.sized, NEW_INSTANCE),
    Check("CG593", storage.growing, f"{RDS}/USER_PIOPS.Autoscaling.html"),
    Check("CG594", storage.fast, f"{RDS}/CHAP_Storage.html#gp3-storage"),
    Check(
        *("CG595", windows.apart, f"{RDS}/USER_UpgradeDBInstance.Maintenance.html"),
    ),
    Check("CG596", backups.retained, f"{RDS}/USER_ReadRepl.html"),
    Check("CG597", instances.zoned, NEW_INSTANCE),
    Check("CG598", instances.replicas, f"{RDS}/Overview.Encryption.html"),
    Check("CG599", instances.observed, NEW_INSTANCE),
    Check(
        *(
            "CG600",
            exposure.exposed,
            f"{RDS}/USER_VPC.WorkingWithRDSInstanceinaVPC.html",
        ),
        Severity.WARNING,
    ),
    Check(
        *(
            "CG601",
            exposure.reachable,
            f"{RDS}/USER_VPC.WorkingWithRDSInstanceinaVPC.html",
        ),
    ),
    Check("CG602", families.fitting, f"{RDS}/parameter-groups-overview.html"),
    Check("CG603", families.parameters, f"{RDS}/parameter-groups-overview.html"),
    Check("CG604", engines.exported, NEW_INSTANCE),
    Check("CG605", engines.named, NEW_INSTANCE),
    Check("CG606", passwords.credentials, f"{CFN}/aws-resource-rds-dbinstance.html"),
    Check("CG607", aurora.capacity, f"{AURORA}/aurora-serverless-v2.requirements.html"),
    Check("CG608", aurora.members, f"{AURORA}/aurora-serverless-v2.requirements.html"),
    Check("CG609", classes.offered, f"{RDS}/Concepts.DBInstanceClass.html"),
    Check(
        *("CG610", subnets.spread, f"{RDS}/USER_VPC.WorkingWithRDSInstanceinaVPC.html"),
    ),
    Check("CG611", subnets.mounted, f"{DOCS}/efs/latest/ug/API_CreateMountTarget.html"),
    Check(
        *("CG612", tables.indexed, f"{CFN}/aws-resource-dynamodb-table.html"),
    ),
    Check("CG613", caches.secured, f"{ELASTICACHE}/auth.html"),
    Check("CG614", caches.failing_over, f"{ELASTICACHE}/AutoFailover.html"),
    Check("CG615", caches.counted, NEW_CACHE),
    Check("CG616", replication.replicated, f"{S3}/replication-requirements.html"),
    Check("CG617", replication.ruled, f"{S3}/replication-add-config.html"),
    Check("CG618", lifecycles.moved, LIFECYCLE),
    Check("CG619", lifecycles.acting, f"{S3}/intro-lifecycle-rules.html"),
    Check(
        *("CG620", lifecycles.idle, f"{S3}/lifecycle-conflicts.html"),
        Severity.WARNING,
    ),
    Check("CG621", buckets.named, f"{S3}/bucketnamingrules.html"),
    Check("CG622", buckets.closed, f"{S3}/access-control-block-public-access.html"),
    Check("CG623", buckets.logged, f"{S3}/enable-server-access-logging.html"),
    Check(
        "CG624", buckets.notifying, f"{S3}/grant-destinations-permissions-to-s3.html"
    ),
    Check("CG625", buckets.guarded, f"{S3}/add-bucket-policy.html"),
    Check("CG626", keys.fitting, f"{RDS}/Overview.Encryption.Keys.html"),
    Check("CG627", plans.planned, f"{BACKUP}/plan-options-and-configuration.html"),
    Check("CG628", plans.startable, f"{BACKUP}/troubleshooting.html"),
    Check("CG629", copies.whole, RECOVERY),
    Check(
        *("CG660", encryption.unencrypted, f"{RDS}/Overview.Encryption.html"),
        Severity.WARNING,
    ),
)
