"""From a model to its network: every fact that decides which packets arrive."""

from __future__ import annotations

from collections.abc import Iterator

from cfngen.checks.network.elsewhere import elsewhere_of
from cfngen.model import Model
from cfngen.prove.network.acls import DEFAULT as DEFAULT_ACL
from cfngen.prove.network.acls import acls_of
from cfngen.prove.network.acls import one_of as acl_of
from cfngen.prove.network.addresses import PRIVATE, Addresses, addresses_of, spans
from cfngen.prove.network.attaching import Site
from cfngen.prove.network.balancers import balancers_of
from cfngen.prove.network.endpoints import endpoints_of, nats_of
from cfngen.prove.network.fleets import carried, fleets_of
from cfngen.prove.network.forwards import forwards_of
from cfngen.prove.network.groups import Reader, foreign, groups_of, named_in
from cfngen.prove.network.machines import machines_of
from cfngen.prove.network.naming import told_apart
from cfngen.prove.network.network import Network
from cfngen.prove.network.others import others_of, unread_of
from cfngen.prove.network.places import Subnet, Vpc, Workload
from cfngen.prove.network.routes import MAIN, local, reader_of, tables_of
from cfngen.prove.network.routes import one_of as table_of
from cfngen.prove.network.rules import Group, Origin, Table, Way
from cfngen.prove.network.stores import stores_of
from cfngen.prove.network.subnets import Surroundings, subnets_of, vpcs_of
from cfngen.prove.network.tasks import tasks_of


def network_of(model: Model) -> Network:
    """Return the network of a model.

    Nothing is left out: what is not known is there with its name, and what is not
    looked into is in `unread`.
    """
    addresses, elsewhere = addresses_of(model), elsewhere_of(model)
    vpcs = vpcs_of(model, addresses)
    groups = groups_of(Reader(model, addresses, vpcs, elsewhere))
    acls = acls_of(model, addresses, vpcs, elsewhere)
    tables = tables_of(reader_of(model, addresses, vpcs, elsewhere))
    around = Surroundings(vpcs, acls, tables)
    subnets = subnets_of(model, addresses, around, elsewhere)
    site = Site(model, vpcs, subnets)
    unread = unread_of(site, elsewhere)
    found = told_apart(_workloads(site, unread), model.resources)
    workloads = {one.path: one for one in found}
    groups = carried(model, groups, workloads)
    _add_foreign(around, vpcs, subnets, groups, workloads)
    forwards = forwards_of(model, workloads)
    assumed = tuple(_assumed(addresses, tables))
    return Network(
        *(vpcs, subnets, groups, acls, tables, workloads, forwards, unread, assumed)
    )


def _workloads(site: Site, unread: dict[str, str]) -> Iterator[Workload]:
    """Yield everything that sends or takes packets."""
    yield from balancers_of(site, unread)
    yield from tasks_of(site, unread)
    yield from stores_of(site)
    yield from machines_of(site)
    yield from fleets_of(site)
    yield from endpoints_of(site, unread)
    yield from nats_of(site, unread)
    yield from others_of(site)


def _add_foreign(
    around: Surroundings,
    vpcs: dict[str, Vpc],
    subnets: dict[str, Subnet],
    groups: dict[str, Group],
    workloads: dict[str, Workload],
) -> None:
    """Add what interfaces and rules name and the model does not have.

    A subnet that is not at hand is in the VPC of the groups that are used there.
    """
    for name, vpc in tuple(named_in(groups.values())):
        groups.setdefault(name, foreign(name, vpc))
    interfaces = [inner for one in workloads.values() for inner in one.interfaces]
    for inner in interfaces:
        known = [groups[name].vpc for name in inner.groups if name in groups]
        vpc = next(filter(None, known), "")
        if inner.subnet not in subnets:
            vpcs.setdefault(vpc, Vpc(vpc, spans(*PRIVATE)))
            subnets[inner.subnet] = _foreign_subnet(around, inner.subnet, vpc)
        for name in inner.groups:
            groups.setdefault(name, foreign(name, subnets[inner.subnet].vpc))


def _foreign_subnet(around: Surroundings, path: str, vpc: str) -> Subnet:
    """Return a subnet that is not at hand: it may lead anywhere."""
    acl, table = f"{path}.{DEFAULT_ACL}", f"{path}.{MAIN}"
    unknowns = (path,)
    around.acls[acl] = acl_of(acl, [], unknowns)
    inside = Table(table, tuple(local(around.vpcs, vpc)))
    around.tables[table] = table_of(table, [inside], unknowns)
    ranges = around.vpcs[vpc].ranges
    return Subnet(path, vpc, ranges, acl, table, Origin(words=path), unknowns, (path,))


def _assumed(addresses: Addresses, tables: dict[str, Table]) -> Iterator[str]:
    """Yield what the facts rest on besides, a line each."""
    for vpc, whole in addresses.symbolic.items():
        yield f"{whole} stands for the IPv6 block that AWS gives {vpc}."
    routes = (route for table in tables.values() for route in table.routes)
    services = {route.service for route in routes if route.way is Way.ENDPOINT}
    for name in sorted(services):
        yield f"Gateway endpoints: the addresses of {name} count as the internet's."
