"""What an account may have in a region."""

from __future__ import annotations

from typing import Any

import pytest

from tests.checks.network.system import CHECKS, model, problems
from tests.models import of_resources, of_template

VPC, ZONE = {"Ref": "Vpc0"}, {"Fn::Select": [0, {"Fn::GetAZs": ""}]}


def _many(count: int, type: str, **properties: Any) -> dict[str, Any]:
    name = type.rpartition("::")[2]
    made = {"Type": f"AWS::{type}", "Properties": properties}
    return {f"{name.capitalize()}{number}": made for number in range(count)}


ONE_VPC = _many(1, "EC2::VPC", CidrBlock="10.0.0.0/16")
ONE_SUBNET = _many(1, "EC2::Subnet", VpcId=VPC, AvailabilityZone=ZONE)


@pytest.mark.parametrize(
    ("type", "quota", "properties", "around", "words"),
    [
        ("EC2::EIP", 5, {}, {}, "Elastic IP addresses in a region"),
        ("EC2::VPC", 5, {}, {}, "VPCs in a region"),
        ("EC2::InternetGateway", 5, {}, {}, "internet gateways in a region"),
        ("EC2::Subnet", 200, {"VpcId": VPC}, ONE_VPC, "subnets in a VPC"),
        (
            *("EC2::VPCCidrBlock", 4, {"VpcId": VPC, "CidrBlock": "10.1.0.0/16"}),
            *(ONE_VPC, "further ranges of IPv4 in a VPC"),
        ),
        (
            *("EC2::VPCCidrBlock", 5, {"VpcId": VPC, "Ipv6Pool": "pool"}),
            *(ONE_VPC, "ranges of IPv6 in a VPC"),
        ),
        (
            *("EC2::NatGateway", 5, {"SubnetId": {"Ref": "Subnet0"}}),
            *(ONE_VPC | ONE_SUBNET, "NAT gateways in a zone"),
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_one_too_many(
    type: str, quota: int, properties: Any, around: Any, words: str
) -> None:
    just = of_resources(**around, **_many(quota, type, **properties))
    assert problems(just, [CHECKS["CG505"]]) == []
    more = of_resources(**around, **_many(quota + 1, type, **properties))
    ((_, _, message),) = problems(more, [CHECKS["CG505"]])
    assert f"{quota + 1} {words}; the quota is {quota}" in message


def test_what_may_not_exist_does_not_count() -> None:
    maybe = _many(6, "EC2::EIP")
    maybe["Eip0"] = {**maybe["Eip0"], "Condition": "Maybe"}
    body = {
        "Parameters": {"P": {"Type": "String"}},
        "Conditions": {"Maybe": {"Fn::Equals": [{"Ref": "P"}, "x"]}},
        "Resources": maybe,
    }

    assert problems(of_template(body), [CHECKS["CG505"]]) == []


def test_too_many_names_of_a_certificate() -> None:
    def certificate(others: int) -> list[tuple[str, str, str]]:
        names = [f"n{number}.example.com" for number in range(others)]
        given = {"DomainName": "example.com", "SubjectAlternativeNames": names}
        type = "AWS::CertificateManager::Certificate"
        made = of_resources(Certificate={"Type": type, "Properties": given})
        return problems(made, [CHECKS["CG505"]])

    assert certificate(9) == []
    ((_, place, message),) = certificate(10)
    assert place == "Certificate.SubjectAlternativeNames"
    assert message == "It has 11 names; the quota is 10."


def test_ranges_of_both_families_do_not_count_together() -> None:
    four = _many(4, "EC2::VPCCidrBlock", VpcId=VPC, CidrBlock="10.1.0.0/16")
    properties = {"VpcId": VPC, "AmazonProvidedIpv6CidrBlock": True}
    six = {"Type": "AWS::EC2::VPCCidrBlock", "Properties": properties}
    assert problems(of_resources(**ONE_VPC, **four, Six=six), [CHECKS["CG505"]]) == []


@pytest.mark.parametrize("pool", ["PublicIpv4Pool", "IpamPoolId"])
def test_addresses_of_ones_own_do_not_count(pool: str) -> None:
    own = _many(9, "EC2::EIP", **{pool: "pool-1"})
    assert problems(of_resources(**own), [CHECKS["CG505"]]) == []


def test_a_prefix_list_for_too_many_entries() -> None:
    found = problems(model({"List.MaxEntries": "1001"}), [CHECKS["CG505"]])
    message = "It has room for 1001 entries; the quota is 1,000."
    assert found == [("CG505", "List.MaxEntries", message)]
    assert problems(model({"List.MaxEntries": 1000}), [CHECKS["CG505"]]) == []
