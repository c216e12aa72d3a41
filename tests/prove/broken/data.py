"""Stores and tasks that somebody reaches who should not, or does not who should."""

from __future__ import annotations

from typing import Any

from tests.checks.planted.mistake import put
from tests.prove.broken.variant import (
    NETWORK,
    SECURITY,
    Variant,
    add,
    both,
    changed,
    egress,
    gone,
    group,
    ingress,
)

IN_VPC: dict[str, Any] = {"CidrIp": "10.0.0.0/16"}
ANYBODY: dict[str, Any] = {"CidrIp": "0.0.0.0/0"}

VARIANTS = (
    Variant(
        "a database open to the whole VPC",
        "revendiste prod",
        "only backend, jobs -> database : tcp/5432",
        "Security/DatabaseIngressFromBackend5432",
        changed(
            *(SECURITY, "DatabaseIngressFromBackend5432", "SourceSecurityGroupId"),
            **IN_VPC,
        ),
        hop="inbound",
        planted=True,
    ),
    Variant(
        "a frontend that may ask the database",
        "revendiste prod",
        "frontend -/-> database",
        "Security/DatabaseFromFrontend",
        both(
            ingress(
                *("DatabaseFromFrontend", "Database", 5432),
                SourceSecurityGroupId=group("Frontend"),
            ),
            egress(
                *("FrontendToDatabase", "Frontend", 5432),
                DestinationSecurityGroupId=group("Database"),
            ),
        ),
    ),
    Variant(
        "a job that somebody can reach",
        "revendiste dev",
        "* -/-> jobs",
        "Security/ToSyncPayments",
        ingress("ToSyncPayments", "SyncPayments", 3001, **IN_VPC),
    ),
    Variant(
        "a task that the internet reaches",
        "revendiste prod",
        "internet -/-> tasks",
        "Security/DebugBackend",
        ingress("DebugBackend", "Backend", 40000, **ANYBODY),
    ),
    Variant(
        "a service open beside its load balancer",
        "revendiste prod",
        "only alb -> backend : tcp/3001",
        "Security/BackendIngressFromAlb3001",
        changed(
            *(SECURITY, "BackendIngressFromAlb3001", "SourceSecurityGroupId"),
            **ANYBODY,
        ),
    ),
    Variant(
        "services that talk to each other directly",
        "revendiste prod",
        "frontend -/-> backend",
        "Security/BackendFromFrontend",
        both(
            ingress(
                *("BackendFromFrontend", "Backend", 3001),
                SourceSecurityGroupId=group("Frontend"),
            ),
            egress(
                *("FrontendToBackend", "Frontend", 3001),
                DestinationSecurityGroupId=group("Backend"),
            ),
        ),
    ),
    Variant(
        "a job without its rule at the database",
        "revendiste prod",
        "backend, jobs -> database : tcp/5432",
        "Security/DatabaseSecurityGroup",
        gone(SECURITY, "DatabaseIngressFromSyncPayments5432"),
        hop="inbound",
    ),
    Variant(
        "tasks that send mail themselves",
        "revendiste prod",
        "tasks -> internet : tcp/443 only",
        "Security/BackendToMail",
        egress("BackendToMail", "Backend", 2525, **ANYBODY),
    ),
    Variant(
        "replies to the database's own port only",
        "nextjs prod",
        "web -> database : tcp/5432",
        "Network/IsolatedNetworkAcl",
        both(
            *(
                put(
                    *(NETWORK, f"{entry}{zone}Ports32768To65535", "PortRange"),
                    value={"From": 5432, "To": 5432},
                )
                for entry in ("IsolatedNetworkAclOutboundToPrivate",)
                for zone in (1, 2)
            )
        ),
        hop="outbound network ACL",
        planted=True,
    ),
    Variant(
        "a cache open to the VPC",
        "nextjs dev",
        "only web -> cache : tcp/6379",
        "Security/CacheIngressFromWeb6379",
        changed(
            *(SECURITY, "CacheIngressFromWeb6379", "SourceSecurityGroupId"), **IN_VPC
        ),
    ),
    Variant(
        "a database that may be asked anything",
        "nextjs prod",
        "only web -> database : tcp/5432",
        "Security/DatabaseIngressFromWeb5432",
        both(
            changed(SECURITY, "DatabaseIngressFromWeb5432", FromPort=0, ToPort=65535),
            changed(SECURITY, "WebEgressToDatabase5432", FromPort=0, ToPort=65535),
        ),
    ),
    Variant(
        "a database with no way in through its network ACL",
        "nextjs prod",
        "web -> database : tcp/5432",
        "Network/IsolatedNetworkAcl",
        gone(NETWORK, "IsolatedNetworkAclInboundFromPrivate2Port5432"),
        hop="inbound network ACL",
    ),
    Variant(
        "a task without egress to its cache",
        "nextjs prod",
        "web -> cache : tcp/6379",
        "Security/WebSecurityGroup",
        gone(SECURITY, "WebEgressToCache6379"),
        hop="outbound",
    ),
    Variant(
        "four ports where one is meant",
        "platform prod",
        "only alb -> worker : tcp/4001",
        "Security/WorkerIngressFromAlb4001",
        both(
            changed(
                *(SECURITY, "WorkerIngressFromAlb4001"), FromPort=4000, ToPort=4003
            ),
            changed(SECURITY, "AlbEgressToWorker4001", FromPort=4000, ToPort=4003),
        ),
    ),
    Variant(
        "a service that calls another",
        "platform prod",
        "api -/-> worker, scheduler, notifier",
        "Security/SchedulerFromApi",
        both(
            ingress(
                *("SchedulerFromApi", "Scheduler", 4002),
                SourceSecurityGroupId=group("Api"),
            ),
            egress(
                *("ApiToScheduler", "Api", 4002),
                DestinationSecurityGroupId=group("Scheduler"),
            ),
        ),
    ),
    Variant(
        "the port of Rails open beside Nginx",
        "rails prod",
        "only alb -> web : tcp/80",
        "Security/RailsItself",
        ingress("RailsItself", "Web", 3000, **IN_VPC),
    ),
    Variant(
        "a database open to everybody",
        "rails prod",
        "only web -> database : tcp/5432",
        "Security/DatabaseIngressFromWeb5432",
        changed(
            *(SECURITY, "DatabaseIngressFromWeb5432", "SourceSecurityGroupId"),
            **ANYBODY,
        ),
    ),
    Variant(
        "somebody else's machine with the group of the tasks",
        "nextjs prod",
        "only web -> database : tcp/5432",
        "Security/DatabaseIngressFromBastion",
        both(
            add(
                *(SECURITY, "BastionSecurityGroup", "AWS::EC2::SecurityGroup"),
                GroupDescription="bastion",
                VpcId={"Ref": "VpcId"},
            ),
            ingress(
                *("DatabaseIngressFromBastion", "Database", 5432),
                SourceSecurityGroupId=group("Bastion"),
            ),
            add(
                *(SECURITY, "Bastion", "AWS::EC2::NetworkInterface"),
                SubnetId={"Fn::Select": [0, {"Ref": "PrivateSubnetIds"}]},
                GroupSet=[group("Bastion")],
            ),
            lambda bodies: _give(bodies, "PrivateSubnetIds"),
        ),
    ),
)


def _give(bodies: dict, port: str) -> None:  # type: ignore[type-arg]
    """Give the security layer a port of the network's."""
    inside = bodies[SECURITY]["Parameters"]
    inside[port] = {"Type": "CommaDelimitedList"}
    stack = bodies["root.json"]["Resources"]["Security"]["Properties"]
    stack["Parameters"][port] = {"Fn::GetAtt": ["Network", f"Outputs.{port}"]}
