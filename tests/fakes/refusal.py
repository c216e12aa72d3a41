"""What a service refuses with, as an exception inside the fake."""

from __future__ import annotations

from typing import Any


class Refused(Exception):
    """An error answer: botocore makes its typed exception of the code."""

    def __init__(self, code: str, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.code, self.message, self.status = code, message, status

    def answer(self) -> dict[str, Any]:
        """Return the answer as botocore's parser leaves it."""
        return {
            "Error": {"Type": "Sender", "Code": self.code, "Message": self.message},
            "ResponseMetadata": {"HTTPStatusCode": self.status},
        }


def invalid(message: str) -> Refused:
    """Return CloudFormation's word for nearly everything."""
    return Refused("ValidationError", message)


def no_stack(name: str) -> Refused:
    """Return the refusal of most operations on a stack that is not there."""
    return invalid(f"Stack [{name}] does not exist")


def no_stack_id(name: str) -> Refused:
    """Return how DescribeStacks and GetTemplate say it."""
    return invalid(f"Stack with id {name} does not exist")
