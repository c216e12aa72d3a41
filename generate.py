"""Write the templates: `python generate.py [SYSTEM…] [--check]`.

The same as `cfngen generate`, from whatever folder it is called.
"""

import sys
from pathlib import Path

try:
    from cfngen.cli import process
except ModuleNotFoundError as error:
    sys.exit(f"{error}; install cfngen first: pip install -e .")

if __name__ == "__main__":
    here = Path(__file__).resolve().parent
    raise SystemExit(process(["--project", str(here), "generate", *sys.argv[1:]]))
