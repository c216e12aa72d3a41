"""Ports of what looks after a system: alarms, backups, copies, releases."""

from __future__ import annotations

from cfngen.naming import logical
from cfngen.ports.port import Port

PIPELINE_NAME = Port(
    "PipelineName", "String", "Pipeline that builds and releases.", shown=True
)
CONNECTION_ARN = Port(
    "GitHubConnectionArnInUse",
    "String",
    "Connection to GitHub; somebody has to accept it once.",
    shown=True,
    snake="github_connection_arn",
)
BACKUP_VAULT_NAME = Port(
    "BackupVaultName", "String", "Vault of the backups.", shown=True
)
REPLICA_KEY_ARN = Port(
    "ReplicaKeyArn", "String", "KMS key that encrypts what is copied."
)
BACKUP_COPY_VAULT_ARN = Port(
    "BackupCopyVaultArn", "String", "Vault that backups are copied to, as ARN."
)
ALARM_TOPIC_ARN = Port(
    "AlarmTopicArn", "String", "Topic that every alarm is sent to.", shown=True
)
DASHBOARD_NAME = Port(
    "DashboardName",
    "String",
    "Dashboard in CloudWatch, empty while there is none.",
    shown=True,
)
DEPLOY_ROLE_ARN = Port(
    "DeployRoleArn", "String", "Role that GitHub Actions assumes.", shown=True
)


def replica_bucket_arn(bucket: str) -> Port:
    """Return the port of a bucket's copy in the second region, as ARN."""
    return Port(
        f"{logical(bucket)}ReplicaBucketArn",
        "String",
        f"Bucket that {bucket} is copied to, as ARN.",
    )


def errors_alarm_name(service: str) -> Port:
    """Return the port of the alarm that takes a release of a service back."""
    return Port(
        f"{logical(service)}ErrorsAlarmName",
        "String",
        f"Alarm on the answers of {service}, which takes a release back.",
    )
