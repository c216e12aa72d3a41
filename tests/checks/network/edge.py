"""What is behind the load balancer of the small system, and before it."""

from __future__ import annotations

from typing import Any

from tests.checks.network.parts import att, made, ref

EDGE: dict[str, Any] = {
    "Logs": made("S3::Bucket"),
    "LogsPolicy": made(
        "S3::BucketPolicy",
        Bucket=ref("Logs"),
        PolicyDocument={
            "Statement": [
                {
                    "Effect": "Allow",
                    "Principal": {
                        "Service": "logdelivery.elasticloadbalancing.amazonaws.com"
                    },
                    "Action": "s3:PutObject",
                    "Resource": {
                        "Fn::Sub": "${Logs.Arn}/alb/AWSLogs/${AWS::AccountId}/*"
                    },
                }
            ]
        },
    ),
    "Balancer": made(
        "ElasticLoadBalancingV2::LoadBalancer",
        Name="shop",
        Type="application",
        Scheme="internet-facing",
        Subnets=[ref("Public1"), ref("Public2")],
        SecurityGroups=[att("BalancerGroup", "GroupId")],
        LoadBalancerAttributes=[
            {"Key": "access_logs.s3.enabled", "Value": "true"},
            {"Key": "access_logs.s3.bucket", "Value": ref("Logs")},
            {"Key": "access_logs.s3.prefix", "Value": "alb"},
            {"Key": "idle_timeout.timeout_seconds", "Value": "60"},
        ],
    ),
    "Certificate": made(
        "CertificateManager::Certificate",
        DomainName="shop.example.com",
        SubjectAlternativeNames=["*.shop.example.com"],
        ValidationMethod="DNS",
        DomainValidationOptions=[
            {"DomainName": "shop.example.com", "HostedZoneId": ref("Zone")}
        ],
    ),
    "Https": made(
        "ElasticLoadBalancingV2::Listener",
        LoadBalancerArn=ref("Balancer"),
        Port=443,
        Protocol="HTTPS",
        Certificates=[{"CertificateArn": ref("Certificate")}],
        DefaultActions=[
            {"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "404"}}
        ],
    ),
    "Http": made(
        "ElasticLoadBalancingV2::Listener",
        LoadBalancerArn=ref("Balancer"),
        Port=80,
        Protocol="HTTP",
        DefaultActions=[
            {
                "Type": "redirect",
                "RedirectConfig": {
                    "Protocol": "HTTPS",
                    "Port": "443",
                    "StatusCode": "HTTP_301",
                },
            }
        ],
    ),
    "Targets": made(
        "ElasticLoadBalancingV2::TargetGroup",
        Name="shop-web",
        TargetType="ip",
        Protocol="HTTP",
        Port=8080,
        VpcId=ref("Vpc"),
        HealthCheckPath="/health",
        HealthCheckIntervalSeconds=15,
        HealthCheckTimeoutSeconds=5,
        HealthyThresholdCount=2,
        Matcher={"HttpCode": "200-299"},
        TargetGroupAttributes=[
            {"Key": "deregistration_delay.timeout_seconds", "Value": "30"}
        ],
    ),
    "Rule": made(
        "ElasticLoadBalancingV2::ListenerRule",
        ListenerArn=ref("Https"),
        Priority=10,
        Conditions=[{"Field": "path-pattern", "PathPatternConfig": {"Values": ["/*"]}}],
        Actions=[{"Type": "forward", "TargetGroupArn": ref("Targets")}],
    ),
    "Zone": made("Route53::HostedZone", Name="example.com"),
    "Record": made(
        "Route53::RecordSet",
        HostedZoneId=ref("Zone"),
        Name="shop.example.com",
        Type="A",
        AliasTarget={
            "DNSName": att("Balancer", "DNSName"),
            "HostedZoneId": att("Balancer", "CanonicalHostedZoneID"),
        },
    ),
    "Acls": made(
        "WAFv2::WebACL",
        Scope="REGIONAL",
        DefaultAction={"Allow": {}},
        Rules=[
            {
                "Name": "Rate",
                "Priority": 0,
                "Action": {"Block": {}},
                "Statement": {
                    "RateBasedStatement": {"Limit": 2000, "AggregateKeyType": "IP"}
                },
            },
            {
                "Name": "Common",
                "Priority": 1,
                "OverrideAction": {"None": {}},
                "Statement": {
                    "ManagedRuleGroupStatement": {
                        "VendorName": "AWS",
                        "Name": "AWSManagedRulesCommonRuleSet",
                    }
                },
            },
        ],
    ),
    "AclsUse": made(
        "WAFv2::WebACLAssociation",
        ResourceArn=ref("Balancer"),
        WebACLArn=att("Acls", "Arn"),
    ),
    "Task": made(
        "ECS::TaskDefinition",
        Family="shop-web",
        RequiresCompatibilities=["FARGATE"],
        NetworkMode="awsvpc",
        ContainerDefinitions=[
            {
                "Name": "web",
                "Image": "123456789012.dkr.ecr.us-east-1.amazonaws.com/web:1",
                "PortMappings": [{"ContainerPort": 8080}],
                "LogConfiguration": {"LogDriver": "awslogs"},
                "Secrets": [{"Name": "KEY", "ValueFrom": ref("Secret")}],
            }
        ],
    ),
    "Secret": made("SecretsManager::Secret"),
    "Service": {
        **made(
            "ECS::Service",
            TaskDefinition=ref("Task"),
            NetworkConfiguration={
                "AwsvpcConfiguration": {
                    "Subnets": [ref("Private")],
                    "SecurityGroups": [att("TaskGroup", "GroupId")],
                    "AssignPublicIp": "DISABLED",
                }
            },
            LoadBalancers=[
                {
                    "ContainerName": "web",
                    "ContainerPort": 8080,
                    "TargetGroupArn": ref("Targets"),
                }
            ],
        ),
        "DependsOn": ["Rule"],
    },
}
