"""AllowedPattern is a Java regular expression that has to match the whole value.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cfn-regexes.html
"""

from __future__ import annotations

import re

JAVA_ONLY = (r"\p{", r"\P{", r"\z", r"\h", r"\R", r"\Q", "&&", "[[")
"""What Java reads in a way of its own: class names, quoting, sets within sets."""


def whole_match(pattern: str, text: str) -> bool:
    r"""Return whether the pattern matches the whole text.

    In the rest the two dialects agree, but that \d, \w and \s mean ASCII in Java. A
    pattern in words that only Java has is taken to match: CloudFormation will judge.
    """
    if any(words in pattern for words in JAVA_ONLY):
        return True
    try:
        return re.fullmatch(pattern, text, re.ASCII) is not None
    except re.error:
        return True
