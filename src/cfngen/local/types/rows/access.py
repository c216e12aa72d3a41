"""Identity providers of IAM and policies on buckets."""

from __future__ import annotations

import json

from cfngen.local.engine.handlers import Job
from cfngen.local.types.apimodels import Api, Parameters


def rows() -> dict[str, Api]:
    """Return the rows by resource type."""
    return {
        "AWS::IAM::OIDCProvider": Api(
            "iam",
            "create_open_id_connect_provider",
            "delete_open_id_connect_provider",
            _oidc_provider,
            lambda _, answer: str(answer["OpenIDConnectProviderArn"]),
            lambda old: {"OpenIDConnectProviderArn": old.physical_id},
            "update_open_id_connect_provider_thumbprint",
            lambda job, old: {
                "OpenIDConnectProviderArn": old.physical_id,
                "ThumbprintList": job.properties.get("ThumbprintList", []),
            },
            attributes=lambda _, answer: {"Arn": answer["OpenIDConnectProviderArn"]},
            words={"EntityAlreadyExists": "Provider with url {Url} already exists."},
        ),
        "AWS::S3::BucketPolicy": Api(
            "s3",
            "put_bucket_policy",
            "delete_bucket_policy",
            lambda job: {
                "Bucket": job.properties["Bucket"],
                "Policy": json.dumps(job.properties["PolicyDocument"]),
            },
            lambda given, _: str(given["Bucket"]),
            lambda old: {"Bucket": old.physical_id},
        ),
    }


def _oidc_provider(job: Job) -> Parameters:
    names = {"ClientIdList": "ClientIDList"}
    return {names.get(key, key): value for key, value in job.properties.items()}
