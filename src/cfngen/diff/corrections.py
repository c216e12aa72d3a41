"""What the provider schemas leave out, from AWS's pages on the types.

A schema that lists no createOnlyProperties may mean that every property can be updated,
or that nobody wrote the list. Types that these systems use are looked up here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from cfngen.diff.change import Difference

PAGES = "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/"

NEVER_REPLACED: Mapping[str, str] = {
    "AWS::Backup::BackupPlan": f"{PAGES}aws-resource-backup-backupplan.html",
    "AWS::CloudFormation::Stack": f"{PAGES}aws-resource-cloudformation-stack.html",
    "AWS::EC2::InternetGateway": f"{PAGES}aws-resource-ec2-internetgateway.html",
    "AWS::EC2::PrefixList": f"{PAGES}aws-resource-ec2-prefixlist.html",
    "AWS::IAM::Policy": f"{PAGES}aws-resource-iam-policy.html",
    "AWS::KMS::Key": f"{PAGES}aws-resource-kms-key.html",
    "AWS::SNS::TopicPolicy": f"{PAGES}aws-resource-sns-topicpolicy.html",
    "AWS::SQS::QueuePolicy": f"{PAGES}aws-resource-sqs-queuepolicy.html",
}
"""Types without the list of which AWS's page says that no update replaces them."""

IMMUTABLE: Mapping[str, tuple[str, ...]] = {
    "AWS::KMS::Key": ("KeySpec", "KeyUsage", "Origin", "MultiRegion"),
}
"""Properties that cannot change: the update fails, lest the key be lost by mistake.
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-kms-key.html"""

IN_PLACE: Mapping[str, tuple[str, ...]] = {
    "AWS::RDS::DBInstance": (
        *("AutoMinorVersionUpgrade", "BackupRetentionPeriod", "DBParameterGroupName"),
        *("MultiAZ", "PreferredMaintenanceWindow"),
    ),
}
"""Properties that a schema calls conditionally create-only, and whose provider replaces
nothing for them: https://github.com/aws-cloudformation/aws-cloudformation-resource-providers-rds/blob/master/aws-rds-dbinstance/src/main/java/software/amazon/rds/dbinstance/util/ImmutabilityHelper.java"""

CLEARED_IN_PLACE: Mapping[str, tuple[str, ...]] = {
    "AWS::RDS::DBCluster": ("GlobalClusterIdentifier",),
    "AWS::RDS::DBInstance": (
        *("RestoreTime", "SourceDBInstanceAutomatedBackupsArn", "SourceDbiResourceId"),
    ),
}
"""The same, where the property is taken away: what it said counts for the creation. Of
a snapshot the provider says so as well, but AWS's page says that without it an empty
database takes the old one's place; so that stays in doubt."""

INTERRUPTED: Mapping[str, tuple[str, ...]] = {
    "AWS::RDS::DBCluster": ("EngineVersion",),
    "AWS::RDS::DBInstance": ("DBInstanceClass", "EngineVersion"),
}
"""Properties that change in place, and stop the database for a while.
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-rds-dbinstance.html
https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.DBInstance.Modifying.html"""

NOT_TOGETHER: Mapping[str, frozenset[str]] = {
    "AWS::EC2::PrefixList": frozenset({"Entries", "MaxEntries"}),
}
"""Properties of which one update may change one only.
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ec2-prefixlist.html"""

REGENERATED: Mapping[str, str] = {"AWS::SecretsManager::Secret": "GenerateSecretString"}
"""Properties whose change makes a new random value, in place of the one in use."""

NEW_VALUE = (
    "a new value is generated and takes the place of the one in use: what was made "
    "with the old one, such as a database's password, keeps the old one"
)

REVISIONS = ("AWS::ECS::TaskDefinition",)
"""Types of which a replacement is no more than the next revision."""

CUSTOM = ("Custom::", "AWS::CloudFormation::CustomResource")
"""How the types begin that a function of the project's own answers for."""


def in_place(type: str, difference: Difference) -> bool:
    """Return whether a property surely changes without a replacement."""
    return stays(type, str(difference.path[0]), difference.after in (None, ""))


def stays(type: str, name: str, gone: bool) -> bool:
    """Return whether a property that counts as conditional replaces nothing.

    `gone` says that it is taken away.
    """
    if name in IN_PLACE.get(type, ()):
        return True
    return gone and name in CLEARED_IN_PLACE.get(type, ())


def refusals(type: str, found: Sequence[Difference]) -> Iterator[str]:
    """Yield why AWS refuses the changes of some properties of a resource."""
    changed = [difference.path[0] for difference in found if not difference.follows]
    for name in dict.fromkeys(changed):
        if name in IMMUTABLE.get(type, ()):
            yield f"{name} cannot change; AWS refuses the update, and replaces nothing"
        if type.startswith(CUSTOM) and name == "ServiceToken":
            yield "ServiceToken cannot change; CloudFormation refuses the update"
    together = NOT_TOGETHER.get(type, frozenset())
    if together and together <= set(changed):
        names = " and ".join(sorted(together))
        yield f"{names} cannot change in one update; change one, deploy, then the other"


def notes(type: str, found: Sequence[Difference]) -> Iterator[str]:
    """Yield what the changes of some properties bring with them."""
    if regenerated(type, found):
        yield NEW_VALUE


def regenerated(type: str, found: Sequence[Difference]) -> bool:
    """Return whether a change makes a random value anew."""
    name = REGENERATED.get(type)
    return any(difference.path[0] == name for difference in found)
