"""Names that stand for nothing are errors."""

from __future__ import annotations

import pytest

from cfngen.prove.claims.vacuous import wrong
from cfngen.prove.network.places import Kind
from tests.prove.claims.texts import good, read
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
            *("wbe -> alb : tcp/1", "1:1", "CG803"),
            *("No workload has the name 'wbe'.", "Did you mean 'web'?"),
            id="misspelt",
        ),
        pytest.param(
            *("only alb, frobnicate -> web", "1:11", "CG803"),
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
            "'isolated' stands for no subnet here: the claim says nothing.",
            "There are: public.",
            id="tier",
        ),
        pytest.param(
            *("lost -/-> internet", "1:1", "CG803"),
            "'lost' stands for no workload here: the claim says nothing.",
            "There are: alb, web, services, public.",
            id="nowhere",
        ),
        pytest.param(
            *("nacl pubic default-deny", "1:6", "CG803"),
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
            *("role web.tsk no-escalation", "1:6", "CG803"),
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
            *("group both = web, wbe", "1:19", "CG803"),
            *("No workload has the name 'wbe'.", "Did you mean 'web'?"),
            id="member",
        ),
        pytest.param(
            *("group web = alb", "1:13", "CG803"),
            *("The group 'web' has the name of a workload.", "Take another name."),
            id="group that hides",
        ),
        pytest.param(
            *("alb -/-> Net/*", "1:10", "CG803"),
            "'Net/*' stands for no workload, but for subnets: Net/Public1.",
            "Write subnets(Net/*), or a line: group inner = subnets(Net/*).",
            id="subnet and no workload",
        ),
        pytest.param(
            *("web.task -/-> alb", "1:1", "CG803"),
            *("'web.task' is a role, and no workload.", "Write web."),
            id="role and no workload",
        ),
        pytest.param(
            *("role web no-escalation", "1:6", "CG803"),
            *("No role has the name 'web'.", "Write web.execution or web.task."),
            id="workload and no role",
        ),
        pytest.param(
            *("group both = web, alb\nrole both no-escalation", "2:6", "CG803"),
            *("'both' is a group of workloads, and no role.", "Name roles: *.task."),
            id="group and no role",
        ),
        pytest.param(
            *("group g = web, public\nnacl g default-deny", "2:6", "CG803"),
            "'web' of 'g' stands for no subnet here.",
            "Name tiers or subnets alone, or * for all subnets.",
            id="member that is no tier",
        ),
        pytest.param(
            *("only nobody -> alb", "1:6", "CG803"),
            *("Nobody is nobody's name.", "Write * -/-> backend."),
            id="nobody",
        ),
        pytest.param(
            *("role web.task only for ecs-tasks.amazonaws.com, web.tsk", "1:1"),
            *("CG803", "No role has the name 'web.tsk'.", "Did you mean 'web.task'?"),
            id="principal",
        ),
        pytest.param(
            *("group all = vpc, internet\nonly all -> alb : any", "2:1", "CG803"),
            "Everybody may reach it, so nothing is forbidden.",
            "Name fewer, or the ports that they may reach.",
            id="everybody by parts",
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
        "only internet[cloudflare], both, stranger, vpc, * -> alb : tcp/80\n"
        "internet[!cloudflare] -/-> Web/*\n"
        "web -> @pull\n"
        "group tiers = public, subnets(public)\nnacl public, tiers default-deny\n"
        "role *.task, web.execution no-escalation\n"
        "web -> cache : tcp/6379 where cache\n"
        "only web.task, 123456789012, logs.amazonaws.com, arn:aws:iam::1:user/x"
        " read Secret\n"
        "role web.task only for ecs-tasks.amazonaws.com, web.execution, account,\n"
        "    github:a/b, accounts.google.com, 123456789012, arn:aws:iam::1:root\n"
        "only vpc, internet[cloudflare] -> alb\n"
    ).claims
    assert wrong(claims, SMALL, ROLES) == ()


def test_long_lists_are_cut() -> None:
    (found,) = wrong(
        good("role xyzzy only nothing").claims, SMALL, [f"role-{n}" for n in range(99)]
    )
    assert found.mend.endswith(", role-11 and 87 more.")


def test_what_hangs_on_a_definition_that_cannot_be_read_is_not_judged() -> None:
    text = "group a = web, !\ngroup b = a, web\nset s = nonsense\n"
    found = read(f"{text}a -/-> alb\nonly b -> alb\ninternet[s] -/-> web\n")
    assert [one.line for one in found.findings] == [1, 3]
    assert wrong(found.claims, SMALL, ROLES) == ()
    assert found.claims.written == ()
