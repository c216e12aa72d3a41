"""Names that AWS completes as it deploys."""

from __future__ import annotations

import pytest
from troposphere import Ref

from cfngen.physical import metric_namespace, under_domain


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("example.com", {"Ref": "DomainName"}),
        ("www.example.com", {"Fn::Sub": "www.${DomainName}"}),
        ("a.b.example.com", {"Fn::Sub": "a.b.${DomainName}"}),
        ("*.example.com", {"Fn::Sub": "*.${DomainName}"}),
        ("*example.com", {"Fn::Sub": "*${DomainName}"}),
    ],
)
def test_a_host_below_the_domain_follows_the_setting(
    host: str, expected: dict[str, str]
) -> None:
    found = under_domain(host, "example.com", Ref("DomainName"))
    assert not isinstance(found, str)
    assert found.to_dict() == expected


@pytest.mark.parametrize("host", ["*", "example.org", "myexample.com", "example.com.*"])
def test_any_other_host_stays_as_it_is(host: str) -> None:
    assert under_domain(host, "example.com", Ref("DomainName")) == host


def test_own_metrics_are_told_apart_by_system_and_environment() -> None:
    namespace = metric_namespace("shop").to_dict()
    assert namespace == {"Fn::Sub": "shop/${EnvironmentName}"}
