"""The load balancer's address in Secrets Manager, where the spec asks for it."""

from __future__ import annotations

from troposphere import GetAtt, Ref, Sub, secretsmanager
from troposphere.elasticloadbalancingv2 import LoadBalancer

from cfngen import ports
from cfngen.layers.layer import Layer
from cfngen.physical import name_tag
from cfngen.spec.system import System


def add(layer: Layer, system: System, balancer: LoadBalancer, domain: Ref) -> None:
    """Add the secret and leave its ARN; it goes with the stack.

    It hides nothing from anybody who reads the stack's outputs: it is for applications
    that take all of their configuration from Secrets Manager.
    """
    secret = layer.add(
        secretsmanager.Secret(
            "LoadBalancerSecret",
            DeletionPolicy="Delete",
            UpdateReplacePolicy="Delete",
            Description=Sub(f"Where {system.system}-${{EnvironmentName}} is reached"),
            KmsKeyId=layer.enter(ports.KEY_ARN),
            SecretString=Sub(
                '{"endpoint": "${Endpoint}", "url": "https://${Domain}"}',
                Endpoint=GetAtt(balancer, "DNSName"),
                Domain=domain,
            ),
            Tags=name_tag(system.system, "load-balancer"),
        )
    )
    layer.leave(ports.ALB_SECRET_ARN, Ref(secret))
