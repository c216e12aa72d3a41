"""The joints between layers: each port is named here and nowhere else.

A port leaves one layer as an output and enters others as a parameter, always under
its one name. `Layer.leave` and `Layer.enter` write the two ends; `compose` joins them.
"""

from __future__ import annotations

from cfngen.ports.care import *
from cfngen.ports.edge import *
from cfngen.ports.ground import *
from cfngen.ports.port import *
from cfngen.ports.stores import *
from cfngen.ports.workloads import *
