"""Policies of endpoints: a call that arrives there may still be refused.

https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cfngen.checks.access.documents import Statement, document
from cfngen.checks.access.grants import any_of
from cfngen.model import Model, Resource, text
from cfngen.prove.access.asking import speaks
from cfngen.prove.access.principals import Principal, Who, principals
from cfngen.prove.access.rights import Rights
from cfngen.prove.access.terms import Term, term
from cfngen.prove.access.tokens import Atom, Pattern
from cfngen.prove.network.network import Network
from cfngen.prove.network.places import Kind
from cfngen.prove.network.rules import Origin, Way
from cfngen.prove.obligations.allowed import word_of
from cfngen.prove.obligations.needs import Grant, Need, Services
from cfngen.prove.obligations.verdicts import all_of
from cfngen.prove.verdict import Broken
from cfngen.regions import partition

POLICY, S3, TOKEN = "PolicyDocument", "s3", "ecr:GetAuthorizationToken"
ASKED: Mapping[str, str] = {
    "ecr.api": TOKEN,
    "ecr.dkr": "ecr:BatchGetImage",
    "secretsmanager": "secretsmanager:GetSecretValue",
    "ssm": "ssm:GetParameters",
    "logs": "logs:PutLogEvents",
}
"""One thing that is asked of each service, where it is not known what else is."""

BUCKET = "starport-layer-bucket"
"""The bucket of ECR's layers, `prod-REGION-starport-layer-bucket`:
https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html"""

WHATEVER = Pattern((Atom("what is asked for", doubtful=True),))
FETCH = "s3:GetObject"

Asking = tuple[str, Pattern]
"""An action, and the resource that it is asked about."""


@dataclass(frozen=True)
class Call:
    """What a workload, by path, needs of services, and the role that it calls with."""

    path: str
    need: Need
    role: Resource | None


def withheld(
    rights: Rights, network: Network, call: Call, services: Services
) -> Iterator[Broken]:
    """Yield each endpoint on a workload's way whose policy surely refuses a call.

    Conditions and resources that are not decided here count as met.
    """
    for endpoint, service in dict.fromkeys(endpoints(network, call.path, services)):
        resource = rights.model.resources.get(endpoint)
        if resource is None or resource.get(POLICY) is None:
            continue
        found = next(document(resource, POLICY), None)
        if found is None or not found.whole:
            continue
        said = [_said(rights, one, call.role) for one in found.statements()]
        for action, word in _asked(rights.model, call, (resource, service, services)):
            if _refused(said, action, word):
                what = f"the policy of {endpoint} does not let {action} through"
                repair = f"allow {action} in the policy of {endpoint}"
                yield Broken(Origin(endpoint, (POLICY,)), what, repair=repair)
                break


def _said(
    rights: Rights, statement: Statement, role: Resource | None
) -> tuple[Term, bool | None]:
    """Return a statement, and whether it speaks of a role, None where it may."""
    read = term(rights.model, statement)
    if "NotPrincipal" in statement.body or "Principal" not in statement.body:
        return read, None
    named = principals(rights.model, rights.holders, statement)
    return read, any_of(_speaks(one, role) for one in named)


def _speaks(principal: Principal, role: Resource | None) -> bool | None:
    """Return whether a principal is a role, or all are."""
    if principal.who is Who.ANYONE:
        return True
    if principal.who is Who.HOLDER and role is not None:
        return principal.name == role.path and (None if principal.doubt else True)
    apart = principal.who in (Who.SERVICE, Who.FEDERATED)
    apart = apart or (principal.who is Who.STRANGER and role is not None)
    return False if apart else None


def _refused(said: list[tuple[Term, bool | None]], action: str, word: Pattern) -> bool:
    """Return whether no statement may allow something, or one surely denies it."""
    answers = [
        (one.allows, all_of((of, speaks(one, action, word, {})))) for one, of in said
    ]
    allowed = any_of(answer for allows, answer in answers if allows)
    return allowed is False or any(answer for allows, answer in answers if not allows)


def _asked(
    model: Model, call: Call, at: tuple[Resource, str, Services]
) -> Iterator[Asking]:
    """Yield what a service is asked for by way of an endpoint."""
    endpoint, service, services = at
    if service == S3 and len(services) > 1:
        region = text(model.stack_of(endpoint).region)
        where = f"arn:{partition(region or '')}:s3:::prod-{region}-{BUCKET}/"
        layer = Pattern((where, Atom("a layer")))
        yield FETCH, layer if region is not None else WHATEVER
        return
    own = [one for one in call.need.grants if _is_of(one, service)]
    yield from ((one.action, word_of(model, one)) for one in own)
    if not own and service in ASKED:
        yield ASKED[service], WHATEVER


def _is_of(grant: Grant, service: str) -> bool:
    """Return whether a task asks a service for something itself.

    Tokens of ECR come from its own API, the rest from its registry.
    https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html
    """
    if grant.by:
        return False
    if grant.action.startswith("ecr:"):
        return service == ("ecr.api" if grant.action == TOKEN else "ecr.dkr")
    return grant.action.partition(":")[0] == service


def endpoints(
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
