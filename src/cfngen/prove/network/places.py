"""Who is in a network, and where: what the rules are about."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from cfngen.prove.network.rules import Names, Origin, Ranges


@dataclass(frozen=True)
class Vpc:
    """A VPC: its ranges, and what subnets and interfaces get that name nothing.

    Paths may be those of a VPC that is no part of the model ("" or its id).
    """

    path: str
    ranges: Ranges


@dataclass(frozen=True)
class Subnet:
    """A subnet; with `unknowns` its ranges are all that it may have.

    `acl` and `table` are keys of the network: where no association is written, those
    of the VPC (`Network/Vpc.DefaultNetworkAcl`, `Network/Vpc.MainRouteTable`). `names`
    are those that claims may use, `isolated` among them.
    """

    path: str
    vpc: str
    ranges: Ranges
    acl: str
    table: str
    origin: Origin
    unknowns: Names = ()
    names: Names = ()


class Kind(StrEnum):
    """What a workload is."""

    SERVICE = "service"
    JOB = "job"
    BALANCER = "load balancer"
    DATABASE = "database"
    CACHE = "cache"
    ENDPOINT = "endpoint"
    NAT = "NAT gateway"
    FUNCTION = "function"
    BUILD = "build"
    FILES = "file system"
    INSTANCE = "instance"
    OTHER = "other"


@dataclass(frozen=True)
class Interface:
    """The network interfaces of a workload in one subnet: all alike.

    Its address is any of the subnet that AWS does not keep. `groups` are security
    groups by path or id; `unguarded` says that none filters (strangers, NAT gateways,
    network load balancers without any). With `unknowns` it may carry groups besides,
    those of `perhaps` among them, which are named for it under some condition.
    `public` and `v6` say whether it has a public IPv4 address and one of IPv6, None
    where that is not known.
    """

    workload: str
    subnet: str
    groups: Names
    public: bool | None
    v6: bool | None
    origin: Origin
    unguarded: bool = False
    unknowns: Names = ()
    perhaps: Names = ()


@dataclass(frozen=True)
class Workload:
    """Something that sends or takes packets, by the path of its resource.

    `names` are those that claims may use, `backend` for `ServiceBackend/Service`; one
    name may stand for several. `ports` are TCP ports that it listens on, as far as that
    is known; `service` is what an interface endpoint leads to (`ecr.api`),
    `private_dns` whether the service's own names lead there in the whole VPC, None
    where that is not known.
    """

    path: str
    kind: Kind
    names: Names
    interfaces: tuple[Interface, ...]
    ports: tuple[int, ...] = ()
    service: str = ""
    when: str = ""
    private_dns: bool | None = False


@dataclass(frozen=True)
class Forward:
    """What a load balancer does with requests to one port: it opens its own connection.

    `target` is the workload behind the target group, empty where nothing registers;
    `health` the port of health checks. Paths of resources say where each is written.
    """

    balancer: str
    port: int
    listener: Origin
    group: Origin
    target: str
    target_port: int
    health: int
