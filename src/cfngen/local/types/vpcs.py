"""What the DNS of a VPC does: plain moto leaves it as it is by default.

A template's words are lost, and a task of ECS then cannot be run: moto gives it a
network interface without the DNS name that it goes on to read.
CloudFormation sets each by a call of its own:
https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyVpcAttribute.html
"""

from __future__ import annotations

from typing import Any

from cfngen.local.engine.handlers import Job, Made
from cfngen.local.engine.records import Resource
from cfngen.local.types import service
from cfngen.local.types.motomodels import MotoModel

SWITCHES = ("EnableDnsSupport", "EnableDnsHostnames")


class Vpc:
    """Makes VPCs by moto's model, and switches their DNS on or off."""

    def create(self, job: Job) -> Made:
        """Make the VPC."""
        return _switched(job, MotoModel().create(job))

    def update(self, job: Job, old: Resource) -> Made:
        """Change the VPC."""
        return _switched(job, MotoModel().update(job, old))

    def delete(self, job: Job, old: Resource) -> None:
        """Delete the VPC."""
        MotoModel().delete(job, old)

    def attribute(self, job: Job, old: Resource, name: str) -> Any:
        """Return an attribute."""
        return MotoModel().attribute(job, old, name)


def _switched(job: Job, made: Made) -> Made:
    """Return a VPC whose DNS does what the template says."""
    for name in SWITCHES:
        if name in job.properties and made.handle is not None:
            value = {"Value": job.properties[name]}
            parameters = {"VpcId": made.physical_id, name: value}
            service.call(job.region, "ec2", "modify_vpc_attribute", parameters)
    return made
