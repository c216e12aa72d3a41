"""What services refuse or do on their own, where a deployment meets it."""

from __future__ import annotations

from typing import Any

import pytest

from cfngen.deploy.hints import hint
from tests.local.cloud import Cloud, template

CLUSTER = {"Type": "AWS::ECS::Cluster", "Properties": {"ClusterName": "x"}}
NETWORK = {
    "AwsvpcConfiguration": {
        "Subnets": [{"Ref": "Subnet"}],
        "SecurityGroups": [{"Ref": "Group"}],
    }
}
PLACE = {
    "Vpc": {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": "10.0.0.0/16"}},
    "Subnet": {
        "Type": "AWS::EC2::Subnet",
        "Properties": {"VpcId": {"Ref": "Vpc"}, "CidrBlock": "10.0.0.0/24"},
    },
    "Group": {
        "Type": "AWS::EC2::SecurityGroup",
        "Properties": {"GroupDescription": "d", "VpcId": {"Ref": "Vpc"}},
    },
}
HEALTH = "HealthCheckGracePeriodSeconds"


def task(image: str = "web:1", family: str = "web") -> dict[str, Any]:
    """Return a task definition."""
    properties = {
        "Family": family,
        "Cpu": "256",
        "Memory": "512",
        "NetworkMode": "awsvpc",
        "RequiresCompatibilities": ["FARGATE"],
        "ContainerDefinitions": [{"Name": "web", "Image": image}],
    }
    return {"Type": "AWS::ECS::TaskDefinition", "Properties": properties}


def service(*, image: str = "web:1", **changed: Any) -> dict[str, Any]:
    """Return a template with a service, which CodeDeploy deploys to."""
    properties = {
        "Cluster": {"Ref": "Cluster"},
        "TaskDefinition": "web",
        "DesiredCount": 1,
        "DeploymentController": {"Type": "CODE_DEPLOY"},
        "LaunchType": "FARGATE",
        "NetworkConfiguration": NETWORK,
        **changed,
    }
    made = {
        "Type": "AWS::ECS::Service",
        "DependsOn": ["Task", "Other"],
        "Properties": properties,
    }
    return template(
        {
            **PLACE,
            "Cluster": CLUSTER,
            "Task": task(image),
            "Other": task(family="other"),
            "Service": made,
        }
    )


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        pytest.param({"TaskDefinition": "other"}, "task definition", id="task"),
        pytest.param(
            {
                "NetworkConfiguration": {
                    "AwsvpcConfiguration": {
                        **NETWORK["AwsvpcConfiguration"],
                        "AssignPublicIp": "ENABLED",
                    }
                }
            },
            "network parameters",
            id="network",
        ),
        pytest.param(
            {"LoadBalancers": [{"ContainerName": "web", "ContainerPort": 80}]},
            "load balancers",
            id="load balancer",
        ),
    ],
)
def test_what_codedeploy_changes_cloudformation_may_not(
    cloud: Cloud, changed: dict[str, Any], words: str
) -> None:
    cloud.create("s", service())
    ended = cloud.update("s", service(**changed))
    assert ended["StackStatus"] == "UPDATE_ROLLBACK_COMPLETE"
    assert (
        f"Unable to update {words} on services with a CODE_DEPLOY deployment "
        "controller. Use AWS CodeDeploy to trigger a new deployment."
    ) in cloud.reason("s", "Service", "UPDATE_FAILED")


def test_what_codedeploy_leaves_alone_can_change(cloud: Cloud) -> None:
    cloud.create("s", service())
    former = _service(cloud)["taskDefinition"]
    ended = cloud.update("s", service(image="web:2", DesiredCount=3))
    assert ended["StackStatus"] == "UPDATE_COMPLETE", ended.get("StackStatusReason")
    running = _service(cloud)
    assert (running["desiredCount"], running["taskDefinition"]) == (3, former)
    newest = cloud.client("ecs").describe_task_definition(taskDefinition="web")
    assert newest["taskDefinition"]["taskDefinitionArn"] != former


def _service(cloud: Cloud) -> dict[str, Any]:
    arn = cloud.resources("s")["Service"]["PhysicalResourceId"]
    found = cloud.client("ecs").describe_services(cluster="x", services=[arn])
    return dict(found["services"][0])


@pytest.mark.parametrize("forced", [True, False], ids=["forced", "not forced"])
def test_another_strategy_takes_a_new_deployment(cloud: Cloud, forced: bool) -> None:
    def body(provider: str) -> dict[str, Any]:
        changed: dict[str, Any] = {
            "DeploymentController": {"Type": "ECS"},
            "CapacityProviderStrategy": [{"CapacityProvider": provider}],
            "ForceNewDeployment": {
                "EnableForceNewDeployment": forced,
                "ForceNewDeploymentNonce": provider,
            },
        }
        return service(**changed)

    cloud.create("s", body("FARGATE"))
    ended = cloud.update("s", body("FARGATE_SPOT"))["StackStatus"]
    assert ended == ("UPDATE_COMPLETE" if forced else "UPDATE_ROLLBACK_COMPLETE")
    if not forced:
        reason = cloud.reason("s", "Service", "UPDATE_FAILED")
        assert "you must force a new deployment" in reason


def certificate(**zone: str) -> dict[str, Any]:
    """Return a template with a certificate for two names."""
    names = ("example.com", "www.example.com")
    properties: dict[str, Any] = {
        "DomainName": names[0],
        "SubjectAlternativeNames": [names[1]],
        "ValidationMethod": "DNS",
    }
    if zone:
        options = [{"DomainName": name, **zone} for name in names]
        properties["DomainValidationOptions"] = options
    kind = "AWS::CertificateManager::Certificate"
    return template({"Certificate": {"Type": kind, "Properties": properties}})


def records(cloud: Cloud) -> list[str]:
    """Return what the events say of DNS records."""
    told = [str(e.get("ResourceStatusReason", "")) for e in cloud.events("s")]
    return [text for text in told if text.startswith("Content of DNS Record is: ")]


def test_a_certificate_says_which_records_validate_it(cloud: Cloud) -> None:
    cloud.create("s", certificate())
    arn = cloud.resources("s")["Certificate"]["PhysicalResourceId"]
    described = cloud.client("acm").describe_certificate(CertificateArn=arn)
    options = described["Certificate"]["DomainValidationOptions"]
    wanted = {o["DomainName"]: o["ResourceRecord"] for o in options}
    assert records(cloud) == [
        f"Content of DNS Record is: {{Name: {wanted[name]['Name']},Type: CNAME,"
        f"Value: {wanted[name]['Value']}}}"
        for name in ("example.com", "www.example.com")
    ]
    assert described["Certificate"]["Status"] == "ISSUED"


def test_with_a_hosted_zone_nobody_has_to_write_any(cloud: Cloud) -> None:
    cloud.create("s", certificate(HostedZoneId="Z1"))
    assert not records(cloud)


def test_a_replaced_certificate_says_so_as_an_update(cloud: Cloud) -> None:
    cloud.create("s", certificate(HostedZoneId="Z1"))
    cloud.update("s", certificate())
    told = [e for e in cloud.events("s") if "DNS" in e.get("ResourceStatusReason", "")]
    assert {e["ResourceStatus"] for e in told} == {"UPDATE_IN_PROGRESS"}


def test_a_rule_says_what_it_was_asked(cloud: Cloud) -> None:
    def body(description: str) -> dict[str, Any]:
        rule = {
            "GroupId": {"Ref": "Group"},
            "IpProtocol": "tcp",
            "FromPort": 443,
            "ToPort": 443,
            "CidrIp": "192.0.2.0/24",
            "Description": description,
        }
        kind = "AWS::EC2::SecurityGroupEgress"
        return template({**PLACE, "Rule": {"Type": kind, "Properties": rule}})

    def shown() -> dict[str, Any]:
        rule = cloud.resources("s")["Rule"]["PhysicalResourceId"]
        (found,) = cloud.client("ec2").describe_security_group_rules(
            SecurityGroupRuleIds=[rule]
        )["SecurityGroupRules"]
        return dict(found)

    cloud.create("s", body("one"))
    former = shown()
    assert (former["IsEgress"], former["CidrIpv4"]) == (True, "192.0.2.0/24")
    cloud.update("s", body("two"))
    assert shown()["Description"] == "two"
    cloud.update("s", template(PLACE))
    groups = cloud.client("ec2").describe_security_groups(
        GroupIds=[cloud.resources("s")["Group"]["PhysicalResourceId"]]
    )["SecurityGroups"]
    ranges = [
        r["CidrIp"] for p in groups[0]["IpPermissionsEgress"] for r in p["IpRanges"]
    ]
    assert ranges == ["0.0.0.0/0"]


def filtered(*, port: int = 443, second: bool = False) -> dict[str, Any]:
    """Return a subnet and the network ACL in front of it, or a second one instead."""
    kind = "AWS::EC2::NetworkAcl"
    acl = {"Type": kind, "Properties": {"VpcId": {"Ref": "Vpc"}}}
    entry = {
        "NetworkAclId": {"Ref": "Acl"},
        "RuleNumber": 100,
        "Protocol": 6,
        "RuleAction": "allow",
        "CidrBlock": "192.0.2.0/24",
        "PortRange": {"From": port, "To": port},
    }
    chosen = {
        "SubnetId": {"Ref": "Subnet"},
        "NetworkAclId": {"Ref": "Other" if second else "Acl"},
    }
    return template(
        {
            **PLACE,
            "Acl": acl,
            "Other": acl,
            "Entry": {"Type": f"{kind}Entry", "Properties": entry},
            "Chosen": {
                "Type": "AWS::EC2::SubnetNetworkAclAssociation",
                "Properties": chosen,
            },
        }
    )


def acl_of_the_subnet(cloud: Cloud) -> dict[str, Any]:
    subnet = cloud.resources("s")["Subnet"]["PhysicalResourceId"]
    (found,) = cloud.client("ec2").describe_network_acls(
        Filters=[{"Name": "association.subnet-id", "Values": [subnet]}]
    )["NetworkAcls"]
    return dict(found)


def test_a_network_acl_filters_its_subnet(cloud: Cloud) -> None:
    cloud.create("s", filtered())
    ids = {n: r["PhysicalResourceId"] for n, r in cloud.resources("s").items()}
    assert acl_of_the_subnet(cloud)["NetworkAclId"] == ids["Acl"]
    cloud.update("s", filtered(port=80))
    entries = acl_of_the_subnet(cloud)["Entries"]
    ours = [e["PortRange"] for e in entries if e["RuleNumber"] == 100]
    assert ours == [{"From": 80, "To": 80}]


def test_a_subnet_goes_over_to_another_and_back_to_the_default(cloud: Cloud) -> None:
    cloud.create("s", filtered())
    ended = cloud.update("s", filtered(second=True))
    assert ended["StackStatus"] == "UPDATE_COMPLETE", ended.get("StackStatusReason")
    other = cloud.resources("s")["Other"]["PhysicalResourceId"]
    assert acl_of_the_subnet(cloud)["NetworkAclId"] == other
    cloud.update("s", template(PLACE))
    assert acl_of_the_subnet(cloud)["IsDefault"]


def test_a_second_provider_of_identities_is_refused_in_the_words_of_iam(
    cloud: Cloud,
) -> None:
    url = "https://token.actions.githubusercontent.com"
    provider = {"Type": "AWS::IAM::OIDCProvider", "Properties": {"Url": url}}
    cloud.create("one", template({"Provider": provider}))
    cloud.create("two", template({"Provider": provider}))
    reason = cloud.reason("two", "Provider", "CREATE_FAILED")
    assert reason == f"Provider with url {url} already exists."
    told = hint(reason, "AWS::IAM::OIDCProvider")
    assert told and "CreateGitHubOidcProvider to false" in told.do
