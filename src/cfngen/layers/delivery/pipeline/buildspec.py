"""A build specification: one shell script, and the folder that it leaves behind.

https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html
"""

from __future__ import annotations

from troposphere import Join

RESULT = "release"
"""The folder whose files go on through the pipeline."""

BEFORE = """\
version: 0.2
env:
  shell: bash
phases:
  build:
    commands:
      - |
        set -euo pipefail
"""

AFTER = f"""\
artifacts:
  base-directory: {RESULT}
  files: ["**/*"]
"""


def buildspec(script: str, *, leaves: bool = True) -> Join:
    """Return the specification that runs a script, a line of text a line of template.

    The script is one command: a shell of its own, which ends at the first error. With
    `leaves` its folder `release` is the artifact.
    """
    indented = [f"        {line}".rstrip() for line in script.splitlines()]
    after = AFTER.splitlines() if leaves else []
    return Join("\n", [*BEFORE.splitlines(), *indented, *after])
