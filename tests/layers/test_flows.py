"""Who may talk to whom, as the spec says it."""

from __future__ import annotations

import pytest

from cfngen.layers.flows import (
    ALB,
    CLOUDFLARE,
    ENDPOINTS,
    INTERNET,
    TESTERS,
    flows,
    task_tiers,
    tier_of,
    tries_out,
    workloads,
)
from cfngen.spec.system import System
from tests.layers.edges import EVERY
from tests.layers.variations import VARIATIONS, nextjs, service

EACH = pytest.mark.parametrize("system", EVERY.values(), ids=EVERY.keys())
OUTSIDE = {INTERNET, CLOUDFLARE, TESTERS}


def drawn(name: str) -> set[tuple[str, str, int]]:
    return {(f.source, f.destination, f.port) for f in flows(EVERY[name])}


def test_the_flows_are_those_of_the_architecture_document() -> None:
    assert drawn("as drawn") == {
        ("Internet", "alb", 443),
        ("Internet", "alb", 80),
        ("alb", "web", 3000),
        ("web", "database", 5432),
        ("web", "cache", 6379),
        ("web", "Internet", 443),
    }


def test_revendiste_is_open_to_cloudflare_and_its_stores_to_tasks() -> None:
    jobs = EVERY["revendiste"].jobs
    assert drawn("revendiste") == {
        ("Cloudflare", "alb", 443),
        ("Cloudflare", "alb", 80),
        ("alb", "backend", 3001),
        ("alb", "frontend", 3000),
        ("backend", "database", 5432),
        ("backend", "Internet", 443),
        ("frontend", "Internet", 443),
        *((job, "database", 5432) for job in jobs),
        *((job, "Internet", 443) for job in jobs),
    }


def test_each_service_of_platform_is_reached_on_its_own_port() -> None:
    reached = {(d, port) for s, d, port in drawn("platform") if s == ALB}
    ports = {"api": 4000, "worker": 4001, "scheduler": 4002, "notifier": 4003}
    assert reached == set(ports.items())


def test_rails_is_reached_through_its_proxy_and_releases_by_testers() -> None:
    assert {flow for flow in drawn("rails") if flow[0] in OUTSIDE | {ALB}} == {
        ("Internet", "alb", 443),
        ("Internet", "alb", 80),
        ("Testers", "alb", 8443),
        ("alb", "web", 80),
    }


def test_a_store_is_open_to_those_who_use_it_only() -> None:
    users = {s for s, d, _ in drawn("services in both tiers") if d == "database"}
    assert users == {"api"}


def test_nobody_comes_in_without_an_edge() -> None:
    assert {s for s, _, _ in drawn("no edge")} == {"web"}


def test_nobody_asks_a_worker_or_a_job() -> None:
    name = "jobs, a worker and MySQL"
    asked = {destination for _, destination, _ in drawn(name)}
    assert asked == {"alb", "backend", "database", "Internet"}
    assert ("mailer", "Internet", 587) in drawn(name)
    assert ("backend", "database", 3306) in drawn(name)


@EACH
def test_every_task_reaches_the_endpoints_for_their_names_lead_nowhere_else(
    system: System,
) -> None:
    reaching = {f.source for f in flows(system) if f.destination == ENDPOINTS}
    assert reaching == (set(system.tasks) if system.network.endpoints else set())


@EACH
def test_testers_come_in_only_where_releases_wait_for_their_traffic(
    system: System,
) -> None:
    come = any(flow.source == TESTERS for flow in flows(system))
    assert come is tries_out(system)
    assert come is any(system.blue_green(one) for one in system.services.values())


def test_what_is_said_twice_is_one_flow() -> None:
    twice = nextjs(
        services={"web": service(egress=[443, 443], uses=["cache", "cache"])}
    )
    assert len(flows(twice)) == len(set(flows(twice))) == 5


@EACH
def test_everything_at_an_end_of_a_flow_is_a_workload_or_outside(
    system: System,
) -> None:
    ends = {end for flow in flows(system) for end in (flow.source, flow.destination)}
    assert ends <= {*workloads(system), *OUTSIDE}


@EACH
def test_every_workload_is_in_a_tier_of_the_network(system: System) -> None:
    for workload in workloads(system):
        assert tier_of(system, workload) in system.network.tiers()


def test_a_service_named_internet_is_a_service() -> None:
    named = nextjs(services={"internet": service()})
    assert tier_of(named, "internet") == "private"
    assert "internet" in workloads(named)
    into = {f.source for f in flows(named) if f.destination == "internet"}
    assert into == {"alb"}


@pytest.mark.parametrize(
    ("name", "tier"),
    [
        ("as drawn", "isolated"),
        ("no isolated tier", "private"),
        ("public tier only", "public"),
    ],
)
def test_stores_are_in_the_innermost_tier(name: str, tier: str) -> None:
    assert tier_of(VARIATIONS[name], "database") == tier
    assert tier_of(VARIATIONS[name], "cache") == tier


def test_task_tiers_are_those_where_services_and_jobs_run() -> None:
    assert task_tiers(VARIATIONS["as drawn"]) == ("private",)
    assert task_tiers(VARIATIONS["services in both tiers"]) == ("public", "private")
    assert task_tiers(VARIATIONS["no services"]) == ()
    assert task_tiers(EVERY["revendiste"]) == ("public",)
