"""Targets and policies of Application Auto Scaling."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cfngen.local.types.apimodels import Api, Parameters

SCALABLE = ("ResourceId", "ScalableDimension", "ServiceNamespace")


def rows() -> dict[str, Api]:
    """Return the rows by resource type."""
    return {
        "AWS::ApplicationAutoScaling::ScalableTarget": Api(
            "application-autoscaling",
            "register_scalable_target",
            "deregister_scalable_target",
            lambda job: dict(job.properties),
            lambda given, _: "|".join(given[key] for key in SCALABLE),
            lambda old: {key: old.properties[key] for key in SCALABLE},
        ),
        "AWS::ApplicationAutoScaling::ScalingPolicy": Api(
            "application-autoscaling",
            "put_scaling_policy",
            "delete_scaling_policy",
            lambda job: _policy(job.properties),
            lambda _, answer: str(answer["PolicyARN"]),
            lambda old: _policy(old.properties),
            attributes=lambda _, answer: {"Arn": answer["PolicyARN"]},
        ),
    }


def _policy(properties: Mapping[str, Any]) -> Parameters:
    """Take the target's keys out of its physical id where only that is given."""
    target = str(properties.get("ScalingTargetId", "||")).split("|")
    keys = {key: value for key, value in zip(SCALABLE, target, strict=True) if value}
    return {**keys, **properties}
