"""What can stop cfngen, and the exit code that each reason gives.

CfngenError
|- InputError          2   the spec, a parameter file or the command line is wrong
|- WiringError         70  two layers disagree about a port or a setting
|- OperationFailed     1   AWS carried the operation out and it failed
|- NeedsHuman          4   the stack is in a state that only a person may judge
|- PreviewRejected     5   AWS refused the change set; nothing was touched
|- StillRunning        6   an operation goes on for longer than was to be waited
|- CloudUnreachable    7   no credentials, no permission or no network
`- EmulatorError       1   the local emulator did not start or died

Findings are values (cfngen.findings); an exception means "cannot go on".
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cfngen.findings import Finding


class Exit(IntEnum):
    """The exit codes of every command: a contract with scripts."""

    OK = 0
    FAILED = 1
    USAGE = 2
    CHANGES = 3
    NEEDS_HUMAN = 4
    REJECTED = 5
    RUNNING = 6
    CLOUD = 7
    BUG = 70
    INTERRUPTED = 130


class CfngenError(Exception):
    """Carry what happened (the message), what to do (the hint) and an exit code."""

    exit_code = Exit.FAILED

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class InputError(CfngenError):
    """What the user wrote cannot be used; holds every finding at once."""

    exit_code = Exit.USAGE

    def __init__(
        self, message: str, hint: str = "", findings: Sequence[Finding] = ()
    ) -> None:
        super().__init__(message, hint)
        self.findings = tuple(findings)


class WiringError(CfngenError):
    """Two layers disagree about a name that they share."""

    exit_code = Exit.BUG


class OperationFailed(CfngenError):
    """AWS carried the operation out, and it failed."""


class NeedsHuman(CfngenError):
    """The stack is in a state from which only a person may choose the way on."""

    exit_code = Exit.NEEDS_HUMAN


class PreviewRejected(CfngenError):
    """AWS refused the change set; nothing was touched."""

    exit_code = Exit.REJECTED


class StillRunning(CfngenError):
    """An operation on the stack goes on for longer than was to be waited."""

    exit_code = Exit.RUNNING


class CloudUnreachable(CfngenError):
    """AWS could not be asked: no credentials, no permission or no network."""

    exit_code = Exit.CLOUD


class EmulatorError(CfngenError):
    """The local emulator did not start, or died."""
