"""Calls of AWS's services."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cfngen.prove.network.network import Network
from cfngen.prove.network.places import Kind, Workload
from cfngen.prove.network.rules import Bound, Way
from cfngen.prove.packets import Family
from cfngen.prove.reach.calling import Call, call
from cfngen.prove.reach.flow import Reach
from tests.prove.networks import (
    Part,
    acl,
    end,
    entry,
    group,
    network,
    route,
    rule,
    subnet,
    table,
    workload,
)

A, B, OUT = (
    subnet("A", "10.0.0.0/24", table="Local"),
    subnet("B", "10.0.1.0/24"),
    subnet("A", "10.0.0.0/24", table="Public"),
)
AWAY = subnet("Away", "10.9.0.0/24", vpc="Other")
GATEWAY = route("", Way.ENDPOINT, "S3Endpoint", service="s3")
SERVED = subnet("A", "10.0.0.0/24", table="Served")


def _endpoint(*groups: str, dns: bool | None = True, where: str = "B") -> Workload:
    return workload(
        *("Logs", (where,), groups),
        kind=Kind.ENDPOINT,
        service="logs",
        private_dns=dns,
    )


def _called(*parts: Part, service: str = "logs") -> tuple[Call, Call]:
    """Return the call of a service by X, in MAY and in MUST."""
    some = _network(*parts)
    source = end(some, "X")
    may, must = (
        call(Reach(some), source, service, Family.V4, bound) for bound in Bound
    )
    return may, must


def _network(*parts: Part) -> Network:
    return network(
        *(A, B, group("G"), group("E", [rule("tcp/443", "G")]), group("Shut")),
        workload("X", ("A",), ("G",), public=True),
        *parts,
    )


@pytest.mark.parametrize(
    ("parts", "may", "must", "how"),
    [
        pytest.param((), False, False, "over the internet", id="no-way"),
        pytest.param((OUT,), True, True, "over the internet", id="internet"),
        pytest.param(
            (_endpoint("E"),), True, True, "by the endpoint Logs", id="endpoint"
        ),
        pytest.param(
            *((OUT, _endpoint("Shut")), False, False, "by the endpoint Logs"),
            id="an-endpoint-takes-the-names",
        ),
        pytest.param(
            *((OUT, _endpoint("Shut", dns=False)), True, True, "over the internet"),
            id="an-endpoint-without-the-names",
        ),
        pytest.param(
            *((OUT, _endpoint("Shut", dns=None)), True, False, "by the endpoint Logs"),
            id="an-endpoint-that-may-have-the-names",
        ),
        pytest.param(
            *((OUT, replace(_endpoint("Shut"), when="HasLogs")), True, False),
            "by the endpoint Logs",
            id="an-endpoint-that-may-be-there",
        ),
        pytest.param(
            *((OUT, _endpoint("E", where="subnet-1")), True, False),
            "by the endpoint Logs",
            id="an-endpoint-in-a-subnet-that-is-not-at-hand",
        ),
        pytest.param(
            *((OUT, AWAY, _endpoint("Shut", where="Away")), True, True),
            "over the internet",
            id="an-endpoint-of-another-vpc",
        ),
        pytest.param(
            *((replace(_endpoint("E"), service=""),), True, False),
            "over the internet",
            id="an-endpoint-of-a-service-that-is-not-known",
        ),
        pytest.param(
            (table("Local", route("10.0.0.0/8", Way.OUTSIDE, "Transit")),),
            *(True, False, "over the internet"),
            id="endpoints-behind-a-transit-gateway",
        ),
    ],
)
def test_how_a_service_is_called(
    parts: tuple[Part, ...], may: bool, must: bool, how: str
) -> None:
    found = _called(*parts)
    assert [one.works for one in found] == [may, must]
    assert found[1].how == how


SERVED_TABLE = table("Served", GATEWAY)


@pytest.mark.parametrize(
    ("parts", "works"),
    [
        pytest.param((SERVED, SERVED_TABLE), True, id="isolated"),
        pytest.param((SERVED, SERVED_TABLE, group("G", (), ())), False, id="group"),
        pytest.param(
            (
                *(replace(SERVED, acl="Acl"), SERVED_TABLE),
                acl("Acl", [entry(1, True, "tcp/443")], [entry(1, True, "any")]),
            ),
            False,
            id="acl",
        ),
    ],
)
def test_a_gateway_endpoint(parts: tuple[Part, ...], works: bool) -> None:
    may, must = _called(*parts, service="s3")
    assert may.works is must.works is works
    assert must.how == "by the gateway endpoint S3Endpoint"
    assert must.walk
    assert must.walk.arrives is works
    assert not _called(*parts)[0].works


def test_a_gateway_endpoint_that_may_be_there() -> None:
    routes = table("Served", replace(GATEWAY, unknowns=("HasS3",)))
    may, must = _called(SERVED, routes, service="s3")
    assert (may.works, must.works) == (True, False)


def test_a_call_shows_one_packet_of_it() -> None:
    (_, works), (_, fails) = _called(_endpoint("E")), _called(_endpoint("Shut"))
    assert works.walk
    assert works.walk.arrives
    assert works.walk.packet.to_port == 443
    assert fails.walk
    stopped = [hop.words for hop in fails.walk.hops if not hop.passes]
    assert stopped == ["inbound rules of logs"]


def test_all_ports_that_a_task_may_use_count() -> None:
    some = acl(
        *("Acl", [entry(1, True, "tcp/32768-50000")]),
        [entry(1, True, "any")],
    )
    may, must = _called(replace(OUT, acl="Acl"), some)
    assert (may.works, must.works) == (True, False)
    assert must.walk
    assert must.walk.packet.from_port > 50000


def test_what_is_behind_a_transit_gateway_decides() -> None:
    routes = table("Local", route("10.0.0.0/8", Way.OUTSIDE, "Transit"))
    may, must = _called(routes)
    assert (may.unknowns, must.unknowns) == (("what is behind Transit",), ())
