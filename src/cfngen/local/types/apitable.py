"""How each type of `apimodels` is carried out: one row a type."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from typing import Any

from cfngen.local.engine.handlers import Job
from cfngen.local.engine.records import Resource
from cfngen.local.types.apimodels import Api, Parameters
from cfngen.local.types.standins import generated_name

VERBATIM = ("Options", "DockerLabels")
"""Maps whose keys are the user's own."""

SCALABLE = ("ResourceId", "ScalableDimension", "ServiceNamespace")


def table() -> Mapping[str, Api]:
    """Return the rows by resource type."""
    return {**_scaling(), **_ecs(), **_storage(), **_others()}


def _scaling() -> dict[str, Api]:
    return {
        "AWS::ApplicationAutoScaling::ScalableTarget": Api(
            "application-autoscaling",
            "register_scalable_target",
            "deregister_scalable_target",
            lambda job: dict(job.properties),
            lambda given, _: "|".join(given[key] for key in SCALABLE),
            lambda old: {key: old.properties[key] for key in SCALABLE},
        ),
        "AWS::ApplicationAutoScaling::ScalingPolicy": Api(
            "application-autoscaling",
            "put_scaling_policy",
            "delete_scaling_policy",
            lambda job: _scaling_policy(job.properties),
            lambda _, answer: str(answer["PolicyARN"]),
            lambda old: _scaling_policy(old.properties),
            attributes=lambda _, answer: {"Arn": answer["PolicyARN"]},
        ),
    }


def _ecs() -> dict[str, Api]:
    return {
        "AWS::ECS::Cluster": Api(
            "ecs",
            "create_cluster",
            "delete_cluster",
            _cluster,
            lambda given, _: str(given["clusterName"]),
            lambda old: {"cluster": old.physical_id},
            "update_cluster",
            lambda job, old: {**_cluster(job), "cluster": old.physical_id},
        ),
        "AWS::ECS::Service": Api(
            "ecs",
            "create_service",
            "delete_service",
            _service,
            lambda _, answer: str(answer["service"]["serviceArn"]),
            lambda old: {**_service_key(old), "force": True},
            "update_service",
            lambda job, old: {**_service(job), **_service_key(old)},
            attributes=lambda given, answer: {
                "ServiceArn": answer["service"]["serviceArn"],
                "Name": given["serviceName"],
            },
        ),
        "AWS::ECS::TaskDefinition": Api(
            "ecs",
            "register_task_definition",
            "deregister_task_definition",
            lambda job: {"family": generated_name(job), **camel(dict(job.properties))},
            lambda _, answer: str(answer["taskDefinition"]["taskDefinitionArn"]),
            lambda old: {"taskDefinition": old.physical_id},
            attributes=lambda _, answer: {
                "TaskDefinitionArn": answer["taskDefinition"]["taskDefinitionArn"]
            },
        ),
    }


def _storage() -> dict[str, Api]:
    return {
        "AWS::RDS::DBInstance": Api(
            "rds",
            _database_creation,
            "delete_db_instance",
            lambda job: _database(job, generated_name(job)),
            lambda given, _: str(given["DBInstanceIdentifier"]),
            _database_deletion,
            "modify_db_instance",
            lambda job, old: {
                **_database(job, old.physical_id),
                "ApplyImmediately": True,
            },
            _database_attributes,
        ),
        "AWS::S3::BucketPolicy": Api(
            "s3",
            "put_bucket_policy",
            "delete_bucket_policy",
            lambda job: {
                "Bucket": job.properties["Bucket"],
                "Policy": json.dumps(job.properties["PolicyDocument"]),
            },
            lambda given, _: str(given["Bucket"]),
            lambda old: {"Bucket": old.physical_id},
        ),
    }


def _others() -> dict[str, Api]:
    return {
        "AWS::CloudWatch::Alarm": Api(
            "cloudwatch",
            "put_metric_alarm",
            "delete_alarms",
            lambda job: {"AlarmName": generated_name(job), **job.properties},
            lambda given, _: str(given["AlarmName"]),
            lambda old: {"AlarmNames": [old.physical_id]},
            changed=lambda job, old: {**job.properties, "AlarmName": old.physical_id},
        ),
        "AWS::IAM::OIDCProvider": Api(
            "iam",
            "create_open_id_connect_provider",
            "delete_open_id_connect_provider",
            _oidc_provider,
            lambda _, answer: str(answer["OpenIDConnectProviderArn"]),
            lambda old: {"OpenIDConnectProviderArn": old.physical_id},
            "update_open_id_connect_provider_thumbprint",
            lambda job, old: {
                "OpenIDConnectProviderArn": old.physical_id,
                "ThumbprintList": job.properties.get("ThumbprintList", []),
            },
            attributes=lambda _, answer: {"Arn": answer["OpenIDConnectProviderArn"]},
        ),
        "AWS::SNS::Subscription": Api(
            "sns",
            "subscribe",
            "unsubscribe",
            lambda job: {**job.properties, "ReturnSubscriptionArn": True},
            lambda _, answer: str(answer["SubscriptionArn"]),
            lambda old: {"SubscriptionArn": old.physical_id},
            attributes=lambda _, answer: {"Arn": answer["SubscriptionArn"]},
        ),
    }


def camel(value: Any) -> Any:
    """Return properties under the names of the ECS API, which begin in lower case."""
    if isinstance(value, list):
        return [camel(item) for item in value]
    if isinstance(value, dict):
        return {
            key[:1].lower() + key[1:]: item if key in VERBATIM else camel(item)
            for key, item in value.items()
        }
    return value


def _cluster(job: Job) -> Parameters:
    given = camel(dict(job.properties))
    settings = (
        {"settings": given["clusterSettings"]} if "clusterSettings" in given else {}
    )
    return {"clusterName": generated_name(job), **given, **settings}


def _service(job: Job) -> Parameters:
    return {"serviceName": generated_name(job), **camel(dict(job.properties))}


def _service_key(old: Resource) -> Parameters:
    cluster = old.properties.get("Cluster", "default")
    return {"cluster": cluster, "service": old.physical_id}


def _scaling_policy(properties: Mapping[str, Any]) -> Parameters:
    """Take the target's keys out of its physical id where only that is given."""
    target = str(properties.get("ScalingTargetId", "||")).split("|")
    keys = {key: value for key, value in zip(SCALABLE, target, strict=True) if value}
    return {**keys, **properties}


def _oidc_provider(job: Job) -> Parameters:
    names = {"ClientIdList": "ClientIDList"}
    return {names.get(key, key): value for key, value in job.properties.items()}


def _database(job: Job, name: str) -> Parameters:
    given = {"DBInstanceIdentifier": name, **job.properties}
    if "VPCSecurityGroups" in given:
        given["VpcSecurityGroupIds"] = given["VPCSecurityGroups"]
    for key in ("AllocatedStorage", "Port"):
        if key in given:
            given[key] = int(given[key])
    return given


def _database_creation(given: Parameters) -> str:
    """Return how a database comes to be: new, as a replica, or from a snapshot."""
    if given.get("SourceDBInstanceIdentifier"):
        return "create_db_instance_read_replica"
    if given.get("DBSnapshotIdentifier"):
        return "restore_db_instance_from_db_snapshot"
    return "create_db_instance"


def _database_deletion(old: Resource) -> Parameters:
    """Ask for the final snapshot that the policy wants; it is the default for RDS.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html
    """
    named = {"DBInstanceIdentifier": old.physical_id}
    if old.policies.get("DeletionPolicy", "Snapshot") != "Snapshot":
        return {**named, "SkipFinalSnapshot": True}
    unique = uuid.uuid4().hex[:12]
    return {**named, "FinalDBSnapshotIdentifier": f"{old.physical_id}-{unique}"}


def _database_attributes(_: Parameters, answer: Parameters) -> Parameters:
    made = answer["DBInstance"]
    endpoint = made.get("Endpoint", {})
    return {
        "DBInstanceArn": made["DBInstanceArn"],
        "DbiResourceId": made.get("DbiResourceId", ""),
        "Endpoint.Address": endpoint.get("Address", ""),
        "Endpoint.Port": str(endpoint.get("Port", "")),
    }
