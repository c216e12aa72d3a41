"""What works for whoever asks it as a role of its own, and who may say what it does.

Most APIs, pools and products have no such role: only where a template has one, these
are ways to come to more.
"""

from __future__ import annotations

BEHIND = (
    (
        *("AWS::ApiGateway::Method", "Integration.Credentials", "apigateway"),
        ("apigateway:PATCH", "apigateway:PUT"),
    ),
    (
        *("AWS::ApiGatewayV2::Integration", "CredentialsArn", "apigateway"),
        ("apigateway:PATCH", "apigateway:PUT"),
    ),
    (
        *("AWS::AppSync::DataSource", "ServiceRoleArn", "appsync"),
        (
            *("appsync:CreateFunction", "appsync:CreateResolver"),
            *("appsync:UpdateFunction", "appsync:UpdateResolver"),
        ),
    ),
    (
        *("AWS::Cognito::IdentityPoolRoleAttachment", "Roles", "cognito-identity"),
        ("cognito-identity:UpdateIdentityPool",),
    ),
    (
        *("AWS::Cognito::UserPoolGroup", "RoleArn", "cognito-idp"),
        ("cognito-idp:AdminAddUserToGroup", "cognito-idp:AdminSetUserPassword"),
    ),
    (
        *("AWS::IoT::RoleAlias", "RoleArn", "iot"),
        ("iot:AttachPolicy", "iot:CreatePolicyVersion"),
    ),
    (
        *("AWS::ServiceCatalog::LaunchRoleConstraint", "RoleArn", "servicecatalog"),
        ("servicecatalog:CreateProvisioningArtifact",),
    ),
)
"""What works for whoever asks as a role of its own, and the actions that say what it
does, or who asks: by type, place and service."""
