"""The application's buckets: where they are, and which pages may send them files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from troposphere import GetAtt, Ref, Sub, s3, secretsmanager

from cfngen import ports
from cfngen.layers.edge.settings import domain_name
from cfngen.layers.layer import Layer
from cfngen.layers.storage import files, replication
from cfngen.naming import logical
from cfngen.physical import name_tag
from cfngen.spec.system import System


def add(layer: Layer, system: System, name: str) -> None:
    """Add a bucket of the spec with what belongs to it, and leave its name."""
    key = layer.enter(ports.KEY_ARN)
    made = files.add(
        layer,
        system,
        name,
        f"{logical(name)}Bucket",
        name_tag(system.system, name),
        key=key,
        **replication.configured(layer, system, name),
        **_pages(layer, system, name),
    )
    replication.permit(layer, system, name, made)
    layer.leave(ports.bucket_name(name), Ref(made))
    layer.leave(ports.bucket_arn(name), GetAtt(made, "Arn"))
    if system.buckets[name].as_secret:
        secret = layer.add(_secret(system, name, made, key))
        layer.leave(ports.bucket_secret_arn(name), Ref(secret))


def _pages(layer: Layer, system: System, name: str) -> Mapping[str, Any]:
    """Return the property that lets pages send files, where the spec asks for it.

    A signed address allows one file for a while. Without this, browsers would not use
    it from a page of another host; other programs need it for nothing.
    https://docs.aws.amazon.com/AmazonS3/latest/userguide/cors.html
    """
    if not system.buckets[name].browser_uploads or system.edge is None:
        return {}
    domain = domain_name(system.edge)
    layer.setting(domain)
    spoken = system.edge.domain
    before = (host.removesuffix(spoken) for host in (spoken, *system.edge.names))
    origins = [Sub(f"https://{front}${{{domain.name}}}") for front in before]
    rule = s3.CorsRules(
        AllowedHeaders=["*"],  # what was signed along, such as Content-MD5
        AllowedMethods=["PUT", "POST"],
        AllowedOrigins=origins,
        ExposedHeaders=["ETag"],  # uploads in parts are put together by it
        MaxAge=3600,
    )
    return {"CorsConfiguration": s3.CorsConfiguration(CorsRules=[rule])}


def _secret(
    system: System, name: str, made: s3.Bucket, key: Any
) -> secretsmanager.Secret:
    """Return the secret that says where the bucket is; it goes with the stack.

    Nothing in it is hidden from anybody who reads the stack's outputs: it is for
    applications that take all of their configuration from Secrets Manager.
    """
    return secretsmanager.Secret(
        f"{made.title}Secret",
        DeletionPolicy="Delete",
        UpdateReplacePolicy="Delete",
        Description=Sub(f"Where {system.system}-${{EnvironmentName}} keeps {name}"),
        KmsKeyId=key,
        SecretString=Sub(
            f'{{"bucket": "${{{made.title}}}", "region": "${{AWS::Region}}"}}'
        ),
        Tags=name_tag(system.system, name),
    )
