"""Addresses by which somebody could try to reach what is inside: forms of numbers, special networks, names that lie."""

from collections.abc import Sequence
from typing import Final

SPECIAL: Final = (
    *("0.0.0.0", "0.1.2.3", "10.0.0.1", "100.64.0.1", "127.0.0.1", "127.8.8.8", "169.254.169.254", "172.16.0.1"),
    *("192.0.0.1", "192.0.0.170", "192.0.2.1", "192.88.99.1", "192.168.0.1", "198.18.0.1", "198.51.100.1"),
    *("203.0.113.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1"),
    *("::ffff:0:127.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::7f00:1", "100::1", "2001::7f00:1", "2001:20::1"),
    *("2001:db8::1", "2002:7f00:1::1", "3fff::1", "5f00::1", "fc00::1", "fd00:ec2::254", "fe80::1", "fec0::1"),
    *("ff02::1", "ff0e::1"),
)
"""An address of each special network."""
NUMBERS: Final = (
    *("2130706433", "0x7f000001", "0x7f.1", "0X7F.0.0.1", "127.1", "127.0.1", "0177.0.0.1", "017700000001"),
    *("127.0.0.1.", "127.0.0.01", "0", "0x0", "127。0。0。1", "①②⑦.⓪.⓪.①"),
    *("1２7.0.0.1", "127．0．0．1"),  # noqa: RUF001 - letters that look alike are the attack
)
"""Loopback, as C libraries and IDN read it."""
TEXTS: Final = (
    "http://public.example:{port}/",
    "http://127.0.0.1:{port}/",
    "http://[::1]:{port}/",
    "https://localhost:{port}/",
    "https://LOCALHOST:{port}/",
    "https://a.localhost:{port}/",
    "https://public.example@127.0.0.1:{port}/",
    "https://127.0.0.1:{port}@public.example/",
    "https://public.example:80@127.0.0.1:{port}/",
    "https://127.0.0.1:{port}\\@public.example/",
    "https://public.example\\@127.0.0.1:{port}/",
    "https:\\\\127.0.0.1:{port}/",
    "https://127.0.0.1:{port}#@public.example/",
    "https://public.example#@127.0.0.1:{port}/",
    "https://public.example\n@127.0.0.1:{port}/",
    "https://127.0.0.1:{port}\r\n/",
    "https://127.0.0.1\t:{port}/",
    "https://public.example:{port}/\r\nHost: 127.0.0.1",
    "https://public.example:{port}/ HTTP/1.1\r\n\r\nGET /",
    "https://127.0.0.1%00.public.example:{port}/",
    "https://%31%32%37.0.0.1:{port}/",
    "https://127.0.0.1%2f@public.example:{port}/",
    "https://[fe80::1%25lo]:{port}/",
    "https://[::1%25lo]:{port}/",
    "https://[::1%lo]:{port}/",
    "https://[::ffff:7f00:1]:{port}/",
    "https://[0:0:0:0:0:0:0:1]:{port}/",
    "https://[::1]public.example:{port}/",
    "https://[127.0.0.1]:{port}/",
    "https:127.0.0.1:{port}/",
    "https:/127.0.0.1:{port}/",
    "https:///127.0.0.1:{port}/",
    "//127.0.0.1:{port}/",
    "127.0.0.1:{port}",
    "ftp://127.0.0.1:{port}/",
    "file:///etc/passwd",
    "gopher://127.0.0.1:{port}/_GET",
    "ws://127.0.0.1:{port}/",
    "unix:///run/docker.sock",
    "jar:https://127.0.0.1:{port}!/",
    "data:text/plain,x",
)
"""Addresses that are read in different ways; `{port}` is that of the listener."""


def hosts() -> list[str]:
    """The host of each address that is no name."""
    return [*NUMBERS, *(f"[{each}]" if ":" in each else each for each in SPECIAL)]


def names(public: str) -> dict[str, Sequence[Sequence[str]]]:
    """Names that lie: of each special address, alone and beside a public one; in a form that only C libraries read."""
    return {
        "public.example": [[public]],
        **{f"inside-{at}.example": [[address]] for at, address in enumerate(SPECIAL)},
        **{f"both-{at}.example": [[public, address]] for at, address in enumerate(SPECIAL)},
        "first.example": [["127.0.0.1", public]],
        "zone.example": [["fe80::1%lo"]],
        "mapped.example": [[public, "::ffff:127.0.0.1"]],
        "number.example": [["0x7f.1"]],
        "none.example": [[]],
    }
