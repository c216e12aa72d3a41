"""Time and memory of `cfngen check` on all systems, cold and warm, beside floors.

Run by `make bench`. Cold is beside the cfn-lint command on the same templates, which
runs on one core and reads each as it stands; `check` reads each twice, the second time
with what both environments give it, and asks AWS's engine and its own checks as well.
Warm is beside a process that does nothing but import troposphere for one service: the
aim is 1.5 times that. In between stands a run after one changed value.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from measure import PYTHON, measure, report

HERE = Path(__file__).resolve().parent
PROJECT = HERE.parent
CFNGEN = str(Path(PYTHON).with_name("cfngen"))
CFN_LINT = str(Path(PYTHON).with_name("cfn-lint"))
COLD, WARM = 3, 15

LINT = "cfn-lint, one core (floor)"
IMPORT = "import troposphere.ecs (floor)"


def main() -> None:
    """Print both tables."""
    with tempfile.TemporaryDirectory() as folder:
        copy, edited = (copied(Path(folder) / name) for name in ("project", "edited"))
        os.environ["CFNGEN_CACHE"] = f"{folder}/cache"
        os.chdir(copy)
        count = len(list(copy.glob("templates/*/*.json")))
        print(f"check: {count} templates, {os.cpu_count()} processors")
        print(report(measure(cold(), COLD), LINT), end="\n\n")
        print(report(measure(warm(edited), WARM), IMPORT))


def copied(folder: Path) -> Path:
    """Return a copy of this project's systems, in a folder that is made."""
    for part in ("systems", "params", "policies", "templates"):
        shutil.copytree(PROJECT / part, folder / part)
    shutil.copy(PROJECT / ".cfnlintrc.yaml", folder)
    return folder


def cold() -> dict[str, list[str]]:
    """Return the commands that remember nothing."""
    check = [CFNGEN, "check", "--no-cache"]
    return {
        LINT: [CFN_LINT],
        "cfngen check, cold": check,
        "cfngen check, cold, one core": [*check, "--jobs", "1"],
    }


def warm(edited: Path) -> dict[str, list[str]]:
    """Return the commands that remember the last run; the warm-up fills the cache.

    The one value changes in a copy, so that nothing changes in the project.
    """
    file = str(edited / "params" / "nextjs" / "dev.json")
    changed = [PYTHON, str(HERE / "changed.py"), file, "DomainName"]
    changed += [CFNGEN, "--project", str(edited)]
    return {
        IMPORT: [PYTHON, "-c", "import troposphere.ecs"],
        "cfngen --help": [CFNGEN, "--help"],
        "cfngen check, nothing changed": [CFNGEN, "check"],
        "cfngen check, one value changed": [*changed, "check", "nextjs"],
    }


if __name__ == "__main__":
    main()
