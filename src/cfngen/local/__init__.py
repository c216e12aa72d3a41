"""An emulator of CloudFormation for trying a deployment without an AWS account.

It is moto's server with a CloudFormation of this package's own, in a subprocess on a
loopback port; docs/emulator.md says what is real in it and what is not. Importing this
package costs nothing: only the subprocess imports moto.
"""

from cfngen.local.process import Emulator, emulator

__all__ = ["Emulator", "emulator"]
