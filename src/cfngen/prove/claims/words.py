"""The words of the claim language, and what people write in their place."""

from __future__ import annotations

from collections.abc import Mapping

from cfngen.prove.claims.claim import ANYONE, INTERNET, STRANGER, VPC
from cfngen.prove.packets import TCP, UDP

STARTERS = ("set", "group", "only", "nacl", "role")
"""How statements begin that do not begin with a name."""

WORDS = (
    *(*STARTERS, "read", "by", "route", "where", "on", "for", "but", "any"),
    *("nothing", "default-deny", "no-escalation", "subnets", "file"),
)

WHO = (INTERNET, ANYONE, VPC, STRANGER)

TIERS = ("public", "private", "isolated")

KINDS = (
    *("alb", "nlb", "database", "cache", "services", "jobs", "tasks"),
    *("endpoints", "nats"),
)
"""Words that name all workloads of a kind, and that `where` may ask for."""

OPEN = ("services", "jobs", "tasks")
"""Kinds that a group may narrow down; it then hides the kind."""

KEPT = (*WHO, *TIERS, *(kind for kind in KINDS if kind not in OPEN))
"""Names with a meaning of their own, which no group may take."""

CLOUDFLARE = "cloudflare"
"""The set that is always there: the ranges that templates are made with."""

ARROW, NEVER = "->", "-/->"

PROTOCOLS: Mapping[str, int] = {"tcp": TCP, "udp": UDP, "icmp": 1}

PORTS_OF: Mapping[str, str] = {
    "http": "tcp/80",
    "https": "tcp/443",
    "ssh": "tcp/22",
    "rdp": "tcp/3389",
    "dns": "udp/53",
    "smtp": "tcp/587",
    "ntp": "udp/123",
    "redis": "tcp/6379",
    "postgres": "tcp/5432",
    "postgresql": "tcp/5432",
    "mysql": "tcp/3306",
    "all": "any",
    "*": "any",
    "ping": "icmp",
    "icmpv6": "icmp",
}
"""What people write for ports, and how claims have it."""

CALLS: Mapping[str, tuple[str, ...]] = {
    "@pull": ("ecr.api", "ecr.dkr", "s3"),
    "@secrets": ("secretsmanager",),
}
"""Calls that need several services, or one that has another name."""

SERVICES = (
    *("ecr.api", "ecr.dkr", "s3", "logs", "secretsmanager", "ssm", "ssmmessages"),
    *("ec2", "ec2messages", "kms", "sts", "sqs", "sns", "monitoring", "events"),
    *("scheduler", "dynamodb", "ecs", "ecs-agent", "ecs-telemetry", "lambda"),
    *("elasticloadbalancing", "autoscaling", "xray", "states", "execute-api"),
    *("kinesis-streams", "kinesis-firehose", "athena", "glue", "rds", "rds-data"),
    *("elasticfilesystem", "email", "email-smtp", "cognito-idp", "codebuild"),
    *("codedeploy", "codepipeline", "cloudformation", "bedrock-runtime", "backup"),
    *("servicediscovery", "appconfig", "appconfigdata", "cloudtrail", "elasticache"),
)
"""Services of AWS as they are called in the names of their endpoints:
https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html"""

SIGNS: Mapping[str, str] = {
    "→": ARROW,
    "⇒": ARROW,
    "➜": ARROW,
    "⟶": ARROW,
    "↛": NEVER,
    "⇏": NEVER,
    **dict.fromkeys("–—−‒―‐‑", "-"),
    **dict.fromkeys("“”„‟‘’‚«»", '"'),
    **dict.fromkeys("\u00a0\u2007\u202f\u2009\u200b\ufeff", " "),
    "，": ",",
    "：": ":",
    "；": ";",
    "＊": "*",
    "≠": "!",
    "∗": "*",
    "×": "*",
}
"""What word processors and keyboards put in the place of a plain character."""
