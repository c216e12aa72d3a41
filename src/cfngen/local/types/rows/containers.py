"""Clusters, services and task definitions of ECS."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cfngen.local.engine.handlers import Job
from cfngen.local.engine.records import Resource
from cfngen.local.language.refusals import ResourceFailed
from cfngen.local.types.apimodels import Api, Parameters
from cfngen.local.types.standins import generated_name

VERBATIM = ("Options", "DockerLabels")
"""Maps whose keys are the user's own."""

STRATEGY = "CapacityProviderStrategy"

BLUE_GREEN: Mapping[str, str] = {
    "TaskDefinition": "task definition",
    "NetworkConfiguration": "network parameters",
    "LoadBalancers": "load balancers",
    "PlatformVersion": "platform version",
}
"""What ECS does not change where CodeDeploy does, and ECS's words for it.

https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateService.html
"""


def rows() -> dict[str, Api]:
    """Return the rows by resource type."""
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
        "AWS::ECS::ClusterCapacityProviderAssociations": Api(
            "ecs",
            "put_cluster_capacity_providers",
            "put_cluster_capacity_providers",
            lambda job: camel(dict(job.properties)),
            lambda given, _: str(given["cluster"]),
            _no_providers,
        ),
        "AWS::ECS::Service": Api(
            "ecs",
            "create_service",
            "delete_service",
            _service,
            lambda _, answer: str(answer["service"]["serviceArn"]),
            lambda old: {**_service_key(old), "force": True},
            "update_service",
            _changed_service,
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


def _no_providers(old: Resource) -> Parameters:
    nothing: Parameters = {
        "capacityProviders": [],
        "defaultCapacityProviderStrategy": [],
    }
    return {"cluster": old.physical_id, **nothing}


def _service(job: Job) -> Parameters:
    return {"serviceName": generated_name(job), **camel(dict(job.properties))}


def _service_key(old: Resource) -> Parameters:
    cluster = old.properties.get("Cluster", "default")
    return {"cluster": cluster, "service": old.physical_id}


def _changed_service(job: Job, old: Resource) -> Parameters:
    """Return what UpdateService is asked; raise ResourceFailed as ECS refuses it."""
    given = dict(job.properties)
    force = _forced(given, old)
    controller = given.get("DeploymentController", {}).get("Type")
    if controller == "CODE_DEPLOY":
        for name, words in BLUE_GREEN.items():
            if given.pop(name, None) != old.properties.get(name):
                raise _refused(
                    f"Unable to update {words} on services with a CODE_DEPLOY "
                    "deployment controller. Use AWS CodeDeploy to trigger a new "
                    "deployment."
                )
    if not force and given.get(STRATEGY) != old.properties.get(STRATEGY):
        raise _refused(
            "When switching from launch type to capacity provider strategy on an "
            "existing service, or making a change to a capacity provider strategy on a "
            "service that is already using one, you must force a new deployment."
        )
    return {**camel(given), **_service_key(old), "forceNewDeployment": force}


def _forced(given: Mapping[str, Any], old: Resource) -> bool:
    """Say whether a new deployment is forced: by a switch, and a word that changes."""
    asked = given.get("ForceNewDeployment", {})
    switch = bool(asked.get("EnableForceNewDeployment"))
    return switch and asked != old.properties.get("ForceNewDeployment")


def _refused(words: str) -> ResourceFailed:
    return ResourceFailed(f"Invalid request provided: UpdateService error: {words}")
