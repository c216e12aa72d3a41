"""Random small accounts: templates, and the same once more as plain statements."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from tests.prove.access.made import Json, document, resource

ACCOUNT = "${AWS::AccountId}"
ROLES, BUCKET, SECRET, KEY, QUEUE = ("R", "S", "T"), "B", "X", "K", "Q"
FUNCTION, BUS = "F", "E"
ECS, LAMBDA = "ecs-tasks.amazonaws.com", "lambda.amazonaws.com"
SERVICES = (ECS, LAMBDA)
ROOT = f"arn:aws:iam::{ACCOUNT}:root"
OUTSIDER = "arn:aws:iam::999999999999:role/z"

ARNS: Mapping[str, str] = {
    **{one: f"arn:aws:iam::{ACCOUNT}:role/{one.lower()}" for one in ROLES},
    BUCKET: "arn:aws:s3:::b",
    SECRET: f"arn:aws:secretsmanager:us-east-1:{ACCOUNT}:secret:x-abcdef",
    KEY: f"arn:aws:kms:us-east-1:{ACCOUNT}:key/0a1b",
    QUEUE: f"arn:aws:sqs:us-east-1:{ACCOUNT}:q",
    FUNCTION: f"arn:aws:lambda:us-east-1:{ACCOUNT}:function:f",
    BUS: f"arn:aws:events:us-east-1:{ACCOUNT}:event-bus/e",
}
"""What AWS would call each of them, had the account this name."""

WORDS = (*ARNS.values(), "arn:aws:s3:::b/a/1", "arn:aws:s3:::b/c", "arn:aws:s3:::o/1")
"""What requests name."""

ACTIONS = (
    *("s3:GetObject", "s3:PutObject", "s3:ListBucket", "s3:PutBucketPolicy"),
    *("secretsmanager:GetSecretValue", "secretsmanager:PutResourcePolicy"),
    *("kms:Decrypt", "kms:Encrypt", "kms:PutKeyPolicy", "kms:CreateGrant"),
    *("sqs:SendMessage", "sqs:ReceiveMessage"),
    *("sts:AssumeRole", "iam:PassRole", "iam:PutRolePolicy", "iam:GetRole"),
    *("ecs:RunTask", "lambda:CreateFunction"),
    *("lambda:InvokeFunction", "lambda:UpdateFunctionCode", "events:PutEvents"),
)

BY_TYPE: Mapping[str, tuple[str, ...]] = {
    "object": ("s3:GetObject", "s3:PutObject"),
    "bucket": ("s3:ListBucket", "s3:PutBucketPolicy"),
}
OBJECTS = WORDS[-3:]


def requests() -> tuple[tuple[str, str], ...]:
    """Return actions with what they can name, an object, a bucket or what else."""
    found = [(action, ARNS[BUCKET]) for action in BY_TYPE["bucket"]]
    found += [(action, one) for action in BY_TYPE["object"] for one in OBJECTS]
    kinds = {"secretsmanager:": SECRET, "kms:": KEY, "sqs:": QUEUE}
    kinds |= {"lambda:": FUNCTION, "events:": BUS}
    for action in ACTIONS:
        found += [
            (action, ARNS[path])
            for start, path in kinds.items()
            if action.startswith(start)
        ]
        if action.startswith(("sts:", "iam:")):
            found += [(action, ARNS[one]) for one in ROLES]
        if action in LAUNCHED:
            found.append((action, LAUNCHED[action]))
    return tuple(found)


LAUNCHED: Mapping[str, str] = {
    "ecs:RunTask": "arn:aws:ecs:us-east-1:1:task-definition/f:1",
    "lambda:CreateFunction": "arn:aws:lambda:us-east-1:1:function:f",
    "events:PutTargets": "arn:aws:events:us-east-1:1:rule/r",
}

PLAIN_ACTIONS = (
    *ACTIONS,
    *("s3:Get*", "s3:*", "s3:*Object", "S3:getobject", "secretsmanager:*", "kms:*"),
    *("kms:De*", "sqs:*", "sts:*", "iam:*Role", "*", "*:Get*"),
)

NAMED: tuple[tuple[Any, str], ...] = (
    ("*", "*"),
    ({"Fn::GetAtt": [BUCKET, "Arn"]}, ARNS[BUCKET]),
    ({"Fn::Sub": "${B.Arn}/*"}, "arn:aws:s3:::b/*"),
    ("arn:aws:s3:::b/a/*", "arn:aws:s3:::b/a/*"),
    ("arn:aws:s3:::b/?", "arn:aws:s3:::b/?"),
    ("arn:aws:s3:::*", "arn:aws:s3:::*"),
    ("arn:aws:s3:::b*", "arn:aws:s3:::b*"),
    ({"Ref": SECRET}, ARNS[SECRET]),
    (
        {"Fn::Sub": "arn:aws:secretsmanager:*:${AWS::AccountId}:secret:x-*"},
        f"arn:aws:secretsmanager:*:{ACCOUNT}:secret:x-*",
    ),
    ({"Fn::GetAtt": [KEY, "Arn"]}, ARNS[KEY]),
    ("arn:aws:kms:*:*:key/*", "arn:aws:kms:*:*:key/*"),
    ({"Fn::GetAtt": [QUEUE, "Arn"]}, ARNS[QUEUE]),
    *(({"Fn::GetAtt": [one, "Arn"]}, ARNS[one]) for one in ROLES),
    ("arn:aws:iam::*:role/*", "arn:aws:iam::*:role/*"),
    ({"Fn::Sub": "arn:aws:iam::${AWS::AccountId}:role/s*"}, f"{ARNS['S']}*"),
    ({"Fn::GetAtt": [FUNCTION, "Arn"]}, ARNS[FUNCTION]),
    ({"Fn::GetAtt": [BUS, "Arn"]}, ARNS[BUS]),
)
"""Resources of statements: as templates write them, and what they are."""

CONDITIONS: Mapping[str, Json] = {
    "here": {"StringEquals": {"aws:RequestedRegion": "us-east-1"}},
    "safe": {"Bool": {"aws:SecureTransport": "true"}},
}
"""Conditions on what may be either way in a request, by a name for each."""


@dataclass(frozen=True)
class Says:
    """One statement in plain text; `who` are principals, of an identity's none."""

    allows: bool
    actions: tuple[str, ...]
    resources: tuple[str, ...]
    not_actions: bool = False
    not_resources: bool = False
    who: tuple[str, ...] = ()
    not_who: bool = False
    when: str = ""


@dataclass(frozen=True)
class Account:
    """A template, and what its policies say: of roles, of resources, of trust.

    `worker` is the role that the function works as.
    """

    template: Mapping[str, Json]
    own: Mapping[str, tuple[Says, ...]]
    guards: Mapping[str, tuple[Says, ...]]
    keyed: bool
    worker: str


def account(seed: int, wide: bool) -> Account:
    """Return a random account; with `wide` some statements are of all actions but few,
    which takes long to judge."""
    draw = Drawing(Random(seed), wide)
    own: dict[str, list[Says]] = {one: [] for one in ROLES}
    template: dict[str, Json] = {}
    for one in ROLES:
        inline = [draw.statement() for _ in range(draw.random.choice((0, 1, 1, 2)))]
        own[one] += [said for _, said in inline]
        properties: Json = {"RoleName": one.lower()}
        if inline:
            body = document([written for written, _ in inline])
            properties["Policies"] = [{"PolicyName": "p", "PolicyDocument": body}]
        template[one] = resource("IAM::Role", **properties)
    managed, said = draw.statement()
    holders = draw.some(ROLES, 2)
    refs = [{"Ref": one} for one in holders]
    template["M"] = resource(
        "IAM::ManagedPolicy", PolicyDocument=document([managed]), Roles=refs
    )
    for one in holders:
        own[one].append(said)
    keyed = draw.random.random() < 0.4
    guards = {**_guarded(draw, template, keyed), **_stated(draw, template)}
    worker = draw.random.choice(ROLES)
    role = {"Fn::GetAtt": [worker, "Arn"]}
    template[FUNCTION] = resource("Lambda::Function", FunctionName="f", Role=role)
    every = {path: tuple(found) for path, found in own.items()}
    return Account(template, every, guards, keyed, worker)


def _stated(draw: Drawing, template: dict[str, Json]) -> Mapping[str, tuple[Says, ...]]:
    """Add a bus, and policies that are one statement each, of it and of a function."""
    template[BUS] = resource("Events::EventBus", Name="e")
    found: dict[str, list[Says]] = {BUS: [], FUNCTION: []}
    for at in range(draw.random.choice((0, 0, 1, 2))):
        body, said = draw.guarding(BUS)
        template[f"E{at}"] = resource(
            "Events::EventBusPolicy", EventBusName={"Ref": BUS}, Statement=body
        )
        found[BUS].append(said)
    for at in range(draw.random.choice((0, 0, 1, 2))):
        written, said = draw.permission()
        template[f"P{at}"] = resource("Lambda::Permission", **written)
        found[FUNCTION].append(said)
    return {path: tuple(said) for path, said in found.items()}


def _guarded(
    draw: Drawing, template: dict[str, Json], keyed: bool
) -> Mapping[str, tuple[Says, ...]]:
    """Add resources, their policies and trusts to a template."""
    found: dict[str, tuple[Says, ...]] = {}
    for one in ROLES:
        body, found[one] = draw.policy(one, 1)
        template[one]["Properties"]["AssumeRolePolicyDocument"] = body
    body, found[KEY] = draw.policy(KEY, 1)
    template[KEY] = resource("KMS::Key", KeyPolicy=body)
    template[BUCKET] = resource("S3::Bucket", BucketName="b")
    template[QUEUE] = resource("SQS::Queue", QueueName="q")
    key = {"KmsKeyId": {"Fn::GetAtt": [KEY, "Arn"]}} if keyed else {}
    template[SECRET] = resource("SecretsManager::Secret", Name="x", **key)
    body, found[BUCKET] = draw.policy(BUCKET, 0)
    template["BP"] = resource(
        "S3::BucketPolicy", Bucket={"Ref": BUCKET}, PolicyDocument=body
    )
    body, found[QUEUE] = draw.policy(QUEUE, 0)
    queues = [{"Ref": QUEUE}]
    template["QP"] = resource("SQS::QueuePolicy", Queues=queues, PolicyDocument=body)
    body, found[SECRET] = draw.policy(SECRET, 0)
    template["XP"] = resource(
        "SecretsManager::ResourcePolicy",
        SecretId={"Ref": SECRET},
        ResourcePolicy=body,
    )
    empty = {"QP": QUEUE, "XP": SECRET, "BP": BUCKET}
    for policy, of in empty.items():
        if not found[of]:
            del template[policy]
    return found


FITTING: Mapping[str, tuple[str, ...]] = {
    BUCKET: ("s3:GetObject", "s3:*", "s3:PutObject", "s3:Get*", "s3:PutBucketPolicy"),
    SECRET: ("secretsmanager:GetSecretValue", "secretsmanager:*"),
    KEY: ("kms:*", "kms:Decrypt", "kms:Encrypt", "kms:PutKeyPolicy"),
    QUEUE: ("sqs:SendMessage", "sqs:*"),
    FUNCTION: ("lambda:InvokeFunction", "lambda:UpdateFunctionCode", "lambda:*"),
    BUS: ("events:PutEvents", "events:*"),
    **dict.fromkeys(ROLES, ("sts:AssumeRole", "iam:PassRole", "sts:*")),
}
PARTS: Mapping[str, tuple[tuple[Any, str], ...]] = {
    BUCKET: (NAMED[1], NAMED[2], NAMED[3], NAMED[6]),
    QUEUE: (NAMED[0], NAMED[11]),
}


@dataclass(frozen=True)
class Drawing:
    """Draws statements, each as a template has it and as plain text."""

    random: Random
    wide: bool

    def some(self, choices: tuple[Any, ...], most: int) -> tuple[Any, ...]:
        """Return one or more of some things, different ones."""
        return tuple(self.random.sample(choices, self.random.randint(1, most)))

    def effect(self, rate: float) -> str:
        """Return whether a statement denies, which it does at some rate."""
        return "Deny" if self.random.random() < rate else "Allow"

    def statement(self) -> tuple[Json, Says]:
        """Return a statement of an identity's policy."""
        plain = tuple(one for one in PLAIN_ACTIONS if self.wide or one[0] != "*")
        actions, named = self.some(plain, 3), self.some(NAMED, 2)
        if self.random.random() < 0.7:
            path = self.random.choice((*FITTING,))
            actions = self.some((*FITTING[path], "s3:*"), 2)
            fitting = [one for one in NAMED if one[1].startswith(ARNS[path][:13])]
            named = self.some((*fitting, NAMED[0]), 2)
        but = self.wide and self.random.random() < 0.08
        spare = self.random.random() < 0.12
        effect, when = self.effect(0.25), self.condition()
        written: Json = {
            "Effect": effect,
            "NotAction" if but else "Action": list(actions),
            "NotResource" if spare else "Resource": [one for one, _ in named],
        }
        if when:
            written["Condition"] = CONDITIONS[when]
        texts = tuple(text for _, text in named)
        said = Says(effect == "Allow", actions, texts, but, spare, when=when)
        return written, said

    def condition(self) -> str:
        """Return the name of a condition, or nothing."""
        return self.random.choice(("", "", "", "", "", "", *CONDITIONS))

    def policy(self, path: str, least: int) -> tuple[Json, tuple[Says, ...]]:
        """Return a policy of a resource, or a trust policy."""
        found = [
            self.guarding(path) for _ in range(self.random.choice((least, least, 1, 2)))
        ]
        return document([one for one, _ in found]), tuple(said for _, said in found)

    def guarding(self, path: str) -> tuple[Json, Says]:
        """Return a statement of a resource's policy."""
        actions = self.some(("sts:AssumeRole",) if path in ROLES else FITTING[path], 1)
        effect, when = self.effect(0.25), self.condition()
        principal, who = self.principal()
        named = self.some(PARTS.get(path, NAMED[:1]), 1)
        but = (
            effect == "Deny"
            and path not in ROLES
            and who not in (("*",), (ROOT,))
            and self.random.random() < 0.3
        )
        written: Json = {
            "Effect": effect,
            "NotPrincipal" if but else "Principal": principal,
            "Action": list(actions),
        }
        if path not in ROLES:
            written["Resource"] = [one for one, _ in named]
        if when:
            written["Condition"] = CONDITIONS[when]
        texts = tuple(text for _, text in named) if path not in ROLES else ("*",)
        allows = effect == "Allow"
        return written, Says(allows, actions, texts, who=who, not_who=but, when=when)

    def permission(self) -> tuple[Json, Says]:
        """Return what a permission of the function says."""
        (action,) = self.some(FITTING[FUNCTION], 1)
        one = self.random.choice(ROLES)
        principal, who = self.random.choice(
            (
                ({"Fn::GetAtt": [one, "Arn"]}, ARNS[one]),
                ({"Fn::GetAtt": [one, "Arn"]}, ARNS[one]),
                ("*", "*"),
                ({"Ref": "AWS::AccountId"}, ROOT),
                ("s3.amazonaws.com", "s3.amazonaws.com"),
                (OUTSIDER, OUTSIDER),
            )
        )
        of = ({"Ref": FUNCTION}, {"Fn::GetAtt": [FUNCTION, "Arn"]}, "f")
        name = self.random.choice(of)
        written = {"Action": action, "Principal": principal, "FunctionName": name}
        return written, Says(True, (action,), ("*",), who=(who,))

    def principal(self) -> tuple[Any, tuple[str, ...]]:
        """Return a principal as a template has it, and in plain text."""
        roles = self.some(ROLES, 2)
        by_arn = [{"Fn::GetAtt": [one, "Arn"]} for one in roles]
        service = self.random.choice(SERVICES)
        every: tuple[tuple[Any, tuple[str, ...]], ...] = (
            ("*", ("*",)),
            ({"AWS": by_arn}, tuple(ARNS[one] for one in roles)),
            ({"AWS": by_arn}, tuple(ARNS[one] for one in roles)),
            ({"AWS": {"Fn::Sub": ROOT}}, (ROOT,)),
            ({"AWS": {"Ref": "AWS::AccountId"}}, (ROOT,)),
            ({"Service": service}, (service,)),
            ({"AWS": OUTSIDER}, (OUTSIDER,)),
        )
        return self.random.choice(every)
