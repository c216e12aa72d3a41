"""Mistakes in pipelines, builds, releases and registries."""

from __future__ import annotations

from tests.checks.planted.mistake import Mistake, drop, put

FILE, REGISTRY = "delivery.json", "registry.json"
RELEASE = ("Stages", 3, "Actions")
STATEMENTS = ("Policies", 0, "PolicyDocument", "Statement")
LIFECYCLE = (
    '{"rules": [{"rulePriority": 1, "selection": {"tagStatus": "any", '
    '"countType": "imageCountMoreThan", "countNumber": 30}, '
    '"action": {"type": "expire"}}, {"rulePriority": 2, "selection": '
    '{"tagStatus": "untagged", "countType": "sinceImagePushed", '
    '"countUnit": "days", "countNumber": 7}, "action": {"type": "expire"}}]}'
)

MISTAKES = (
    Mistake(
        "images of any kind before untagged ones",
        "revendiste prod",
        "CG645",
        "rule 1 is for any image",
        change=put(
            *(REGISTRY, "BackendRepository", "LifecyclePolicy", "LifecyclePolicyText"),
            value=LIFECYCLE,
        ),
    ),
    Mistake(
        "a tag that moves, in a repository where none does",
        "nextjs prod",
        "CG646",
        "'latest' moves",
        parameters={"WebImageTag": "latest", "ImageTagMutability": "IMMUTABLE"},
    ),
    Mistake(
        "two actions speak under one name",
        "rails prod",
        "CG647",
        "Source is another one's",
        change=put(FILE, "Pipeline", *RELEASE, 0, "Namespace", value="Source"),
    ),
    Mistake(
        "a release at the time of its preparation",
        "rails prod",
        "CG648",
        "Release is not made before",
        change=put(FILE, "Pipeline", *RELEASE, 1, "RunOrder", value=1),
    ),
    Mistake(
        "a variable of an action that is not there",
        "rails dev",
        "CG648",
        "#{Source.…}",
        change=drop(
            *(FILE, "Pipeline", "Properties", "Stages", 0, "Actions", 0, "Namespace")
        ),
    ),
    Mistake(
        "a release from what it does not get",
        "rails prod",
        "CG649",
        "AppSpecTemplateArtifact BuildOutput is no input",
        change=put(
            *(FILE, "Pipeline", *RELEASE, 1, "Configuration"),
            "AppSpecTemplateArtifact",
            value="BuildOutput",
        ),
    ),
    Mistake(
        "a queue of releases in a pipeline of V1",
        "rails prod",
        "CG650",
        "do not run QUEUED",
        change=lambda bodies: bodies[FILE]["Resources"]["Pipeline"][
            "Properties"
        ].update({"PipelineType": "V1", "ExecutionMode": "QUEUED"}),
    ),
    Mistake(
        "a pipeline that may not start one of its builds",
        "rails prod",
        "CG651",
        "may not codebuild:StartBuild",
        change=put(
            *(FILE, "PipelineRole", *STATEMENTS, 5, "Resource"),
            value=[{"Fn::GetAtt": ["BuildProject", "Arn"]}],
        ),
    ),
    Mistake(
        "an image for another architecture",
        "rails prod",
        "CG652",
        "is for ARM",
        change=put(
            *(FILE, "BuildProject", "Environment", "Image"),
            value="aws/codebuild/amazonlinux-aarch64-standard:3.0",
        ),
    ),
    Mistake(
        "Docker without privileges",
        "rails dev",
        "CG652",
        "runs Docker without the privileged mode",
        change=put(FILE, "BuildProject", "Environment", "PrivilegedMode", value=False),
    ),
    Mistake(
        "a build spec that cannot be read",
        "rails prod",
        "CG653",
        "no YAML",
        change=put(
            *(FILE, "BuildProject", "Source", "BuildSpec"),
            value="version: 0.2\nphases:\n  build:\n   commands: [make\n",
        ),
    ),
    Mistake(
        "a build that may not write its log",
        "rails prod",
        "CG654",
        "may not logs:PutLogEvents",
        change=put(
            *(FILE, "BuildRole", *STATEMENTS, 0, "Action"),
            value=["logs:CreateLogStream"],
        ),
    ),
    Mistake(
        "old tasks that stay longer than CodeDeploy waits",
        "rails prod",
        "CG655",
        "4320 minutes",
        change=put(
            *(FILE, "WebDeploymentGroup", "BlueGreenDeploymentConfiguration"),
            *("TerminateBlueInstancesOnDeploymentSuccess",),
            "TerminationWaitTimeInMinutes",
            value=4320,
        ),
    ),
    Mistake(
        "a listener that leads nowhere near the release",
        "rails prod",
        "CG656",
        "Edge/HttpsListener does not lead to ServiceWeb/TargetGroup",
        change=put(
            *("service-web.json", "ListenerRule48884", "Actions"),
            value=[
                {"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "503"}}
            ],
        ),
    ),
    Mistake(
        "traffic moved as on servers",
        "rails dev",
        "CG657",
        "is not for ECS",
        change=put(
            *(FILE, "WebDeploymentGroup", "DeploymentConfigName"),
            value="CodeDeployDefault.OneAtATime",
        ),
    ),
    Mistake(
        "CodeDeploy for a service that ECS deploys",
        "rails prod",
        "CG658",
        "is ECS",
        change=put(
            "service-web.json", "BlueGreenService", "DeploymentController", value={}
        ),
    ),
    Mistake(
        "tokens for another audience",
        "nextjs prod",
        "CG659",
        "no tokens for sts.amazonaws.com",
        change=put(
            FILE, "GitHubOidcProvider", "ClientIdList", value=["https://example.com"]
        ),
    ),
)
