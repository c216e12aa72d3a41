"""A task that is told of a store has to reach it."""

from __future__ import annotations

from typing import Any

import pytest

from cfngen.prove.network.reading import network_of
from cfngen.prove.obligations.stores import stores
from cfngen.prove.verdict import Truth
from tests.prove.obligations.parts import made, task
from tests.prove.obligations.shop import group, let, of, ref, shop, verdict

ADDRESS = {"Fn::GetAtt": ["Store", "Endpoint.Address"]}
URL = {"Fn::Sub": "postgresql://${Store.Endpoint.Address}/app"}

TOLD: dict[str, tuple[str, Any]] = {
    "an address": ("Environment", ADDRESS),
    "an address in a URL": ("Environment", URL),
    "a secret that holds it": ("Secrets", ref("Url")),
    "a parameter that holds it": ("Secrets", ref("Host")),
    "a secret that is attached": ("Secrets", {"Fn::Sub": "${Password}:host::"}),
    "the store's own secret": (
        "Secrets",
        {"Fn::GetAtt": ["Store", "MasterUserSecret.SecretArn"]},
    ),
}
UNTOLD: dict[str, tuple[str, Any]] = {
    "the name of the store": ("Environment", ref("Store")),
    "another secret": ("Secrets", ref("Other")),
    "the address of a load balancer": (
        "Environment",
        {"Fn::GetAtt": ["Door", "DNSName"]},
    ),
}
AROUND = {
    "Url": made("SecretsManager::Secret", SecretString=URL),
    "Host": made("SSM::Parameter", Type="String", Value=ADDRESS),
    "Password": made("SecretsManager::Secret", GenerateSecretString={}),
    "Other": made("SecretsManager::Secret", GenerateSecretString={}),
    "Attachment": made(
        *("SecretsManager::SecretTargetAttachment",),
        SecretId=ref("Password"),
        TargetId=ref("Store"),
        TargetType="AWS::RDS::DBInstance",
    ),
}


def _told(list: str, value: Any) -> dict[str, Any]:
    name = "Value" if list == "Environment" else "ValueFrom"
    return {"Task": task(Image="nginx", **{list: [{"Name": "A", name: value}]})}


@pytest.mark.parametrize(("list", "value"), TOLD.values(), ids=TOLD)
def test_it_is_told_of_the_store(list: str, value: Any) -> None:
    found = shop(**AROUND, **_told(list, value))
    uses = stores(found, network_of(found), found["Task"])
    assert [(path[2], store.path) for path, store in uses] == [(list, "Store")]


@pytest.mark.parametrize(("list", "value"), UNTOLD.values(), ids=UNTOLD)
def test_it_is_not(list: str, value: Any) -> None:
    found = shop(**AROUND, **_told(list, value))
    assert not [*stores(found, network_of(found), found["Task"])]


def test_an_instance_stands_for_its_cluster() -> None:
    cluster = made(
        *("RDS::DBCluster",),
        Engine="aurora-postgresql",
        DBSubnetGroupName=ref("Stored"),
        VpcSecurityGroupIds=[ref("StoreGroup")],
    )
    instance = made("RDS::DBInstance", DBClusterIdentifier=ref("Cluster"))
    told = _told("Environment", ADDRESS)
    found = shop(Cluster=cluster, Store=instance, **told)
    uses = stores(found, network_of(found), found["Task"])
    assert [store.path for _, store in uses] == ["Cluster"]


def test_the_store_lets_it_in() -> None:
    told = _told("Environment", ADDRESS)
    assert verdict(shop(**told), "can reach store").truth is Truth.PROVED


def test_the_store_lets_another_port_in() -> None:
    closed = group(let(port=3306, **of("TaskGroup")))
    found = shop(StoreGroup=closed, **_told("Environment", ADDRESS))
    (broken,) = verdict(found, "can reach store").broken
    assert broken.at.resource == "StoreGroup"
    assert "SecurityGroupIngress" in broken.repair


def test_where_it_listens_may_be_unknown() -> None:
    port = {"Port": ref("Given")}
    found = shop(("Given",), Store=port, **_told("Environment", ADDRESS))
    assert verdict(found, "can reach store").truth is Truth.UNDECIDED
