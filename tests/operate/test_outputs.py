"""Outputs under the names that people ask for."""

from __future__ import annotations

import pytest

from cfngen.cloud.values import Output, Stack
from cfngen.errors import InputError
from cfngen.operate.outputs import aliases, doubtful, one, shown
from cfngen.operate.tree import Branch
from cfngen.spec.load import load
from tests.committed import TEMPLATES, body
from tests.models import PROJECT

SEED = (
    *("alb_dns_name", "rds_cluster_endpoint", "db_secret_arn", "ecs_cluster_name"),
    *("backend_ecr_repository_url", "frontend_ecr_repository_url"),
)
"""The names of the README that revendiste comes from."""


def branch(path: str = "", **outputs: str) -> Branch:
    told = tuple(Output(name, value) for name, value in outputs.items())
    return Branch(path, Stack("arn", "small-dev", "CREATE_COMPLETE", outputs=told))


def test_names_are_cloudformations_with_the_path_before_them() -> None:
    tree = (branch(B="1", A="2"), branch("Edge/Waf", A="3"))
    assert [one.name for one in shown(tree)] == ["A", "B", "Edge/Waf/A"]


def test_names_in_snake_case_go_by_what_scripts_know() -> None:
    tree = (branch(ClusterName="1", AlbDnsName="2"), branch("EdgeOne", VpcId="3"))
    found = {o.name: o.value for o in shown(tree, {"ClusterName": "ecs_cluster_name"})}
    assert found == {
        "ecs_cluster_name": "1",
        "alb_dns_name": "2",
        "edge_one_vpc_id": "3",
    }


def test_two_outputs_never_share_a_name() -> None:
    tree = (branch(EdgeA="1"), branch("Edge", A="2"))
    with pytest.raises(InputError) as refused:
        shown(tree, {})
    assert refused.value.message.splitlines() == [
        "EdgeA would be edge_a.",
        "Edge/A would be edge_a.",
    ]
    assert len(shown(tree)) == 2


def test_revendiste_has_every_output_of_its_readme() -> None:
    system = load(PROJECT, "revendiste")
    tree = (branch(**dict.fromkeys(_root_outputs("revendiste"), "x")),)
    assert {one.name for one in shown(tree, aliases(system))} >= set(SEED)


def test_an_instance_is_no_cluster() -> None:
    assert "DatabaseHost" not in aliases(load(PROJECT, "nextjs"))


@pytest.mark.parametrize("name", ["nextjs", "platform", "rails", "revendiste"])
def test_names_in_snake_case_are_each_ones_own(name: str) -> None:
    tree = (branch(**dict.fromkeys(_root_outputs(name), "x")),)
    assert shown(tree, aliases(load(PROJECT, name)))


def _root_outputs(name: str) -> list[str]:
    return list(body(TEMPLATES / name / "root.json")["Outputs"])


@pytest.mark.parametrize("key", ["alb_dns_name", "AlbDnsName"], ids=["snake", "own"])
def test_an_output_answers_to_both_of_its_names(key: str) -> None:
    assert one(shown((branch(AlbDnsName="x"),), {}), key).value == "x"


def test_a_name_that_is_not_there_may_be_a_slip() -> None:
    with pytest.raises(InputError) as refused:
        one(shown((branch(AlbDnsName="x", SiteUrl="y"),)), "AlbDnsname")
    assert refused.value.hint.startswith("Did you mean AlbDnsName? There is: Alb")


def test_what_only_terraform_tells_is_to_be_had_elsewhere() -> None:
    """The README that revendiste comes from asks for it."""
    arn = "arn:aws:acm:sa-east-1:123456789012:certificate/1"
    with pytest.raises(InputError) as refused:
        one(
            shown((branch(CertificateArnInUse=arn),), {}),
            "acm_certificate_validation_records",
        )
    assert f"--region sa-east-1 --certificate-arn {arn} --query" in refused.value.hint


def test_what_looks_like_a_secret_is_told() -> None:
    tree = (branch(DatabaseSecretArn="arn:aws:x", AdminPassword="p", Url="a://u:p@h"),)
    assert [name for name, _ in doubtful(shown(tree))] == ["AdminPassword", "Url"]
