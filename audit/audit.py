"""Audit every system with checkov, in each of its environments.

Run by `make audit`, with checkov's program as the argument. It prints what was counted
and every finding that nobody has given a reason for; exit code 1 if there is one.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import yaml
from settled import settled, templates

from cfngen.project import Project
from cfngen.resolve import Root, committed_tree, fitting, resolve
from cfngen.spec.load import load

HERE = Path(__file__).resolve().parent
WORK = HERE.parent / "build" / "audit"
OFFLINE = ("--skip-download", "--framework", "cloudformation")
QUIET = {"LOG_LEVEL": "ERROR", "ANSI_COLORS_DISABLED": "1"}

Report = dict[str, Any]


@dataclass(frozen=True)
class Accepted:
    """A finding that an environment's parameter file has asked for, and why."""

    check: str
    where: str
    reason: str

    def covers(self, found: Report) -> bool:
        """Say whether a finding is this one."""
        same = found["check_id"] == self.check
        return same and fnmatchcase(_file(found), self.where)


def main(checkov: str) -> int:
    """Write the templates, have them read, print the outcome; return the exit code."""
    shutil.rmtree(WORK, ignore_errors=True)
    count = write(Project(HERE.parent))
    report = ask(checkov)
    listed = yaml.safe_load((HERE / "accepted.yaml").read_text("utf-8"))
    accepted = [Accepted(**entry) for entry in listed]
    lines = sorted(told(report, accepted))
    sys.stdout.write("\n".join((*lines, *counted(report, accepted, count), "")))
    return int(bool(lines))


def write(project: Project) -> int:
    """Write each template as each environment makes it; return how many there are."""
    count = 0
    for name in project.systems():
        for place, body in _settled(project, name):
            file = WORK / name / place
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(json.dumps(body, indent=1), "utf-8")
            count += 1
    return count


def _settled(project: Project, name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield a system's templates, those of a stack of its own with its defaults."""
    system = load(project, name)
    tree = committed_tree(project, system)
    apart = dict(tree.templates)
    for environment in project.environments(name):
        given = fitting(project, name, environment, tree)
        model = resolve((Root(tree),), given)
        for file, body in templates(model):
            apart.pop(file, None)
            yield f"{environment}/{file}", body
    for file, template in apart.items():
        yield file, settled(template.body, {})


def ask(checkov: str) -> Report:
    """Return what checkov says of all that was written."""
    command = [checkov, *OFFLINE, "--directory", str(WORK), "--output", "json"]
    done = subprocess.run(
        [*command, "--soft-fail"],
        stdout=subprocess.PIPE,
        env=os.environ | QUIET,
        check=True,
    )
    report: Report = json.loads(done.stdout)
    return report


def told(report: Report, accepted: Sequence[Accepted]) -> Iterator[str]:
    """Yield a line for every finding without a reason, and for each reason too many."""
    results = report["results"]
    failed = results["failed_checks"]
    for file in results["parsing_errors"]:
        yield f"checkov cannot read {file}"
    for found in failed:
        if not any(known.covers(found) for known in accepted):
            name = found["resource"].rpartition(".")[2]
            check = f"{found['check_id']}: {found['check_name']}"
            yield f"{_file(found)}: {name}: {check}"
    for known in accepted:
        if not any(known.covers(found) for found in failed):
            yield f"accepted.yaml: nothing is found of {known.check} in {known.where}"


def counted(
    report: Report, accepted: Sequence[Accepted], templates: int
) -> Iterator[str]:
    """Yield what was counted: passed, failed, and by id what has a reason."""
    results, summary = report["results"], report["summary"]
    asked = [f for f in results["failed_checks"] if any(a.covers(f) for a in accepted)]
    suppressed = Counter(f["check_id"] for f in (*results["skipped_checks"], *asked))
    yield (
        f"checkov {summary['checkov_version']}: {templates} templates, "
        f"{summary['resource_count']} resources, {summary['passed']} passed, "
        f"{summary['failed'] - len(asked)} failed, "
        f"{suppressed.total()} suppressed with a reason:"
    )
    for check, count in sorted(suppressed.items()):
        yield f"  {check} {count}"


def _file(found: Report) -> str:
    """Return where a finding is: system, environment and template."""
    return str(found["file_path"]).lstrip("/")


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
