"""Databases, caches, buckets, secrets: what holds something."""

from __future__ import annotations

from cfngen.deploy.hints.row import UNPROTECTED, Row

STANDS = (
    "Delete the database first. Who leaves it behind leaves its groups, subnets and "
    "security group with it."
)

ROWS: tuple[Row, ...] = (
    Row(
        r"The bucket you tried to delete is not empty",
        "A bucket is only deleted when it is empty, old versions included.",
        "Empty it, if nobody needs what is in it, and go on; or keep it and take it "
        "out of the stack.",
    ),
    Row(
        r"repository.*cannot be deleted because it still contains images",
        "A repository is only deleted when it holds no images.",
        "Delete the images, if nobody needs them, and go on.",
    ),
    Row(
        r"Cannot delete protected DB Instance",
        "The database is protected from deletion, on purpose.",
        "If it is really to go: aws rds modify-db-instance --db-instance-identifier ID "
        f"--no-deletion-protection --apply-immediately. {UNPROTECTED}",
    ),
    Row(
        r"Cannot delete protected Cluster",
        "The database is protected from deletion, on purpose.",
        "If it is really to go: aws rds modify-db-cluster --db-cluster-identifier ID "
        f"--no-deletion-protection --apply-immediately. {UNPROTECTED}",
    ),
    Row(
        r"Cannot delete the subnet group '(?P<name>[^']+)' because at least one "
        r"database instance: (?P<database>\S+) is still using it",
        "The database {database} still stands in the subnet group {name}.",
        STANDS,
    ),
    Row(
        r"database instances are still members of this parameter group (?P<name>\S+?),",
        "A database still has its settings from the parameter group {name}.",
        STANDS,
    ),
    Row(
        r"Cannot find version (?P<version>\S+) for (?P<engine>[\w-]+)",
        "RDS does not offer {engine} {version} here, or does not any more.",
        "List the versions: aws rds describe-db-engine-versions --engine {engine} "
        "--query 'DBEngineVersions[].EngineVersion'. Then mend the spec.",
    ),
    Row(
        r"does not support creating a DB instance with the following combination: "
        r"DBInstanceClass=(?P<size>[\w.]+), Engine=(?P<engine>[\w-]+), "
        r"EngineVersion=(?P<version>[\w.]+)",
        "RDS does not run {engine} {version} on {size} in this region.",
        "See what it does: aws rds describe-orderable-db-instance-options --engine "
        "{engine} --engine-version {version}. Then mend the parameter file.",
    ),
    Row(
        r"DB subnet group doesn't meet Availability Zone \(AZ\) coverage requirement"
        r"\.?(?: Current AZ coverage: (?P<zones>[\w, -]+?)\.)?",
        "A database needs subnets in two Availability Zones; these are in {zones}. | "
        "A database needs subnets in two Availability Zones.",
        "Look at the Availability Zones in the network section of the spec.",
    ),
    Row(
        r"secret with this name is already scheduled for deletion",
        "A secret of this name was deleted, and its name is kept until the recovery "
        "window ends.",
        "Restore it with aws secretsmanager restore-secret, or have it deleted now: "
        "aws secretsmanager delete-secret --force-delete-without-recovery",
    ),
    Row(
        r"Secrets Manager can't find the specified secret",
        "A secret that the templates refer to is not in this account and region.",
        "Make it, with a value, before the deployment.",
    ),
    Row(
        r"Could not find a value associated with JSONKey in SecretString",
        "The secret is there, and lacks the key that the templates read.",
        "Add the key to the secret's JSON, then deploy again.",
    ),
    Row(
        r"Unable to fetch parameters \[(?P<names>[^\]]+)\] from parameter store",
        "Parameter Store has no {names} in this account and region.",
        "Make it before the deployment, or mend the parameter file.",
    ),
)
