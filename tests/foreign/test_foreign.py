"""Templates in the styles that others write come to what they mean."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cfngen.errors import InputError
from cfngen.model import Model, encoded, worded
from cfngen.params import parse
from cfngen.resolve import Root, resolve
from cfngen.template import load_tree
from tests.foreign.files import FILES, FOLDER, shown


def of(file: str, region: str = "us-east-1", /, **parameters: str) -> Model:
    """Return the model of a template with some parameters."""
    tree = load_tree(FOLDER / file, f"foreign/{file}")
    given = parse(json.dumps(parameters).encode(), "p.json", "p")
    return resolve((Root(tree, "stack", region),), given)


@pytest.mark.parametrize("file", FILES, ids=shown)
def test_it_has_a_model_that_can_be_written_down(file: Path) -> None:
    model = of(shown(file))
    assert model.resources
    for resource in model.resources.values():
        json.dumps(encoded(dict(resource.properties)))
        assert resource.type


VALUES: tuple[tuple[str, str, tuple[str | int, ...], str], ...] = (
    ("blog.yaml", "Database", ("MasterUserPassword",), "****"),
    ("blog.yaml", "Database", ("AllocatedStorage",), "20"),
    ("blog.yaml", "Database", ("MultiAZ",), "false"),
    ("blog.yaml", "WebGroup", ("SecurityGroupIngress", 1, "FromPort"), "22"),
    ("blog.yaml", "Fleet", ("VPCZoneIdentifier", 1), "subnet-0a1b2c3e"),
    ("blog.yaml", "Fleet", ("LaunchTemplate", "LaunchTemplateId"), "${Launch}"),
    ("functions.yaml", "Hello", ("Events", "Get", "Properties", "RestApiId"), "${Api}"),
    ("network.yaml", "First", ("CidrBlock",), "10.1.0.0/24"),
    ("network.yaml", "Second", ("AvailabilityZone",), "Select(1, GetAZs(us-east-1))"),
    ("network.yaml", "Documentation", ("Ipv6CidrBlock",), "2001:db8:0:3::/64"),
    ("network.yaml", "Second", ("Tags", 0, "Value"), "test"),
    ("orders.json", "Handler", ("Role",), "${Role.Arn}"),
    ("orders.json", "Handler", ("TracingConfig",), "null"),
    (
        "orders.json",
        "Handler",
        ("Environment", "Variables", "PRICE"),
        "${literal} of v1",
    ),
    ("tables.json", "Table", ("TableName",), "people"),
    ("tables.json", "Target", ("ResourceId",), "table/${Table}"),
    ("tables.json", "Scaling", ("PolicyName",), "b-reads"),
    ("nested/root.yaml", "Watch", ("AlarmActions", 0), "${App/Alarms}"),
    (
        *("nested/root.yaml", "App/Second/Queue"),
        *(("RedrivePolicy", "deadLetterTargetArn"), "${App/First/Queue.Arn}"),
    ),
    ("worker.yaml", "Service", ("LaunchType",), "FARGATE"),
    ("worker.yaml", "Task", ("ContainerDefinitions", 0, "Command"), "null"),
    ("roles.json", "Execution", ("PermissionsBoundary",), "null"),
    (
        *("roles.json", "MayPass", ("PolicyDocument", "Statement", 0, "Resource")),
        "${Execution.Arn}",
    ),
    ("site.yaml", "Files", ("BucketName",), "www-example-com"),
    (
        *("site.yaml", "Site", ("DistributionConfig", "Comment")),
        "Files of example in us-east-1 (${kept} www.example.com)",
    ),
    ("guarded.yaml", "Server", ("SubnetId",), "subnet-0a1b2c3d"),
    ("loops.yaml", "Queue", ("MessageRetentionPeriod",), "7"),
    (
        *("loops.yaml", "Board", ("DashboardBody",)),
        '{"start":"-PT6H","widgets":[{"type":"text","width":3,"properties":'
        '{"markdown":"Hello middle"}}]}',
    ),
    ("exports/user.yaml", "Queue", ("KmsMasterKeyId",), "ImportValue(core-key)"),
    ("keys.yaml", "Server", ("UserData",), "Base64(token=****)"),
    (
        "keys.yaml",
        "Server",
        ("SecurityGroupIds",),
        "Split(,, {{resolve:ssm:/net/groups}})",
    ),
    (
        *("keys.yaml", "Url", ("Value",)),
        "postgres://{{resolve:ssm:/db/user:3}}:{{resolve:ssm-secure:/db/word}}@"
        "${Database.Endpoint.Address}:5432/app?t=****",
    ),
)


@pytest.mark.parametrize(
    ("file", "resource", "path", "expected"),
    VALUES,
    ids=[f"{file}-{name}-{path[-1]}" for file, name, path, _ in VALUES],
)
def test_a_property_is(
    file: str, resource: str, path: tuple[str | int, ...], expected: str
) -> None:
    assert worded(of(file)[resource].get(*path)) == expected


def test_parameters_change_what_there_is() -> None:
    large = of("blog.yaml", "eu-west-1", Size="large", DatabasePassword="other-word")
    assert large["Database"].get("MultiAZ") is True
    assert len(large["WebGroup"].get("SecurityGroupIngress")) == 1
    image = large["Launch"].get("LaunchTemplateData", "ImageId")
    assert image == "ami-0b1b2c3d4e5f60718"
    assert "Third" in of("network.yaml", Environment="live").resources
    assert "Extra" in of("worker.yaml", Spot="yes", Command="a,b").resources
    assert "App/Second" not in of("nested/root.yaml", Topics="orders").resources
    assert "Role" not in of("tables.json", Reads="0").resources


def test_a_region_without_an_image_is_said() -> None:
    with pytest.raises(InputError) as caught:
        of("blog.yaml", "sa-east-1")
    (found,) = caught.value.findings
    assert found.message == "Unable to get mapping for Images::sa-east-1::Linux."
    assert (found.file, found.line) == ("foreign/blog.yaml", 65)


def test_rules_are_asked() -> None:
    with pytest.raises(InputError) as caught:
        of("guarded.yaml", Environment="live", Zones="a,d", Tls="yes")
    assert [(f.id, f.message) for f in caught.value.findings] == [
        ("CG303", "Rule LiveIsLarge: A live system takes a large instance."),
        ("CG303", "Rule LiveIsLarge: There are zones a, b and c."),
        ("CG303", "Rule TlsNeedsACertificate: TLS needs a certificate."),
    ]


def test_what_a_macro_makes_is_named() -> None:
    opaque = {shown(f): of(shown(f)).stacks[""].opaque for f in FILES}
    assert {file: names for file, names in opaque.items() if names} == {
        "functions.yaml": ("AWS::Serverless-2016-10-31",),
        "loops.yaml": (
            "AWS::LanguageExtensions",
            "Conditions/Fn::ForEach::Switch",
            "Resources/Fn::ForEach::Topic",
            "Outputs/Fn::ForEach::Arn",
        ),
    }
