"""How often a process of cfngen's looks for garbage."""

from __future__ import annotations

import gc

OBJECTS = 100_000
"""New objects after which Python looks for garbage. Modules, models and the rules of
cfn-lint are hundreds of thousands and no garbage; with the usual 700, every command
would spend a tenth of its time on looking at them."""


def seldom() -> None:
    """Look for garbage seldom, from now on."""
    gc.set_threshold(OBJECTS)


def never() -> None:
    """Look at nothing that there is, ever again: also not on the way out."""
    gc.freeze()
