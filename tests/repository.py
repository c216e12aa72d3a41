"""Real git repositories, apart from whatever git the machine is set up with."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

APART = {
    "GIT_AUTHOR_EMAIL": "a@example.com",
    "GIT_AUTHOR_NAME": "A",
    "GIT_COMMITTER_EMAIL": "a@example.com",
    "GIT_COMMITTER_NAME": "A",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
}


def git(folder: Path, *arguments: str) -> str:
    """Run git in a folder and return what it says."""
    command = ["git", "-C", str(folder), *arguments]
    environment = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")}
    done = subprocess.run(
        command, check=True, capture_output=True, text=True, env=environment | APART
    )
    return done.stdout.strip()


def repository(folder: Path) -> Path:
    """Make a folder a repository with the branch main, and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    git(folder, "init", "--quiet", "--initial-branch", "main")
    return folder


def commit(folder: Path, message: str = "now") -> str:
    """Commit all that is in a folder and return the commit."""
    git(folder, "add", "--all", "--force")
    git(folder, "commit", "--quiet", "--allow-empty", "--message", message)
    return git(folder, "rev-parse", "HEAD")
