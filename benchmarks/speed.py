"""Time and memory of `cfngen generate nextjs` and `cfngen --help`, beside floors.

Run by `make bench`. The floors are measured in the same run, taking turns: a bare
troposphere script that imports the same modules and dumps as many resources, and a bare
click program. Aim: both within 1.5 times their floor. What a spec makes is remembered,
so `generate` is measured with a spec that it knows, and with nothing that it knows.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from pathlib import Path

from measure import PYTHON, measure, report

HERE = Path(__file__).resolve().parent
PROJECT = HERE.parent
CFNGEN = str(Path(PYTHON).with_name("cfngen"))
RUNS = 15

LIST_MODULES = """
import sys
from cfngen.cli import main
main(["--project", sys.argv[1], "generate", "nextjs", "--no-cache"])
print(*sorted(m for m in sys.modules if m.split(".")[0] in ("troposphere", "awacs")))
"""


def main() -> None:
    """Print both tables."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "project"
        for part in ("systems", "params", "policies", "templates"):
            shutil.copytree(PROJECT / part, copy / part)
        count, modules = resources(copy), imported(copy)
        print(f"generate nextjs: {count} resources, {len(modules)} modules imported")
        floor = [PYTHON, str(HERE / "floor.py"), folder, str(count), *modules]
        generate = [CFNGEN, "--project", str(copy), "generate", "nextjs"]
        samples = measure(
            {
                "bare troposphere script (floor)": floor,
                "cfngen generate nextjs, nothing changed": generate,
                "cfngen generate nextjs, all made again": [*generate, "--no-cache"],
                "cfngen generate nextjs --check": [*generate, "--check"],
            },
            RUNS,
        )
        print(report(samples, "bare troposphere script (floor)"), end="\n\n")
    samples = measure(
        {
            "bare click program (floor)": [PYTHON, str(HERE / "help.py"), "--help"],
            "cfngen --help": [CFNGEN, "--help"],
        },
        RUNS,
    )
    print(report(samples, "bare click program (floor)"))


def resources(project: Path) -> int:
    """Return how many resources the system's templates hold."""
    files = (project / "templates" / "nextjs").glob("*.json")
    return sum(len(json.loads(f.read_text("utf-8"))["Resources"]) for f in files)


def imported(project: Path) -> list[str]:
    """Return the troposphere and awacs modules that generating imports."""
    command = [PYTHON, "-c", LIST_MODULES, str(project)]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    return ran.stdout.splitlines()[-1].split()


if __name__ == "__main__":
    main()
