"""Claims that workloads can call services of AWS."""

from __future__ import annotations

from dataclasses import replace

from cfngen.prove.network.network import Network
from cfngen.prove.network.places import Kind
from cfngen.prove.verdict import Truth
from tests.prove.judging.world import PUBLICS, verdict, world
from tests.prove.networks import group, rule, workload


def with_endpoint(*rules: str) -> Network:
    """Return a network with an endpoint of Secrets Manager, whose rules let some in."""
    net = world(
        group("EndpointGroup", [rule("tcp/443", one) for one in rules], []),
        workload(
            *("Secrets", ("PublicA",), ("EndpointGroup",)),
            kind=Kind.ENDPOINT,
            service="secretsmanager",
        ),
    )
    endpoint = replace(net.workloads["Secrets"], private_dns=True)
    return replace(net, workloads={**net.workloads, "Secrets": endpoint})


def test_a_call_by_the_internet_works() -> None:
    assert verdict(world(), "backend -> @pull, @secrets").truth is Truth.PROVED


def test_a_task_without_a_rule_for_it_cannot_call() -> None:
    found = verdict(world(), "backend, job -> @logs")
    (broken,) = found.broken
    assert found.truth is Truth.REFUTED
    assert broken.what.startswith("job cannot call logs")
    assert broken.at.resource == "JobGroup"
    assert broken.repair == (
        "add to JobGroup SecurityGroupEgress tcp/443, CidrIp: 0.0.0.0/0"
    )


def test_an_endpoint_takes_all_calls_and_has_to_let_them_in() -> None:
    assert (
        verdict(with_endpoint("10.0.0.0/16"), "backend -> @secrets").truth
        is Truth.PROVED
    )
    shut = verdict(with_endpoint(), "backend -> @secrets")
    assert shut.truth is Truth.REFUTED
    assert shut.broken[0].at.resource == "EndpointGroup"
    assert "SourceSecurityGroupId: BackendGroup" in shut.broken[0].repair


def test_a_call_that_may_work_is_undecided_by_name() -> None:
    maybe = rule("tcp/443", "0.0.0.0/0", unknowns=("AllowsHttps",))
    found = verdict(world(group("BackendGroup", [], [maybe])), "backend -> @logs")
    assert (found.truth, found.unknowns) == (Truth.UNDECIDED, ("AllowsHttps",))
    assert "backend might not be able to call logs" in found.broken[0].what


def test_a_call_from_no_interface_says_nothing() -> None:
    bare = workload("Backend", PUBLICS, ("BackendGroup",), public=False)
    assert verdict(world(bare), "backend -> @sqs").truth is Truth.REFUTED
    assert verdict(world(), "internet -> @sqs").truth is Truth.VACUOUS
