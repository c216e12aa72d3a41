"""Policies of endpoints: a call that arrives there may still be refused.

https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cfngen.checks.access.documents import document
from cfngen.checks.access.grants import any_of
from cfngen.model import Model, text
from cfngen.prove.access.asking import speaks
from cfngen.prove.access.terms import Term, term
from cfngen.prove.access.tokens import Atom, Pattern
from cfngen.prove.network.network import Network
from cfngen.prove.network.places import Kind
from cfngen.prove.network.rules import Origin, Way
from cfngen.prove.obligations.needs import Services
from cfngen.prove.verdict import Broken

POLICY, S3 = "PolicyDocument", "s3"
ASKED: Mapping[str, str] = {
    "ecr.api": "ecr:GetAuthorizationToken",
    "logs": "logs:PutLogEvents",
    "secretsmanager": "secretsmanager:GetSecretValue",
    "ssm": "ssm:GetParameters",
}
"""One thing that is asked of each service, whatever it is asked about."""

LAYERS = "starport-layer-bucket"
"""The bucket of ECR's layers, `prod-REGION-starport-layer-bucket`:
https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html"""

WHATEVER = Pattern((Atom("what is asked for", doubtful=True),))


def withheld(
    model: Model, network: Network, path: str, services: Services
) -> Iterator[Broken]:
    """Yield each endpoint on a workload's way whose policy surely refuses a call.

    Conditions and resources that are not decided here count as met.
    """
    for endpoint, service in dict.fromkeys(_endpoints(network, path, services)):
        resource = model.resources.get(endpoint)
        if resource is None or resource.get(POLICY) is None:
            continue
        found = next(document(resource, POLICY), None)
        if found is None or not found.whole:
            continue
        terms = [term(model, one) for one in found.statements()]
        layers = service == S3 and len(services) > 1
        if layers or service in ASKED:
            action = ASKED.get(service, "s3:GetObject")
            if _refused(terms, action, _word(model, resource.path, layers)):
                what = f"the policy of {endpoint} does not let {action} through"
                repair = f"allow {action} in the policy of {endpoint}"
                yield Broken(Origin(endpoint, (POLICY,)), what, repair=repair)


def _refused(terms: list[Term], action: str, word: Pattern) -> bool:
    """Return whether no statement may allow something, or one surely denies it."""
    said = [(one, speaks(one, action, word, {})) for one in terms]
    allowed = any_of(answer for one, answer in said if one.allows)
    return allowed is False or any(answer for one, answer in said if not one.allows)


def _word(model: Model, endpoint: str, layers: bool) -> Pattern:
    """Return what is asked for, as a policy names it."""
    region = text(model.stack_of(model[endpoint]).region)
    if not layers or region is None:
        return WHATEVER
    return Pattern((f"arn:aws:s3:::prod-{region}-{LAYERS}/", Atom("a layer")))


def _endpoints(
    network: Network, path: str, services: Services
) -> Iterator[tuple[str, str]]:
    """Yield the endpoints that a workload's calls of services take."""
    places = [
        network.subnets.get(one.subnet) for one in network.workloads[path].interfaces
    ]
    vpcs = {one.vpc for one in places if one is not None}
    taken = set[str]()
    for one in network.of_kind(Kind.ENDPOINT):
        here = {
            network.subnets[i.subnet].vpc
            for i in one.interfaces
            if i.subnet in network.subnets
        }
        if one.service in services and one.private_dns and not one.when and here & vpcs:
            taken.add(one.service)
            yield one.path, one.service
    for place in places:
        table = network.tables.get(place.table) if place is not None else None
        for route in table.routes if table is not None else ():
            sure = route.way is Way.ENDPOINT and not route.unknowns
            if sure and route.service in services and route.service not in taken:
                yield route.target, route.service
