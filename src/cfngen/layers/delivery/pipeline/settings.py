"""The settings of a pipeline: what starts it, who says yes, how traffic moves."""

from __future__ import annotations

from cfngen.settings import Setting, choice, number, switch
from cfngen.spec.care import Pipeline
from cfngen.spec.words import BRANCH

CONNECTION = Setting(
    "GitHubConnectionArn",
    "Connection to GitHub that exists already; empty to make one.",
    default="",
    pattern="^(arn:aws[a-z-]*:(codeconnections|codestar-connections):[a-z0-9-]+"
    ":[0-9]{12}:connection/[A-Za-z0-9-]+)?$",
    hint="the ARN of a connection of this region, or empty",
)

APPROVAL = switch(
    "EnableReleaseApproval", "Let a release wait until somebody approves it."
)

BUILD_SIZE = choice(
    "BuildComputeType",
    "Size of the machine that builds images; the next one has twice as much.",
    default="BUILD_GENERAL1_MEDIUM",
    allowed=(
        "BUILD_GENERAL1_SMALL",
        "BUILD_GENERAL1_MEDIUM",
        "BUILD_GENERAL1_LARGE",
    ),
)

BUILD_MINUTES = number(
    "BuildTimeoutMinutes", "Minutes after which a build is given up.", 30, 5, 480
)

RETENTION = number(
    "ArtifactRetentionDays",
    "Days that the pipeline's files are kept, and a release can be gone back to.",
    30,
    1,
    3650,
)

TRAFFIC = choice(
    "ReleaseTraffic",
    "How users are moved to the new tasks, as CodeDeploy calls it.",
    default="CodeDeployDefault.ECSCanary10Percent5Minutes",
    allowed=(
        "CodeDeployDefault.ECSAllAtOnce",
        "CodeDeployDefault.ECSCanary10Percent5Minutes",
        "CodeDeployDefault.ECSCanary10Percent15Minutes",
        "CodeDeployDefault.ECSLinear10PercentEvery1Minutes",
        "CodeDeployDefault.ECSLinear10PercentEvery3Minutes",
    ),
)
"""What CodeDeploy has ready for ECS:
https://docs.aws.amazon.com/codedeploy/latest/userguide/deployment-configurations.html"""

TEST_MINUTES = number(
    "ReleaseTestMinutes",
    "Minutes that new tasks wait, without users, for somebody to let the release go "
    "on; 0 goes on at once.",
    0,
    0,
    2880,
)

OLD_TASKS_MINUTES = number(
    "OldTasksMinutes",
    "Minutes that the old tasks are kept after a release, to go back to at once.",
    15,
    0,
    2880,
)


def branch(pipeline: Pipeline) -> Setting:
    """Return the setting of the branch that is released: environments differ in it."""
    return Setting(
        "PipelineBranch",
        "Branch whose commits are built and released.",
        default=pipeline.branch,
        pattern=BRANCH.pattern,
        hint=BRANCH.words,
    )
