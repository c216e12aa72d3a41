"""Whether a parameter file fits: every misfit, its line, its id and how to mend it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from cfngen.params import Parameters, check, parse
from cfngen.params.constraints import problems
from cfngen.params.kinds import SHAPES

FILE = "params/shop/dev.json"

INTERFACE: dict[str, dict[str, Any]] = {
    "EnvironmentName": {
        "Type": "String",
        "AllowedPattern": "^[a-z][a-z0-9]{0,9}$",
        "ConstraintDescription": "lower-case letters and digits, at most 10",
    },
    "LogRetentionDays": {
        "Type": "Number",
        "Default": 30,
        "AllowedValues": ["1", "7", "30", "365"],
    },
    "TaskCount": {"Type": "Number", "Default": 1, "MinValue": 1, "MaxValue": 10},
    "NatMode": {
        "Type": "String",
        "Default": "single",
        "AllowedValues": ["none", "single", "per-zone"],
    },
    "EnableWaf": {
        "Type": "String",
        "Default": False,
        "AllowedValues": ["true", "false"],
    },
    "Prefix": {"Type": "String", "Default": "ab", "MinLength": 2, "MaxLength": 4},
    "VpcId": {"Type": "AWS::EC2::VPC::Id", "Default": "vpc-0a1b2c3d"},
    "Subnets": {
        "Type": "List<AWS::EC2::Subnet::Id>",
        "Default": "subnet-0a1b2c3d, subnet-0a1b2c3e",
    },
    "Ports": {"Type": "List<Number>", "Default": "80,443", "MaxValue": 65535},
    "Ranges": {
        "Type": "CommaDelimitedList",
        "Default": "",
        "AllowedPattern": "([0-9.]+/[0-9]+)?",
        "ConstraintDescription": "IPv4 ranges",
    },
    "HostedZoneId": {"Type": "AWS::Route53::HostedZone::Id", "Default": "Z1234567"},
    "ImageTag": {"Type": "String", "Default": ""},
    "AmiParameter": {
        "Type": "AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>",
        "Default": "/aws/service/ami",
    },
    "CertificateArn": {"Type": "String", "Description": "ARN of the certificate."},
    "MasterPassword": {"Type": "String", "Default": ""},
    "EnableAuthToken": {
        "Type": "String",
        "Default": "true",
        "AllowedValues": ["true", "false"],
    },
    "Webhook": {"Type": "String", "Default": "", "NoEcho": True},
}

GOOD = {
    "EnvironmentName": "dev",
    "LogRetentionDays": "7",
    "TaskCount": "2",
    "NatMode": "per-zone",
    "EnableWaf": "false",
    "Prefix": "shop",
    "VpcId": "vpc-0123456789abcdef0",
    "Subnets": "subnet-0a1b2c3d,subnet-0a1b2c3e",
    "Ports": "80, 443",
    "Ranges": "10.0.0.0/8,192.168.0.0/16",
    "HostedZoneId": "Z0123456789ABCDEFGHIJ",
    "ImageTag": "9fceb02d0ae598e95dc970b74767f19372d61af8",
    "AmiParameter": "/aws/service/ami",
    "CertificateArn": "arn:aws:acm:us-east-1:123456789012:certificate/x",
    "MasterPassword": "",
    "EnableAuthToken": "true",
    "Webhook": "",
}


def parameters(**changed: str | None) -> Parameters:
    """Return the good file with some values changed, or left out where None."""
    values = {k: v for k, v in {**GOOD, **changed}.items() if v is not None}
    return parse(json.dumps(values, indent=1).encode(), FILE, "dev")


def line(name: str) -> int:
    """Return the line of a parameter of the good file."""
    return list(GOOD).index(name) + 2


KEEP = "Keep it in Secrets Manager; if it was ever committed, change it."
SYNC = "Run: cfngen params sync"

MISFITS: dict[str, tuple[dict[str, str | None], str, str, str]] = {
    "a setting with a default is missing": (
        {"NatMode": None},
        "CG411",
        "NatMode is missing; a parameter file names every setting.",
        SYNC,
    ),
    "a setting without a default is missing": (
        {"CertificateArn": None},
        "CG411",
        "CertificateArn is missing, and has no default.",
        "Add it: ARN of the certificate.",
    ),
    "the environment is missing": (
        {"EnvironmentName": None},
        "CG411",
        "EnvironmentName is missing; a parameter file names every setting.",
        SYNC,
    ),
    "the environment is another": (
        {"EnvironmentName": "prod"},
        "CG417",
        "EnvironmentName is another than the file's name says.",
        'Write "dev", or rename the file.',
    ),
    "not a number": (
        {"TaskCount": "two"},
        "CG412",
        'TaskCount is "two", not a number.',
        "Its type is Number.",
    ),
    "an empty number": (
        {"TaskCount": ""},
        "CG412",
        'TaskCount is "", not a number.',
        "Its type is Number.",
    ),
    "what only Python takes for a number": (
        {"TaskCount": "nan"},
        "CG412",
        'TaskCount is "nan", not a number.',
        "Its type is Number.",
    ),
    "a number below": (
        {"TaskCount": "0"},
        "CG416",
        "TaskCount is 0, less than 1.",
        "It takes at least 1 and at most 10.",
    ),
    "a number above": (
        {"TaskCount": "10.5"},
        "CG416",
        "TaskCount is 10.5, more than 10.",
        "It takes at least 1 and at most 10.",
    ),
    "a number in a list above": (
        {"Ports": "80,70000"},
        "CG416",
        "Ports is 70000, more than 65535.",
        "It takes at most 65535.",
    ),
    "no number in a list of numbers": (
        {"Ports": "80,,443"},
        "CG412",
        'The item "" of Ports is not a number.',
        "Its type is List<Number>.",
    ),
    "a number that is not allowed": (
        {"LogRetentionDays": "8"},
        "CG414",
        'LogRetentionDays cannot be "8".',
        "Allowed: 1, 7, 30, 365.",
    ),
    "a number whose digits are almost right": (
        {"LogRetentionDays": "31"},
        "CG414",
        'LogRetentionDays cannot be "31".',
        "Allowed: 1, 7, 30, 365.",
    ),
    "a word almost right": (
        {"NatMode": "per_zone"},
        "CG414",
        'NatMode cannot be "per_zone".',
        "Did you mean per-zone? Allowed: none, single, per-zone.",
    ),
    "a switch in capitals": (
        {"EnableWaf": "True"},
        "CG414",
        'EnableWaf cannot be "True".',
        "Did you mean true? Allowed: true, false.",
    ),
    "too short": (
        {"Prefix": "a"},
        "CG415",
        "Prefix has 1 characters, fewer than 2.",
        "It takes at least 2 and at most 4 characters.",
    ),
    "too long": (
        {"Prefix": "abcde"},
        "CG415",
        "Prefix has 5 characters, more than 4.",
        "It takes at least 2 and at most 4 characters.",
    ),
    "longer than CloudFormation takes": (
        {"ImageTag": "ü" * 2049},
        "CG415",
        "ImageTag has 4,098 bytes; a parameter has at most 4,096.",
        "Keep it elsewhere, and give its name.",
    ),
    "the id of something else": (
        {"VpcId": "subnet-0a1b2c3d"},
        "CG412",
        'VpcId is "subnet-0a1b2c3d", not an id like vpc-0a1b2c3d.',
        "Its type is AWS::EC2::VPC::Id.",
    ),
    "an id with a digit too few": (
        {"VpcId": "vpc-0a1b2c3"},
        "CG412",
        'VpcId is "vpc-0a1b2c3", not an id like vpc-0a1b2c3d.',
        "Its type is AWS::EC2::VPC::Id.",
    ),
    "one wrong id in a list": (
        {"Subnets": "subnet-0a1b2c3d,sg-0a1b2c3d"},
        "CG412",
        'The item "sg-0a1b2c3d" of Subnets is not an id like subnet-0a1b2c3d.',
        "Its type is List<AWS::EC2::Subnet::Id>.",
    ),
    "a domain for a zone": (
        {"HostedZoneId": "example.com"},
        "CG412",
        'HostedZoneId is "example.com", not an id like Z0123456789.',
        "Its type is AWS::Route53::HostedZone::Id.",
    ),
    "a value for the name of an SSM parameter": (
        {"AmiParameter": "ami 1"},
        "CG412",
        'AmiParameter is "ami 1", not the name of a parameter.',
        "Its type is AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>.",
    ),
    "a pattern matched in part": (
        {"EnvironmentName": "dev prod"},
        "CG413",
        'EnvironmentName cannot be "dev prod".',
        "Write lower-case letters and digits, at most 10.",
    ),
    "a newline at the end": (
        {"EnvironmentName": "dev\n"},
        "CG413",
        'EnvironmentName cannot be "dev\\n".',
        "Write lower-case letters and digits, at most 10.",
    ),
    "a pattern that one item breaks": (
        {"Ranges": "10.0.0.0/8,anywhere"},
        "CG413",
        'Ranges cannot be "anywhere".',
        "Write IPv4 ranges.",
    ),
    "an access key": (
        {"ImageTag": "AKIAIOSFODNN7EXAMPLE"},
        "CG418",
        "The value of ImageTag looks like an AWS access key id.",
        KEEP,
    ),
    "a private key": (
        {"ImageTag": "-----BEGIN RSA PRIVATE KEY-----\nMIIE"},
        "CG418",
        "The value of ImageTag looks like a private key.",
        KEEP,
    ),
    "a token of GitHub": (
        {"ImageTag": "ghp_" + "a1" * 18},
        "CG418",
        "The value of ImageTag looks like a GitHub token.",
        KEEP,
    ),
    "a URL with a password": (
        {"ImageTag": "postgres://app:hunter2@db/shop"},
        "CG418",
        "The value of ImageTag looks like a URL with a password.",
        KEEP,
    ),
    "a password by its name": (
        {"MasterPassword": "hunter2"},
        "CG418",
        "The value of MasterPassword is a secret by its name.",
        KEEP,
    ),
    "a value that the template hides": (
        {"Webhook": "https://hooks.example.com/T0"},
        "CG418",
        "The value of Webhook is a secret, since the template hides it (NoEcho).",
        KEEP,
    ),
}


@pytest.mark.parametrize("case", MISFITS)
def test_a_misfit_is_explained(case: str) -> None:
    changed, id, message, mend = MISFITS[case]
    ((name, text),) = changed.items()
    found = check(parameters(**changed), INTERFACE)
    assert [(f.file, f.path, f.id, f.message, f.mend, f.line) for f in found] == [
        (FILE, name, id, message, mend, 1 if text is None else line(name))
    ]


def test_a_good_file_has_no_findings() -> None:
    assert check(parameters(), INTERFACE) == ()


def test_an_unknown_key_is_compared_with_the_known_ones() -> None:
    lacking = {name: text for name, text in GOOD.items() if name != "TaskCount"}
    data = json.dumps({**lacking, "TaskCont": "3", "Zzz": "x"}, indent=1).encode()
    _, *found = check(parse(data, FILE, "dev"), INTERFACE)
    assert [(f.id, f.line, f.message, f.mend) for f in found] == [
        (
            "CG410",
            len(GOOD) + 1,
            "TaskCont is no parameter of the root template.",
            "Did you mean TaskCount?",
        ),
        (
            "CG410",
            len(GOOD) + 2,
            "Zzz is no parameter of the root template.",
            "Remove it, or run: cfngen params sync --prune",
        ),
    ]


def test_an_unknown_key_is_not_compared_with_those_that_the_file_has() -> None:
    data = json.dumps({**GOOD, "TaskCont": "3"}, indent=1).encode()
    (found,) = check(parse(data, FILE, "dev"), INTERFACE)
    assert found.mend == "Remove it, or run: cfngen params sync --prune"


def test_a_name_stays_on_its_line() -> None:
    data = json.dumps({**GOOD, "Task\nCount": "1"}).encode()
    (found,) = check(parse(data, FILE, "dev"), INTERFACE)
    assert found.message == r"Task\nCount is no parameter of the root template."


def test_everything_is_found_at_once() -> None:
    found = check(
        parameters(TaskCount="0", NatMode="x", VpcId="y", Prefix=None), INTERFACE
    )
    assert [f.id for f in found] == ["CG411", "CG416", "CG414", "CG412"]


@pytest.mark.parametrize("case", [c for c, m in MISFITS.items() if m[1] == "CG418"])
def test_a_secret_is_not_repeated(case: str) -> None:
    changed = MISFITS[case][0]
    text = str(next(iter(changed.values())))
    for finding in check(parameters(**changed), INTERFACE):
        assert text not in f"{finding.message} {finding.mend}"


def test_a_secret_that_also_breaks_a_pattern_is_not_repeated() -> None:
    found = check(parameters(NatMode="AKIAIOSFODNN7EXAMPLE"), INTERFACE)
    assert [f.id for f in found] == ["CG418"]


@pytest.mark.parametrize(
    "definition",
    [{"Type": "Number", "MaxValue": 9}, {"Type": "String", "AllowedValues": ["a"]}],
    ids=["a number", "a choice"],
)
def test_what_is_hidden_is_not_repeated_where_it_does_not_fit(definition: Any) -> None:
    given = parse(b'{"Pin": "4711"}', FILE, "dev")
    (found,) = check(given, {"Pin": {**definition, "NoEcho": "true"}})
    assert found.message == "The value of Pin, which NoEcho hides, does not fit."
    assert "4711" not in f"{found}"


def test_a_secret_under_an_unknown_key_is_found() -> None:
    data = json.dumps({**GOOD, "DbPassword": "hunter2"}).encode()
    found = check(parse(data, FILE, "dev"), INTERFACE)
    assert sorted(f.id for f in found) == ["CG410", "CG418"]


def test_a_secret_in_a_tag_is_found() -> None:
    body = {"Parameters": GOOD, "Tags": {"Key": "AKIAIOSFODNN7EXAMPLE"}}
    found = check(parse(json.dumps(body).encode(), FILE, "dev"), INTERFACE)
    assert [(f.id, f.path) for f in found] == [("CG418", "Tags.Key")]


@pytest.mark.parametrize(
    "text",
    ["", "{{resolve:secretsmanager:shop:SecretString:password}}", "arn:aws:x:::y"],
)
def test_a_secrets_name_may_be_given(text: str) -> None:
    assert check(parameters(MasterPassword=text), INTERFACE) == ()


@pytest.mark.parametrize("kind", SHAPES)
def test_each_type_refuses_nonsense(kind: str) -> None:
    assert [p.id for p in problems("X", "", {"Type": kind})] == ["CG412"]


@pytest.mark.parametrize("text", ["1", "-1", "+2", "2.5", ".5", "1e3", "007", "3."])
def test_numbers_are_written_in_many_ways(text: str) -> None:
    assert list(problems("X", text, {"Type": "Number"})) == []


@pytest.mark.parametrize("pattern", [r"\p{Alpha}+", "[a-z&&[^b]]", "(?<broken"])
def test_a_pattern_that_only_java_reads_is_left_to_cloudformation(pattern: str) -> None:
    definition = {"Type": "String", "AllowedPattern": pattern}
    assert list(problems("X", "b", definition)) == []


def test_classes_of_characters_are_those_of_ascii() -> None:
    definition = {"Type": "String", "AllowedPattern": r"\d+"}
    assert [p.id for p in problems("X", "٣", definition)] == ["CG413"]
