"""Certificates: real objects in the emulated ACM.

Plain moto skips AWS::CertificateManager::Certificate, so that a listener, which moto
does check, has no certificate to find. CloudFormation requests one, says in an event
which DNS records validate it unless it can write them into a hosted zone itself, and
waits for them (here it is validated at once):
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-certificatemanager-certificate.html
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from moto.acm.models import acm_backends

from cfngen.local.engine.handlers import Job, Made
from cfngen.local.engine.records import Resource
from cfngen.local.types import standins


class Certificate:
    """Makes certificates in ACM."""

    def create(self, job: Job) -> Made:
        """Request a certificate; its ARN is its physical id."""
        backend = acm_backends[job.account][job.region]
        arn = backend.request_certificate(
            job.properties["DomainName"],
            job.stack.stack_id[-36:] + job.logical_id,
            list(job.properties.get("SubjectAlternativeNames", [])),
            list(job.properties.get("Tags", [])),
        )
        certificate = backend.get_certificate(arn)
        job.begun(arn)
        for record in _records(certificate, job.properties):
            job.told(f"Content of DNS Record is: {record}")
        certificate.status = "ISSUED"
        return Made(arn)

    def update(self, job: Job, old: Resource) -> Made:
        """Keep it: all that identifies a certificate is create-only."""
        return Made(old.physical_id)

    def delete(self, job: Job, old: Resource) -> None:
        """Delete it, unless it is gone already."""
        certificates = acm_backends[job.account][job.region]
        if any(
            c.arn == old.physical_id for c in certificates.list_certificates([], {})
        ):
            certificates.delete_certificate(old.physical_id)

    def attribute(self, job: Job, old: Resource, name: str) -> Any:
        """Return the ARN or what the schema has."""
        known = {"CertificateArn": old.physical_id}
        return standins.attribute(job, old.physical_id, known, name)


def _records(certificate: Any, properties: Mapping[str, Any]) -> list[str]:
    """Return the records that someone has to write, as CloudFormation words them."""
    if properties.get("ValidationMethod") != "DNS":
        return []
    options = properties.get("DomainValidationOptions", [])
    written = {o["DomainName"] for o in options if "HostedZoneId" in o}
    described = certificate.describe()["Certificate"]["DomainValidationOptions"]
    return [
        f"{{Name: {record['Name']},Type: {record['Type']},Value: {record['Value']}}}"
        for domain, record in sorted(
            (option["DomainName"], option["ResourceRecord"]) for option in described
        )
        if domain not in written
    ]
