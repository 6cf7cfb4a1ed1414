"""Where a request of ours may go, when somebody else has typed the address: to the internet, and to nothing inside."""

import re
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_network
from pathlib import Path
from typing import Final, NamedTuple

import idna

from kith_contracts.message import Refusal

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

LONGEST: Final = 2_000
"""Characters of an address."""
HIGHEST_PORT: Final = 65_535
LONGEST_NAME: Final = 253
PORTS: Final = {"https": 443, "http": 80}
_SHAPE: Final = re.compile(r"(?P<scheme>(?i:https?))://(?P<authority>[^/?]*)(?P<target>.*)")
_AUTHORITY: Final = re.compile(r"(?P<host>\[[^\[\]]*\]|[^:\[\]]+)(?::(?P<port>[0-9]{1,5}))?", re.ASCII)
_NAME: Final = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?", re.ASCII)
_NUMBER: Final = re.compile(r"(?:.*\.)?(?:[0-9]+|0x[0-9a-f]*)", re.ASCII)
"""What C libraries read as an IPv4 address, in one of many forms: the last part is a number (WHATWG URL, 3.5)."""
_IPV6: Final = re.compile(r"\[[0-9A-Fa-f:.]+\]", re.ASCII)
_TARGET: Final = re.compile(r"(?:[A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*", re.ASCII)
"""Path and query (RFC 3986)."""

_GLOBAL_V6: Final = IPv6Network("2000::/3")
"""All of IPv6 that is given to anybody for the internet. Loopback, private, link-local, site-local, multicast, mapped,
compatible and NAT64 addresses lie elsewhere.
"""
_SPECIAL: Final = tuple(
    ip_network(each)
    for each in (
        *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"),
        *("192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16"),
        *("192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"),
        *("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20"),
    )
)
"""The special-purpose registries of IANA, as far as they lie in what is global otherwise; Teredo is in 2001::/23."""
_NAT64: Final = IPv6Network("64:ff9b::/96")
_NEVER: Final = tuple(
    ip_network(each)
    for each in ("0.0.0.0/8", "224.0.0.0/4", "255.255.255.255/32", "::/96", "::ffff:0:0/96", "ff00::/8")
)
"""What no setting allows: this host under another name, many hosts at once, IPv4 in disguise."""
_LOOPBACK_V6: Final = IPv6Address("::1")


class Reach(NamedTuple):
    """How far requests may go besides the internet, as the operator of the node says."""

    inside: tuple[Network, ...] = ()
    """Networks of one's own that may be reached too: the CRM of an organisation often stands there."""
    ca_file: Path | None = None
    """Certificates of authorities that are trusted besides those of the system, in PEM."""

    def admits(self, address: Address) -> bool:
        """Whether a request may go to this address."""
        if any(address in network for network in self.inside):
            if address in _NAT64:
                return self.admits(IPv4Address(int(address) & 0xFFFF_FFFF))
            return address == _LOOPBACK_V6 or not any(address in network for network in _NEVER)
        return is_public(address)


def is_public(address: Address) -> bool:
    """Whether anybody on the internet can have this address."""
    if isinstance(address, IPv6Address) and address not in _GLOBAL_V6:
        return False
    return address.is_global and not any(address in network for network in _SPECIAL)


class Destination(NamedTuple):
    """An address in parts, of which each is as it is sent: nothing reads it again in another way."""

    scheme: str
    host: str
    """A name in ASCII and lower case, or an IP address without brackets."""
    port: int
    target: str
    """Path and query, `/` at least."""
    literal: Address | None
    """The IP address, if it is no name."""

    @property
    def authority(self) -> str:
        """As the header `Host` says it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"


_FORM: Final = "address-form"
_NO_HTTPS: Final = Refusal("address-not-https", "The address must begin with https://.")
_NOT_PUBLIC: Final = Refusal(
    "address-inside",
    "The server is not on the internet. Give a public address, or ask the operator of your node to allow its network.",
)
_NO_HOST: Final = Refusal(
    _FORM,
    "Between https:// and the path there must be the name of a server, such as crm.example.org, or an IP address in "
    "its usual form.",
)
_LENGTH: Final = Refusal(_FORM, f"The address must have 1 to {LONGEST} characters.")
_INVISIBLE: Final = Refusal(_FORM, "The address must have no spaces, line breaks, backslashes or invisible characters.")
_FRAGMENT: Final = Refusal(_FORM, "The address must have no fragment: leave out # and what follows.")
_USER: Final = Refusal(_FORM, "The address must have no user and no password in it.")
_ENCODING: Final = Refusal(
    _FORM, "Write special characters of path and query in percent-encoding, such as %C3%A9 for é."
)
_PORT: Final = Refusal(_FORM, f"The port must be a number from 1 to {HIGHEST_PORT}.")


def fault_of_address(url: str, reach: Reach) -> Refusal | None:
    """What is wrong with an address that somebody types, if anything. No name is looked up; that is done whenever
    something is sent.
    """
    found = destination(url, reach)
    return found if isinstance(found, Refusal) else None


def destination(url: str, reach: Reach) -> Destination | Refusal:
    """The parts of an address, or why no request may go there."""
    shape = _SHAPE.fullmatch(url)
    if fault := _fault_of_text(url, shape):
        return fault
    assert shape
    parts = _AUTHORITY.fullmatch(shape["authority"])
    host = _host(parts["host"]) if parts else None
    if parts is None or host is None:
        return _NO_HOST
    scheme, target = shape["scheme"].lower(), shape["target"]
    port = int(parts["port"] or PORTS[scheme])
    literal = None if isinstance(host, str) else host
    path = target if target.startswith("/") else f"/{target}"
    found = Destination(scheme, str(host), port, path, literal)
    return _fault_of_place(found, reach) or found


def _fault_of_text(url: str, shape: re.Match[str] | None) -> Refusal | None:
    strange = any(letter.isspace() or not letter.isprintable() or letter == "\\" for letter in url)
    faults = (
        (not 0 < len(url) <= LONGEST, _LENGTH),
        (strange, _INVISIBLE),
        ("#" in url, _FRAGMENT),
        (shape is None, _NO_HTTPS),
        (shape is not None and "@" in shape["authority"], _USER),
        (shape is not None and not _TARGET.fullmatch(shape["target"]), _ENCODING),
    )
    return next((fault for wrong, fault in faults if wrong), None)


def _fault_of_place(found: Destination, reach: Reach) -> Refusal | None:
    if not 0 < found.port <= HIGHEST_PORT:
        return _PORT
    local = found.host == "localhost" or found.host.endswith(".localhost")
    if local or (found.literal is not None and not reach.admits(found.literal)):
        return _NOT_PUBLIC
    loopback = found.literal is not None and found.literal.is_loopback
    return None if found.scheme == "https" or loopback else _NO_HTTPS


def _host(text: str) -> str | Address | None:
    """A name in ASCII, or an IP address."""
    try:
        if text.startswith("["):
            return IPv6Address(text[1:-1]) if _IPV6.fullmatch(text) else None
        name = text.lower() if text.isascii() else idna.encode(text, uts46=True, std3_rules=True).decode()
        if _NUMBER.fullmatch(name):
            return IPv4Address(text)
    except ValueError:  # of an address, or of what cannot be written in ASCII
        return None
    return name if _NAME.fullmatch(name) and len(name) <= LONGEST_NAME else None
