"""Which machines may be connected to: public ones, and those that the configuration allows.

An address in an article, or one that a server redirects to, was written by a stranger. It must not make the
reader ask a router, a printer or a service on this machine, all of which trust whoever can reach them.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

Ip = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

# After the registries of special-purpose addresses (IANA; RFC 6890 and those that update it). Our own list,
# because what ipaddress calls global differs between versions of Python.
_NOT_PUBLIC_4 = (
    *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"),
    *("192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15"),
    *("198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"),
)
# Of IPv6 only 2000::/3 is handed out; the rest is local, mapped, multicast or reserved.
_HANDED_OUT_6 = "2000::/3"
# Tunnels carry any address of IPv4 inside (Teredo, 6to4), the others are for tests, benchmarks and documents.
_NOT_PUBLIC_6 = ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")
# In a network without IPv4, the last four bytes are the address of IPv4 that is meant.
_TRANSLATED = "64:ff9b::/96"


@dataclass(frozen=True, slots=True)
class Rules:
    """What the configuration allows beside public addresses.

    Attributes:
        private: networks that may be connected to although they are not public.
        any: whether everything may be connected to.
    """

    private: tuple[Network, ...] = field(default=())
    any: bool = False

    @classmethod
    def of(cls, allowed: bool | Iterable[str]) -> Rules:
        """The rules for a setting: true, or a list of addresses and networks (``10.0.0.0/8``).

        Raises:
            ValueError: one of them is neither.
        """
        if isinstance(allowed, bool):
            return cls(any=allowed)
        return cls(tuple(ipaddress.ip_network(one.strip(), strict=False) for one in allowed))

    def allow(self, address: str) -> bool:
        """Whether a machine may be connected to; ``address`` is its number, never a name."""
        ip = _ip(address)
        return ip is not None and (is_public(ip) or self._allows(ip))

    def is_near(self, address: str) -> bool:
        """Whether a machine may be connected to only because the configuration says so."""
        ip = _ip(address)
        return ip is not None and not is_public(ip) and self._allows(ip)

    def _allows(self, ip: Ip) -> bool:
        inner = _mapped(ip)
        return self.any or any(ip in network or inner in network for network in self.private)


def is_public(ip: Ip) -> bool:
    """Whether an address belongs to a machine in the public network."""
    public_4, public_6, handed_out, translated = _networks()
    if isinstance(ip, ipaddress.IPv4Address):
        return not any(ip in network for network in public_4)
    if ip in translated:
        return is_public(ipaddress.IPv4Address(ip.packed[-4:]))
    return ip.scope_id is None and ip in handed_out and not any(ip in network for network in public_6)


def _ip(address: str) -> Ip | None:
    try:
        return ipaddress.ip_address(address)
    except ValueError:
        return None


def _mapped(ip: Ip) -> Ip:
    """The address of IPv4 that one of IPv6 stands for on the same machine; otherwise the address itself."""
    return (ip.ipv4_mapped or ip) if isinstance(ip, ipaddress.IPv6Address) else ip


@cache
def _networks() -> tuple[tuple[Network, ...], tuple[Network, ...], Network, Network]:
    return (
        tuple(map(ipaddress.ip_network, _NOT_PUBLIC_4)),
        tuple(map(ipaddress.ip_network, _NOT_PUBLIC_6)),
        ipaddress.ip_network(_HANDED_OUT_6),
        ipaddress.ip_network(_TRANSLATED),
    )
