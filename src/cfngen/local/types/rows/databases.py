"""Instances, clusters and cluster parameter groups of RDS.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html
says which of them CloudFormation takes a snapshot of.
"""

from __future__ import annotations

import uuid

from cfngen.local.engine.handlers import Job
from cfngen.local.engine.records import Resource
from cfngen.local.types.apimodels import Api, Parameters
from cfngen.local.types.standins import generated_name

INSTANCE, CLUSTER = "DBInstanceIdentifier", "DBClusterIdentifier"
GROUP = "DBClusterParameterGroupName"
NUMBERS = ("AllocatedStorage", "Port")


def rows() -> dict[str, Api]:
    """Return the rows by resource type."""
    return {
        "AWS::RDS::DBInstance": Api(
            "rds",
            _instance_creation,
            "delete_db_instance",
            lambda job: _given(job, INSTANCE, generated_name(job)),
            lambda given, _: str(given[INSTANCE]),
            _instance_deletion,
            "modify_db_instance",
            lambda job, old: _changed(job, INSTANCE, old),
            _instance_attributes,
        ),
        "AWS::RDS::DBCluster": Api(
            "rds",
            _cluster_creation,
            "delete_db_cluster",
            lambda job: _given(job, CLUSTER, generated_name(job)),
            lambda given, _: str(given[CLUSTER]),
            lambda old: _with_snapshot(old, CLUSTER, "FinalDBSnapshotIdentifier"),
            "modify_db_cluster",
            lambda job, old: _changed(job, CLUSTER, old),
            _cluster_attributes,
        ),
        "AWS::RDS::DBClusterParameterGroup": Api(
            "rds",
            "create_db_cluster_parameter_group",
            "delete_db_cluster_parameter_group",
            _group,
            lambda given, _: str(given[GROUP]),
            lambda old: {GROUP: old.physical_id},
            "modify_db_cluster_parameter_group",
            lambda job, old: {GROUP: old.physical_id, "Parameters": _settings(job)},
        ),
    }


def _given(job: Job, key: str, name: str) -> Parameters:
    given = {key: name, **job.properties}
    if "VPCSecurityGroups" in given:
        given["VpcSecurityGroupIds"] = given["VPCSecurityGroups"]
    for number in NUMBERS:
        if number in given:
            given[number] = int(given[number])
    return given


def _changed(job: Job, key: str, old: Resource) -> Parameters:
    return {**_given(job, key, old.physical_id), "ApplyImmediately": True}


def _instance_creation(given: Parameters) -> str:
    """Return how a database comes to be: new, as a replica, or from a snapshot."""
    if given.get("SourceDBInstanceIdentifier"):
        return "create_db_instance_read_replica"
    if given.get("DBSnapshotIdentifier"):
        return "restore_db_instance_from_db_snapshot"
    return "create_db_instance"


def _cluster_creation(given: Parameters) -> str:
    """Return how a cluster comes to be: new, or from a snapshot."""
    if given.get("SnapshotIdentifier"):
        return "restore_db_cluster_from_snapshot"
    return "create_db_cluster"


def _instance_deletion(old: Resource) -> Parameters:
    """Ask for no snapshot of what is part of a cluster or a copy of another."""
    dependent = (CLUSTER, "SourceDBInstanceIdentifier")
    if any(old.properties.get(key) for key in dependent):
        return {INSTANCE: old.physical_id, "SkipFinalSnapshot": True}
    return _with_snapshot(old, INSTANCE, "FinalDBSnapshotIdentifier")


def _with_snapshot(old: Resource, key: str, snapshot: str) -> Parameters:
    """Ask for the final snapshot that the policy wants; it is the default for RDS."""
    named = {key: old.physical_id}
    if old.policies.get("DeletionPolicy", "Snapshot") != "Snapshot":
        return {**named, "SkipFinalSnapshot": True}
    return {**named, snapshot: f"{old.physical_id}-{uuid.uuid4().hex[:12]}"}


def _group(job: Job) -> Parameters:
    given = job.properties
    return {
        GROUP: generated_name(job),
        "DBParameterGroupFamily": given["Family"],
        **given,
    }


def _settings(job: Job) -> list[Parameters]:
    """Return a group's parameters as the API takes them."""
    return [
        {
            "ParameterName": name,
            "ParameterValue": str(value),
            "ApplyMethod": "pending-reboot",
        }
        for name, value in job.properties.get("Parameters", {}).items()
    ]


def _instance_attributes(_: Parameters, answer: Parameters) -> Parameters:
    made = answer["DBInstance"]
    endpoint = made.get("Endpoint", {})
    return {
        "DBInstanceArn": made["DBInstanceArn"],
        "DbiResourceId": made.get("DbiResourceId", ""),
        "Endpoint.Address": endpoint.get("Address", ""),
        "Endpoint.Port": str(endpoint.get("Port", "")),
    }


def _cluster_attributes(_: Parameters, answer: Parameters) -> Parameters:
    made = answer["DBCluster"]
    return {
        "DBClusterArn": made["DBClusterArn"],
        "DBClusterResourceId": made.get("DbClusterResourceId", ""),
        "Endpoint.Address": made.get("Endpoint", ""),
        "Endpoint.Port": str(made.get("Port", "")),
        "ReadEndpoint.Address": made.get("ReaderEndpoint", ""),
    }
