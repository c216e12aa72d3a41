"""The delivery layer: the role by which GitHub Actions releases, without stored keys.

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
from cfngen.errors import WiringError
from cfngen.layers.delivery import permissions, settings
from cfngen.layers.layer import Layer
from cfngen.naming import name_tag
from cfngen.policies import document
from cfngen.settings import ENVIRONMENT_NAME
from cfngen.spec.system import System

ISSUER = "token.actions.githubusercontent.com"
"""Who signs the tokens of GitHub's workflows."""

AUDIENCE = "sts.amazonaws.com"
"""Whom those tokens are for when they ask for a role of AWS."""

SESSION_SECONDS = 3600
"""The longest release: CloudFormation works with the session that started it."""


def build(system: System) -> Layer:
    """Build the delivery layer.

    Raises WiringError when the spec has no delivery, or no service to deliver.
    """
    if system.delivery is None or system.delivery.github is None:
        raise WiringError(f"{system.system} has no delivery to build a layer for.")
    layer = Layer("delivery", f"{system.system}: release from GitHub Actions")
    layer.setting(ENVIRONMENT_NAME)
    provider = layer.add(_provider(layer))
    subject = layer.setting(settings.subject(system.delivery.github))
    role = layer.add(
        iam.Role(
            "DeployRole",
            Description=f"GitHub Actions releases {system.system}.",
            AssumeRolePolicyDocument=_trust(provider, subject),
            MaxSessionDuration=SESSION_SECONDS,
            Policies=_policies(layer, system),
            Tags=name_tag(system.system, "deploy"),
        )
    )
    layer.leave(ports.DEPLOY_ROLE_ARN, GetAtt(role, "Arn"))
    return layer


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


def _policies(layer: Layer, system: System) -> list[iam.Policy]:
    """Return what the role may do, in the order in which a release does it."""
    documents = {
        "push-images": permissions.images(layer, system),
        "update-stack": permissions.update(layer, system),
    }
    if any(service.migrate for service in system.services.values()):
        documents["run-migrations"] = permissions.migrations(layer, system)
    return [
        iam.Policy(PolicyName=name, PolicyDocument=text)
        for name, text in documents.items()
    ]
