"""Whether what an ARN names is where an environment is."""

from __future__ import annotations

from cfngen.regions import partition

Words = tuple[str, str]
"""What is wrong, and how to mend it."""


def misplaced(arn: str, region: str, account: str) -> Words | None:
    """Return what is wrong with the place of an ARN; None where it fits.

    `account` is empty where it is not known. What is the same in all regions, a role
    for one, has none in its ARN.
    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
    """
    _, part, _, its_region, its_account, *_ = arn.split(":", 5)
    if part != partition(region):
        message = f"It is in the partition {part}, and {region} in {partition(region)}."
        return message, f"Write one that begins with arn:{partition(region)}:"
    if its_region and its_region != region:
        message = f"It is in {its_region}, and the environment in {region}."
        return message, f"Write one of {region}."
    if account and its_account != account:
        message = f"It is of account {its_account}, and the environment of {account}."
        return message, f"Write one of account {account}."
    return None
