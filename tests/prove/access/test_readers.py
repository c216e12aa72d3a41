"""Who can read what: by their own policies, the resource's and the key's."""

from __future__ import annotations

from typing import Any

import pytest

from cfngen.errors import InputError
from cfngen.prove.access import readers
from tests.prove.access.made import (
    ECS,
    UNKNOWN,
    allow,
    arn,
    deny,
    document,
    resource,
    rights,
    role,
    verdict,
)

READ = "secretsmanager:GetSecretValue"
ROOT = {"AWS": {"Fn::Sub": "arn:aws:iam::${AWS::AccountId}:root"}}
SECRET = {"Ref": "S"}


def secret(key: bool = False) -> Any:
    return resource("SecretsManager::Secret", **({"KmsKeyId": arn("K")} if key else {}))


def keyed(*statements: Any) -> Any:
    return resource("KMS::Key", KeyPolicy=document(statements))


def guarding(*statements: Any) -> Any:
    return resource(
        "SecretsManager::ResourcePolicy",
        SecretId=SECRET,
        ResourcePolicy=document(statements),
    )


def bucket_policy(*statements: Any) -> Any:
    policy = document(statements)
    return resource("S3::BucketPolicy", Bucket={"Ref": "B"}, PolicyDocument=policy)


def parameter(name: str) -> Any:
    start = "arn:aws:ssm:us-east-1:${AWS::AccountId}:parameter"
    return {"Fn::Sub": f"{start}/{name}"}


ATTACHED = {
    "S": secret(),
    "A": resource(
        "SecretsManager::SecretTargetAttachment", SecretId=SECRET, TargetId="d"
    ),
    "T": resource("SecretsManager::RotationSchedule", SecretId={"Ref": "A"}),
}
"""A secret that is attached to a database, as the CDK names it: by the attachment."""


def owned(how: str) -> Any:
    """Return a bucket with a rule on who owns its objects."""
    return resource(
        "S3::Bucket", OwnershipControls={"Rules": [{"ObjectOwnership": how}]}
    )


def encrypted() -> Any:
    """Return a bucket that encrypts with a key unless a request says otherwise."""
    default = {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": arn("K")}
    rules = [{"ServerSideEncryptionByDefault": default}]
    how = {"ServerSideEncryptionConfiguration": rules}
    return resource("S3::Bucket", BucketEncryption=how)


def sparing(principal: Any) -> Any:
    return {"Effect": "Deny", "Action": "*", "Resource": "*", "NotPrincipal": principal}


FOR_AWS = {"Condition": {"Bool": {"kms:GrantIsForAWSResource": "true"}}}
SESSION = {"Fn::Sub": "arn:aws:sts::${AWS::AccountId}:assumed-role/r/one"}
OTHERWISE = {
    "Null": {"s3:x-amz-server-side-encryption": "false"},
    "StringNotEquals": {"s3:x-amz-server-side-encryption-aws-kms-key-id": arn("K")},
}
URL = resource("SSM::Parameter", Name="/web/a/url", Type="String", Value="x")
ACCOUNT = allow("kms:*", Principal=ROOT)
OWN_KEY = {"S": secret(key=True), "R": role(allow(READ, SECRET))}
BOTH = {"S": secret(key=True), "R": role(allow(READ, SECRET), allow("kms:*", arn("K")))}
BUCKET = {"S": resource("S3::Bucket"), "B": resource("S3::Bucket")}

CASES: dict[str, tuple[dict[str, Any], str, list[str]]] = {
    "whose policy says so": (
        {"S": secret(), "R": role(allow(READ, SECRET)), "Q": role()},
        "S",
        ["R"],
    ),
    "who may read what is attached": (
        {**ATTACHED, "R": role(allow(READ, {"Ref": "A"}))},
        "S",
        ["R"],
    ),
    "who may read what is rotated": (
        {**ATTACHED, "R": role(allow(READ, {"Ref": "T"}))},
        "S",
        ["R"],
    ),
    "whom the policy of what is attached names": (
        {
            **ATTACHED,
            "R": role(),
            "P": resource(
                "SecretsManager::ResourcePolicy",
                SecretId={"Ref": "A"},
                ResourcePolicy=document([allow(READ, Principal={"AWS": arn("R")})]),
            ),
        },
        "S",
        ["R"],
    ),
    "who may do anything": ({"S": secret(), "R": role(allow("*"))}, "S", ["R"]),
    "not who may read another": (
        {"S": secret(), "T": secret(), "R": role(allow(READ, {"Ref": "T"}))},
        "S",
        [],
    ),
    "not who is denied": (
        {"S": secret(), "R": role(allow(READ), deny("*", SECRET))},
        "S",
        [],
    ),
    "also who is denied under a condition": (
        {
            "S": secret(),
            "R": role(
                allow(READ),
                deny(READ, Condition={"Bool": {"aws:MultiFactorAuthPresent": "false"}}),
            ),
        },
        "S",
        ["R"],
    ),
    "whom the secret's policy names": (
        {
            "S": secret(),
            "R": role(),
            "P": guarding(allow(READ, Principal={"AWS": arn("R")})),
        },
        "S",
        ["R"],
    ),
    "not whom the secret's policy denies": (
        {
            "S": secret(),
            "R": role(allow(READ)),
            "P": guarding(deny(READ, Principal="*")),
        },
        "S",
        [],
    ),
    "an account": (
        {"S": secret(), "P": guarding(allow(READ, Principal={"AWS": "123456789012"}))},
        "S",
        ["123456789012"],
    ),
    "anyone": (
        {"S": secret(), "R": role(), "P": guarding(allow(READ, Principal="*"))},
        "S",
        ["R", "anyone"],
    ),
    "a service": (
        {"S": secret(), "P": guarding(allow(READ, Principal={"Service": ECS}))},
        "S",
        [ECS],
    ),
    "the account itself is nobody": (
        {"S": secret(), "R": role(), "P": guarding(allow(READ, Principal=ROOT))},
        "S",
        [],
    ),
    "not who may not decrypt": ({**OWN_KEY, "K": keyed(ACCOUNT)}, "S", []),
    "who may decrypt": ({**BOTH, "K": keyed(ACCOUNT)}, "S", ["R"]),
    "not who is left out by the key": (
        {**BOTH, "Q": role(), "K": keyed(allow("kms:*", Principal={"AWS": arn("Q")}))},
        "S",
        [],
    ),
    "whom the key names": (
        {**OWN_KEY, "K": keyed(allow("kms:Decrypt", Principal={"AWS": arn("R")}))},
        "S",
        ["R"],
    ),
    "not an account that the key leaves out": (
        {
            "S": secret(key=True),
            "K": keyed(ACCOUNT),
            "P": guarding(allow(READ, Principal={"AWS": "123456789012"})),
        },
        "S",
        [],
    ),
    "objects": (
        {**BUCKET, "R": role(allow("s3:GetObject", {"Fn::Sub": "${B.Arn}/*"}))},
        "B",
        ["R"],
    ),
    "some objects": (
        {**BUCKET, "R": role(allow("s3:Get*", {"Fn::Sub": "${B.Arn}/public/*"}))},
        "B",
        ["R"],
    ),
    "not who lists them": (
        {**BUCKET, "R": role(allow(["s3:ListBucket", "s3:GetObject"], arn("B")))},
        "B",
        [],
    ),
    "old versions": ({**BUCKET, "R": role(allow("s3:GetObjectVersion"))}, "B", ["R"]),
    "whom the bucket's policy names": (
        {
            **BUCKET,
            "R": role(),
            "P": bucket_policy(
                allow("s3:GetObject", {"Fn::Sub": "${B.Arn}/*"}, Principal="*")
            ),
        },
        "B",
        ["R", "anyone"],
    ),
    "not all but over TLS": (
        {
            **BUCKET,
            "R": role(),
            "P": bucket_policy(
                deny(
                    "s3:*",
                    Principal="*",
                    Condition={"Bool": {"aws:SecureTransport": "false"}},
                )
            ),
        },
        "B",
        [],
    ),
    "a parameter": (
        {
            "S": resource("SSM::Parameter", Name="/web/url", Type="String", Value="x"),
            "R": role(
                allow(
                    "ssm:GetParameter*",
                    parameter("web/*"),
                )
            ),
            "Q": role(
                allow(
                    "ssm:GetParameter*",
                    parameter("api/*"),
                )
            ),
        },
        "S",
        ["R"],
    ),
    "a parameter by the path above it": (
        {
            "S": resource(
                "SSM::Parameter", Name="/web/a/url", Type="String", Value="x"
            ),
            "R": role(allow("ssm:GetParametersByPath", parameter("web"))),
            "Q": role(allow("ssm:GetParameters", parameter("web"))),
        },
        "S",
        ["R"],
    ),
    "what a key encrypts": (
        {
            "K": keyed(
                ACCOUNT,
                allow(
                    "kms:Decrypt", Principal={"Service": "logs.us-east-1.amazonaws.com"}
                ),
            ),
            "R": role(allow("kms:Decrypt", arn("K"))),
            "Q": role(allow("kms:Encrypt", arn("K"))),
        },
        "K",
        ["R", "logs.us-east-1.amazonaws.com"],
    ),
    "whoever writes a secret's policy": (
        {"S": secret(), "R": role(allow("secretsmanager:PutResourcePolicy", SECRET))},
        "S",
        ["R"],
    ),
    "whoever writes a bucket's policy": (
        {**BUCKET, "R": role(allow("s3:PutBucketPolicy", arn("B")))},
        "B",
        ["R"],
    ),
    "whoever writes a key's policy": (
        {"K": keyed(ACCOUNT), "R": role(allow("kms:PutKeyPolicy", arn("K")))},
        "K",
        ["R"],
    ),
    "who may grant itself to decrypt": (
        {
            "S": secret(key=True),
            "K": keyed(ACCOUNT),
            "R": role(allow(READ), allow("kms:CreateGrant", arn("K"))),
        },
        "S",
        ["R"],
    ),
    "who may grant it but to AWS, in capitals": (
        {
            "S": secret(key=True),
            "K": keyed(ACCOUNT),
            "R": role(
                allow(READ),
                allow(
                    "kms:CreateGrant",
                    arn("K"),
                    Condition={"Bool": {"kms:GrantIsForAWSResource": "False"}},
                ),
            ),
        },
        "S",
        ["R"],
    ),
    "not who may grant that to AWS alone": (
        {
            "S": secret(key=True),
            "K": keyed(ACCOUNT),
            "R": role(allow(READ), allow("kms:CreateGrant", arn("K"), **FOR_AWS)),
        },
        "S",
        [],
    ),
    "not whose lists of access do not count": (
        {**BUCKET, "R": role(allow("s3:PutObjectAcl"))},
        "B",
        [],
    ),
    "whose lists of access count": (
        {"B": owned("BucketOwnerPreferred"), "R": role(allow("s3:PutObjectAcl"))},
        "B",
        ["R"],
    ),
    "whom the policy of a bucket by its name lets in": (
        {
            "B": resource("S3::Bucket", BucketName="shop-files"),
            "P": resource(
                "S3::BucketPolicy",
                Bucket="shop-files",
                PolicyDocument=document([allow("s3:*", Principal="*")]),
            ),
        },
        "B",
        ["anyone"],
    ),
    "not whom the policy of another bucket lets in": (
        {
            "B": resource("S3::Bucket", BucketName="shop-files"),
            "P": resource(
                "S3::BucketPolicy",
                Bucket="shop-logs",
                PolicyDocument=document([allow("s3:*", Principal="*")]),
            ),
        },
        "B",
        [],
    ),
    "whom an access point lets in": (
        {
            **BUCKET,
            "R": role(),
            "P": resource(
                "S3::AccessPoint",
                Bucket={"Ref": "B"},
                Policy=document(
                    [allow("s3:GetObject", "x", Principal={"AWS": arn("R")})]
                ),
            ),
        },
        "B",
        ["R"],
    ),
    "whom a denial of all others spares": (
        {
            "S": secret(),
            "R": role(allow(READ)),
            "Q": role(allow(READ)),
            "P": guarding(sparing({"AWS": arn("R")})),
        },
        "S",
        ["R"],
    ),
    "all where a denial spares the account": (
        {"S": secret(), "R": role(allow(READ)), "P": guarding(sparing(ROOT))},
        "S",
        ["R"],
    ),
    "who is denied in one session": (
        {
            "S": secret(),
            "R": role(allow(READ), RoleName="r"),
            "P": guarding(deny(READ, Principal={"AWS": SESSION})),
        },
        "S",
        ["R"],
    ),
    "by a path above a parameter that is denied": (
        {
            "S": URL,
            "R": role(
                allow("ssm:GetParametersByPath", parameter("web")),
                deny("*", parameter("web/a/url")),
            ),
        },
        "S",
        ["R"],
    ),
    "by the path above all parameters": (
        {"S": URL, "R": role(allow("ssm:GetParametersByPath", parameter("")))},
        "S",
        ["R"],
    ),
    "a bucket whose policy asks for its key": (
        {
            "B": encrypted(),
            "K": keyed(ACCOUNT),
            "R": role(allow("s3:GetObject")),
            "P": bucket_policy(deny("s3:*", Principal="*", Condition=OTHERWISE)),
        },
        "B",
        [],
    ),
    "who may take the policy away that denies it": (
        {
            "S": secret(),
            "R": role(allow([READ, "secretsmanager:DeleteResourcePolicy"])),
            "Q": role(allow(READ)),
            "P": guarding(deny(READ, Principal="*")),
        },
        "S",
        ["R"],
    ),
    "who may take a bucket's policy away that denies it": (
        {
            **BUCKET,
            "R": role(allow(["s3:GetObject", "s3:DeleteBucketPolicy"])),
            "Q": role(allow("s3:DeleteBucketPolicy")),
            "P": bucket_policy(deny("s3:GetObject", Principal="*")),
        },
        "B",
        ["R"],
    ),
    "not who may take it away and is let in by it alone": (
        {
            "S": secret(),
            "R": role(allow("secretsmanager:DeleteResourcePolicy")),
            "P": guarding(
                allow(READ, Principal={"AWS": arn("R")}), deny(READ, Principal="*")
            ),
        },
        "S",
        [],
    ),
    "whoever shares a parameter": (
        {"S": URL, "R": role(allow("ssm:PutResourcePolicy", parameter("web/a/url")))},
        "S",
        ["R"],
    ),
    "whom the policy of a parameter names": (
        {
            "S": URL,
            "P": resource(
                "SSM::ResourcePolicy",
                ResourceArn=parameter("web/a/url"),
                Policy=document([allow("ssm:GetParameter", Principal="*")]),
            ),
        },
        "S",
        ["anyone"],
    ),
    "users": (
        {
            "S": secret(),
            "U": resource(
                "IAM::User",
                Policies=[
                    {"PolicyName": "p", "PolicyDocument": document([allow(READ)])}
                ],
            ),
        },
        "S",
        ["U"],
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_readers(case: tuple[dict[str, Any], str, list[str]]) -> None:
    resources, asked, expected = case
    found = readers(rights(**resources), asked)
    assert [one.name for one in found if not one.by] == expected
    assert not any(one.doubts for one in found)


def test_a_key_that_is_used_through_another_service_reads_nothing() -> None:
    def used(service: str) -> list[str]:
        via = {"StringEquals": {"kms:ViaService": f"{service}.us-east-1.amazonaws.com"}}
        decrypt = allow("kms:Decrypt", arn("K"), Condition=via)
        own = {"S": secret(key=True), "R": role(allow(READ, SECRET), decrypt)}
        return [one.name for one in readers(rights(**own, K=keyed(ACCOUNT)), "S")]

    assert used("secretsmanager") == ["R"]
    assert used("s3") == []


OPEN: dict[str, dict[str, Any]] = {
    "an unknown resource": {"S": secret(), "R": role(allow(READ, UNKNOWN))},
    "an unknown policy": {
        "S": secret(),
        "R": role(ManagedPolicyArns=["arn:aws:iam::1:policy/x"]),
    },
    "a name that may be it": {
        "S": secret(),
        "R": role(allow(READ, "arn:aws:secretsmanager:*:*:secret:prod/*")),
    },
    "a name in an account in digits": {
        "S": resource("SecretsManager::Secret", Name="a/b"),
        "R": role(
            allow(READ, "arn:aws:secretsmanager:us-east-1:123456789012:secret:a/b-*")
        ),
    },
    "a policy that cannot be read": {
        "S": secret(),
        "R": role(),
        "P": resource(
            "SecretsManager::ResourcePolicy", SecretId=SECRET, ResourcePolicy=UNKNOWN
        ),
    },
    "a principal that nobody knows": {
        "S": secret(),
        "R": role(),
        "P": guarding(allow(READ, Principal={"AWS": UNKNOWN})),
    },
    "a principal that nobody knows, and no role at all": {
        "S": secret(),
        "P": guarding(allow(READ, Principal={"AWS": UNKNOWN})),
    },
    "a policy of nobody knows what": {
        "S": secret(),
        "P": resource(
            "SecretsManager::ResourcePolicy",
            SecretId=UNKNOWN,
            ResourcePolicy=document([allow(READ, Principal="*")]),
        ),
    },
    "an account in digits that may be this one": {
        **BOTH,
        "K": keyed(allow("kms:*", Principal={"AWS": "123456789012"})),
    },
    "a role in digits": {
        "S": secret(),
        "P": guarding(
            allow(READ, Principal={"AWS": "arn:aws:iam::123456789012:role/r"})
        ),
        "N": role(RoleName="r"),
    },
    "objects that another key may encrypt": {
        "S": encrypted(),
        "K": keyed(ACCOUNT),
        "R": role(allow("s3:GetObject")),
    },
    "a key that encrypts perhaps": {
        "S": resource(
            "SecretsManager::Secret",
            KmsKeyId={"Fn::If": ["Maybe", arn("K"), {"Ref": "AWS::NoValue"}]},
        ),
        "K": keyed(ACCOUNT),
        "R": role(allow(READ)),
    },
    "whether lists of access count": {
        "S": resource("S3::Bucket", OwnershipControls=UNKNOWN),
        "R": role(allow("s3:PutObjectAcl")),
    },
    "a grant of S3, which names nobody knows which bucket": {
        "S": resource("S3::Bucket"),
        "G": resource("S3::AccessGrant", Permission="READ"),
    },
    "a unique id": {
        "S": secret(),
        "P": guarding(allow(READ, Principal={"AWS": "AROAABCDEFGHIJKLMNOPQ"})),
    },
    "a key that nobody knows whom it names": {
        **BOTH,
        "K": keyed(allow("kms:*", Principal={"AWS": UNKNOWN})),
    },
}


WRITING: dict[str, tuple[dict[str, Any], list[str], list[str]]] = {
    "access lists, turned on first": (
        {"S": resource("S3::Bucket")},
        ["s3:PutBucketOwnershipControls", "s3:PutObjectAcl"],
        ["s3:PutBucketOwnershipControls", "s3:PutBucketAcl"],
    ),
    "a key of the same material": (
        {"S": resource("KMS::Key", KeyPolicy=document([ACCOUNT]), MultiRegion=True)},
        ["kms:ReplicateKey"],
        ["kms:DeriveSharedSecret", "kms:GetKeyPolicy"],
    ),
    "a secret that is agreed on": (
        {
            "S": resource(
                "KMS::Key", KeyPolicy=document([ACCOUNT]), KeyUsage="KEY_AGREEMENT"
            )
        },
        ["kms:DeriveSharedSecret"],
        ["kms:ReplicateKey", "kms:GetPublicKey"],
    ),
    "a policy of a parameter": (
        {"S": URL},
        ["ssm:PutResourcePolicy"],
        ["ssm:DescribeParameters", "ssm:PutParameter"],
    ),
    "a policy of a secret": (
        {"S": secret()},
        ["secretsmanager:PutResourcePolicy"],
        [
            *("secretsmanager:PutSecretValue", "secretsmanager:RotateSecret"),
            *("secretsmanager:BatchGetSecretValue", "lambda:GetFunctionConfiguration"),
        ],
    ),
    "a policy of a bucket": (
        {"S": resource("S3::Bucket")},
        ["s3:PutBucketPolicy"],
        ["s3:PutReplicationConfiguration", "s3:DeleteBucketPolicy", "s3:PutObjectAcl"],
    ),
}


@pytest.mark.parametrize("case", WRITING.values(), ids=WRITING)
def test_who_lets_oneself_read_is_a_reader(
    case: tuple[dict[str, Any], list[str], list[str]],
) -> None:
    there, ways, others = case
    for actions, expected in ((ways, "refuted"), (others, "proved")):
        found = rights(**there, R=role(allow(actions)))
        assert verdict(found, "only nobody read S").truth == expected
        less = rights(**there, R=role(allow(actions[:-1] or "sns:Publish")))
        assert verdict(less, "only nobody read S").truth == "proved"


@pytest.mark.parametrize("resources", OPEN.values(), ids=OPEN)
def test_what_is_not_known_leaves_it_open(resources: dict[str, Any]) -> None:
    found = rights(**resources)
    said = verdict(found, "only nobody.amazonaws.com read S")
    assert said.truth == "undecided", said
    assert said.unknowns


def test_a_reader_comes_with_the_statements_that_let_it() -> None:
    (reader,) = readers(rights(**BOTH, K=keyed(ACCOUNT)), "S")
    assert [term.origin.resource for term in reader.terms] == ["R", "R", "K"]


def test_who_can_become_a_reader_is_marked() -> None:
    starts = allow("iam:PassRole", arn("R")), allow("ecs:RunTask")
    found = rights(S=secret(), R=role(allow(READ, SECRET)), Deploy=role(*starts))
    reader, deploy = readers(found, "S")
    assert (reader.name, reader.by) == ("R", ())
    assert deploy.name == "Deploy"
    assert [step.target for step in deploy.by] == ["R"]
    assert verdict(found, "only R read S").truth == "proved"


def test_what_cannot_be_read_has_no_readers() -> None:
    found = rights(Q=resource("SQS::Queue"), R=role(allow("*")))
    with pytest.raises(InputError, match="no secret, parameter, bucket or key"):
        readers(found, "Q")
    assert verdict(found, "only R read Q").truth == "vacuous"


def test_where_nobody_is_to_read_everybody_is_too_many() -> None:
    alone, read = rights(S=secret(), Q=role()), rights(S=secret(), R=role(allow(READ)))
    assert verdict(alone, "only nobody read S").truth == "proved"
    said = verdict(read, "only nobody read S")
    assert (said.truth, said.broken[0].what) == ("refuted", "R can read S")


def test_a_name_that_is_spelled_out_is_not_one_that_aws_makes_up() -> None:
    def reads(name: str) -> str:
        reads = role(allow("s3:GetObject", f"arn:aws:s3:::{name}"))
        found = rights(Files=resource("S3::Bucket"), R=reads)
        return verdict(found, "only nobody read Files").truth

    assert reads("somebody-elses/*") == "proved"
    assert reads("shop-*") == "undecided"
    assert reads("shop-files-1a2b3c/*") == "undecided"
