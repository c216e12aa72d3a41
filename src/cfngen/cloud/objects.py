"""The bucket that templates go to, and the objects in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cfngen.cloud.failures import Absent, Denied, Taken
from cfngen.cloud.refusals import ask
from cfngen.errors import NeedsHuman

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

FIRST_REGION = "us-east-1"
"""The region that S3 takes as no LocationConstraint at all:
https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html"""

OURS = re.compile(
    r"^https://(?:bucket\.vpce-[^.]+\.)?s3(?:-fips)?(?:\.dualstack)?"
    r"\.([a-z0-9-]+)(?:\.vpce)?\."
)
"""S3's address in a region, as whoever deploys may have to reach it: by FIPS, by IPv6,
by an endpoint of a VPC.
https://docs.aws.amazon.com/AmazonS3/latest/userguide/privatelink-interface-endpoints.html"""


@dataclass(frozen=True)
class Objects:
    """The objects of one account in one region.

    `owner` is the account that a bucket must belong to, empty where nobody checks: a
    bucket's name may have been taken by somebody else.
    https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-owner-condition.html
    """

    client: S3Client
    region: str
    owner: str = ""

    def url(self, bucket: str) -> str:
        """Return the path-style address of a bucket, without a slash at the end.

        The endpoint is botocore's own, so it fits the region and its partition.
        CloudFormation reads by the plain address, whatever way leads there from here.
        """
        plain = OURS.sub(r"https://s3.\1.", self.client.meta.endpoint_url)
        return f"{plain.rstrip('/')}/{bucket}"

    def has_bucket(self, bucket: str) -> bool:
        """Say whether the bucket is there; raise NeedsHuman where it is not ours."""
        try:
            ask(self.client.head_bucket, Bucket=bucket, **self._owner())
        except Absent:
            return False
        except Denied as error:
            raise NeedsHuman(
                f"The bucket {bucket} belongs to another account than {self.owner}, "
                "or you may not look at it.",
                "Nothing was written to it. Name another with --bucket, or ask for "
                "s3:ListBucket on it.",
            ) from error
        return True

    def make_bucket(self, bucket: str) -> None:
        """Make a bucket as it comes: for an emulator only."""
        place: Any = {"LocationConstraint": self.region}
        here = self.region == FIRST_REGION
        more = {} if here else {"CreateBucketConfiguration": place}
        ask(self.client.create_bucket, Bucket=bucket, **more)

    def has(self, bucket: str, key: str) -> bool:
        """Say whether the bucket holds the key."""
        try:
            ask(self.client.head_object, Bucket=bucket, Key=key, **self._owner())
        except Absent:
            return False
        return True

    def put(self, bucket: str, key: str, text: str) -> bool:
        """Write an object where the key has none; say whether it was written.

        Raises Contended while somebody else writes it.
        https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html
        """
        try:
            ask(
                self.client.put_object,
                Bucket=bucket,
                Key=key,
                Body=text.encode(),
                ContentType="application/json",
                IfNoneMatch="*",
                **self._owner(),
            )
        except Taken:
            return False
        return True

    def empty(self, bucket: str) -> bool:
        """Say whether a bucket holds nothing, old versions counted."""
        found = ask(
            self.client.list_object_versions,
            Bucket=bucket,
            MaxKeys=1,
            **self._owner(),
        )
        return not (found.get("Versions") or found.get("DeleteMarkers"))

    def _owner(self) -> dict[str, Any]:
        """Return the condition that the bucket belongs to us, where that is checked."""
        return {"ExpectedBucketOwner": self.owner} if self.owner else {}
