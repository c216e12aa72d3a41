"""The settings of delivery: who may release, and who owns GitHub's identity."""

from __future__ import annotations

from cfngen.settings import Setting, switch
from cfngen.spec.care import GitHub

CREATE_PROVIDER = switch(
    "CreateGitHubOidcProvider",
    "Make GitHub's identity provider; an account has one, so only one stack may.",
    default=True,
)

TEMPLATE_BUCKET = Setting(
    "TemplateBucketName",
    "Bucket that templates are packaged to; empty for cfngen-<account>-<region>.",
    default="",
    pattern=r"^([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])?$",
    hint="the name of a bucket, or empty",
)


def subject(github: GitHub) -> Setting:
    """Return the setting of the one workflow identity that may release.

    It is a setting, since environments are released from different branches, and since
    GitHub writes it in several ways: with the numbers of owner and repository where
    these are new, with an environment instead of a branch where a job names one:
    https://docs.github.com/en/actions/reference/security/oidc
    """
    return Setting(
        "GitHubSubject",
        "The `sub` claim of the workflows that may release.",
        default=f"repo:{github.repository}:ref:refs/heads/{github.branch}",
        pattern=r"^repo:[A-Za-z0-9@-]+/[A-Za-z0-9_.@-]+:[^*?\s]+$",
        hint="repo:owner/name:ref:refs/heads/branch, without wildcards",
    )
