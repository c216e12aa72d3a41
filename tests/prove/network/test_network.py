"""What workloads of a network are called."""

from __future__ import annotations

import pytest

from tests.prove.networks import network, subnet, workload

FRONT = subnet("Front", "10.0.0.0/24")


@pytest.mark.parametrize(
    ("names", "said"),
    [
        pytest.param(("Service", "service", "web", "tasks"), "web", id="its-stack"),
        pytest.param(("Service", "tasks", "backend"), "backend", id="longer"),
        pytest.param(("Alb", "alb"), "alb", id="lower-case"),
        pytest.param(("tasks", "services"), "A/Service", id="kinds-only"),
        pytest.param(("Service", "tasks"), "Service", id="logical-id"),
    ],
)
def test_a_name_is_the_shortest_that_says_most(
    names: tuple[str, ...], said: str
) -> None:
    some = network(FRONT, workload("A/Service", ("Front",), names=names))
    assert some.name("A/Service") == said


def test_a_name_is_its_own() -> None:
    twins = network(
        FRONT,
        workload("A/Service", ("Front",), names=("Service", "tasks")),
        workload("B/Service", ("Front",), names=("Service", "tasks", "b-1")),
    )
    assert twins.name("A/Service") == "A/Service"
    assert twins.name("B/Service") == "b-1"


def test_who_is_not_there_keeps_the_path() -> None:
    assert network(FRONT).name("stranger") == "stranger"
