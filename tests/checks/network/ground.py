"""The network of the small system that the tests of checks bend."""

from __future__ import annotations

from typing import Any

from tests.checks.network.parts import att, made, ref


def _zone(index: int) -> dict[str, Any]:
    return {"Fn::Select": [index, {"Fn::GetAZs": ""}]}


def _subnet(block: str, zone: int) -> dict[str, Any]:
    properties = {
        "VpcId": ref("Vpc"),
        "CidrBlock": block,
        "AvailabilityZone": _zone(zone),
    }
    return {"Type": "AWS::EC2::Subnet", "Properties": properties}


def _routed(subnet: str, table: str) -> dict[str, Any]:
    return {
        "Type": "AWS::EC2::SubnetRouteTableAssociation",
        "Properties": {"SubnetId": ref(subnet), "RouteTableId": ref(table)},
    }


def _rule(direction: str, group: str, port: int, **peer: Any) -> dict[str, Any]:
    return {
        "Type": f"AWS::EC2::SecurityGroup{direction}",
        "Properties": {
            "GroupId": att(group, "GroupId"),
            "IpProtocol": "tcp",
            "FromPort": port,
            "ToPort": port,
            **peer,
        },
    }


def _entry(number: int, egress: bool) -> dict[str, Any]:
    return made(
        "EC2::NetworkAclEntry",
        NetworkAclId=ref("Acl"),
        RuleNumber=number,
        Protocol=6,
        RuleAction="allow",
        Egress=egress,
        CidrBlock="0.0.0.0/0",
        PortRange={"From": 443, "To": 443},
    )


NETWORK: dict[str, Any] = {
    "Vpc": made(
        "EC2::VPC",
        CidrBlock="10.0.0.0/16",
        EnableDnsSupport=True,
        EnableDnsHostnames=True,
    ),
    "OtherVpc": made("EC2::VPC", CidrBlock="10.1.0.0/16"),
    "Gateway": made("EC2::InternetGateway"),
    "Attachment": made(
        "EC2::VPCGatewayAttachment",
        VpcId=ref("Vpc"),
        InternetGatewayId=ref("Gateway"),
    ),
    "Public1": _subnet("10.0.0.0/24", 0),
    "Public2": _subnet("10.0.1.0/24", 1),
    "Private": _subnet("10.0.2.0/24", 0),
    "PublicTable": made("EC2::RouteTable", VpcId=ref("Vpc")),
    "PrivateTable": made("EC2::RouteTable", VpcId=ref("Vpc")),
    "Public1Table": _routed("Public1", "PublicTable"),
    "Public2Table": _routed("Public2", "PublicTable"),
    "PrivateUse": _routed("Private", "PrivateTable"),
    "PublicRoute": {
        **made(
            "EC2::Route",
            RouteTableId=ref("PublicTable"),
            DestinationCidrBlock="0.0.0.0/0",
            GatewayId=ref("Gateway"),
        ),
        "DependsOn": "Attachment",
    },
    "Address": made("EC2::EIP", Domain="vpc"),
    "Nat": {
        **made(
            "EC2::NatGateway",
            AllocationId=att("Address", "AllocationId"),
            SubnetId=ref("Public1"),
        ),
        "DependsOn": ["Attachment"],
    },
    "PrivateRoute": made(
        "EC2::Route",
        RouteTableId=ref("PrivateTable"),
        DestinationCidrBlock="0.0.0.0/0",
        NatGatewayId=ref("Nat"),
    ),
    "Acl": made("EC2::NetworkAcl", VpcId=ref("Vpc")),
    "AclUse": made(
        "EC2::SubnetNetworkAclAssociation",
        SubnetId=ref("Private"),
        NetworkAclId=ref("Acl"),
    ),
    "AclIn": _entry(100, False),
    "AclOut": _entry(100, True),
    "List": made(
        "EC2::PrefixList",
        PrefixListName="partners",
        AddressFamily="IPv4",
        MaxEntries=20,
        Entries=[{"Cidr": "192.0.2.0/24"}, {"Cidr": "198.51.100.0/24"}],
    ),
    "S3Endpoint": made(
        "EC2::VPCEndpoint",
        VpcId=ref("Vpc"),
        VpcEndpointType="Gateway",
        ServiceName="com.amazonaws.us-east-1.s3",
        RouteTableIds=[ref("PrivateTable")],
    ),
    "LogsEndpoint": made(
        "EC2::VPCEndpoint",
        VpcId=ref("Vpc"),
        VpcEndpointType="Interface",
        ServiceName={"Fn::Sub": "com.amazonaws.${AWS::Region}.logs"},
        PrivateDnsEnabled=True,
        SubnetIds=[ref("Private"), ref("Public2")],
        SecurityGroupIds=[att("TaskGroup", "GroupId")],
    ),
    "FlowRole": made(
        "IAM::Role",
        AssumeRolePolicyDocument={
            "Statement": [
                {"Principal": {"Service": "vpc-flow-logs.amazonaws.com"}},
            ]
        },
    ),
    "FlowLog": made(
        "EC2::FlowLog",
        ResourceId=ref("Vpc"),
        ResourceType="VPC",
        TrafficType="ALL",
        LogGroupName="flows",
        DeliverLogsPermissionArn=att("FlowRole", "Arn"),
    ),
    "BalancerGroup": made(
        "EC2::SecurityGroup",
        GroupDescription="load balancer",
        VpcId=ref("Vpc"),
        SecurityGroupIngress=[
            {
                "IpProtocol": "tcp",
                "FromPort": 443,
                "ToPort": 443,
                "CidrIp": "0.0.0.0/0",
            },
            {
                "IpProtocol": "tcp",
                "FromPort": 80,
                "ToPort": 80,
                "SourcePrefixListId": att("List", "PrefixListId"),
            },
        ],
        SecurityGroupEgress=[{"IpProtocol": "-1", "CidrIp": "127.0.0.1/32"}],
    ),
    "TaskGroup": made("EC2::SecurityGroup", GroupDescription="tasks", VpcId=ref("Vpc")),
    "ToTasks": _rule(
        *("Egress", "BalancerGroup", 8080),
        DestinationSecurityGroupId=att("TaskGroup", "GroupId"),
    ),
    "FromBalancer": _rule(
        *("Ingress", "TaskGroup", 8080),
        SourceSecurityGroupId=att("BalancerGroup", "GroupId"),
        Description="Requests and health checks",
    ),
}
