"""What takes data with it is blocked unless it is allowed by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from cfngen.errors import InputError
from cfngen.plan.making import make
from cfngen.plan.plan import Plan
from cfngen.plan.planned import Kind
from tests.fakes.world import World
from tests.plan.shop import bodies, deployed, here, leftovers, order

Edit = Callable[[dict[str, Any]], object]


def plan_of(edit: Edit, *allowed: str, shallow: bool = False) -> Plan:
    world, made = World(), bodies()
    deployed(world)
    edit(made)
    if shallow:
        world.limit_exceeded("Network")
    return make(order(made), here(world), frozenset(allowed))


def data(made: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = made["data.json"]["Resources"]
    return found


def without_database(made: dict[str, Any]) -> None:
    data(made).pop("Database")


def without_bucket(made: dict[str, Any]) -> None:
    data(made).pop("Bucket")


def without_logs(made: dict[str, Any]) -> None:
    data(made).pop("Logs")


def without_all(made: dict[str, Any]) -> None:
    made["root.json"]["Resources"].pop("Data")


def renamed_bucket(made: dict[str, Any]) -> None:
    data(made)["Bucket"]["Properties"] = {"BucketName": "another"}


def other_engine(made: dict[str, Any]) -> None:
    data(made)["Database"]["Properties"]["Engine"] = "mysql"


def smaller(made: dict[str, Any]) -> None:
    data(made)["Database"]["Properties"]["DBInstanceClass"] = "db.t4g.small"


@pytest.mark.parametrize("shallow", [False, True], ids=["deep", "shallow"])
@pytest.mark.parametrize(
    ("edit", "blocked"),
    [
        pytest.param(without_database, ["Data/Database"], id="a final snapshot"),
        pytest.param(without_logs, ["Data/Logs"], id="deleted"),
        pytest.param(without_bucket, [], id="retained"),
        pytest.param(without_all, ["Data/Database", "Data/Logs"], id="a whole stack"),
        pytest.param(renamed_bucket, ["Data/Bucket"], id="replaced, the old one kept"),
        pytest.param(other_engine, ["Data/Database"], id="may be replaced"),
        pytest.param(smaller, [], id="updated"),
    ],
)
def test_what_is_blocked(edit: Edit, blocked: list[str], shallow: bool) -> None:
    plan = plan_of(edit, shallow=shallow)
    assert bool(plan.shallow) is shallow
    assert sorted(one.path for one in plan.blocked) == blocked
    assert all(one.lost and one.why for one in plan.blocked)


def test_what_is_allowed_by_its_exact_path_is_noted() -> None:
    plan = plan_of(without_all, "Data/Database", "Data/Logs")
    assert plan.blocked == ()
    assert any(note.startswith("Allowed by name: Data/Logs") for note in plan.notes)


def test_consent_to_one_is_no_consent_to_another() -> None:
    plan = plan_of(without_all, "Data/Logs")
    assert [one.path for one in plan.blocked] == ["Data/Database"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        pytest.param("Data/Databas", "Did you mean Data/Database?", id="a typo"),
        pytest.param("Data", "Did you mean Data/Database?", id="only the stack"),
        pytest.param("Nowhere", "nothing there would be lost.", id="nothing like it"),
        pytest.param("Data/Bucket", "nothing there would be lost.", id="no loss"),
    ],
)
def test_a_name_that_blocks_nothing_is_an_error_that_leaves_nothing(
    typed: str, said: str
) -> None:
    world, made = World(), bodies()
    deployed(world)
    without_database(made)
    before = leftovers(world)
    with pytest.raises(InputError, match=f"--allow-replace {typed}: ") as raised:
        make(order(made), here(world), frozenset({typed}))
    assert said in raised.value.message
    assert raised.value.hint == "What blocks this plan: Data/Database."
    assert leftovers(world) == before


def test_consent_to_a_plan_that_changes_nothing_is_an_error_as_well() -> None:
    world = World()
    deployed(world)
    with pytest.raises(InputError, match="Data/Database"):
        make(order(), here(world), frozenset({"Data/Database"}))


def test_what_is_retained_is_noted() -> None:
    plan = plan_of(without_bucket)
    assert [one.kind for one in plan.changes if one.path == "Data/Bucket"] == [
        Kind.RETAIN
    ]
    assert any(note.startswith("Data/Bucket leaves the stack") for note in plan.notes)


def test_everything_in_a_stack_that_is_kept_is_kept() -> None:
    world, made = World(), bodies()
    made["root.json"]["Resources"]["Data"]["DeletionPolicy"] = "Retain"
    deployed(world, order(made))
    without_all(made)
    plan = make(order(made), here(world))
    assert plan.blocked == ()
    assert {one.kind for one in plan.changes if one.path.startswith("Data")} == {
        Kind.RETAIN
    }


def test_a_removed_stack_is_shown_with_all_that_is_in_it() -> None:
    found = {one.path: one for one in plan_of(without_all).changes}
    assert {"Data", "Data/Database", "Data/Bucket", "Data/Logs"} <= set(found)
    assert found["Data/Database"].policy == "Snapshot"


def secret(made: dict[str, Any]) -> dict[str, Any]:
    data(made)["Secret"] = {
        "Type": "AWS::SecretsManager::Secret",
        "Properties": {"GenerateSecretString": {"PasswordLength": 32}},
    }
    return made


def test_a_random_value_made_anew_is_a_loss_without_a_replacement() -> None:
    world = World()
    deployed(world, order(secret(bodies())))
    made = secret(bodies())
    length = data(made)["Secret"]["Properties"]["GenerateSecretString"]
    length["PasswordLength"] = 40
    plan = make(order(made), here(world))
    assert [(one.path, one.kind) for one in plan.blocked] == [
        ("Data/Secret", Kind.UPDATE)
    ]


def test_a_replica_holds_nothing_of_its_own() -> None:
    world, made = World(), bodies()
    data(made)["Replica"] = {
        "Type": "AWS::RDS::DBInstance",
        "DeletionPolicy": "Delete",
        "Properties": {"SourceDBInstanceIdentifier": {"Ref": "Database"}},
    }
    deployed(world, order(made))
    data(made).pop("Replica")
    assert make(order(made), here(world)).blocked == ()


@pytest.mark.parametrize("shallow", [False, True], ids=["deep", "shallow"])
def test_what_a_template_calls_a_secret_is_never_told(shallow: bool) -> None:
    def worded(made: dict[str, Any], word: str) -> dict[str, Any]:
        data(made)["Code"] = {
            "Type": "AWS::Lambda::Function",
            "Properties": {"Environment": {"Variables": {"DB_PASSWORD": word}}},
        }
        text = f'{{"password": "{word}"}}'
        data(made)["Secret"] = {
            "Type": "AWS::SecretsManager::Secret",
            "Properties": {"SecretString": text},
        }
        return made

    world = World()
    deployed(world, order(worded(bodies(), "hunter2")))
    if shallow:
        world.limit_exceeded("Network")
    plan = make(order(worded(bodies(), "hunter3")), here(world))
    assert bool(plan.shallow) is shallow
    assert "Data/Code" in {one.path for one in plan.changes}
    assert "hunter" not in str(plan.changes)
