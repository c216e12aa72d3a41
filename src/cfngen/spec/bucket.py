"""The buckets part of a spec: where the application keeps files."""

from __future__ import annotations

from pydantic import BaseModel, Field


class Bucket(BaseModel, frozen=True, extra="forbid", strict=True):
    """A private, versioned bucket; who `uses` it may read and write its objects."""

    archive_days: int = Field(
        90,
        ge=0,
        le=36500,
        description="Age in days at which objects move to a cheaper class; 0 is never.",
    )
    expire_days: int = Field(
        0,
        ge=0,
        le=36500,
        description="Age in days at which objects are deleted; 0 is never.",
    )
    old_versions_days: int = Field(
        30,
        ge=1,
        le=36500,
        description="Days that overwritten and deleted versions are kept.",
    )
    browser_uploads: bool = Field(
        False,
        description="Let pages of the edge's domain and names send files to it "
        "directly, with addresses that the application has signed.",
    )
    as_secret: bool = Field(
        False,
        description="Give its name and region by a secret instead of plain variables.",
    )
