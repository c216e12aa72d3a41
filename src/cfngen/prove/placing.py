"""From a fact of a proof to the lines that a user can open and change."""

from __future__ import annotations

from cfngen.checks.placing import Cause, Written, nowhere, written_at
from cfngen.model import Model, Resource
from cfngen.prove.network.rules import Origin


def placed(model: Model, origin: Origin, cause: Cause = nowhere) -> Written | None:
    """Return where a fact is written; None for what AWS adds itself.

    That is the template with the way to the property, the setting that gives the value,
    if one does, and the line of the spec that the rule comes from.
    """
    resource = resource_of(model, origin)
    if resource is None:
        return None
    path = origin.path if resource.path == origin.resource else ()
    return written_at(model, resource, path, cause)


def resource_of(model: Model, origin: Origin) -> Resource | None:
    """Return the resource that holds a fact; None where it is not in the model.

    Of what a VPC has from the start, `Network/Vpc.DefaultNetworkAcl`, it is the VPC.
    """
    path = origin.resource
    return model.resources.get(path) or model.resources.get(path.partition(".")[0])
