"""What gives a secret away in texts that AWS or a container has written."""

from __future__ import annotations

import re

from cfngen.cloud.values import MASK
from cfngen.params.secret import TELLTALE

KEY = "PRIVATE KEY"
"""What the first line of a private key has in it; all of the key is behind it."""


def masked(text: str) -> str:
    """Return a text with what looks like a secret masked, and the rest as it is.

    Reasons repeat values that a service refuses, and logs those that a program uses.
    """
    for pattern in TELLTALE.values():
        whole = f"{pattern}.*" if KEY in pattern else pattern
        text = re.sub(whole, _covered, text, flags=re.DOTALL)
    return text


def _covered(found: re.Match[str]) -> str:
    """Return what stands in place of a secret; an address keeps its shape."""
    return f"://{MASK}@" if found[0].startswith("://") else MASK
