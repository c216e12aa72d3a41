"""Types that moto has a model of: real objects, read back by their service's API.

Plain moto calls these models itself, but lets their crashes out as HTTP 500, gives an
empty physical id for some, and knows few attributes. CloudFormation turns a service's
refusal into CREATE_FAILED with the service's words. Here a refusal fails the resource,
a crash of moto's own makes it a stand-in, and missing attributes come from the schema:
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/troubleshooting.html
"""

from __future__ import annotations

import copy
from typing import Any

from moto.cloudformation import parsing

from cfngen import schemas
from cfngen.local.engine.handlers import Job, Made
from cfngen.local.engine.records import Resource
from cfngen.local.language.refusals import REFUSALS, ResourceFailed, words
from cfngen.local.types import changes, hindrances, removals, service, standins, tags


def supported(type_name: str) -> bool:
    """Say whether moto has a model of a type."""
    return type_name in parsing.get_model_map()


class MotoModel:
    """Makes real objects through moto's own model of a type."""

    def create(self, job: Job) -> Made:
        """Make the object; a crash inside moto makes a stand-in instead."""
        try:
            handle = _model(job).create_from_cloudformation_json(
                _name(job),
                _json(job),
                job.account,
                job.region,
                LogicalId=job.logical_id,
                StackId=job.stack.stack_id,
                ResourceType=job.type,
            )
        except REFUSALS as error:
            raise ResourceFailed(words(error)) from error
        except Exception as error:  # noqa: BLE001 (moto may raise anything)
            return standins.StandIn(_crash(error)).create(job)
        physical_id = _physical_id(job, handle)
        tags.put(job, handle, physical_id)
        changes.complete(job, physical_id)
        return Made(physical_id, handle)

    def update(self, job: Job, old: Resource) -> Made:
        """Change the object where moto can; else only what was asked for is noted."""
        if old.handle is None:
            return Made(old.physical_id, None, old.attributes, old.note)
        handle = _changed(job, old) or old.handle
        tags.put(job, handle, old.physical_id, old.properties)
        return Made(old.physical_id, handle, old.attributes, old.note)

    def delete(self, job: Job, old: Resource) -> None:
        """Delete the object; one that is gone already is no failure."""
        if old.handle is None:
            return
        try:
            _delete(job, old)
        except (*REFUSALS, ResourceFailed) as error:
            if not any(word in words(error).lower() for word in service.GONE):
                raise ResourceFailed(words(error)) from error
        except Exception:  # noqa: BLE001 (a gap of moto's, nothing to report)
            return

    def attribute(self, job: Job, old: Resource, name: str) -> Any:
        """Return what moto knows, or else a value of the schema's shape."""
        if name.endswith("FullName"):
            return full_name(old.physical_id)
        if old.handle is not None:
            try:
                found = old.handle.get_cfn_attribute(name)
            except Exception:  # noqa: BLE001 (moto signals "unknown" in many ways)
                found = None
            if found is not None:
                return found
        known = {**old.properties, **old.attributes}
        return standins.attribute(job, old.physical_id, known, name)


def full_name(arn: str) -> str:
    """Return a load balancer or target group as CloudWatch's dimensions name it."""
    return arn.rsplit(":", 1)[-1].removeprefix("loadbalancer/")


def _model(job: Job) -> Any:
    return parsing.get_model_map()[job.type]


def _name(job: Job, existing: str = "") -> str:
    """Return the name that the template gives, the existing one, or a generated one.

    The existing name is the last part of a physical id, which may be an ARN.
    """
    named = parsing.resource_name_property_from_type(job.type)
    given = job.properties.get(named) if named else None
    last = existing.rsplit(":", 1)[-1]
    return str(given or last or standins.generated_name(job))


def _json(job: Job) -> dict[str, Any]:
    """Return the resource as moto's models read it."""
    properties = copy.deepcopy(dict(job.properties))
    if job.type == "AWS::KMS::Key":
        # Its model hands the tags to an API that calls their parts by other names.
        tags = properties.get("Tags", [])
        properties["Tags"] = [{f"Tag{k}": v for k, v in tag.items()} for tag in tags]
    return {"Type": job.type, "Properties": properties}


def _changed(job: Job, old: Resource) -> Any:
    """Return the object that an update by moto's model gives, None without one."""
    update = _model(job).update_from_cloudformation_json
    if changes.change(job, old.physical_id, old.properties):
        return None
    if hasattr(update, "__isabstractmethod__"):
        return None
    try:
        name = _name(job, existing=old.physical_id)
        return update(old.handle, name, _json(job), job.account, job.region)
    except REFUSALS as error:
        raise ResourceFailed(words(error)) from error
    except Exception:  # noqa: BLE001 (moto may raise anything)
        return None


def _delete(job: Job, old: Resource) -> None:
    """Delete over the API where the model cannot, else as moto itself does it.

    Raises ResourceFailed where the service would refuse.
    """
    hindrances.check(job, old)
    if removals.remove(job, old):
        return
    if callable(getattr(old.handle, "delete", None)):
        try:
            old.handle.delete(job.account, job.region)
            return
        except (TypeError, AttributeError):
            pass
    model = _model(job)
    if not hasattr(model.delete_from_cloudformation_json, "__isabstractmethod__"):
        model.delete_from_cloudformation_json(
            old.physical_id, _json(job), job.account, job.region
        )


def _physical_id(job: Job, handle: Any) -> str:
    found = getattr(handle, "physical_resource_id", None) or getattr(
        handle, "name", None
    )
    if found:
        return str(found)
    schema = schemas.schema(job.region, job.type)
    return standins.identifier(schema, job.properties, standins.generated_name(job))


def _crash(error: Exception) -> str:
    return f" (moto's model failed: {type(error).__name__})"
