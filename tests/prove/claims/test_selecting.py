"""Names of claims looked up in a network."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cfngen.findings import Place
from cfngen.prove.claims.claim import Name
from cfngen.prove.claims.selecting import EVERYWHERE, Selecting, standing
from cfngen.prove.network.network import Network
from cfngen.prove.network.places import Kind
from cfngen.prove.packets import Family
from tests.prove.claims.texts import CLOUDFLARE, good
from tests.prove.networks import network, ranges, subnet, workload

GROUPS = """
group inner = subnets(isolated)
group all-jobs = sync-*, report
group nested = all-jobs, web, inner
internet[cloudflare] -> alb : tcp/443
"""


@pytest.fixture(scope="module")
def small() -> Network:
    return network(
        subnet("Net/Public1", "10.0.0.0/24", names=("public", "PublicSubnet1")),
        subnet("Net/Isolated1", "10.0.1.0/24", names=("isolated", "Isolated-a")),
        subnet("Net/Isolated2", "10.0.2.0/24", names=("isolated", "Isolated-b")),
        workload(*("Edge/Alb", ("Net/Public1",)), kind=Kind.BALANCER, names=("alb",)),
        workload("Web/Service", ("Net/Public1",), names=("web", "services", "tasks")),
        workload(
            *("Jobs/SyncOrders", ("Net/Public1",)),
            kind=Kind.JOB,
            names=("sync-orders", "jobs", "tasks"),
        ),
        workload(
            *("Jobs/Report", ("Net/Public1",)),
            kind=Kind.JOB,
            names=("report", "jobs", "tasks"),
        ),
        workload(
            *("Database/Database", ("Net/Isolated1", "Net/Isolated2")),
            kind=Kind.DATABASE,
            names=("database",),
        ),
    )


@pytest.fixture(scope="module")
def selecting(small: Network) -> Selecting:
    return Selecting(good(GROUPS).claims, small)


def named(text: str, within: str = "") -> Name:
    return Name(text, Place("", ""), within)


STRANGERS = ["stranger Net/Public1", "stranger Net/Isolated1", "stranger Net/Isolated2"]
DATABASE = ["Database/Database Net/Isolated1", "Database/Database Net/Isolated2"]
JOBS = ["Jobs/SyncOrders Net/Public1", "Jobs/Report Net/Public1"]
WEB = ["Web/Service Net/Public1"]
OURS = ["Edge/Alb Net/Public1", *WEB, *JOBS, *DATABASE]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        pytest.param("web", WEB, id="name"),
        pytest.param("Web/Service", WEB, id="path"),
        pytest.param("Web/*", WEB, id="pattern of paths"),
        pytest.param("sync-*", JOBS[:1], id="pattern"),
        pytest.param("?eb", WEB, id="pattern of a letter"),
        pytest.param("jobs", JOBS, id="kind"),
        pytest.param("tasks", [*WEB, *JOBS], id="kinds"),
        pytest.param("database", DATABASE, id="in two subnets"),
        pytest.param("all-jobs", JOBS, id="group"),
        pytest.param("nested", [*JOBS, *WEB, *DATABASE, *STRANGERS[1:]], id="nested"),
        pytest.param("isolated", [*DATABASE, *STRANGERS[1:]], id="tier"),
        pytest.param("inner", [*DATABASE, *STRANGERS[1:]], id="group of subnets"),
        pytest.param("subnets(*-a)", [DATABASE[0], STRANGERS[1]], id="subnets"),
        pytest.param("subnets(Net/Public1)", [*OURS[:4], STRANGERS[0]], id="subnet"),
        pytest.param("stranger", STRANGERS, id="strangers"),
        pytest.param("vpc", [*OURS, *STRANGERS], id="vpc"),
        pytest.param("*", [*OURS, *STRANGERS], id="anyone"),
        pytest.param("internet", [], id="internet"),
        pytest.param("nobody", [], id="unknown"),
        pytest.param("Web", [], id="no part of a name"),
    ],
)
def test_who_a_name_stands_for(text: str, who: list[str], selecting: Selecting) -> None:
    found = selecting.ends(named(text))
    assert [f"{one.workload} {one.subnet}" for one in found.interfaces] == who
    assert found.internet == (EVERYWHERE if text in ("*", "internet") else None)
    assert bool(found) == (bool(who) or text == "internet")


def test_a_set_of_the_internet(selecting: Selecting) -> None:
    found = selecting.ends(named("internet", "cloudflare"))
    assert (found.interfaces, found.internet) == ((), CLOUDFLARE)


@pytest.mark.parametrize("family", Family)
def test_all_but_a_set(family: Family, selecting: Selecting) -> None:
    found = selecting.ends(named("internet", "!cloudflare")).internet
    assert found is not None
    spans = sorted((*found.of(family), *CLOUDFLARE.of(family)))
    assert (spans[0][0], spans[-1][1]) == family.every
    assert all(a[1] + 1 == b[0] for a, b in zip(spans, spans[1:], strict=False))


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        pytest.param("isolated", ["Net/Isolated1", "Net/Isolated2"], id="tier"),
        pytest.param("inner", ["Net/Isolated1", "Net/Isolated2"], id="group"),
        pytest.param("subnets(*-b)", ["Net/Isolated2"], id="pattern"),
        pytest.param("Public*", ["Net/Public1"], id="bare pattern"),
        pytest.param("web", [], id="workload"),
    ],
)
def test_tiers(text: str, paths: list[str], selecting: Selecting) -> None:
    assert [one.path for one in selecting.tiers(named(text))] == paths


@pytest.mark.parametrize(
    ("text", "services"),
    [
        pytest.param("@pull", ("ecr.api", "ecr.dkr", "s3"), id="pull"),
        pytest.param("@secrets", ("secretsmanager",), id="secrets"),
        pytest.param("@logs", ("logs",), id="logs"),
        pytest.param("@ecr.api", ("ecr.api",), id="one"),
    ],
)
def test_services(text: str, services: tuple[str, ...], selecting: Selecting) -> None:
    assert selecting.services(named(text)) == services


def test_a_name_is_looked_up_once(selecting: Selecting) -> None:
    assert selecting.ends(named("nested")) is selecting.ends(named("nested"))


def test_a_group_may_narrow_down_the_tasks(small: Network) -> None:
    selecting = Selecting(good("group tasks = web").claims, small)
    found = selecting.ends(named("tasks"))
    assert [one.workload for one in found.interfaces] == ["Web/Service"]


def test_a_claim_is_made_where_there_is_what_it_asks_for(small: Network) -> None:
    text = (
        "web -> database : tcp/1 where database\n"
        "web -> endpoints : tcp/2 where endpoints, database\n"
        "web -> alb : tcp/3"
    )
    claims = good(text).claims
    derived = replace(claims, written=(), derived=claims.written)
    for one in (claims, derived):
        left = standing(one, small).every
        assert [claim.said.text[-5:] for claim in left] == ["abase", "tcp/3"]


def test_a_group_may_hold_several_sets(small: Network) -> None:
    text = """
set one = 198.51.100.0/24
set two = 203.0.113.0/24, 2001:db8::/32
group partners = internet[one], internet[two]
only partners -> alb
"""
    found = Selecting(good(text).claims, small).ends(named("partners")).internet
    assert found == ranges("198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32")
