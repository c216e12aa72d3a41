"""Only what the bucket lacks is uploaded."""

from __future__ import annotations

from cfngen.deploy.progress import Uploaded
from cfngen.deploy.upload import bucket_name, upload
from cfngen.package import package
from tests.deploy.small import bodies, texts
from tests.fakes import FakeCloud

BUCKET = "cfngen-123456789012-us-east-1"
BASE = f"https://s3.us-east-1.amazonaws.com/{BUCKET}"


def test_the_bucket_is_the_one_that_templates_name() -> None:
    assert bucket_name("123456789012", "us-east-1") == BUCKET


def test_a_second_upload_writes_nothing() -> None:
    cloud, packed = FakeCloud(), package(texts(), BASE)
    assert upload(packed, BUCKET, cloud) == Uploaded(BUCKET, 3, 0)
    assert cloud.objects == packed.uploads
    cloud.calls.clear()
    assert upload(packed, BUCKET, cloud) == Uploaded(BUCKET, 0, 3)
    assert cloud.calls == [f"ensure_bucket {BUCKET}"]


def test_a_changed_child_is_uploaded_with_the_root_that_names_it() -> None:
    cloud, changed = FakeCloud(), bodies()
    upload(package(texts(), BASE), BUCKET, cloud)
    changed["app.json"]["Description"] = "Another"
    assert upload(package(texts(changed), BASE), BUCKET, cloud).written == 2
