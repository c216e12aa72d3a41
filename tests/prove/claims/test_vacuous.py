"""Names that stand for nothing are errors."""

from __future__ import annotations

import pytest

from cfngen.prove.claims.vacuous import wrong
from cfngen.prove.network.places import Kind
from tests.prove.claims.texts import good
from tests.prove.networks import network, subnet, workload

SMALL = network(
    subnet("Net/Public1", "10.0.0.0/24", names=("public",)),
    workload("Edge/Alb", ("Net/Public1",), kind=Kind.BALANCER, names=("alb",)),
    workload("Web/Service", ("Net/Public1",), names=("web", "services")),
    workload("Lost", (), names=("lost",)),
)
ROLES = ("web.task", "web.execution")


@pytest.mark.parametrize(
    ("text", "at", "id", "says", "mend"),
    [
        pytest.param(
            *("wbe -> alb : tcp/1", "1:1", "CG800"),
            *("No workload has the name 'wbe'.", "Did you mean 'web'?"),
            id="misspelt",
        ),
        pytest.param(
            *("only alb, frobnicate -> web", "1:11", "CG800"),
            "No workload has the name 'frobnicate'.",
            "There are: alb, web, services, lost, public.",
            id="nothing like it",
        ),
        pytest.param(
            *("alb -/-> sync-*", "1:10", "CG803"),
            "'sync-*' stands for no workload here: the claim says nothing.",
            "There are: alb, web, services, lost, public.",
            id="pattern",
        ),
        pytest.param(
            *("web -/-> cache", "1:10", "CG803"),
            "'cache' stands for no workload here: the claim says nothing.",
            "There are: alb, web, services, lost, public.",
            id="kind",
        ),
        pytest.param(
            *("isolated -/-> internet", "1:1", "CG803"),
            "'isolated' stands for no workload here: the claim says nothing.",
            "There are: alb, web, services, lost, public.",
            id="tier",
        ),
        pytest.param(
            *("lost -/-> internet", "1:1", "CG803"),
            "'lost' stands for no workload here: the claim says nothing.",
            "There are: alb, web, services, lost, public.",
            id="nowhere",
        ),
        pytest.param(
            *("nacl pubic default-deny", "1:6", "CG800"),
            *("No subnet has the name 'pubic'.", "Did you mean 'public'?"),
            id="subnet",
        ),
        pytest.param(
            *("nacl isolated default-deny", "1:6", "CG803"),
            "'isolated' stands for no subnet here: the claim says nothing.",
            "There are: public.",
            id="tier without subnets",
        ),
        pytest.param(
            *("subnets(Db*) -/-> internet", "1:9", "CG803"),
            "'Db*' stands for no subnet here: the claim says nothing.",
            "There are: public.",
            id="subnets",
        ),
        pytest.param(
            *("role web.tsk no-escalation", "1:6", "CG800"),
            *("No role has the name 'web.tsk'.", "Did you mean 'web.task'?"),
            id="role",
        ),
        pytest.param(
            *("only api.* read Secret", "1:6", "CG803"),
            "'api.*' stands for no role here: the claim says nothing.",
            "There are: web.task, web.execution.",
            id="pattern of roles",
        ),
        pytest.param(
            "set inside = 10.0.0.0/8\ninternet[inside] -> alb : tcp/1",
            *("2:1", "CG803", "No address of 'inside' is on the internet."),
            "Write public addresses into the set; those inside have names.",
            id="private set",
        ),
        pytest.param(
            *("group both = web, wbe", "1:19", "CG800"),
            *("No workload has the name 'wbe'.", "Did you mean 'web'?"),
            id="member",
        ),
        pytest.param(
            *("group web = alb", "1:13", "CG800"),
            *("The group 'web' has the name of a workload.", "Take another name."),
            id="group that hides",
        ),
    ],
)
def test_says(text: str, at: str, id: str, says: str, mend: str) -> None:
    (found,) = wrong(good(text).claims, SMALL, ROLES)
    assert f"{found.line}:{found.column}" == at
    assert (found.id, found.message, found.mend) == (id, says, mend)


def test_every_name_is_said_once_and_all_at_once() -> None:
    claims = good("wbe -> alb : tcp/1\nwbe -/-> internet\nalb -/-> bew").claims
    found = wrong(claims, SMALL, ROLES)
    assert [one.line for one in found] == [1, 3]


def test_nothing_is_wrong() -> None:
    claims = good(
        "group both = web, public\n"
        "only internet[cloudflare], both, stranger, vpc, * -> alb\n"
        "internet[!cloudflare] -/-> Web/*\n"
        "web -> @pull\n"
        "nacl public, both default-deny\n"
        "role *.task, web.execution no-escalation\n"
        "web -> cache : tcp/6379 where cache\n"
    ).claims
    assert wrong(claims, SMALL, ROLES) == ()
