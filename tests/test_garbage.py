"""A process of cfngen's spends no time on looking for garbage where there is none."""

from __future__ import annotations

import subprocess
import sys

import pytest

ENDS = """
import atexit, gc, sys
from cfngen.cli import main, process
usual = gc.get_threshold()
atexit.register(lambda: print(gc.get_threshold() == usual, gc.get_freeze_count() > 0))
sys.argv = ["cfngen", "--version"]
raise SystemExit({run}())
"""


@pytest.mark.parametrize(("run", "said"), [("process", "False True"), ("main", "True")])
def test_only_who_owns_the_process_settles_it(run: str, said: str) -> None:
    ran = [sys.executable, "-c", ENDS.format(run=run)]
    out = subprocess.run(ran, capture_output=True, text=True, check=True).stdout
    assert out.splitlines()[-1].startswith(said)
