"""The cloud as cfngen sees it: a small protocol, plain values, one adapter to boto3.

`cfngen.cloud.aws` is the adapter; it is imported where a connection is opened, so that
everything else can be imported without boto3.
"""

from cfngen.cloud.protocol import Cloud

__all__ = ["Cloud"]
