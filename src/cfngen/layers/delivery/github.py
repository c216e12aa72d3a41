"""The role by which GitHub Actions releases, without stored keys.

https://docs.github.com/en/actions/how-tos/secure-your-work/security-harden-deployments/oidc-in-aws
"""

from __future__ import annotations

from awacs.aws import (
    Allow,
    Condition,
    PolicyDocument,
    Principal,
    Statement,
    StringEquals,
)
from awacs.sts import AssumeRoleWithWebIdentity
from troposphere import Equals, GetAtt, If, Ref, Sub, iam

from cfngen import ports
from cfngen.layers.delivery import permissions, settings
from cfngen.layers.layer import Layer
from cfngen.naming import logical
from cfngen.physical import name_tag
from cfngen.policies import document
from cfngen.spec.care import GitHub
from cfngen.spec.system import System

ISSUER = "token.actions.githubusercontent.com"
"""Who signs the tokens of GitHub's workflows."""

AUDIENCE = "sts.amazonaws.com"
"""Whom those tokens are for when they ask for a role of AWS."""

SESSION_SECONDS = 3600
"""The longest release: CloudFormation works with the session that started it."""


def add(layer: Layer, system: System, github: GitHub) -> None:
    """Add the role, what it may do, and GitHub as an identity provider by setting."""
    provider = layer.add(_provider(layer))
    subject = layer.setting(settings.subject(github))
    role = layer.add(
        iam.Role(
            "DeployRole",
            Description=f"GitHub Actions releases {system.system}.",
            AssumeRolePolicyDocument=_trust(provider, subject),
            MaxSessionDuration=SESSION_SECONDS,
            ManagedPolicyArns=[Ref(policy) for policy in _policies(layer, system)],
            Tags=name_tag(system.system, "deploy"),
        )
    )
    layer.leave(ports.DEPLOY_ROLE_ARN, GetAtt(role, "Arn"))


def _provider(layer: Layer) -> iam.OIDCProvider:
    """Return GitHub as an identity provider, kept when the stack that made it goes.

    An account has one for all of its stacks, and roles of other systems may trust it.
    IAM knows the certificate authority, so there is no thumbprint to give:
    https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc_verify-thumbprint.html
    """
    created = Equals(layer.setting(settings.CREATE_PROVIDER), "true")
    return iam.OIDCProvider(
        "GitHubOidcProvider",
        Condition=layer.condition("CreatesGitHubOidcProvider", created),
        DeletionPolicy="RetainExceptOnCreate",
        UpdateReplacePolicy="Retain",
        Url=f"https://{ISSUER}",
        ClientIdList=[AUDIENCE],
    )


def _trust(provider: iam.OIDCProvider, subject: Ref) -> PolicyDocument:
    """Return the trust in exactly one workflow identity.

    The provider's ARN follows from its address, so that it need not be this stack's.
    """
    arn = Sub(
        f"arn:${{AWS::Partition}}:iam::${{AWS::AccountId}}:oidc-provider/{ISSUER}"
    )
    known = If(provider.Condition, Ref(provider), arn)
    return document(
        Statement(
            Effect=Allow,
            Action=[AssumeRoleWithWebIdentity],
            Principal=Principal("Federated", [known]),
            Condition=Condition(
                [StringEquals({f"{ISSUER}:aud": AUDIENCE, f"{ISSUER}:sub": subject})]
            ),
        )
    )


def _policies(layer: Layer, system: System) -> list[iam.ManagedPolicy]:
    """Add what the role may do, in the order in which a release does it.

    Managed policies, since a role's inline ones may have 10,240 characters together,
    which a system of several services and jobs exceeds; each of these may have 6,144:
    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
    """
    documents = permissions.documents(layer, system)
    return [
        layer.add(
            iam.ManagedPolicy(
                f"{logical(name)}Policy",
                Description=f"A release of {system.system} may {purpose}.",
                PolicyDocument=document(*statements),
            )
        )
        for name, (purpose, statements) in documents.items()
    ]
