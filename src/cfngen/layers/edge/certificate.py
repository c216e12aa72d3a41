"""The certificate that the listeners show: issued for the names, or given.

Rests on https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-certificatemanager-certificate.html
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from troposphere import Equals, If, Ref
from troposphere.certificatemanager import Certificate, DomainValidationOption

from cfngen.layers.edge import settings
from cfngen.layers.edge.names import Host
from cfngen.layers.layer import Layer
from cfngen.physical import name_tag
from cfngen.spec.edge import Edge
from cfngen.spec.system import System


def certificate(layer: Layer, system: System, edge: Edge, every: Sequence[Host]) -> If:
    """Add the certificate, unless a setting names one; return the ARN of the one used.

    Its resource is complete when ACM has seen a record for each name. CloudFormation
    writes them into a hosted zone by itself; elsewhere somebody has to, meanwhile.
    """
    given = layer.setting(settings.CERTIFICATE)
    created = layer.condition("IsCertificateCreated", Equals(given, ""))
    domain, *others = (host.value for host in every)
    issued = layer.add(
        Certificate(
            "Certificate",
            Condition=created,
            DomainName=domain,
            ValidationMethod="DNS",
            **({"SubjectAlternativeNames": others} if others else {}),
            **_proofs(layer, edge, every),
            Tags=name_tag(system.system),
        )
    )
    return If(created, Ref(issued), given)


def _proofs(layer: Layer, edge: Edge, every: Sequence[Host]) -> dict[str, Any]:
    """Return the property that says which hosted zone each name is proved in."""
    if edge.dns == "external":
        return {}
    zone = layer.setting(settings.HOSTED_ZONE)
    return {
        "DomainValidationOptions": [
            DomainValidationOption(DomainName=host.value, HostedZoneId=zone)
            for host in every
        ]
    }
