"""A small system: a root over a network and an application that stands on it."""

from __future__ import annotations

from typing import Any

NETWORK: dict[str, Any] = {
    "Parameters": {"Cidr": {"Type": "String", "Default": "10.0.0.0/16"}},
    "Resources": {
        "Vpc": {
            "Type": "AWS::EC2::VPC",
            "Properties": {"CidrBlock": {"Ref": "Cidr"}},
        },
        "Subnet": {
            "Type": "AWS::EC2::Subnet",
            "Properties": {"VpcId": {"Ref": "Vpc"}, "CidrBlock": "10.0.1.0/24"},
        },
        "Gateway": {"Type": "AWS::EC2::InternetGateway"},
    },
    "Outputs": {"VpcId": {"Value": {"Ref": "Vpc"}}},
}

APP: dict[str, Any] = {
    "Parameters": {
        "VpcId": {"Type": "AWS::EC2::VPC::Id"},
        "LogDays": {"Type": "Number", "Default": "7"},
    },
    "Resources": {
        "Logs": {
            "Type": "AWS::Logs::LogGroup",
            "Properties": {"RetentionInDays": {"Ref": "LogDays"}},
        },
        "Access": {
            "Type": "AWS::EC2::SecurityGroup",
            "Properties": {"GroupDescription": "web", "VpcId": {"Ref": "VpcId"}},
        },
    },
}

ROOT: dict[str, Any] = {
    "Description": "a small system",
    "Parameters": {
        "Cidr": {"Type": "String", "Default": "10.0.0.0/16"},
        "LogDays": {"Type": "Number", "Default": "7"},
    },
    "Resources": {
        "Network": {
            "Type": "AWS::CloudFormation::Stack",
            "Properties": {"TemplateURL": "", "Parameters": {"Cidr": {"Ref": "Cidr"}}},
        },
        "App": {
            "Type": "AWS::CloudFormation::Stack",
            "Properties": {
                "TemplateURL": "",
                "Parameters": {
                    "VpcId": {"Fn::GetAtt": ["Network", "Outputs.VpcId"]},
                    "LogDays": {"Ref": "LogDays"},
                },
            },
        },
        "Topic": {"Type": "AWS::SNS::Topic", "Properties": {"DisplayName": "alarms"}},
    },
    "Outputs": {"VpcId": {"Value": {"Fn::GetAtt": ["Network", "Outputs.VpcId"]}}},
}

CHILDREN = {"Network": NETWORK, "App": APP}
