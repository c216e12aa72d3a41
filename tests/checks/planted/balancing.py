"""Mistakes in load balancers, certificates, DNS and WAF."""

from __future__ import annotations

from tests.checks.planted.mistake import Mistake, drop, put
from tests.checks.planted.network import away, like

ELSEWHERE = "arn:aws:acm:eu-west-1:123456789012:certificate/0a1b2c3d"
WAF = {"EnableWaf": "true"}

MISTAKES = (
    Mistake(
        "a certificate of another region, by a setting",
        *("nextjs prod", "CG529", "CertificateArn"),
        parameters={"CertificateArn": ELSEWHERE},
    ),
    Mistake(
        "a certificate of Ireland in Brazil",
        *("revendiste dev", "CG529", "the listener in sa-east-1"),
        parameters={"CertificateArn": ELSEWHERE},
    ),
    Mistake(
        "a domain name of more than 64 characters, by a setting",
        *("rails prod", "CG536", "DomainName"),
        parameters={"DomainName": f"{'a' * 40}.{'b' * 20}.example.com"},
    ),
    Mistake(
        "a small public subnet, by a setting",
        *("nextjs prod", "CG533", "PublicSubnet2Cidr"),
        parameters={"PublicSubnet2Cidr": "10.0.16.0/28"},
    ),
    Mistake(
        "a priority twice, in two stacks",
        *("platform prod", "CG525", "ServiceApi/ListenerRule48892"),
        put("service-worker.json", "ListenerRule45282", "Priority", value=48892),
    ),
    Mistake(
        "a target group that speaks TCP",
        *("platform dev", "CG526", "ServiceNotifier/"),
        put("service-notifier.json", "TargetGroup", "Protocol", value="TCP"),
    ),
    Mistake(
        "a port that the container does not open",
        *("nextjs prod", "CG527", "has no port 8080"),
        put(
            "service-web.json",
            "Service",
            "LoadBalancers",
            0,
            "ContainerPort",
            value=8080,
        ),
    ),
    Mistake(
        "a container of another name, in a service that names its task by family",
        *("rails prod", "CG527", "has no container proxy"),
        put(
            *("service-web.json", "BlueGreenService", "LoadBalancers", 0),
            "ContainerName",
            value="proxy",
        ),
    ),
    Mistake(
        "a target group of instances",
        *("revendiste prod", "CG527", "its tasks need ip"),
        drop("service-frontend.json", "TargetGroup", "Properties", "TargetType"),
    ),
    Mistake(
        "a service that does not wait for its rule",
        *("platform prod", "CG527", "ServiceScheduler/ListenerRule43976"),
        drop("service-scheduler.json", "Service", "DependsOn"),
    ),
    Mistake(
        "a check that lasts as long as its interval",
        *("nextjs dev", "CG528", "ServiceWeb/TargetGroup"),
        put("service-web.json", "TargetGroup", "HealthCheckTimeoutSeconds", value=15),
    ),
    Mistake(
        "a redirect to a port without a listener",
        *("revendiste prod", "CG530", "Edge/HttpListener"),
        put(
            *("edge.json", "HttpListener", "DefaultActions", 0, "RedirectConfig"),
            "Port",
            value="8443",
        ),
    ),
    Mistake(
        "both public subnets in one zone",
        *("platform prod", "CG531", "Edge/LoadBalancer"),
        put(
            *("network.json", "PublicSubnet2", "AvailabilityZone"),
            value={"Fn::Select": [0, {"Fn::GetAZs": ""}]},
        ),
    ),
    Mistake(
        "a load balancer in a subnet behind NAT",
        *("rails dev", "CG532", "Network/PublicSubnet2 leads to a NAT gateway"),
        put(
            *("network.json", "PublicSubnet2RouteTableAssociation", "RouteTableId"),
            value={"Ref": "PrivateRouteTable1"},
        ),
    ),
    Mistake(
        "a load balancer in a subnet without a route table",
        *("revendiste dev", "CG532", "Network/PublicSubnet1 leads to nowhere"),
        away("network.json", "PublicSubnet1RouteTableAssociation"),
    ),
    Mistake(
        "an idle time that no load balancer has, by a setting",
        *("nextjs prod", "CG534", "IdleTimeoutSeconds"),
        parameters={"IdleTimeoutSeconds": "4001"},
    ),
    Mistake(
        "logs below a prefix that the bucket does not let write",
        *("rails prod", "CG535", "Storage/AccessLogBucket"),
        put(
            "edge.json",
            "LoadBalancer",
            "LoadBalancerAttributes",
            7,
            "Value",
            value="lb",
        ),
    ),
    Mistake(
        "logs that the bucket's policy gives to another service",
        *("nextjs dev", "CG535", "No policy of Storage/AccessLogBucket"),
        put(
            *("storage.json", "AccessLogBucketPolicy", "PolicyDocument", "Statement"),
            *(0, "Principal", "Service"),
            value=["delivery.logs.amazonaws.com"],
        ),
    ),
    Mistake(
        "tasks that let nobody in",
        *("nextjs prod", "CG804", "alb does not reach web on tcp/3000"),
        away("security.json", "WebIngressFromAlb3000"),
    ),
    Mistake(
        "a load balancer that lets nothing out",
        *("revendiste prod", "CG804", "alb does not reach backend on tcp/3001"),
        away("security.json", "AlbEgressToBackend3001"),
    ),
    Mistake(
        "a health check on a port that is closed",
        *("platform prod", "CG804", "alb does not reach api on tcp/9090"),
        put("service-api.json", "TargetGroup", "HealthCheckPort", value="9090"),
    ),
    Mistake(
        "a listener that nobody reaches",
        *("rails prod", "CG804", "internet does not reach alb on tcp/443"),
        away("security.json", "AlbIngressFromInternet443"),
    ),
    Mistake(
        "an alias in the zone of its record",
        *("nextjs prod", "CG538", "Edge/SiteRecord"),
        put(
            *("edge.json", "SiteRecord", "AliasTarget", "HostedZoneId"),
            value={"Ref": "HostedZoneId"},
        ),
    ),
    Mistake(
        "the site's record twice",
        *("platform dev", "CG538", "Edge/SiteRecord is a record for"),
        like("edge.json", "SiteRecord", "SecondRecord"),
    ),
    Mistake(
        "a priority twice in the firewall",
        *("nextjs prod", "CG539", "Priority 1 too"),
        put("edge.json", "WebAcl", "Rules", 2, "Priority", value=1),
        WAF,
    ),
    Mistake(
        "an action where a rule group has an override",
        *("revendiste prod", "CG539", "has an OverrideAction"),
        drop("edge.json", "WebAcl", "Properties", "Rules", 1, "OverrideAction"),
        WAF,
    ),
)
