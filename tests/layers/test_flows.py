"""Who may talk to whom, as the spec says it."""

from __future__ import annotations

import pytest

from cfngen.layers.flows import flows, service_tiers, tier_of, workloads
from tests.layers.variations import VARIATIONS, nextjs, service


def drawn(name: str) -> set[tuple[str, str, int]]:
    return {(f.source, f.destination, f.port) for f in flows(VARIATIONS[name])}


def test_the_flows_are_those_of_the_architecture_document() -> None:
    assert drawn("as drawn") == {
        ("Internet", "alb", 443),
        ("Internet", "alb", 80),
        ("alb", "web", 3000),
        ("web", "database", 5432),
        ("web", "cache", 6379),
        ("web", "Internet", 443),
    }


def test_a_store_is_open_to_those_who_use_it_only() -> None:
    users = {s for s, d, _ in drawn("services in both tiers") if d == "database"}
    assert users == {"api"}


def test_nobody_comes_in_without_an_edge() -> None:
    assert {s for s, _, _ in drawn("no edge")} == {"web"}


def test_what_is_said_twice_is_one_flow() -> None:
    twice = nextjs(
        services={"web": service(egress=[443, 443], uses=["cache", "cache"])}
    )
    assert len(flows(twice)) == len(set(flows(twice))) == 5


def test_everything_at_an_end_of_a_flow_is_a_workload_or_the_internet() -> None:
    for system in VARIATIONS.values():
        ends = {
            end for flow in flows(system) for end in (flow.source, flow.destination)
        }
        assert ends <= {*workloads(system), "Internet"}


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


def test_service_tiers_are_those_where_services_run() -> None:
    assert service_tiers(VARIATIONS["as drawn"]) == ("private",)
    assert service_tiers(VARIATIONS["services in both tiers"]) == ("public", "private")
    assert service_tiers(VARIATIONS["no services"]) == ()
