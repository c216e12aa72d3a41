"""Dice that know which ranges and ports are worth trying."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_network
from random import Random
from typing import Any

Resources = dict[str, dict[str, Any]]

VPC, VPC6 = "10.0.0.0/16", "2001:db8:0:100::/56"
MORE = ("10.1.0.0/20", "198.51.100.0/24")
SUBNETS = (
    *("10.0.0.0/24", "10.0.1.0/24", "10.0.2.0/23", "10.0.4.0/28", "10.0.4.16/28"),
    *("10.1.0.0/24", "198.51.100.0/25"),
)
NEAR = (*SUBNETS, VPC, "10.0.0.0/25", "10.0.0.9/32", "10.0.1.77/26", "10.0.0.2/32")
FAR = (
    *("0.0.0.0/0", "0.0.0.0/1", "128.0.0.0/1", "203.0.113.0/24", "203.0.113.7/32"),
    *("203.0.113.128/25", "198.51.0.0/16", "10.0.0.0/8", "255.255.255.255/32"),
)
NEAR6 = ("2001:db8:0:100::/56", "2001:db8:0:101::/64", "2001:db8:0:100::9/128")
FAR6 = ("::/0", "2000::/3", "2001:db8::/32", "2a00:1450::/29", "2001:db8:ff::1/128")
PORTS = (0, 22, 80, 443, 1023, 1024, 5432, 32768, 49152, 60999, 65535)
ICMP = (-1, 0, 3, 8, 128, 129)


@dataclass(frozen=True)
class Making:
    """A template that is being made: the dice and the resources so far."""

    random: Random
    resources: Resources

    def add(self, name: str, kind: str, **properties: Any) -> str:
        """Add a resource and return its name."""
        self.resources[name] = {"Type": f"AWS::{kind}", "Properties": properties}
        return name

    def happens(self, chance: float) -> bool:
        """Return whether something with a chance from 0 to 1 happens."""
        return self.random.random() < chance

    def count(self, most: int, least: int = 0) -> range:
        """Return a range of a random length."""
        return range(self.random.randint(least, most))

    def cidr(self, v6: bool = False) -> str:
        """Return a range for a rule: wide ones come more often."""
        near, far = (NEAR6, FAR6) if v6 else (NEAR, FAR)
        wide = far[0] if self.happens(0.5) else near[0 if v6 else 7]
        pool: tuple[str, ...] = (wide, wide, *near, *far)
        return self.random.choice(pool)

    def ports(self) -> tuple[int, int]:
        """Return a range of ports, often all."""
        if self.happens(0.4):
            return (0, 65535)
        one, two = self.random.choice(PORTS), self.random.choice(PORTS)
        return (min(one, two), max(one, two))


def canonical(cidr: str) -> str:
    return str(ip_network(cidr, strict=False))
