"""Who may not do what."""

from __future__ import annotations

from cfngen.deploy.hints.row import Row

WHO = (
    r"(?:User: (?P<who>\S+) is|You are) not authorized to perform"
    r"(?:: (?P<action>[\w-]+:\w+)| this operation)"
    r"(?:.*? on resource: (?P<resource>[^\s,]+))?"
)
"""https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html"""

ROWS: tuple[Row, ...] = (
    Row(
        rf"{WHO}.*explicit deny in a service control policy",
        "The organization forbids {action} | The organization forbids this: no policy "
        "of this account can allow it.",
        "Ask whoever keeps the organization's service control policies.",
    ),
    Row(
        rf"{WHO}.*explicit deny in an? (?P<policy>identity-based|resource-based|session"
        r"|resource control|VPC endpoint|permissions boundary)",
        "A policy forbids {action} outright; allowing it elsewhere does not help. | "
        "A policy forbids this outright; allowing it elsewhere does not help.",
        "Find the Deny: it is in the {policy} policy, as whoever this is: {who}. | "
        "Find the Deny: it is in the {policy} policy.",
    ),
    Row(
        rf"{WHO}.*no permissions boundary allows",
        "The permissions boundary of {who} does not include {action}. | "
        "A permissions boundary does not include this.",
        "Add {action} to the boundary; the policy alone is not enough. | "
        "Extend the boundary; the policy alone is not enough.",
    ),
    Row(
        r"not authorized to perform: iam:PassRole on resource: (?P<role>[^\s,]+)",
        "Whoever deploys may not hand the role {role} to the service that uses it.",
        "Allow iam:PassRole on it. `cfngen policy SYSTEM ENVIRONMENT` prints what a "
        "deployment needs.",
    ),
    Row(
        WHO,
        "{action} on {resource} is not allowed to {who}. | {action} is not allowed to "
        "{who}. | Whoever deploys is not allowed to do this.",
        "Allow {action}. `cfngen policy SYSTEM ENVIRONMENT` prints what a deployment "
        "needs. | `cfngen policy SYSTEM ENVIRONMENT` prints what a deployment needs.",
    ),
    Row(
        r"Role (?P<role>arn:\S+) is invalid or cannot be assumed",
        "CloudFormation cannot act as its service role {role}: it is gone, does not "
        "trust cloudformation.amazonaws.com, or may not be passed.",
        "Make the role again under the same name, or name another: `role` of the "
        "environment in the spec, or --role. A stack keeps its role for ever.",
    ),
    Row(
        r"must allow AWS EventBridge Scheduler to assume the role",
        "The scheduler may not assume the role yet; a role that was just made needs "
        "some seconds until every service knows it.",
        "Deploy again. If it stays, look at the trust policy of the role: "
        "scheduler.amazonaws.com.",
    ),
    Row(
        r"Unable to assume the service linked role",
        "ECS has no service-linked role in this account yet, or it was just made.",
        "Run once: aws iam create-service-linked-role --aws-service-name "
        "ecs.amazonaws.com. Then deploy again.",
    ),
    Row(
        r"must enable a service-linked role to give (?P<service>[\w ]+?) permissions",
        "{service} has no service-linked role in this account yet.",
        "Make it once with aws iam create-service-linked-role, wait a minute, and "
        "deploy again.",
    ),
    Row(
        r"KMS key does not exist or is not allowed to be used with",
        "The key's own policy does not let the service use it for this resource.",
        "Allow the service in the key policy; an IAM policy cannot. For logs: "
        "logs.REGION.amazonaws.com.",
    ),
    Row(
        r"HandlerErrorCode: AccessDenied\)",
        "A permission is missing, and the service does not say which.",
        "CloudTrail's events of these minutes name it: look for errorCode "
        "AccessDenied.",
    ),
)
