"""S3 as far as packaged templates need it: buckets with an owner, and objects."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

from botocore.response import StreamingBody

from tests.fakes.ground import Ground
from tests.fakes.refusal import Refused


@dataclass
class Bucket:
    """A bucket: the account that owns it, the region it is in, and what is in it."""

    name: str
    owner: str
    region: str
    objects: dict[str, bytes] = field(default_factory=dict)


class Objects:
    """The buckets of the whole partition, ours and other people's."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.buckets: dict[str, Bucket] = {}

    def add(self, name: str, owner: str = "") -> Bucket:
        """Make a bucket, of our account unless another is named."""
        ground = self.ground
        self.buckets[name] = Bucket(name, owner or ground.account, ground.region)
        return self.buckets[name]

    def url(self, bucket: str, key: str) -> str:
        """Return the path-style address of an object."""
        end = (
            "amazonaws.com.cn" if self.ground.partition == "aws-cn" else "amazonaws.com"
        )
        return f"https://s3.{self.ground.region}.{end}/{bucket}/{key}"

    def read(self, url: str) -> str | None:
        """Return what CloudFormation finds at a TemplateURL, None if it may not."""
        bucket, _, key = urlsplit(url).path.lstrip("/").partition("/")
        found = self.buckets.get(bucket)
        body = found.objects.get(key) if found else None
        return None if body is None else body.decode()

    def head_bucket(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        """Answer HeadBucket."""
        return {"BucketRegion": self._bucket(asked, "404").region}

    def create_bucket(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        """Answer CreateBucket."""
        name = asked["Bucket"]
        if name in self.buckets:
            ours = self.buckets[name].owner == self.ground.account
            code = "BucketAlreadyOwnedByYou" if ours else "BucketAlreadyExists"
            raise Refused(code, "The requested bucket name is not available.", 409)
        self.add(name)
        return {"Location": f"/{name}"}

    def head_object(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        """Answer HeadObject; a HEAD has no body, so its refusals are bare numbers."""
        objects = self._bucket(asked, "404").objects
        if asked["Key"] not in objects:
            raise Refused("404", "Not Found", 404)
        body = objects[asked["Key"]]
        return {"ContentLength": len(body), "ETag": _tag(body)}

    def get_object(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        """Answer GetObject."""
        objects = self._bucket(asked, "NoSuchBucket").objects
        if asked["Key"] not in objects:
            raise Refused("NoSuchKey", "The specified key does not exist.", 404)
        body = objects[asked["Key"]]
        stream = StreamingBody(BytesIO(body), len(body))
        return {"Body": stream, "ContentLength": len(body), "ETag": _tag(body)}

    def put_object(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        """Answer PutObject; IfNoneMatch="*" refuses to overwrite."""
        objects = self._bucket(asked, "NoSuchBucket").objects
        if asked.get("IfNoneMatch") == "*" and asked["Key"] in objects:
            text = "At least one of the pre-conditions you specified did not hold"
            raise Refused("PreconditionFailed", text, 412)
        body = asked.get("Body", b"")
        read = body.read() if hasattr(body, "read") else body
        objects[asked["Key"]] = read.encode() if isinstance(read, str) else read
        return {"ETag": _tag(objects[asked["Key"]])}

    def _bucket(self, asked: Mapping[str, Any], missing: str) -> Bucket:
        """Return the bucket; refuse one that is not there or not of its owner."""
        found = self.buckets.get(asked["Bucket"])
        if found is None:
            bare = missing == "404"
            text = "Not Found" if bare else "The specified bucket does not exist"
            raise Refused(missing, text, 404)
        if {asked.get("ExpectedBucketOwner", found.owner), self.ground.account} != {
            found.owner
        }:
            bare = missing == "404"
            raise Refused(*(("403", "Forbidden") if bare else DENIED), 403)
        return found


DENIED = ("AccessDenied", "Access Denied")


def _tag(body: bytes) -> str:
    """Return an ETag."""
    return f'"{hashlib.md5(body, usedforsecurity=False).hexdigest()}"'
