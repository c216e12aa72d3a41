"""Which handler carries which resource type."""

from __future__ import annotations

from cfngen.local.engine.handlers import Handler
from cfngen.local.engine.records import STACK_TYPE
from cfngen.local.types import apitable, motomodels, waiting
from cfngen.local.types.apimodels import ApiModel
from cfngen.local.types.certificates import Certificate
from cfngen.local.types.nested import Nested
from cfngen.local.types.secrets import Attachment, Secret
from cfngen.local.types.standins import StandIn
from cfngen.local.types.vpcs import Vpc
from cfngen.local.types.zones import Record


def handler(type_name: str) -> Handler:
    """Return the handler of a type: real where moto has the service, or a stand-in."""
    if type_name == STACK_TYPE:
        return Nested(handler)
    if type_name == "AWS::CertificateManager::Certificate":
        return Certificate()
    if type_name == "AWS::SecretsManager::Secret":
        return Secret()
    if type_name == "AWS::SecretsManager::SecretTargetAttachment":
        return Attachment()
    if type_name == "AWS::Route53::RecordSet":
        return Record()
    if type_name == waiting.TYPE:
        return waiting.Wait()
    if type_name == "AWS::EC2::VPC":
        return Vpc()
    rows = apitable.table()
    if type_name in rows:
        return ApiModel(rows[type_name])
    if motomodels.supported(type_name):
        return motomodels.MotoModel()
    return StandIn()
