"""Properties of the edge layer: load balancer, certificate, DNS and firewall."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from cfngen.errors import WiringError
from cfngen.layers import edge, storage
from cfngen.layers.edge import settings
from cfngen.layers.edge.firewall import REPUTATION, RULE_GROUPS
from cfngen.layers.flows import tries_out
from cfngen.layers.layer import Layer
from cfngen.spec.system import System
from cfngen.write import render
from tests.layers.edges import EVERY, LINTED
from tests.layers.edges import edge as edge_of
from tests.layers.replacement import replacing
from tests.layers.resolved import outputs as told
from tests.layers.resolved import properties
from tests.layers.variations import nextjs, of, settled

SYSTEMS = {name: system for name, system in EVERY.items() if system.edge}
EACH = pytest.mark.parametrize("system", SYSTEMS.values(), ids=SYSTEMS.keys())
MODE = pytest.mark.parametrize("mode", ["block", "count"])
GIVEN = "arn:aws:acm:us-east-1:123456789012:certificate/0a1b2c3d"
CAPACITY_UNITS = {
    "AWSManagedRulesAmazonIpReputationList": 25,
    "AWSManagedRulesCommonRuleSet": 700,
    "AWSManagedRulesKnownBadInputsRuleSet": 200,
    "AWSManagedRulesSQLiRuleSet": 200,
}
"""What AWS says that its rule groups take:
https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html"""


def built(system: System | None = None, /, **parameters: str) -> dict[str, Any]:
    layer = edge.build(system or nextjs())
    return settled(layer, EnvironmentName="dev", **parameters)


def outputs(system: System) -> dict[str, Any]:
    template = json.loads(render(edge.build(system).template))
    return {name: output["Value"] for name, output in template["Outputs"].items()}


def attributes(**parameters: str) -> dict[str, Any]:
    """Return the load balancer's attributes."""
    found = built(**parameters)["LoadBalancer"]["Properties"]["LoadBalancerAttributes"]
    return {attribute["Key"]: attribute["Value"] for attribute in found}


def rules(mode: str = "block", system: System | None = None) -> list[dict[str, Any]]:
    """Return the firewall's rules, first asked first."""
    acl = built(system, EnableWaf="true", WafMode=mode)["WebAcl"]["Properties"]
    return sorted(acl["Rules"], key=lambda rule: int(rule["Priority"]))


def keys(value: Any) -> Iterator[str]:
    """Yield every key in a value, however deep."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield key
            yield from keys(item)
    if isinstance(value, list):
        for item in value:
            yield from keys(item)


@pytest.mark.parametrize("system", LINTED.values(), ids=LINTED.keys())
def test_cfn_lint_has_nothing_to_say(
    system: System, linted: Callable[[Layer], list[str]]
) -> None:
    assert linted(edge.build(system)) == []


def test_a_system_without_an_edge_has_no_such_layer() -> None:
    with pytest.raises(WiringError, match="nextjs has no edge"):
        edge.build(nextjs(edge=None))


def test_the_load_balancer_faces_the_internet_from_the_public_subnets() -> None:
    properties = built()["LoadBalancer"]["Properties"]
    assert properties["Scheme"] == "internet-facing"
    assert properties["Type"] == "application"
    assert properties["Subnets"] == {"Ref": "PublicSubnetIds"}
    assert properties["SecurityGroups"] == [{"Ref": "AlbSecurityGroupId"}]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("routing.http2.enabled", "true"),
        ("routing.http.drop_invalid_header_fields.enabled", "true"),
        ("routing.http.desync_mitigation_mode", "defensive"),
        ("idle_timeout.timeout_seconds", "60"),
        ("deletion_protection.enabled", "true"),
        ("access_logs.s3.enabled", "true"),
        ("access_logs.s3.bucket", {"Ref": "AccessLogBucketName"}),
    ],
)
def test_the_load_balancer_is_set_to(key: str, value: Any) -> None:
    assert attributes()[key] == value


@pytest.mark.parametrize(
    ("setting", "value", "key"),
    [
        ("IdleTimeoutSeconds", "300", "idle_timeout.timeout_seconds"),
        ("EnableDeletionProtection", "false", "deletion_protection.enabled"),
        ("EnableAccessLogs", "false", "access_logs.s3.enabled"),
    ],
)
def test_an_environment_may_set_otherwise(setting: str, value: str, key: str) -> None:
    assert attributes(**{setting: value})[key] == value


def test_access_logs_go_where_the_bucket_lets_them_in() -> None:
    template = storage.build(nextjs()).template.to_dict()
    policy = json.dumps(template["Resources"]["AccessLogBucketPolicy"])
    assert f"/{attributes()['access_logs.s3.prefix']}/AWSLogs/" in policy


def test_https_speaks_tls_1_3_and_1_2_with_forward_secrecy_only() -> None:
    listener = built()["HttpsListener"]["Properties"]
    assert (listener["Port"], listener["Protocol"]) == (443, "HTTPS")
    assert re.fullmatch(r"ELBSecurityPolicy-TLS13-1-2-Res-.*", listener["SslPolicy"])


def test_what_no_service_claims_is_not_found() -> None:
    (action,) = built()["HttpsListener"]["Properties"]["DefaultActions"]
    assert action["Type"] == "fixed-response"
    assert action["FixedResponseConfig"]["StatusCode"] == "404"


def test_plain_http_is_sent_to_the_same_address_over_https() -> None:
    listener = built()["HttpListener"]["Properties"]
    assert (listener["Port"], listener["Protocol"]) == (80, "HTTP")
    (action,) = listener["DefaultActions"]
    assert action == {
        "Type": "redirect",
        "RedirectConfig": {
            "Protocol": "HTTPS",
            "Port": "443",
            "StatusCode": "HTTP_301",
        },
    }


def test_a_certificate_is_issued_for_the_domain_and_proved_in_its_zone() -> None:
    resources = built(DomainName="shop.example.com", HostedZoneId="Z1")
    certificate = resources["Certificate"]["Properties"]
    assert certificate["DomainName"] == "shop.example.com"
    assert certificate["ValidationMethod"] == "DNS"
    assert certificate["DomainValidationOptions"] == [
        {"DomainName": "shop.example.com", "HostedZoneId": "Z1"}
    ]
    shown = resources["HttpsListener"]["Properties"]["Certificates"]
    assert shown == [{"CertificateArn": {"Ref": "Certificate"}}]


def test_a_given_certificate_is_shown_and_none_issued() -> None:
    resources = built(CertificateArn=GIVEN)
    assert "Certificate" not in resources
    shown = resources["HttpsListener"]["Properties"]["Certificates"]
    assert shown == [{"CertificateArn": GIVEN}]


def test_the_domain_leads_to_the_load_balancer() -> None:
    record = built(DomainName="shop.example.com", HostedZoneId="Z1")["SiteRecord"]
    assert record["Properties"] == {
        "Name": "shop.example.com",
        "Type": "A",
        "HostedZoneId": "Z1",
        "AliasTarget": {
            "DNSName": {"Fn::GetAtt": ["LoadBalancer", "DNSName"]},
            "HostedZoneId": {"Fn::GetAtt": ["LoadBalancer", "CanonicalHostedZoneID"]},
        },
    }


def test_the_hosted_zone_is_asked_for_and_must_exist() -> None:
    parameter = edge.build(nextjs()).template.to_dict()["Parameters"]["HostedZoneId"]
    assert parameter["Type"] == "AWS::Route53::HostedZone::Id"
    assert "Default" not in parameter


def test_the_domain_is_the_specs_until_an_environment_says_otherwise() -> None:
    system = nextjs(edge={"domain": "shop.example.com"})
    assert built(system)["SiteRecord"]["Properties"]["Name"] == "shop.example.com"
    assert built(system, DomainName="dev.example.com")["SiteRecord"]["Properties"][
        "Name"
    ] == ("dev.example.com")


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("", True),
        (GIVEN, True),
        ("arn:aws:iam::123456789012:server-certificate/old", False),
        ("0a1b2c3d", False),
    ],
    ids=["empty", "ACM", "IAM", "an id only"],
)
def test_a_certificate_is_named_by_its_arn(text: str, taken: bool) -> None:
    assert bool(re.fullmatch(settings.CERTIFICATE.pattern, text)) is taken


@EACH
@pytest.mark.parametrize("kind", ["LoadBalancer", "Listener"])
def test_no_setting_replaces_the_load_balancer_or_a_listener(
    kind: str, system: System
) -> None:
    replaced_by = replacing(edge.build(system), f"ElasticLoadBalancingV2::{kind}")
    assert replaced_by == set()


@EACH
def test_another_domain_or_zone_is_another_certificate(system: System) -> None:
    layer = edge.build(system)
    layer.settings.pop("CertificateArn")  # with one given there is none to replace
    zone = layer.settings.keys() & {"HostedZoneId"}
    assert replacing(layer, "CertificateManager::Certificate") == {"DomainName", *zone}


NAMES = ["www.dev.example.com", "api.eu.dev.example.com"]
"""The further names of an environment whose domain is dev.example.com."""


def resolved_names(system: System, resource: str, key: str) -> Any:
    """Return what a resource says once the functions in it are carried out."""
    given = {"DomainName": "dev.example.com", "HostedZoneId": "Z1"}
    return properties(edge.build(system), resource, **given).get(key)


def test_further_names_follow_the_domain_of_the_environment() -> None:
    system = EVERY["further names"]
    assert resolved_names(system, "Certificate", "SubjectAlternativeNames") == NAMES
    assert resolved_names(system, "Certificate", "DomainValidationOptions") == [
        {"DomainName": name, "HostedZoneId": "Z1"}
        for name in ("dev.example.com", *NAMES)
    ]


def test_every_name_has_a_record_in_the_zone() -> None:
    resources = built(EVERY["further names"], HostedZoneId="Z1")
    records = of(resources, "Route53::RecordSet")
    assert records.keys() == {"SiteRecord", "WwwRecord", "ApiDotEuRecord"}
    targets = [record["AliasTarget"] for record in records.values()]
    assert all(target == targets[0] for target in targets)
    assert {record["HostedZoneId"] for record in records.values()} == {"Z1"}
    named = [resolved_names(EVERY["further names"], n, "Name") for n in records]
    assert named == ["dev.example.com", *NAMES]


def test_names_that_would_look_alike_have_records_of_their_own() -> None:
    names = ["a-b.shop.example.com", "ab.shop.example.com", "a.b.shop.example.com"]
    records = of(built(nextjs(edge=edge_of(names=names))), "Route53::RecordSet")
    assert len(records) == 4


def test_a_certificate_without_further_names_does_not_mention_any() -> None:
    assert "SubjectAlternativeNames" not in built()["Certificate"]["Properties"]


EXTERNAL = EVERY["external DNS, Cloudflare and a pipeline"]


@EACH
def test_elsewhere_there_is_no_zone_and_nothing_of_route_53(system: System) -> None:
    layer = edge.build(system)
    external = system.edge is not None and system.edge.dns == "external"
    text = render(layer.template)
    assert ("HostedZoneId" not in layer.settings) is external
    assert ("AWS::Route53" not in text) is external
    assert ("DomainValidationOptions" not in text) is external
    assert ("DnsRecords" in layer.leaving) is external


def test_the_records_to_write_elsewhere_are_told() -> None:
    records = told(edge.build(EXTERNAL), DomainName="dev.example.com")["DnsRecords"]
    assert records.split(", ") == [
        f"{name} CNAME @LoadBalancer.DNSName" for name in ("dev.example.com", *NAMES)
    ]


@pytest.mark.parametrize(
    ("given", "shown"), [("", "@Certificate"), (GIVEN, GIVEN)], ids=["issued", "given"]
)
def test_the_certificate_in_use_is_told(given: str, shown: str) -> None:
    for system in (nextjs(), EXTERNAL):
        layer = edge.build(system)
        assert told(layer, CertificateArn=given)["CertificateArnInUse"] == shown


@EACH
def test_releases_are_tried_out_over_https_at_a_port_of_their_own(
    system: System,
) -> None:
    listeners = of(built(system), "ElasticLoadBalancingV2::Listener")
    there = "TestListener" in listeners
    assert there is tries_out(system)
    assert ("TestListenerArn" in edge.build(system).leaving) is there
    if there:
        users, test = listeners["HttpsListener"], listeners["TestListener"]
        assert {k for k in users if users[k] != test[k]} == {"Port"}
        assert test["Port"] == 8443


@EACH
def test_the_address_is_a_secret_only_where_that_is_asked_for(system: System) -> None:
    secrets = of(built(system), "SecretsManager::Secret")
    wanted = system.edge is not None and system.edge.as_secret
    assert len(secrets) == wanted
    assert ("AlbSecretArn" in edge.build(system).leaving) is wanted


def test_the_secret_says_where_the_load_balancer_and_the_site_are() -> None:
    layer = edge.build(EVERY["rails"])
    secret = properties(layer, "LoadBalancerSecret", DomainName="dev.example.com")
    assert secret["KmsKeyId"] == "@KeyArn"
    assert json.loads(secret["SecretString"]) == {
        "endpoint": "@LoadBalancer.DNSName",
        "url": "https://dev.example.com",
    }


def test_the_firewall_is_off_until_it_is_switched_on() -> None:
    assert not {"WebAcl", "WebAclAssociation"} & built().keys()
    association = built(EnableWaf="true")["WebAclAssociation"]["Properties"]
    assert association == {
        "ResourceArn": {"Ref": "LoadBalancer"},
        "WebACLArn": {"Fn::GetAtt": ["WebAcl", "Arn"]},
    }


def test_the_firewall_passes_what_no_rule_matches() -> None:
    acl = built(EnableWaf="true")["WebAcl"]["Properties"]
    assert acl["Scope"] == "REGIONAL"
    assert acl["DefaultAction"] == {"Allow": {}}


def test_rules_are_asked_one_after_the_other() -> None:
    names = [rule["Name"] for rule in rules()]
    assert names == ["RateLimit", *RULE_GROUPS]
    assert [rule["Priority"] for rule in rules()] == list(range(len(names)))


def test_the_rules_fit_into_the_capacity_that_the_price_includes() -> None:
    rate_limit = 2
    assert RULE_GROUPS.keys() == CAPACITY_UNITS.keys()
    assert sum(CAPACITY_UNITS.values()) + rate_limit <= 1500


def test_blocking_blocks_and_counting_only_counts() -> None:
    assert rules("block")[0]["Action"] == {"Block": {}}
    assert [r["OverrideAction"] for r in rules("block")[1:]] == [{"None": {}}] * 4
    assert [r["OverrideAction"] for r in rules("count")[1:]] == [{"Count": {}}] * 4
    assert not {"Block", "None"} & set(keys(rules("count")))


@MODE
def test_one_address_may_ask_so_often(mode: str) -> None:
    parameters = {"EnableWaf": "true", "WafMode": mode, "WafRateLimit": "500"}
    (rule, *_) = built(**parameters)["WebAcl"]["Properties"]["Rules"]
    assert rule["Statement"] == {
        "RateBasedStatement": {"AggregateKeyType": "IP", "Limit": "500"}
    }


@MODE
def test_behind_cloudflare_the_address_of_the_client_is_in_a_header(mode: str) -> None:
    behind = rules(mode, EXTERNAL)
    statement = behind[0]["Statement"]["RateBasedStatement"]
    assert statement["AggregateKeyType"] == "FORWARDED_IP"
    assert statement["ForwardedIPConfig"] == {
        "HeaderName": "CF-Connecting-IP",
        "FallbackBehavior": "MATCH",
    }


def test_behind_cloudflare_no_rule_judges_the_address_that_connects() -> None:
    names = [rule["Name"] for rule in rules(system=EXTERNAL)]
    assert names == ["RateLimit", *(n for n in RULE_GROUPS if n != REPUTATION)]
    assert [rule["Priority"] for rule in rules(system=EXTERNAL)] == [0, 1, 2, 3]
    others = rules(system=EVERY["rails"])
    assert REPUTATION in [rule["Name"] for rule in others]


@MODE
def test_a_long_body_is_counted_never_blocked(mode: str) -> None:
    (common,) = [r for r in rules(mode) if r["Name"] == "AWSManagedRulesCommonRuleSet"]
    group = common["Statement"]["ManagedRuleGroupStatement"]
    assert group["RuleActionOverrides"] == [
        {"Name": "SizeRestrictions_BODY", "ActionToUse": {"Count": {}}}
    ]


def test_every_rule_has_a_metric_and_environments_do_not_share_them() -> None:
    acl = built(EnableWaf="true")["WebAcl"]["Properties"]
    watched = [acl["VisibilityConfig"], *(r["VisibilityConfig"] for r in acl["Rules"])]
    assert all(seen["CloudWatchMetricsEnabled"] is True for seen in watched)
    assert len({json.dumps(seen["MetricName"]) for seen in watched}) == len(watched)
    assert acl["VisibilityConfig"]["MetricName"] == "nextjs-dev"


def test_what_leaves_is_what_services_alarms_and_people_need() -> None:
    assert outputs(nextjs()) == {
        "HttpsListenerArn": {"Ref": "HttpsListener"},
        "CertificateArnInUse": {
            "Fn::If": [
                "IsCertificateCreated",
                {"Ref": "Certificate"},
                {"Ref": "CertificateArn"},
            ]
        },
        "AlbFullName": {"Fn::GetAtt": ["LoadBalancer", "LoadBalancerFullName"]},
        "AlbDnsName": {"Fn::GetAtt": ["LoadBalancer", "DNSName"]},
        "SiteUrl": {
            "Fn::Sub": ["https://${Domain}", {"Domain": {"Ref": "DomainName"}}]
        },
    }
