"""What people hear of a pipeline: a release that failed, one that waits for them.

https://docs.aws.amazon.com/codepipeline/latest/userguide/detect-state-changes-cloudwatch-events.html
"""

from __future__ import annotations

from typing import Any

from troposphere import Ref, events
from troposphere import codepipeline as pipelines

from cfngen import ports
from cfngen.layers.delivery.pipeline.ground import Ground
from cfngen.layers.delivery.pipeline.stages import approves
from cfngen.layers.notice import notice

FAILED = {
    "detail-type": ["CodePipeline Pipeline Execution State Change"],
    "detail": {"state": ["FAILED"]},
}
WAITING = {
    "detail-type": ["CodePipeline Action Execution State Change"],
    "detail": {"state": ["STARTED"], "type": {"category": ["Approval"]}},
}


def add(ground: Ground, pipeline: pipelines.Pipeline) -> None:
    """Add the rules that tell the alarm topic; it lets events of rules in."""
    ground.layer.add(
        _rule(ground, pipeline, "ReleaseFailedRule", FAILED, "A release has failed.")
    )
    ground.layer.add(
        _rule(
            ground,
            pipeline,
            "ReleaseWaitingRule",
            WAITING,
            "A release waits for approval.",
            Condition=approves(ground.layer),
        )
    )


def _rule(
    ground: Ground,
    pipeline: pipelines.Pipeline,
    logical_id: str,
    what: dict[str, Any],
    words: str,
    **more: Any,
) -> events.Rule:
    """Return a rule that sends a sentence when something happens in the pipeline."""
    detail = {"pipeline": [Ref(pipeline)]} | what["detail"]
    return notice(
        logical_id,
        words,
        {"source": ["aws.codepipeline"]} | what | {"detail": detail},
        ground.layer.enter(ports.ALARM_TOPIC_ARN),
        {
            "pipeline": "$.detail.pipeline",
            "execution": "$.detail.execution-id",
            "time": "$.time",
        },
        f"{words} Pipeline <pipeline>, execution <execution>, at <time>.",
        **more,
    )
