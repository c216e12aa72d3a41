"""The file of a stack policy that a spec names: whether it is there, and is JSON."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from cfngen.findings import Finding
from cfngen.params.jsontext import Node, scan
from cfngen.params.notjson import not_json, too_large
from cfngen.project import Project
from cfngen.spec.source import Problem, Source
from cfngen.spec.wording import close

UNREAD = "CG422"

Read = tuple[Node | None, tuple[Finding, ...]]
"""What a file holds, None where it cannot be read, and why."""


def read(project: Project, source: Source, environment: str, named: str) -> Read:
    """Return what is in the file that an environment of a spec names."""
    path = project.root / named
    try:
        if path.exists() and not path.is_file():
            return None, (Finding(named, "", UNREAD, "This is no file."),)
        return _content(path.read_bytes(), named)
    except FileNotFoundError:
        return None, (_missing(project, source, environment, named),)
    except OSError as error:
        message = f"The file cannot be read: {error.strerror}."
        return None, (Finding(named, "", UNREAD, message),)


def _content(data: bytes, named: str) -> Read:
    """Return what a file's bytes hold."""
    text = ""
    try:
        text = data.decode("utf-8")
        return scan(text), ()
    except UnicodeDecodeError:
        mend = "Save the file as UTF-8."
        return None, (Finding(named, "", UNREAD, "This is not UTF-8.", mend),)
    except json.JSONDecodeError as error:
        found = replace(not_json(error, named), id=UNREAD)
        mend = found.mend if text.strip() else 'Write {"Statement": [...]}.'
        return None, (replace(found, mend=mend),)
    except (ValueError, RecursionError):
        return None, (replace(too_large(text, named), id=UNREAD),)


def _missing(project: Project, source: Source, environment: str, named: str) -> Finding:
    """Return the finding of a file that is not there, on its line of the spec."""
    beside = project.root.glob(f"{Path(named).parent}/*.json")
    mend = close(named, [project.shown(p) for p in beside], "Write the file.")
    place = ("environments", environment, "stack_policy")
    return source.finding(UNREAD, Problem(place, f"{named} is not there.", mend))
