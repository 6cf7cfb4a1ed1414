"""What became of a request of ours: an answer, or one of a few troubles."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

LARGEST: Final = 65_536
"""Bytes of the body of an answer."""

REFUSED_ADDRESS: Final = "refused-address"
NO_SUCH_NAME: Final = "no-such-name"
NO_CONNECTION: Final = "no-connection"
CERTIFICATE: Final = "certificate"
TOO_SLOW: Final = "too-slow"
TOO_LARGE: Final = "too-large"
REDIRECT: Final = "redirect"
BROKEN: Final = "broken"
TROUBLES: Final[Mapping[str, str]] = MappingProxyType(
    {
        REFUSED_ADDRESS: "Nothing was sent: the address is not on the internet, or not as it must be. If the server "
        "is in your own network, ask the operator of your node to allow that network.",
        NO_SUCH_NAME: "Nothing was sent: the name of the server was not found, or not in time. Check the address.",
        NO_CONNECTION: "Nothing was sent: no connection to the server could be made. Is it running, and does it accept "
        "connections from the internet at this port?",
        CERTIFICATE: "Nothing was sent: the certificate of the server is not valid for this name, or its issuer is not "
        "trusted. Renew or correct it, and send the intermediate certificates too.",
        TOO_SLOW: "The answer did not come in time. Answer first, and work on it afterwards.",
        TOO_LARGE: f"The answer is too large: its body may have {LARGEST:,} bytes. An empty one is enough.",
        REDIRECT: "The answer sends to another address, which Kith never follows. Give the final address.",
        BROKEN: "The answer cannot be read as HTTP over TLS, or the connection ended before all of it had come.",
    }
)
"""What each trouble means, and what its owner can do."""


class Answer(NamedTuple):
    """What became of a request."""

    status: int | None
    """Of HTTP, as soon as the head of the answer has come, even if the rest was trouble."""
    headers: Mapping[str, str]
    """Names in lower case; a name that comes twice has its values joined by a comma. No cookies."""
    excerpt: bytes
    """The first bytes of the body, as a stranger wrote them; none if it is compressed, or was trouble."""
    trouble: str
    """A code of `TROUBLES`; empty if the answer came as a whole, whatever its status."""
    seconds: float
    """How long it took."""

    @property
    def accepted(self) -> bool:
        """Whether the other side has taken what was sent: a whole answer, with a status of 2xx."""
        return not self.trouble and self.status is not None and self.status // 100 == 2  # noqa: PLR2004
