"""DNS records in hosted zones that are not the system's own.

Plain moto knows the zones that were made in it and no other. In an account the zone of
a domain is there before the system is, under an id that nobody can choose, so that no
client could put it into the emulator. Such a record is a stand-in here; CloudFormation
would write it, or refuse it if the zone were not there:
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-route53-recordset.html
"""

from __future__ import annotations

from typing import Any

from moto.route53.models import route53_backends
from moto.utilities.utils import get_partition

from cfngen.local.engine.handlers import Job, Made
from cfngen.local.engine.records import Resource
from cfngen.local.types.motomodels import MotoModel
from cfngen.local.types.standins import StandIn


class Record:
    """Writes records into the emulator's zones, and pretends to into others."""

    def create(self, job: Job) -> Made:
        """Write the record, or stand in for it."""
        zone = str(job.properties.get("HostedZoneId", ""))
        backend = route53_backends[job.account][get_partition(job.region)]
        if not zone or zone in backend.zones:
            return MotoModel().create(job)
        made = StandIn(f" in zone {zone}, which is outside it").create(job)
        return Made(str(job.properties["Name"]), None, made.attributes, made.note)

    def update(self, job: Job, old: Resource) -> Made:
        """Change the record."""
        return MotoModel().update(job, old)

    def delete(self, job: Job, old: Resource) -> None:
        """Delete the record."""
        MotoModel().delete(job, old)

    def attribute(self, job: Job, old: Resource, name: str) -> Any:
        """Return an attribute, of which a record has none."""
        return MotoModel().attribute(job, old, name)
