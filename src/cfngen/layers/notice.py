"""A rule that tells the alarm topic, in a sentence, of something that happened.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from troposphere import Sub, events


def notice(
    title: str,
    meaning: str,
    pattern: Mapping[str, Any],
    topic: Any,
    values: Mapping[str, str],
    sentence: str,
    **more: Any,
) -> events.Rule:
    """Return a rule that sends a sentence to a topic for each event of a pattern.

    `topic` is its ARN. `sentence` names what `values` pick out of the event as
    `<word>`, and parameters of the layer as `${Name}`. The target has no role: with
    one, AWS warns, an encrypted topic may hear nothing.
    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
    """
    text = f'"{sentence}"'
    words = events.InputTransformer(
        InputPathsMap=dict(values), InputTemplate=Sub(text) if "${" in text else text
    )
    return events.Rule(
        title,
        Description=meaning,
        EventPattern=dict(pattern),
        Targets=[events.Target(Id="AlarmTopic", Arn=topic, InputTransformer=words)],
        **more,
    )
