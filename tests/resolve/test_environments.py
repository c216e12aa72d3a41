"""An environment's region and account, as the spec says them, reach every stack."""

from __future__ import annotations

from typing import Any

from cfngen.diff import difference
from cfngen.generate import generate
from cfngen.model import Model
from cfngen.resolve import environment, in_trees
from cfngen.spec.environment import Environment
from cfngen.spec.system import System
from cfngen.template import tree_of
from tests.models import parameters_of, spec

ACCOUNT = "123456789012"


def placed(system: str, **prod: Any) -> System:
    """Return a system whose prod is elsewhere."""
    described = {"prod": Environment.model_validate(prod)}
    return spec(system).model_copy(update={"environments": described})


def modelled(system: System, name: str = "prod") -> Model:
    given = parameters_of(system.system, name)
    return environment(system, generate(system), given, f"templates/{system.system}")


def test_templates_are_the_same_wherever_an_environment_is() -> None:
    there = placed("nextjs", region="cn-north-1", account=ACCOUNT)
    assert generate(there) == generate(placed("nextjs"))


def test_the_region_of_an_environment_is_that_of_its_stacks() -> None:
    system = placed("nextjs", region="cn-north-1")
    prod = modelled(system)
    assert {stack.region for stack in prod.stacks.values()} == {"cn-north-1"}
    assert "arn:aws-cn:iam::" in str(prod["Security/Key"])
    dev = modelled(system, "dev")
    assert {stack.region for stack in dev.stacks.values()} == {"us-east-1"}


def test_copies_stay_in_their_region() -> None:
    prod = modelled(placed("platform", region="eu-west-1"))
    assert prod.region == "eu-west-1"
    assert prod.stacks["recovery"].region == "us-west-2"


def test_the_account_is_known_where_the_spec_says_it() -> None:
    policy = "Storage/AccessLogBucketPolicy"
    assert ACCOUNT in str(modelled(placed("platform", account=ACCOUNT))[policy])
    assert ACCOUNT not in str(modelled(placed("platform"))[policy])


def test_two_environments_do_not_differ_by_their_account_alone() -> None:
    system = placed("nextjs", account=ACCOUNT)
    tree = tree_of(generate(system), "root.json", "templates/nextjs")
    given = parameters_of("nextjs", "prod")
    known = in_trees(system, tree, given, named=False)
    assert not difference(known, in_trees(placed("nextjs"), tree, given, named=False))
