"""VPC endpoints, DNS and flow logs."""

from __future__ import annotations

import pytest

from cfngen.checks.network.endpoints import service
from tests.checks.network.parts import att
from tests.checks.network.system import (
    CHECKS,
    GONE,
    Case,
    Changes,
    model,
    problems,
    spoken,
)

CASES = (
    Case(
        "host names without support",
        *("CG510", {"Vpc.EnableDnsSupport": "false"}, "Vpc.EnableDnsHostnames"),
        "no DNS support",
    ),
    Case(
        "a gateway endpoint without tables",
        *("CG520", {"S3Endpoint.RouteTableIds": []}, "S3Endpoint", "leads nowhere"),
    ),
    Case(
        "a gateway endpoint with subnets",
        *("CG520", {"S3Endpoint.SubnetIds": ["subnet-1"]}, "S3Endpoint.SubnetIds"),
        "has no SubnetIds",
    ),
    Case(
        "a gateway endpoint where there is none",
        *("CG520", {"S3Endpoint.ServiceName": "com.amazonaws.us-east-1.sqs"}),
        *("S3Endpoint.ServiceName", "no gateway endpoint for sqs"),
    ),
    Case(
        "a gateway endpoint for a table of another VPC",
        *("CG520", {"PrivateTable.VpcId": {"Ref": "OtherVpc"}}),
        *("S3Endpoint.RouteTableIds", "PrivateTable is of another VPC"),
    ),
    Case(
        "an interface endpoint with tables",
        *("CG520", {"LogsEndpoint.RouteTableIds": [{"Ref": "PrivateTable"}]}),
        *("LogsEndpoint.RouteTableIds", "has no RouteTableIds"),
    ),
    Case(
        "an interface endpoint without subnets",
        *("CG520", {"LogsEndpoint.SubnetIds": GONE}, "LogsEndpoint", "no address"),
    ),
    Case(
        "two subnets of a zone",
        "CG520",
        {"LogsEndpoint.SubnetIds": [{"Ref": "Private"}, {"Ref": "Public1"}]},
        *("LogsEndpoint.SubnetIds", "Private and Public1 are in the same zone"),
    ),
    Case(
        "private DNS in a VPC without host names",
        *("CG520", {"Vpc.EnableDnsHostnames": GONE}, "LogsEndpoint.PrivateDnsEnabled"),
        "needs EnableDnsSupport and -Hostnames of Vpc",
    ),
    Case(
        "a service of another region",
        *("CG520", {"S3Endpoint.ServiceName": "com.amazonaws.sa-east-1.s3"}),
        *("S3Endpoint.ServiceName", "of sa-east-1, the VPC in us-east-1"),
    ),
    Case(
        "private DNS twice",
        *("CG520", {"Again": ("LogsEndpoint", {})}, "Again.PrivateDnsEnabled"),
        "LogsEndpoint has the private DNS name of logs",
    ),
    Case(
        "a gateway endpoint twice for a table",
        *("CG520", {"Again": ("S3Endpoint", {})}, "Again.RouteTableIds"),
        "S3Endpoint leads from PrivateTable to s3",
    ),
    Case(
        "a flow log without a role",
        *("CG521", {"FlowLog.DeliverLogsPermissionArn": GONE}, "FlowLog", "a role"),
    ),
    Case(
        "a flow log without a log group",
        *("CG521", {"FlowLog.LogGroupName": GONE}, "FlowLog", "one of them"),
    ),
    Case(
        "a role that flow logs may not assume",
        "CG521",
        {
            "FlowRole.AssumeRolePolicyDocument": {
                "Statement": [{"Principal": {"Service": "ec2.amazonaws.com"}}]
            }
        },
        *("FlowLog.DeliverLogsPermissionArn", "FlowRole does not trust"),
    ),
    Case(
        "a role where logs go to S3",
        *("CG521", {"FlowLog.LogDestinationType": "s3"}),
        *("FlowLog.DeliverLogsPermissionArn", "has no DeliverLogsPermissionArn"),
    ),
    Case(
        "no bucket where logs go to S3",
        *("CG521", {"FlowLog.LogDestinationType": "s3"}, "FlowLog", "the bucket's ARN"),
    ),
    Case(
        "a name where an ARN should be",
        "CG521",
        {"FlowLog.LogDestinationType": "s3", "FlowLog.LogDestination": "my-bucket"},
        *("FlowLog.LogDestination", "my-bucket is not the ARN"),
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_mistake_is_named(case: Case) -> None:
    assert spoken(case)


FINE: dict[str, Changes] = {
    "a second interface endpoint without private DNS": {
        "Again": ("LogsEndpoint", {"PrivateDnsEnabled": False})
    },
    "an endpoint to the same service in another VPC": {
        "OtherVpc.EnableDnsHostnames": True,
        "OtherVpc.EnableDnsSupport": True,
        "Again": ("LogsEndpoint", {"VpcId": {"Ref": "OtherVpc"}}),
    },
    "a gateway endpoint for another table": {
        "Again": ("S3Endpoint", {"RouteTableIds": [{"Ref": "PublicTable"}]})
    },
    "a service of another region, by name": {
        "LogsEndpoint.ServiceName": "com.amazonaws.sa-east-1.logs",
        "LogsEndpoint.ServiceRegion": "sa-east-1",
    },
    "the same service of two regions, in a VPC": {
        "Again": (
            "LogsEndpoint",
            {
                "ServiceName": "com.amazonaws.sa-east-1.logs",
                "ServiceRegion": "sa-east-1",
            },
        ),
    },
    "a gateway endpoint for directory buckets": {
        "Express": (
            "S3Endpoint",
            {"ServiceName": "com.amazonaws.us-east-1.s3express"},
        ),
    },
    "a service of no region": {
        "LogsEndpoint.ServiceName": "com.amazonaws.s3-global.accesspoint"
    },
    "endpoints of tables that another stack has made": {
        "Made": (
            "CloudFormation::Stack",
            {"TemplateURL": "https://example.com/n.json"},
        ),
        "One": ("S3Endpoint", {"RouteTableIds": [att("Made", "Outputs.Table1")]}),
        "Two": ("S3Endpoint", {"RouteTableIds": [att("Made", "Outputs.Table2")]}),
    },
    "a service of somebody else": {
        "S3Endpoint.VpcEndpointType": "Interface",
        "S3Endpoint.RouteTableIds": GONE,
        "S3Endpoint.SubnetIds": [{"Ref": "Private"}],
        "S3Endpoint.ServiceName": "com.amazonaws.vpce.us-east-1.vpce-svc-1",
    },
}


@pytest.mark.parametrize("change", FINE.values(), ids=FINE)
def test_what_is_fine_is_let_be(change: Changes) -> None:
    assert problems(model(change), [CHECKS["CG510"], CHECKS["CG520"]]) == []


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("com.amazonaws.us-east-1.ecr.api", "ecr.api"),
        ("com.amazonaws.us-gov-west-1.s3", "s3"),
        ("cn.com.amazonaws.cn-north-1.ecr.dkr", "ecr.dkr"),
        ("com.amazonaws.s3-global.accesspoint", "com.amazonaws.s3-global.accesspoint"),
        ({"Fn::Sub": "com.amazonaws.${Unknown}.logs"}, "logs"),
        ({"Ref": "Unknown"}, ""),
    ],
    ids=str,
)
def test_the_service_of_an_endpoint(name: object, expected: str) -> None:
    assert service(model({"S3Endpoint.ServiceName": name})["S3Endpoint"]) == expected
