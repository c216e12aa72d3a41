"""The recovery layer: what the second region holds, in a stack of its own there.

The root does not nest it: a nested stack is in its root's region. What leaves it is
written into the environment's parameter file by hand, under the same names.
"""

from __future__ import annotations

from troposphere import GetAtt

from cfngen import ports
from cfngen.errors import WiringError
from cfngen.layers import backup
from cfngen.layers.layer import Layer
from cfngen.layers.security import key
from cfngen.layers.storage import files
from cfngen.naming import RECOVERY, logical
from cfngen.physical import name_tag
from cfngen.settings import ENVIRONMENT_NAME
from cfngen.spec.system import System


def build(system: System) -> Layer:
    """Build the recovery layer.

    Raises WiringError when the spec has no second region.
    """
    if system.recovery is None:
        raise WiringError(f"{system.system} has no recovery to build a layer for.")
    layer = Layer(RECOVERY, f"{system.system}: copies in {system.recovery.region}")
    layer.setting(ENVIRONMENT_NAME)
    made = layer.add(key.kept(system, "copies from the other region"))
    layer.leave(ports.REPLICA_KEY_ARN, GetAtt(made, "Arn"))
    for name in system.buckets:
        tags = name_tag(system.system, f"{name}-replica")
        title = f"{logical(name)}ReplicaBucket"
        copy = files.add(layer, system, name, title, tags, key=GetAtt(made, "Arn"))
        layer.leave(ports.replica_bucket_arn(name), GetAtt(copy, "Arn"))
    if system.backup:
        vault = layer.add(backup.vault(system, GetAtt(made, "Arn")))
        layer.leave(ports.BACKUP_COPY_VAULT_ARN, GetAtt(vault, "BackupVaultArn"))
    return layer
