"""What is broken, and which obligation has to notice where."""

from __future__ import annotations

from typing import Any

from tests.prove.broken.variant import add, both
from tests.prove.obligations.planted import (
    Break,
    denied,
    put,
    statement,
    without,
)

NETWORK, SECURITY, EDGE = "network.json", "security.json", "edge.json"
ENDPOINTS, WEB, JOBS = "endpoints.json", "service-web.json", "jobs.json"

PULLS = "web can pull its image from Registry/WebRepository"
READS = "web can read Database/DatabaseSecret"
LOGS = "web can write its log to ServiceWeb/LogGroup"
SERVED = "of alb reach web on tcp/3000"
STORED, CACHED = "web can reach database", "web can reach cache"
HEARD = "every port that alb lets in has a listener"
OPEN = "somebody reaches alb on tcp/443"
MAY = "the execution role of ServiceWeb/TaskDefinition may "
EXECUTION, TASK_ROLE, KEY = (
    "ServiceWeb/ExecutionRole",
    "ServiceWeb/TaskRole",
    "Security/Key",
)

PRIVATE = {"EnableVpcEndpoints": "true", "NatGateways": "none"}
TASKS = ("NetworkConfiguration", "AwsvpcConfiguration")
SCHEDULED = ("Target", "EcsParameters", *TASKS)
CONTAINER = ("ContainerDefinitions", 0)
ISOLATED = {"Fn::GetAtt": ["Network", "Outputs.IsolatedSubnetIds"]}
OTHER_LOG = "arn:aws:logs:us-east-1:${AWS::AccountId}:log-group:/other:*"
ROOT = {"Fn::Sub": "arn:${AWS::Partition}:iam::${AWS::AccountId}:root"}


def grant(action: str, resource: Any, **more: Any) -> dict[str, Any]:
    """Return a statement that allows something."""
    return {"Effect": "Allow", "Action": [action], "Resource": [resource], **more}


def port(file: str, name: str, number: int) -> Any:
    """Return the change of a rule to another port."""
    ends = (put(file, name, number, end) for end in ("FromPort", "ToPort"))
    return both(*ends)


ROUTES = (
    Break(
        *("no route to NAT", "nextjs"),
        without(NETWORK, "PrivateDefaultRoute1"),
        *(READS, "Network/PrivateRouteTable1"),
    ),
    Break(
        *("NAT in a subnet without a way out", "nextjs"),
        put(NETWORK, "NatGateway1", {"Ref": "IsolatedSubnet1"}, "SubnetId"),
        *(READS, "Network/IsolatedNetworkAcl"),
    ),
    Break(
        *("no route from NAT to the internet", "nextjs"),
        without(NETWORK, "PublicDefaultRoute"),
        *(LOGS, "Network/PublicRouteTable"),
    ),
    Break(
        *("the internet gateway is not attached", "nextjs"),
        without(NETWORK, "InternetGatewayAttachment"),
        *(LOGS, "Network/PublicDefaultRoute"),
    ),
    Break(
        *("tasks in isolated subnets", "nextjs"),
        put("root.json", "ServiceWeb", ISOLATED, "Parameters", "PrivateSubnetIds"),
        *(PULLS, "Network/IsolatedNetworkAcl"),
    ),
    Break(
        *("no public address in a public subnet", "revendiste"),
        put("service-backend.json", "Service", "DISABLED", *TASKS, "AssignPublicIp"),
        "backend can pull its image from Registry/BackendRepository",
        "Network/PublicDefaultRoute",
    ),
    Break(
        *("a job without a public address", "revendiste"),
        put(JOBS, "SyncPaymentsSchedule", "DISABLED", *SCHEDULED, "AssignPublicIp"),
        "sync-payments can read Database/DatabaseUrlSecret",
        "Network/PublicDefaultRoute",
    ),
)

GROUPS = (
    Break(
        *("no egress to the internet", "nextjs"),
        without(SECURITY, "WebEgressToInternet443"),
        *(PULLS, "Security/WebSecurityGroup"),
    ),
    Break(
        *("egress to the internet on another port", "nextjs"),
        port(SECURITY, "WebEgressToInternet443", 80),
        *(LOGS, "Security/WebSecurityGroup"),
    ),
    Break(
        *("a job's group lets nothing out", "revendiste"),
        without(SECURITY, "ScrapeEventsEgressToInternet443"),
        "scrape-events can write its log to Jobs/ScrapeEventsLogGroup",
        "Security/ScrapeEventsSecurityGroup",
    ),
    Break(
        *("tasks do not let the load balancer in", "nextjs"),
        without(SECURITY, "WebIngressFromAlb3000"),
        *(SERVED, "Security/WebSecurityGroup"),
    ),
    Break(
        *("the load balancer does not let out", "nextjs"),
        without(SECURITY, "AlbEgressToWeb3000"),
        *(SERVED, "Security/AlbSecurityGroup"),
    ),
    Break(
        *("another port is let in", "nextjs"),
        port(SECURITY, "WebIngressFromAlb3000", 8080),
        *(SERVED, "Security/WebSecurityGroup"),
    ),
    Break(
        *("health checks on another port", "nextjs"),
        put(WEB, "TargetGroup", "9999", "HealthCheckPort"),
        "health checks of alb reach web on tcp/9999",
        "Security/AlbSecurityGroup",
    ),
    Break(
        *("the database lets nobody in", "nextjs"),
        without(SECURITY, "DatabaseIngressFromWeb5432"),
        *(STORED, "Security/DatabaseSecurityGroup"),
    ),
    Break(
        *("nobody is let out to the cache", "nextjs"),
        without(SECURITY, "WebEgressToCache6379"),
        *(CACHED, "Security/WebSecurityGroup"),
    ),
    Break(
        *("the cache lets another port in", "nextjs"),
        port(SECURITY, "CacheIngressFromWeb6379", 6380),
        *(CACHED, "Security/CacheSecurityGroup"),
    ),
    Break(
        *("the database listens elsewhere", "nextjs"),
        put("database.json", "Database", 5433, "Port"),
        *(STORED, "Security/WebSecurityGroup"),
    ),
)

DOORS = (
    Break(
        *("a listener that nobody reaches", "nextjs"),
        without(SECURITY, "AlbIngressFromInternet443"),
        *(OPEN, "Security/AlbSecurityGroup"),
    ),
    Break(
        *("a listener on another port", "nextjs"),
        put(EDGE, "HttpsListener", 444, "Port"),
        "somebody reaches alb on tcp/444",
        "Network/PublicNetworkAcl",
    ),
    Break(
        *("an open port without a listener", "nextjs"),
        put(EDGE, "HttpsListener", 444, "Port"),
        *(HEARD, "Security/AlbIngressFromInternet443"),
    ),
    Break(
        *("a range of ports for one listener", "nextjs"),
        put(SECURITY, "AlbIngressFromInternet443", 8443, "ToPort"),
        *(HEARD, "Security/AlbIngressFromInternet443"),
    ),
    Break(
        *("no network ACL entry for a listener", "nextjs"),
        without(NETWORK, "PublicNetworkAclInboundFromAnywherePort443"),
        *(OPEN, "Network/PublicNetworkAcl"),
    ),
)

ACLS = (
    Break(
        *("answers to tasks are not let in", "nextjs"),
        without(NETWORK, "PrivateNetworkAclInboundFromAnywherePorts32768To65535"),
        *(PULLS, "Network/PrivateNetworkAcl"),
    ),
    Break(
        *("tasks are not let out of their subnet", "nextjs"),
        without(NETWORK, "PrivateNetworkAclOutboundToAnywherePort443"),
        *(LOGS, "Network/PrivateNetworkAcl"),
    ),
    Break(
        *("answers to NAT are not let in", "nextjs"),
        without(NETWORK, "PublicNetworkAclInboundFromAnywherePorts1024To65535"),
        *(READS, "Network/PublicNetworkAcl"),
    ),
    Break(
        *("NAT is not let out", "nextjs"),
        without(NETWORK, "PublicNetworkAclOutboundToAnywherePort443"),
        *(READS, "Network/PublicNetworkAcl"),
    ),
    Break(
        *("answers to the load balancer in one zone are not let out", "nextjs"),
        without(NETWORK, "PrivateNetworkAclOutboundToPublic2Ports1024To65535"),
        *(SERVED, "Network/PrivateNetworkAcl"),
    ),
    Break(
        *("answers of the database are not let out", "nextjs"),
        without(NETWORK, "IsolatedNetworkAclOutboundToPrivate1Ports32768To65535"),
        *(STORED, "Network/IsolatedNetworkAcl"),
    ),
    Break(
        *("answers to a part of the ports only", "nextjs"),
        put(
            NETWORK,
            "IsolatedNetworkAclOutboundToPrivate2Ports32768To65535",
            {"From": 49152, "To": 65535},
            "PortRange",
        ),
        *(CACHED, "Network/IsolatedNetworkAcl"),
    ),
    Break(
        *("a denial before the permission", "nextjs"),
        add(
            *(NETWORK, "Early", "AWS::EC2::NetworkAclEntry"),
            NetworkAclId={"Ref": "PrivateNetworkAcl"},
            Egress=True,
            RuleNumber=1,
            RuleAction="deny",
            Protocol=6,
            CidrBlock="0.0.0.0/0",
            PortRange={"From": 443, "To": 443},
        ),
        *(PULLS, "Network/Early"),
    ),
)

PRIVATELY = (
    Break(
        *("endpoints let nobody in", "rails"),
        without(SECURITY, "EndpointsIngressFromWeb443"),
        *(LOGS, "Security/EndpointsSecurityGroup"),
        parameters=PRIVATE,
    ),
    Break(
        *("endpoints let nobody in, though there is NAT", "rails"),
        without(SECURITY, "EndpointsIngressFromWeb443"),
        *(PULLS, "Security/EndpointsSecurityGroup"),
        parameters={"EnableVpcEndpoints": "true"},
    ),
    Break(
        *("an endpoint without private names", "rails"),
        put(ENDPOINTS, "LogsEndpoint", False, "PrivateDnsEnabled"),
        *(LOGS, "Network/PrivateRouteTable1"),
        parameters=PRIVATE,
    ),
    Break(
        *("an endpoint is missing", "rails"),
        without(ENDPOINTS, "EcrDkrEndpoint"),
        *(PULLS, "Network/PrivateRouteTable1"),
        parameters=PRIVATE,
    ),
    Break(
        *("the layers of images cannot be fetched", "rails"),
        without(NETWORK, "S3Endpoint"),
        *(PULLS, "Network/PrivateRouteTable1"),
        parameters=PRIVATE,
    ),
    Break(
        *("an image of the internet without a way there", "rails"),
        put(WEB, "TaskDefinition", "nginx:1.27", "ContainerDefinitions", 1, "Image"),
        "web can pull its image nginx:1.27",
        "Network/PrivateRouteTable1",
        parameters=PRIVATE,
    ),
)

ROLES = (
    Break(
        *("no token for the registry", "nextjs"),
        statement(WEB, "ExecutionRole", "ecr:GetAuthorizationToken"),
        *(f"{MAY}pull its image from Registry/WebRepository", EXECUTION),
    ),
    Break(
        *("one repository is left out", "rails"),
        statement(
            *(WEB, "ExecutionRole", "ecr:BatchGetImage"),
            grant("ecr:*", {"Ref": "WebRepositoryArn"}),
        ),
        *(f"{MAY}pull its image from Registry/WebNginxRepository", EXECUTION),
    ),
    Break(
        *("another log group", "nextjs"),
        statement(
            *(WEB, "ExecutionRole", "logs:PutLogEvents"),
            grant("logs:*", {"Fn::Sub": OTHER_LOG}),
        ),
        *(f"{MAY}write its log to ServiceWeb/LogGroup", EXECUTION),
    ),
    Break(
        *("one secret is left out", "nextjs"),
        statement(
            *(WEB, "ExecutionRole", "secretsmanager:GetSecretValue"),
            grant("secretsmanager:GetSecretValue", {"Ref": "CacheSecretArn"}),
        ),
        *(f"{MAY}read Database/DatabaseSecret", EXECUTION),
    ),
    Break(
        *("secrets are denied", "nextjs"),
        denied(WEB, "ExecutionRole", "secretsmanager:*"),
        *(f"{MAY}read Cache/CacheSecret", EXECUTION),
    ),
    Break(
        *("the key is left out", "nextjs"),
        statement(WEB, "ExecutionRole", "kms:Decrypt"),
        *(f"{MAY}read Database/DatabaseSecret", EXECUTION),
    ),
    Break(
        *("the key by way of another service", "nextjs"),
        statement(
            *(WEB, "ExecutionRole", "kms:Decrypt"),
            grant(
                *("kms:Decrypt", {"Ref": "KeyArn"}),
                Condition={
                    "StringEquals": {"kms:ViaService": "s3.us-east-1.amazonaws.com"}
                },
            ),
        ),
        *(f"{MAY}read Database/DatabaseSecret", EXECUTION),
    ),
    Break(
        *("the key's policy leaves nothing to the account", "nextjs"),
        statement(
            *(SECURITY, "Key", "kms:*"),
            grant("kms:*", "*", Principal={"AWS": "arn:aws:iam::111122223333:role/a"}),
        ),
        *(f"{MAY}read ServiceWeb/WebSessionSecret", KEY),
    ),
    Break(
        *("the key's policy lets nobody decrypt", "nextjs"),
        statement(
            *(SECURITY, "Key", "kms:*"),
            grant("kms:PutKeyPolicy", "*", Principal={"AWS": ROOT}),
        ),
        *(f"{MAY}read ServiceWeb/WebSessionSecret", KEY),
    ),
    Break(
        *("no execution role", "nextjs"),
        put(WEB, "TaskDefinition", None, "ExecutionRoleArn"),
        *(f"{MAY}read Database/DatabaseSecret", "ServiceWeb/TaskDefinition"),
    ),
    Break(
        *("a migration without its log group", "nextjs"),
        statement(WEB, "ExecutionRole", "logs:PutLogEvents"),
        "the execution role of ServiceWeb/MigrationTaskDefinition may write its log",
        EXECUTION,
    ),
    Break(
        *("nobody may open a shell that is switched on", "nextjs"),
        put(WEB, "Service", True, "EnableExecuteCommand"),
        "the task role of ServiceWeb/TaskDefinition may let somebody enter",
        TASK_ROLE,
    ),
)

BREAKS = (*ROUTES, *GROUPS, *DOORS, *ACLS, *PRIVATELY, *ROLES)
