"""Types that moto has the service of but no (or a poor) model for its CloudFormation.

Plain moto skips an alarm or a scaling policy, and loses most of a task definition and
of a service. CloudFormation passes all properties to the service's own API, and so
do these:
https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from cfngen.local.engine.handlers import Job, Made
from cfngen.local.engine.records import Resource
from cfngen.local.language.refusals import ResourceFailed
from cfngen.local.types import service, standins

Parameters = dict[str, Any]


@dataclass(frozen=True)
class Api:
    """How one type is made, changed and deleted over its service's API.

    `made` returns the physical id from the call's parameters and answer. Without
    `update` the creating call is made again. `attributes` are what Fn::GetAtt gives
    and the schema cannot shape. `words` are AWS's for what moto refuses with a bare
    code, by that code; `{Name}` in them is a parameter.
    """

    service: str
    create: str | Callable[[Parameters], str]
    delete: str
    parameters: Callable[[Job], Parameters]
    made: Callable[[Parameters, Parameters], str]
    gone: Callable[[Resource], Parameters]
    update: str = ""
    changed: Callable[[Job, Resource], Parameters] | None = None
    attributes: Callable[[Parameters, Parameters], Parameters] = lambda *_: {}
    words: Mapping[str, str] = field(default_factory=dict)

    def creating(self, parameters: Parameters) -> str:
        """Return the operation that makes an object of these parameters."""
        return self.create if isinstance(self.create, str) else self.create(parameters)


class ApiModel:
    """Makes real objects over the API of their service."""

    def __init__(self, api: Api) -> None:
        self._api = api

    def create(self, job: Job) -> Made:
        """Make the object; where moto cannot, a stand-in."""
        api = self._api
        parameters = api.parameters(job)
        try:
            answer = service.call(
                job.region, api.service, api.creating(parameters), parameters
            )
        except service.Crashed:
            return standins.StandIn(" (moto's service failed)").create(job)
        except ResourceFailed as error:
            told = api.words.get(str(error), "").format_map(parameters)
            raise ResourceFailed(told or str(error)) from error
        physical_id = api.made(parameters, answer)
        return Made(physical_id, answer, api.attributes(parameters, answer))

    def update(self, job: Job, old: Resource) -> Made:
        """Change the object in place."""
        api = self._api
        if old.handle is not None:
            changed = api.changed(job, old) if api.changed else api.parameters(job)
            operation = api.update or api.creating(changed)
            # After a crash what was asked for is noted; moto has no more to give.
            with suppress(service.Crashed):
                service.call(job.region, api.service, operation, changed)
        return Made(old.physical_id, old.handle, old.attributes, old.note)

    def delete(self, job: Job, old: Resource) -> None:
        """Delete the object; one that is gone already is no failure."""
        if old.handle is None or not self._api.delete:
            return
        try:
            service.call(
                job.region, self._api.service, self._api.delete, self._api.gone(old)
            )
        except service.Crashed:
            return
        except ResourceFailed as error:
            if not any(word in str(error).lower() for word in service.GONE):
                raise

    def attribute(self, job: Job, old: Resource, name: str) -> Any:
        """Return an attribute of the answer or one of the schema's shape."""
        known = {**old.properties, **old.attributes}
        return standins.attribute(job, old.physical_id, known, name)
