"""Checks of roles, policies, keys and secrets: CG570 to CG589."""

from cfngen.checks.access import (
    clear,
    fields,
    keys,
    lengths,
    public,
    secrets,
    statements,
    trust,
    wide,
)
from cfngen.checks.check import Check
from cfngen.findings import Severity

DOCS = "https://docs.aws.amazon.com"
IAM = f"{DOCS}/IAM/latest/UserGuide"
KMS = f"{DOCS}/kms/latest/developerguide"
SECRETS = f"{DOCS}/secretsmanager/latest/userguide"
REFERENCE = f"{DOCS}/AWSCloudFormation/latest/TemplateReference"
ECS = f"{DOCS}/AmazonECS/latest/developerguide"
LEAST = f"{IAM}/best-practices.html#grant-least-privilege"
PASSING = f"{IAM}/id_roles_use_passrole.html"
PRINCIPALS = f"{IAM}/reference_policies_elements_principal.html"
TOKENS = f"{IAM}/id_roles_create_for-idp_oidc.html"
QUOTAS = f"{IAM}/reference_iam-quotas.html"
LOGS = f"{DOCS}/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html"
GENERATED = (
    f"{REFERENCE}/aws-properties-secretsmanager-secret-generatesecretstring.html"
)
ATTACHED = f"{REFERENCE}/aws-resource-secretsmanager-secrettargetattachment.html"

CHECKS = (
    Check("CG570", wide.everything, LEAST, Severity.WARNING),
    Check("CG571", wide.unnamed, LEAST, Severity.WARNING),
    Check("CG572", wide.passing, PASSING, Severity.WARNING),
    Check("CG573", public.everybody, PRINCIPALS, Severity.WARNING),
    Check("CG574", trust.federated, TOKENS),
    Check("CG575", trust.assumed, f"{IAM}/id_roles_create_for-service.html"),
    Check("CG576", keys.aliased, f"{KMS}/alias-create.html"),
    Check("CG577", lengths.length, QUOTAS),
    Check("CG578", lengths.default, QUOTAS, Severity.WARNING),
    Check("CG579", statements.named, f"{IAM}/reference_policies_elements_sid.html"),
    Check(
        "CG580", statements.fitting, f"{IAM}/reference_policies_elements_resource.html"
    ),
    Check("CG581", keys.manageable, f"{KMS}/key-policy-default.html"),
    Check("CG582", keys.rotated, f"{KMS}/rotate-keys.html", Severity.WARNING),
    Check("CG583", keys.shaped, f"{DOCS}/kms/latest/APIReference/API_CreateKey.html"),
    Check("CG584", keys.logging, LOGS),
    Check("CG585", secrets.generated, GENERATED),
    Check("CG586", secrets.taken, GENERATED),
    Check("CG587", fields.there, f"{ECS}/secrets-envvar-secrets-manager.html"),
    Check("CG588", secrets.attached, ATTACHED),
    Check(
        "CG589", clear.shown, f"{ECS}/specifying-sensitive-data.html", Severity.WARNING
    ),
)
