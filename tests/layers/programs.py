"""Fakes of `aws` and `docker` on the PATH: they answer from a table and keep a record.

The one of `aws` knows the options --query and --output, and reads `file://` documents.
Scripts call them dozens of times, so they import little.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

AWS = """\
#!{python}
import json, sys

home = {home!r}
words = sys.argv[1:]
given = {{}}
verb = []
while words:
    word = words.pop(0)
    if not word.startswith("--"):
        verb.append(word)
        continue
    values = []
    while words and not words[0].startswith("--"):
        values.append(words.pop(0))
    given[word[2:]] = " ".join(values)
for name, value in given.items():
    if value.startswith("file://"):
        given[name] = json.load(open(value.removeprefix("file://")))
with open(home + "/calls", "a") as calls:
    calls.write(json.dumps([" ".join(verb), given]) + "\\n")

for known in json.load(open(home + "/answers")):
    options = known.get("when", {{}}).items()
    if known["verb"] == " ".join(verb) and all(given.get(k) == v for k, v in options):
        break
else:
    sys.exit("no answer to " + " ".join(verb))
if known.get("exit"):
    sys.exit(known["exit"])
answer = known.get("answer")
if "cli-input-json" in given and answer is None:
    family = given["cli-input-json"]["family"]
    answer = {{"taskDefinition": {{"taskDefinitionArn": family + ":8"}}}}
if "query" in given:
    import jmespath

    answer = jmespath.search(given["query"], answer)
if given.get("output") == "text":
    rows = answer if isinstance(answer, list) else [answer]
    print("\\t".join(str(row) for row in rows))
elif answer is not None:
    print(json.dumps(answer, indent=4))
"""

DOCKER = """\
#!{python}
import json, sys

with open({home!r} + "/calls", "a") as calls:
    calls.write(json.dumps(["docker " + " ".join(sys.argv[1:]), {{}}]) + "\\n")
if sys.argv[1] == "login":
    sys.stdin.read()
"""


@dataclass(frozen=True)
class Ran:
    """How a script ended, what it said, and what it asked of the programs."""

    code: int
    said: str
    calls: list[tuple[str, dict[str, Any]]]
    folder: Path

    def asked(self, verb: str) -> list[dict[str, Any]]:
        """Return the options of each call of a verb, in order."""
        return [given for name, given in self.calls if name == verb]

    @property
    def verbs(self) -> list[str]:
        """Return what was called, in order."""
        return [name for name, _ in self.calls]


def run(
    home: Path,
    script: str,
    answers: list[dict[str, Any]],
    variables: Mapping[str, str],
) -> Ran:
    """Run a script in a folder of its own with the programs on its PATH."""
    folder, programs = home / "source", home / "programs"
    folder.mkdir(exist_ok=True)
    programs.mkdir()
    for name, text in (("aws", AWS), ("docker", DOCKER)):
        program = programs / name
        program.write_text(text.format(python=sys.executable, home=str(home)))
        program.chmod(0o755)
    (home / "answers").write_text(json.dumps(answers))
    (home / "calls").touch()
    path = f"{programs}:/usr/bin:/bin"
    ended = subprocess.run(
        ["bash", "-c", script],
        cwd=folder,
        env={"PATH": path, **variables},
        capture_output=True,
        text=True,
        check=False,
    )
    calls = [json.loads(line) for line in (home / "calls").read_text().splitlines()]
    said = ended.stdout + ended.stderr
    return Ran(ended.returncode, said, [tuple(call) for call in calls], folder)
