"""Templates of others: proved, explained and shown without a stumble."""

from __future__ import annotations

from pathlib import Path

import pytest

from cfngen.gate.proof import unmet
from cfngen.model import Model
from cfngen.params import parse
from cfngen.prove.claims.claim import Claims
from cfngen.prove.claims.parsing import parsed
from cfngen.prove.claims.selecting import Selecting
from cfngen.prove.explaining import explain
from cfngen.prove.network.reading import network_of
from cfngen.prove.proving import prove
from cfngen.prove.reach.flow import Reach
from cfngen.prove.reach.matrix import matrix
from cfngen.prove.verdict import Truth
from cfngen.resolve import Root, resolve
from cfngen.template import load_tree
from tests.foreign.files import ROOTS

UNDECIDED = Truth.UNDECIDED
OWN = {
    file.name: file
    for file in sorted(Path(__file__).parent.iterdir())
    if file.suffix in (".json", ".yaml")
}
"""Templates in styles that matter to proofs alone."""


def of(file: Path) -> Model:
    tree = load_tree(file, f"foreign/{file.name}")
    return resolve((Root(tree, "stack", "us-east-1"),), parse(b"{}", "p.json", "p"))


@pytest.mark.parametrize("file", (*ROOTS, *OWN.values()), ids=lambda file: file.name)
def test_it_is_proved_and_whatever_is_undecided_has_a_reason(file: Path) -> None:
    model = of(file)
    proof = prove(model, Claims())
    unsure = [one for one in proof.obligations if one.truth is UNDECIDED]
    assert all(one.unknowns and all(one.unknowns) for one in unsure)
    network = network_of(model)
    reach = Reach(network)
    assert all(cell.ports for cell in matrix(reach))
    assert all(one.interfaces for one in network.workloads.values())
    for name in network.workloads:
        assert explain(reach, Selecting(Claims(), network), "internet", name, "443")


def verdicts(file: str, text: str) -> dict[str, Truth]:
    read = parsed(text, "t.claims")
    assert not read.findings
    proof = prove(of(OWN[file]), read.claims)
    return {one.said.text: one.truth for one in proof.verdicts}


def test_what_the_cdk_makes_goes_by_the_names_of_its_author() -> None:
    text = """
        internet -> alb : tcp/80 only
        only alb -> shop : tcp/8080
        only shop -> db : tcp/5432
        isolated -/-> internet by route
        only shop.execution read DbSecret2C3D4E5F
        role shop.task only nothing
        shop -> @pull, @secrets, @logs
    """
    assert set(verdicts("constructs.json", text).values()) == {Truth.PROVED}


def test_what_the_cdk_makes_does_what_it_has_to() -> None:
    assert unmet(of(OWN["constructs.json"])) == ()
    obligations = prove(of(OWN["constructs.json"]), Claims()).obligations
    assert {one.truth for one in obligations} == {Truth.PROVED}
    texts = [one.said.text for one in obligations]
    assert "shop can reach db" in texts
    assert "shop can pull its image from Images99AABBCC" in texts


def test_instances_with_the_group_of_a_load_balancer_reach_what_it_reaches() -> None:
    found = verdicts("fleet.yaml", "only lb -> db : tcp/5432\nonly lb, asg -> db")
    assert list(found.values()) == [Truth.REFUTED, Truth.PROVED]
