"""Change one value of a parameter file, then run cfngen in this process's place.

`python changed.py PARAMS NAME CFNGEN…` gives the setting a value that it did not have
in the last runs, so that an answer from the cache is no answer.
"""

import json
import os
import sys
import time
from pathlib import Path


def main(file: str, name: str, *command: str) -> None:
    """Write the file and become the command."""
    path = Path(file)
    entries = json.loads(path.read_text("utf-8"))
    for entry in entries:
        if entry["ParameterKey"] == name:
            entry["ParameterValue"] = f"bench-{time.time_ns()}.example.com"
    path.write_text(json.dumps(entries), "utf-8")
    os.execv(command[0], command)


if __name__ == "__main__":
    main(*sys.argv[1:])
