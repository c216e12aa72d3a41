"""A copy of a system whose claims hold, and a template that somebody else wrote."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from cfngen.cli import main
from cfngen.errors import Exit
from cfngen.project import Project
from tests.gate.projects import edit
from tests.models import PROJECT

Capsys = pytest.CaptureFixture[str]

SYSTEM = "nextjs"

TEMPLATE = """\
Parameters:
  Office: {Type: String, Default: 203.0.113.0/24}
  Token: {Type: String, NoEcho: true, Default: hunter2-hunter2}
Resources:
  Vpc:
    Type: AWS::EC2::VPC
    Properties: {CidrBlock: 10.0.0.0/16}
  PublicSubnet:
    Type: AWS::EC2::Subnet
    Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.0.0/24}
  Gateway:
    Type: AWS::EC2::InternetGateway
  Attachment:
    Type: AWS::EC2::VPCGatewayAttachment
    Properties: {VpcId: !Ref Vpc, InternetGatewayId: !Ref Gateway}
  Table:
    Type: AWS::EC2::RouteTable
    Properties: {VpcId: !Ref Vpc}
  Route:
    Type: AWS::EC2::Route
    DependsOn: Attachment
    Properties:
      RouteTableId: !Ref Table
      DestinationCidrBlock: 0.0.0.0/0
      GatewayId: !Ref Gateway
  Association:
    Type: AWS::EC2::SubnetRouteTableAssociation
    Properties: {SubnetId: !Ref PublicSubnet, RouteTableId: !Ref Table}
  Group:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: !Ref Token
      VpcId: !Ref Vpc
      SecurityGroupIngress:
        - {IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: !Ref Office}
      SecurityGroupEgress:
        - {IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 203.0.113.0/24}
  Alb:
    Type: AWS::ElasticLoadBalancingV2::LoadBalancer
    Properties:
      Scheme: internet-facing
      Subnets: [!Ref PublicSubnet]
      SecurityGroups: [!Ref Group]
  Listener:
    Type: AWS::ElasticLoadBalancingV2::Listener
    Properties:
      LoadBalancerArn: !Ref Alb
      Port: 443
      Protocol: HTTPS
      DefaultActions:
        - {Type: fixed-response, FixedResponseConfig: {StatusCode: "200"}}
"""


def ran(capsys: Capsys, *words: str, code: Exit = Exit.OK) -> tuple[str, str]:
    """Run a command that has to end with a code, and return what it says."""
    capsys.readouterr()
    returned = main([*words])
    out, err = capsys.readouterr()
    assert returned == code, out + err
    assert "Traceback" not in out + err
    return out, err


def body(capsys: Capsys, *words: str, code: Exit = Exit.OK) -> dict[str, Any]:
    """Return what a command says as JSON."""
    out, _ = ran(capsys, *words, "--format", "json", code=code)
    found: dict[str, Any] = json.loads(out)
    return found


def copied(folder: Path) -> Project:
    """Return a project with a copy of nextjs, without its file of claims."""
    made = Project(folder.resolve())
    made.spec(SYSTEM).parent.mkdir(parents=True)
    shutil.copy(PROJECT.spec(SYSTEM), made.spec(SYSTEM))
    shutil.copytree(PROJECT.templates(SYSTEM), made.templates(SYSTEM))
    shutil.copytree(PROJECT.params_folder(SYSTEM), made.params_folder(SYSTEM))
    return made


def claim(project: Project, *lines: str) -> None:
    """Write claims on the copy."""
    text = "".join(f"{line}\n" for line in lines)
    project.claims(SYSTEM).write_text(text, "utf-8")


def open_database(project: Project) -> None:
    """Let everybody in the VPC reach the database in the committed templates."""

    def change(template: Any) -> None:
        rule = template["Resources"]["DatabaseIngressFromWeb5432"]["Properties"]
        rule.pop("SourceSecurityGroupId")
        rule["CidrIp"] = "10.0.0.0/16"

    edit(project.templates(SYSTEM) / "security.json", change)


def foreign(folder: Path) -> None:
    """Write a template that somebody else wrote."""
    (folder / "t.yaml").write_text(TEMPLATE, "utf-8")
