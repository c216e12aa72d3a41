"""A few questions at a time: they take a fifth of a second each, and there are many."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")

MOST = 4
"""Questions at once: more of them CloudFormation throttles, and gains nothing.
boto3's clients may be shared by threads:
https://docs.aws.amazon.com/boto3/latest/guide/clients.html#multithreading-or-multiprocessing-with-clients"""


def together(call: Callable[[T], R], items: Iterable[T]) -> list[R]:
    """Return what the call says of each item, in their order.

    What a call raises is raised here, the first in that order.
    """
    listed = list(items)
    if len(listed) < 2:
        return [call(item) for item in listed]
    with ThreadPoolExecutor(min(MOST, len(listed))) as pool:
        return list(pool.map(call, listed))
