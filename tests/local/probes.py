"""One probe a gap: does an endpoint do what CloudFormation does there?

A probe returns the answer or raises; an endpoint that raises does not do it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from botocore.exceptions import ClientError

from tests.local.cloud import Cloud, given, template

Probe = Callable[[Cloud], bool]

TOPIC = {"Type": "AWS::SNS::Topic"}
VPC = {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": "10.0.0.0/16"}}
NO_SUCH_VPC = {
    "Type": "AWS::EC2::Subnet",
    "Properties": {"VpcId": "vpc-0", "CidrBlock": "10.0.0.0/24"},
}
TRUST = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": {"Service": "ecs-tasks.amazonaws.com"},
            "Action": "sts:AssumeRole",
        }
    ],
}


def refused(call: Callable[[], Any], code: str, words: str) -> bool:
    """Say whether a call is refused with a code and words."""
    try:
        call()
    except ClientError as error:
        told = error.response["Error"]
        return told["Code"] == code and words in told["Message"]
    return False


def resource_without_a_type(cloud: Cloud) -> bool:
    body = template({"Topic": {"Properties": {}}})
    words = "[/Resources/Topic] Every Resources object must contain a Type member."
    return refused(lambda: cloud.create("s", body), "ValidationError", words)


def cycle(cloud: Cloud) -> bool:
    body = template(
        {"A": {**TOPIC, "DependsOn": "B"}, "B": {**TOPIC, "DependsOn": "A"}}
    )
    words = "Circular dependency between resources: [A, B]"
    return refused(lambda: cloud.create("s", body), "ValidationError", words)


def parameter_pattern(cloud: Cloud) -> bool:
    declared = {"Env": {"Type": "String", "AllowedPattern": "[a-z]+"}}
    body = template({"Topic": TOPIC}, Parameters=declared)
    create = cloud.create
    return refused(
        lambda: create("s", body, Parameters=given(Env="9")),
        "ValidationError",
        "Parameter 'Env' must match pattern [a-z]+",
    )


def capability(cloud: Cloud) -> bool:
    role = {
        "Type": "AWS::IAM::Role",
        "Properties": {"AssumeRolePolicyDocument": TRUST},
    }
    return refused(
        lambda: cloud.create("s", template({"Role": role}), Capabilities=[]),
        "InsufficientCapabilitiesException",
        "Requires capabilities : [CAPABILITY_IAM]",
    )


def cidr_function(cloud: Cloud) -> bool:
    value = {"Fn::Select": [1, {"Fn::Cidr": ["10.0.0.0/16", 2, 8]}]}
    cloud.create("s", template({"Topic": TOPIC}, Outputs={"Out": {"Value": value}}))
    return cloud.outputs("s") == {"Out": "10.0.1.0/24"}


def dynamic_reference(cloud: Cloud) -> bool:
    parameter = {"Name": "/name", "Value": "shown", "Type": "String"}
    cloud.client("ssm").put_parameter(**parameter)
    topic = {**TOPIC, "Properties": {"DisplayName": "{{resolve:ssm:/name}}"}}
    cloud.create("s", template({"Topic": topic}))
    arn = cloud.resources("s")["Topic"]["PhysicalResourceId"]
    found = cloud.client("sns").get_topic_attributes(TopicArn=arn)
    return bool(found["Attributes"]["DisplayName"] == "shown")


def boolean_from_a_string(cloud: Cloud) -> bool:
    properties = {"EnableKeyRotation": "false", "KeyPolicy": {"Version": "2012-10-17"}}
    key = {"Type": "AWS::KMS::Key", "Properties": properties}
    cloud.create("s", template({"Key": key}))
    name = cloud.resources("s")["Key"]["PhysicalResourceId"]
    found = cloud.client("kms").get_key_rotation_status(KeyId=name)
    return found["KeyRotationEnabled"] is False


def type_without_a_model(cloud: Cloud) -> bool:
    subnets = {
        "Type": "AWS::ElastiCache::SubnetGroup",
        "Properties": {"Description": "d", "SubnetIds": ["subnet-1"]},
    }
    outputs = {"Name": {"Value": {"Ref": "Subnets"}}}
    cloud.create("s", template({"Subnets": subnets}, Outputs=outputs))
    return "Subnets" in cloud.resources("s") and bool(cloud.outputs("s")["Name"])


def physical_id_of_a_parameter_group(cloud: Cloud) -> bool:
    group = {
        "Type": "AWS::RDS::DBParameterGroup",
        "Properties": {"Family": "postgres16", "Description": "d"},
    }
    cloud.create("s", template({"Group": group}))
    name = cloud.resources("s")["Group"]["PhysicalResourceId"]
    found = cloud.client("rds").describe_db_parameter_groups(DBParameterGroupName=name)
    return len(found["DBParameterGroups"]) == 1 and bool(name)


def task_size(cloud: Cloud) -> bool:
    properties = {
        "Family": "web",
        "Cpu": "512",
        "Memory": "1024",
        "NetworkMode": "awsvpc",
        "RequiresCompatibilities": ["FARGATE"],
        "ContainerDefinitions": [{"Name": "web", "Image": "nginx"}],
    }
    task = {"Type": "AWS::ECS::TaskDefinition", "Properties": properties}
    cloud.create("s", template({"Task": task}))
    found = cloud.client("ecs").describe_task_definition(taskDefinition="web")
    return bool(found["taskDefinition"].get("cpu") == "512")


def name_of_a_repository(cloud: Cloud) -> bool:
    cloud.create("s", template({"Web": {"Type": "AWS::ECR::Repository"}}))
    found = cloud.client("ecr").describe_repositories()["repositories"]
    return [r["repositoryName"][:6] for r in found] == ["s-web-"]


def certificate(cloud: Cloud) -> bool:
    kind = "AWS::CertificateManager::Certificate"
    body = {"Type": kind, "Properties": {"DomainName": "example.com"}}
    cloud.create("s", template({"Certificate": body}))
    arn = cloud.resources("s")["Certificate"]["PhysicalResourceId"]
    found = cloud.client("acm").describe_certificate(CertificateArn=arn)
    return bool(found["Certificate"]["Status"] == "ISSUED")


def generated_secret(cloud: Cloud) -> bool:
    kind = "AWS::SecretsManager::Secret"
    properties = {"GenerateSecretString": {"PasswordLength": 20}}
    cloud.create("s", template({"Secret": {"Type": kind, "Properties": properties}}))
    arn = cloud.resources("s")["Secret"]["PhysicalResourceId"]
    found = cloud.client("secretsmanager").get_secret_value(SecretId=arn)
    return len(found["SecretString"]) == 20


def deletion_of_a_target_group(cloud: Cloud) -> bool:
    properties = {"Port": 80, "Protocol": "HTTP", "VpcId": {"Ref": "Vpc"}}
    group = {
        "Type": "AWS::ElasticLoadBalancingV2::TargetGroup",
        "Properties": properties,
    }
    cloud.create("s", template({"Vpc": VPC, "Group": group}))
    cloud.delete("s")
    return not cloud.client("elbv2").describe_target_groups()["TargetGroups"]


def resource_events(cloud: Cloud) -> bool:
    cloud.create("s", template({"Topic": TOPIC}))
    return cloud.history("s") == [
        "stack CREATE_IN_PROGRESS",
        "Topic CREATE_IN_PROGRESS",
        "Topic CREATE_IN_PROGRESS",
        "Topic CREATE_COMPLETE",
        "stack CREATE_COMPLETE",
    ]


def nested_output(cloud: Cloud) -> bool:
    inner = template({"Topic": TOPIC}, Outputs={"Arn": {"Value": {"Ref": "Topic"}}})
    (url,) = cloud.upload({"inner.json": inner})
    nested = {"Type": "AWS::CloudFormation::Stack", "Properties": {"TemplateURL": url}}
    value = {"Fn::GetAtt": ["Inner", "Outputs.Arn"]}
    cloud.create("s", template({"Inner": nested}, Outputs={"Arn": {"Value": value}}))
    return cloud.outputs("s")["Arn"].startswith("arn:aws:sns:")


def failure_is_not_raised(cloud: Cloud) -> bool:
    made = cloud.formation.create_stack(
        StackName="s",
        TemplateBody='{"Resources": {"Subnet": {"Type": "AWS::EC2::Subnet", '
        '"Properties": {"VpcId": "vpc-0", "CidrBlock": "10.0.0.0/24"}}}}',
    )
    return bool(made["StackId"])


def failed_creation_rolls_back(cloud: Cloud) -> bool:
    body = template({"Topic": TOPIC, "Subnet": {**NO_SUCH_VPC, "DependsOn": "Topic"}})
    ended = cloud.create("s", body)
    topics = cloud.client("sns").list_topics()["Topics"]
    return ended["StackStatus"] == "ROLLBACK_COMPLETE" and not topics


def cancelled_sibling(cloud: Cloud) -> bool:
    cloud.create("s", template({"Subnet": NO_SUCH_VPC, "Topic": TOPIC}))
    return cloud.reason("s", "Topic", "CREATE_FAILED") == "Resource creation cancelled"


def failed_update_goes_back(cloud: Cloud) -> bool:
    cloud.create("s", template({"Topic": TOPIC}))
    ended = cloud.update("s", template({"Topic": TOPIC, "Subnet": NO_SUCH_VPC}))
    return bool(ended["StackStatus"] == "UPDATE_ROLLBACK_COMPLETE")


def replacement(cloud: Cloud) -> bool:
    def body(name: str) -> dict[str, Any]:
        properties = {"LogGroupName": name}
        return template(
            {"Logs": {"Type": "AWS::Logs::LogGroup", "Properties": properties}}
        )

    cloud.create("s", body("/one"))
    cloud.update("s", body("/two"))
    found = cloud.client("logs").describe_log_groups()["logGroups"]
    return [group["logGroupName"] for group in found] == ["/two"]


def change_through_a_parameter(cloud: Cloud) -> bool:
    topic = {**TOPIC, "Properties": {"DisplayName": {"Fn::Sub": "${Env}-topic"}}}
    body = template({"Topic": topic}, Parameters={"Env": {"Type": "String"}})
    cloud.create("s", body, Parameters=given(Env="dev"))
    shown = cloud.preview(
        "s", body, Parameters=given(Env="prod"), ChangeSetType="UPDATE"
    )
    changes = [c["ResourceChange"] for c in shown["Changes"]]
    return [(c["Action"], c["LogicalResourceId"]) for c in changes] == [
        ("Modify", "Topic")
    ]


def physical_id_in_a_change(cloud: Cloud) -> bool:
    cloud.create("s", template({"Topic": TOPIC}))
    topic = {**TOPIC, "Properties": {"DisplayName": "x"}}
    shown = cloud.preview("s", template({"Topic": topic}), ChangeSetType="UPDATE")
    return bool(shown["Changes"][0]["ResourceChange"].get("PhysicalResourceId"))


def termination_protection(cloud: Cloud) -> bool:
    cloud.create("s", template({"Topic": TOPIC}), EnableTerminationProtection=True)
    words = "Stack [s] cannot be deleted while TerminationProtection is enabled"
    return refused(lambda: cloud.delete("s"), "ValidationError", words)


def retained_but_not_on_create(cloud: Cloud) -> bool:
    kept = {**TOPIC, "DeletionPolicy": "RetainExceptOnCreate"}
    cloud.create("s", template({"Topic": kept}))
    cloud.delete("s")
    return len(cloud.client("sns").list_topics()["Topics"]) == 1


def record_in_a_foreign_zone(cloud: Cloud) -> bool:
    properties = {
        "HostedZoneId": "Z1",
        "Name": "a.example.com",
        "Type": "A",
        "TTL": "60",
        "ResourceRecords": ["192.0.2.1"],
    }
    record = {"Type": "AWS::Route53::RecordSet", "Properties": properties}
    made = cloud.create("s", template({"Record": record}))
    return bool(made["StackStatus"] == "CREATE_COMPLETE")


def running_a_task_of_fargate(cloud: Cloud) -> bool:
    ecs = cloud.client("ecs")
    ecs.create_cluster(clusterName="x")
    containers = [{"name": "web", "image": "nginx"}]
    sizes = {"cpu": "256", "memory": "512"}
    ecs.register_task_definition(family="web", containerDefinitions=containers, **sizes)
    made = ecs.run_task(cluster="x", taskDefinition="web", launchType="FARGATE")
    (task,) = made["tasks"]
    while task["lastStatus"] != "STOPPED":
        tasks = ecs.describe_tasks(cluster="x", tasks=[task["taskArn"]])
        (task,) = tasks["tasks"]
    stopped = ecs.list_tasks(cluster="x", desiredStatus="STOPPED")["taskArns"]
    return bool(stopped == [task["taskArn"]] and task["containers"][0]["exitCode"] == 0)


def dns_names_in_a_vpc(cloud: Cloud) -> bool:
    properties = {"CidrBlock": "10.0.0.0/16", "EnableDnsHostnames": True}
    vpc = {"Type": "AWS::EC2::VPC", "Properties": properties}
    outputs = {"Id": {"Value": {"Ref": "Vpc"}}}
    cloud.create("s", template({"Vpc": vpc}, Outputs=outputs))
    told = cloud.client("ec2").describe_vpc_attribute(
        VpcId=cloud.outputs("s")["Id"], Attribute="enableDnsHostnames"
    )
    return bool(told["EnableDnsHostnames"]["Value"])


def values_in_a_change(cloud: Cloud) -> bool:
    def body(name: str) -> dict[str, Any]:
        return template({"Topic": {**TOPIC, "Properties": {"DisplayName": name}}})

    cloud.create("s", body("one"))
    shown = cloud.preview("s", body("two"), ChangeSetType="UPDATE")
    whole = cloud.formation.describe_change_set(
        ChangeSetName=shown["ChangeSetId"], IncludePropertyValues=True
    )
    target = whole["Changes"][0]["ResourceChange"]["Details"][0]["Target"]
    return (target["BeforeValue"], target["AfterValue"]) == ("one", "two")


def cause_of_a_change(cloud: Cloud) -> bool:
    topic = {**TOPIC, "Properties": {"DisplayName": {"Ref": "Env"}}}
    body = template({"Topic": topic}, Parameters={"Env": {"Type": "String"}})
    cloud.create("s", body, Parameters=given(Env="dev"))
    shown = cloud.preview(
        "s", body, Parameters=given(Env="prod"), ChangeSetType="UPDATE"
    )
    detail = shown["Changes"][0]["ResourceChange"]["Details"][0]
    return bool(detail["CausingEntity"] == "Env")


def stack_policy(cloud: Cloud) -> bool:
    nothing = '{"Statement": []}'
    cloud.create("s", template({"Topic": TOPIC}), StackPolicyBody=nothing)
    topic = {**TOPIC, "Properties": {"DisplayName": "x"}}
    ended = cloud.update("s", template({"Topic": topic}))
    return bool(ended["StackStatus"] == "UPDATE_ROLLBACK_COMPLETE")


def export_in_use(cloud: Cloud) -> bool:
    exported = {"Out": {"Value": "x", "Export": {"Name": "shared"}}}
    cloud.create("one", template({"Topic": TOPIC}, Outputs=exported))
    imported = {"Out": {"Value": {"Fn::ImportValue": "shared"}}}
    cloud.create("two", template({"Topic": TOPIC}, Outputs=imported))
    words = "Cannot delete export shared as it is in use by two"
    return refused(lambda: cloud.delete("one"), "ValidationError", words)


def rollback_that_goes_on(cloud: Cloud) -> bool:
    cloud.create("s", template({"Topic": TOPIC}))
    go_on = cloud.formation.continue_update_rollback
    words = "state and can not continue update rollback"
    return refused(lambda: go_on(StackName="s"), "ValidationError", words)


def events_of_an_operation(cloud: Cloud) -> bool:
    stack = cloud.create("s", template({"Topic": TOPIC}))
    operation = stack["LastOperations"][0]["OperationId"]
    found = cloud.formation.describe_events(OperationId=operation)["OperationEvents"]
    return {event["OperationType"] for event in found} == {"CREATE_STACK"}


def drift(cloud: Cloud) -> bool:
    cloud.create("s", template({"Topic": TOPIC}))
    cloud.formation.detect_stack_drift(StackName="s")
    return bool(cloud.stack("s")["DriftInformation"]["StackDriftStatus"] == "IN_SYNC")


def wait_condition(cloud: Cloud) -> bool:
    policy = {"ResourceSignal": {"Count": 1, "Timeout": "PT0S"}}
    kind = "AWS::CloudFormation::WaitCondition"
    body = template({"Wait": {"Type": kind, "CreationPolicy": policy}})
    return bool(cloud.create("s", body)["StackStatus"] == "ROLLBACK_COMPLETE")


def cancelled_update(cloud: Cloud) -> bool:
    cloud.create("s", template({"Topic": TOPIC}))
    cancel = cloud.formation.cancel_update_stack
    words = "CancelUpdateStack cannot be called from current stack status"
    return refused(lambda: cancel(StackName="s"), "ValidationError", words)


def changes_in_pages(cloud: Cloud) -> bool:
    body = template({f"T{i}": TOPIC for i in range(101)})
    return "NextToken" in cloud.preview("s", body, ChangeSetType="CREATE")


def condition_of_a_bucket_policy(cloud: Cloud) -> bool:
    s3 = cloud.client("s3")
    s3.create_bucket(Bucket="closed")
    refusal = {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*"}
    in_clear = {"Bool": {"aws:SecureTransport": "false"}}
    body = {"Version": "2012-10-17", "Statement": [{**refusal, "Condition": in_clear}]}
    s3.put_bucket_policy(Bucket="closed", Policy=json.dumps(body))
    s3.put_object(Bucket="closed", Key="x", Body=b"read me")
    found = s3.get_object(Bucket="closed", Key="x")["Body"].read()
    refusals = json.dumps({**body, "Statement": [refusal]})
    s3.put_bucket_policy(Bucket="closed", Policy=refusals)
    read = s3.get_object
    return found == b"read me" and refused(
        lambda: read(Bucket="closed", Key="x"), "403", "Forbidden"
    )


def tagged_group(**tags: str) -> dict[str, Any]:
    """Return a security group of the VPC with tags."""
    listed = [{"Key": key, "Value": value} for key, value in tags.items()]
    properties = {"GroupDescription": "d", "VpcId": {"Ref": "Vpc"}, "Tags": listed}
    return {"Type": "AWS::EC2::SecurityGroup", "Properties": properties}


def security_group_with_another_tag(cloud: Cloud) -> bool:
    cloud.create("s", template({"Vpc": VPC, "Group": tagged_group(Name="a")}))
    former = cloud.resources("s")["Group"]["PhysicalResourceId"]
    cloud.update("s", template({"Vpc": VPC, "Group": tagged_group(Name="b")}))
    return bool(cloud.resources("s")["Group"]["PhysicalResourceId"] == former)


def subscription_of_a_changed_topic(cloud: Cloud) -> bool:
    cloud.create("s", template({"Topic": TOPIC}))
    arn = cloud.resources("s")["Topic"]["PhysicalResourceId"]
    sns = cloud.client("sns")
    sns.subscribe(TopicArn=arn, Protocol="email", Endpoint="a@example.com")
    named = {**TOPIC, "Properties": {"DisplayName": "shown"}}
    cloud.update("s", template({"Topic": named}))
    shown = sns.get_topic_attributes(TopicArn=arn)["Attributes"]["DisplayName"]
    left = sns.list_subscriptions_by_topic(TopicArn=arn)["Subscriptions"]
    return bool(shown == "shown") and len(left) == 1


def load_balancer_in_the_way(cloud: Cloud) -> bool:
    subnets = {
        zone: {
            "Type": "AWS::EC2::Subnet",
            "Properties": {
                "VpcId": {"Ref": "Vpc"},
                "CidrBlock": f"10.0.{at}.0/24",
                "AvailabilityZone": f"us-east-1{zone.lower()}",
            },
        }
        for at, zone in enumerate("AB")
    }
    cloud.create("s", template({"Vpc": VPC, **subnets}))
    ids = [cloud.resources("s")[zone]["PhysicalResourceId"] for zone in subnets]
    cloud.client("elbv2").create_load_balancer(Name="x", Subnets=ids)
    return bool(cloud.delete("s")["StackStatus"] == "DELETE_FAILED")


def changed_tag_of_the_stack(cloud: Cloud) -> bool:
    for value in ("a", "b"):
        tags = [{"Key": "team", "Value": value}]
        (cloud.update if value == "b" else cloud.create)(
            "s", template({"Vpc": VPC}), Tags=tags
        )
    vpc = cloud.resources("s")["Vpc"]["PhysicalResourceId"]
    (found,) = cloud.client("ec2").describe_vpcs(VpcIds=[vpc])["Vpcs"]
    return tags[0] in found["Tags"]


PROBES: Mapping[Probe, str] = {
    resource_without_a_type: "language/template.py",
    cycle: "language/graph.py",
    parameter_pattern: "language/parameters.py",
    capability: "language/capabilities.py",
    cidr_function: "language/evaluation.py",
    dynamic_reference: "language/dynamic.py",
    boolean_from_a_string: "language/conform.py",
    type_without_a_model: "types/standins.py",
    physical_id_of_a_parameter_group: "types/motomodels.py",
    task_size: "types/apimodels.py and types/rows",
    name_of_a_repository: "types/names.py",
    certificate: "types/certificates.py",
    generated_secret: "types/secrets.py",
    security_group_with_another_tag: "types/changes.py",
    subscription_of_a_changed_topic: "types/changes.py",
    load_balancer_in_the_way: "types/hindrances.py",
    changed_tag_of_the_stack: "types/tags.py",
    deletion_of_a_target_group: "types/removals.py",
    resource_events: "engine/events.py",
    nested_output: "types/nested.py",
    failure_is_not_raised: "api/operations.py",
    failed_creation_rolls_back: "engine/creation.py",
    cancelled_sibling: "engine/advance.py",
    failed_update_goes_back: "engine/updating.py",
    replacement: "language/compare.py",
    change_through_a_parameter: "preview/changes.py",
    physical_id_in_a_change: "preview/changesets.py",
    termination_protection: "engine/protection.py",
    record_in_a_foreign_zone: "types/zones.py",
    retained_but_not_on_create: "engine/deletion.py",
    running_a_task_of_fargate: "types/tasks.py",
    dns_names_in_a_vpc: "types/vpcs.py",
    condition_of_a_bucket_policy: "types/buckets.py",
    values_in_a_change: "preview/leaves.py",
    cause_of_a_change: "preview/causes.py",
    stack_policy: "engine/policy.py",
    export_in_use: "engine/exports.py",
    rollback_that_goes_on: "engine/rollback.py",
    events_of_an_operation: "api/history.py",
    drift: "types/actual.py and api/drifting.py",
    wait_condition: "types/waiting.py",
    cancelled_update: "api/operating.py",
    changes_in_pages: "api/pages.py",
}
"""The file of src/cfngen/local that mends each gap."""
