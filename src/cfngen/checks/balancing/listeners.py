"""Listeners and the certificates that they need."""

from __future__ import annotations

from collections.abc import Iterator

from cfngen.checks.balancing.reading import (
    APPLICATION,
    BALANCER,
    LISTENER,
    application,
    balancer_of,
)
from cfngen.checks.check import Problem
from cfngen.model import Model, Resource, listed, number, target, text

SECURED = ("HTTPS", "TLS")
PORT = 65_535


def secured(model: Model) -> Iterator[Problem]:
    """A listener speaks what its load balancer does, with a certificate where it must.

    Elastic Load Balancing refuses an HTTPS listener without one ("A certificate must be
    specified for HTTPS listeners"), any other with one, a certificate of another region
    ("CertificateNotFound"), and a second listener on a port ("DuplicateListener").
    """
    for listener in model.of(LISTENER):
        protocol = text(listener.get("Protocol"))
        certificates = listener.get("Certificates")
        yield from _spoken(model, listener, protocol)
        if protocol in SECURED and certificates in (None, []):
            message = f"A listener for {protocol} needs a certificate."
            yield Problem(listener, ("Protocol",), message)
        if protocol in SECURED and len(listed(certificates)) > 1:
            message = "A listener has one default certificate."
            mend = "The others are AWS::ElasticLoadBalancingV2::ListenerCertificate."
            yield Problem(listener, ("Certificates",), message, mend)
        for name in ("Certificates", "SslPolicy"):
            if protocol not in (None, *SECURED) and listener.get(name):
                message = f"A listener for {protocol} has no {name}."
                yield Problem(listener, (name,), message)
        yield from _elsewhere(model, listener)
    yield from _ports(model)


def _spoken(
    model: Model, listener: Resource, protocol: str | None
) -> Iterator[Problem]:
    """Yield a protocol that the load balancer does not speak."""
    balancer = target(model, listener.get("LoadBalancerArn"))
    if balancer is None or balancer.type != BALANCER or protocol is None:
        return
    kind = text(balancer.get("Type")) or (
        "application" if application(balancer) else ""
    )
    known_kind = kind in ("application", "network")
    if known_kind and (kind == "application") != (protocol in APPLICATION):
        message = f"{balancer.path} is of the type {kind}, which has no {protocol}."
        yield Problem(listener, ("Protocol",), message)


def _elsewhere(model: Model, listener: Resource) -> Iterator[Problem]:
    """Yield the certificates of another region."""
    here = text(model.stack_of(listener).region)
    for index, one in enumerate(listed(listener.get("Certificates"))):
        given = one.get("CertificateArn") if isinstance(one, dict) else None
        parts = given.split(":") if isinstance(given, str) else []
        if len(parts) > 5 and parts[2] == "acm" and here and parts[3] != here:
            path = ("Certificates", index, "CertificateArn")
            message = f"The certificate is of {parts[3]}, the listener in {here}."
            yield Problem(listener, path, message, "ACM certificates are regional.")


def _ports(model: Model) -> Iterator[Problem]:
    """Yield ports that there are not, or that another listener has."""
    seen: dict[tuple[str, float, str], Resource] = {}
    for listener in model.of(LISTENER):
        port, owner = number(listener.get("Port")), balancer_of(listener)
        spoken = text(listener.get("Protocol"))
        if port is not None and not 1 <= port <= PORT:
            yield Problem(listener, ("Port",), f"There is no port {port:g}.")
        elif port and owner and spoken and not listener.when:
            packets = spoken if spoken in ("UDP", "QUIC") else "TCP"
            other = seen.setdefault((owner, port, packets), listener)
            if other is not listener:
                message = f"{other.path} listens on port {port:g} already."
                yield Problem(listener, ("Port",), message)
