"""Stand-ins for the types that moto has no model of.

Plain moto skips such a resource without a word: the stack is CREATE_COMPLETE, the
resource is not in it and Ref gives None. CloudFormation makes it and gives its
identifier to Ref and its attributes to Fn::GetAtt, as its schema says:
https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-schema.html
A stand-in has both, in their right shapes, and nothing behind them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from moto.utilities.utils import get_partition

from cfngen import schemas
from cfngen.local.engine.handlers import Job, Made
from cfngen.local.engine.records import Resource
from cfngen.local.language.refusals import ResourceFailed
from cfngen.local.types import names
from cfngen.schemas import Schema

SERVICES: Mapping[str, str] = {
    "ElasticLoadBalancingV2": "elasticloadbalancing",
    "CertificateManager": "acm",
    "ApplicationAutoScaling": "application-autoscaling",
}
"""The services that an ARN calls by another name than the type does."""

NAMED: Mapping[str, str] = {
    "AWS::CodeBuild::Project": "Name",
    "AWS::CodeDeploy::DeploymentGroup": "DeploymentGroupName",
}
"""What Ref gives where it is not the primary identifier of the schema."""

HOST_WORDS = ("Address", "Endpoint", "DnsName", "DNSName", "DomainName", "Host")
DEFAULT_PORTS: Mapping[str, int] = {"ElastiCache": 6379, "RDS": 5432}


class StandIn:
    """Makes nothing, and answers Ref and Fn::GetAtt as the schema has it."""

    def __init__(self, why: str = "") -> None:
        self._why = why

    def create(self, job: Job) -> Made:
        """Return a physical id and attributes of the right shape."""
        schema = schemas.schema(job.region, job.type)
        name = _name(job, schema)
        attributes = _attributes(job, schema, name)
        return Made(
            identifier(schema, {**attributes, **job.properties}, name),
            attributes=attributes,
            note=f"Stand-in: the emulator has no {job.type}{self._why}",
        )

    def update(self, job: Job, old: Resource) -> Made:
        """Keep the identity; what was passed in is the resource's new state."""
        return Made(old.physical_id, None, old.attributes, old.note)

    def delete(self, job: Job, old: Resource) -> None:
        """Forget it: there is nothing to delete."""

    def attribute(self, job: Job, old: Resource, name: str) -> Any:
        """Return the attribute that was made up, or the property of that name."""
        return attribute(
            job, old.physical_id, {**old.properties, **old.attributes}, name
        )


def attribute(job: Job, physical_id: str, known: Mapping[str, Any], name: str) -> Any:
    """Return a known value, or one of the shape that the schema gives the name.

    Raises ResourceFailed if the type has no such attribute.
    """
    found: Any = known.get(name)
    if found is None:
        found = known
        for part in name.split("."):
            found = found.get(part) if isinstance(found, Mapping) else None
    if found is not None:
        return found
    schema = schemas.schema(job.region, job.type)
    if not has_attribute(schema, name):
        raise ResourceFailed(
            f"Template error: resource {job.logical_id} does not support attribute "
            f"type {name} in Fn::GetAtt"
        )
    return _shape(job, schema, name, physical_id)


def has_attribute(schema: Schema, name: str) -> bool:
    """Say whether a type has an attribute; custom resources have all."""
    return not schema.body or name in schema.read_only or bool(schema.property(name))


def identifier(schema: Schema, known: Mapping[str, Any], name: str) -> str:
    """Return what Ref gives: mostly the primary identifier, or the ARN in its place.

    `name` takes the place of what is not known.
    """
    if schema.type in NAMED:
        return name
    keys = schema.identifier or ("Id",)
    made = [key for key in keys if key in schema.read_only and key in known]
    if made and made[0].endswith("Arn"):
        return str(known[made[0]])
    return "|".join(str(known.get(key) or name) for key in keys)


def generated_name(job: Job) -> str:
    """Return a name for a resource that the template gives none."""
    return names.generated(job.stack.name, job.logical_id, job.type)


def _name(job: Job, schema: Schema) -> str:
    """Return the name that the template gives a resource, or a generated one."""
    keys = (NAMED[job.type],) if job.type in NAMED else schema.identifier
    given = [k for k in keys if k in job.properties and k != "Scope"]
    return str(job.properties[given[0]]) if given else generated_name(job)


def _attributes(job: Job, schema: Schema, name: str) -> dict[str, Any]:
    return {
        path: _shape(job, schema, path, name)
        for path in sorted(schema.read_only)
        if "*" not in path and schema.property(path).get("type") != "object"
    }


def _shape(job: Job, schema: Schema, path: str, name: str) -> Any:
    """Return a value for an attribute: a port, an ARN, a host name, an id."""
    definition, last = schema.property(path), path.rsplit(".", 1)[-1]
    if last == "Port":
        port = job.properties.get("Port") or DEFAULT_PORTS.get(_service(job), 443)
        return str(port) if definition.get("type") == "string" else int(port)
    plain = {"integer": 1, "number": 1, "boolean": False, "object": {}, "array": []}
    if definition.get("type") in plain:
        return plain[str(definition["type"])]
    if last.endswith("Arn"):
        return _arn(job, name)
    if last.endswith(HOST_WORDS):
        host = name.rsplit("/", 1)[-1].lower()
        return f"{host}.{_service(job).lower()}.{job.region}.amazonaws.com"
    if last == "Id" or (path in schema.identifier and last.endswith("Id")):
        return _id(job, name)
    return name


def _id(job: Job, name: str) -> str:
    digest = hashlib.sha256(f"{job.stack.stack_id}/{name}".encode()).hexdigest()
    if job.type.startswith("AWS::EC2::"):
        short = job.type.rsplit("::", 1)[-1].lower()
        return f"{short}-{digest[:17]}"
    return digest[:32]


def _arn(job: Job, name: str) -> str:
    service = SERVICES.get(_service(job), _service(job).lower())
    kind = job.type.rsplit("::", 1)[-1].lower()
    place = f"{job.region}:{job.account}"
    return f"arn:{get_partition(job.region)}:{service}:{place}:{kind}/{name}"


def _service(job: Job) -> str:
    return job.type.split("::")[1]
