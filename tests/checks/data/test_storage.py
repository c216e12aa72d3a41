"""Disks of databases."""

from __future__ import annotations

import pytest

from tests.checks.data.system import CHECKS, GONE, Case, model, problems

CASES = (
    Case(
        "a disk that is too small",
        *(
            "CG592",
            {"Database/AllocatedStorage": 10, "Database/Iops": GONE},
            "Database/AllocatedStorage",
        ),
        "postgres has no gp3 disk of 10 GiB",
    ),
    Case(
        "provisioned IOPS on a small disk",
        *(
            "CG592",
            {"Database/StorageType": "io1", "Database/AllocatedStorage": "50"},
            "Database/AllocatedStorage",
        ),
        "It has 100 to 65536",
    ),
    Case(
        "a magnetic disk that grows too far",
        *(
            "CG592",
            {"Database/StorageType": "standard", "Database/MaxAllocatedStorage": 4000},
            "Database/MaxAllocatedStorage",
        ),
        "It has 5 to 3072",
    ),
    Case(
        "no room to grow",
        *(
            "CG593",
            {"Database/MaxAllocatedStorage": 399},
            "Database/MaxAllocatedStorage",
        ),
        "Allow 440 GiB or more",
    ),
    Case(
        "less than a tenth",
        *(
            "CG593",
            {"Database/MaxAllocatedStorage": "439"},
            "Database/MaxAllocatedStorage",
        ),
        "may grow to 439",
    ),
    Case(
        "IOPS of a small gp3 disk",
        *("CG594", {"Database/AllocatedStorage": 399}, "Database/Iops"),
        "399 GiB cannot be chosen",
    ),
    Case(
        "throughput of a small gp3 disk",
        *("CG594", {"Database/AllocatedStorage": 399}, "Database/StorageThroughput"),
        "or take 400 GiB",
    ),
    Case(
        "too few IOPS of a large gp3 disk",
        *("CG594", {"Database/Iops": 3000}, "Database/Iops"),
        "It is 12000 to 64000",
    ),
    Case(
        "io1 without IOPS",
        *(
            "CG594",
            {"Database/StorageType": "io1", "Database/Iops": GONE},
            "Database/StorageType",
        ),
        "Give Iops",
    ),
    Case(
        "too many IOPS for the size",
        *(
            "CG594",
            {"Database/StorageType": "io1", "Database/Iops": 20001},
            "Database/Iops",
        ),
        "Between 0.5 and 50",
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_mistake_is_named(case: Case) -> None:
    assert case.spoken()


@pytest.mark.parametrize("most", [440, "440", 1000])
def test_a_tenth_is_enough(most: int | str) -> None:
    grown = model({"Database/MaxAllocatedStorage": most})
    assert problems(grown, [CHECKS["CG593"]]) == []
