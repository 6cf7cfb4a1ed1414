"""What the settings hold of other servers: addresses that can work, and a sentence for those that cannot.

None of the sentences quotes the address, for there can be a password in it.
"""

import warnings
from email.headerregistry import Address
from typing import Final
from urllib.parse import SplitResult, urlsplit

from pymongo.errors import PyMongoError
from pymongo.uri_parser import parse_uri

HIGHEST: Final = 65_535
SRV: Final = "mongodb+srv://"
NO_PORT: Final = "must be host:port, several with commas"
NO_DATABASE: Final = "must be the address of a MongoDB, mongodb://host:port/; write @ in the password as %40, / as %2F"
NO_MAIL_SERVER: Final = "must be smtp://host:port or smtps://user:password@host:port"
NO_SENDER: Final = "must be one address of mail, in which {body} stands for the slug, and nothing else in braces"


def of_kafka(text: str) -> str:
    """`host:port`, several with commas; raises ValueError."""
    for each in text.split(","):
        host, _, port = each.strip().rpartition(":")
        if not host or not port.isdecimal() or not 0 < int(port) <= HIGHEST or "/" in host:
            raise ValueError(NO_PORT)
    return text


def of_mongo(text: str) -> str:
    """A connection string; raises ValueError. What only the name server knows is not looked up."""
    try:
        if text.startswith(SRV):
            _demand(bool(_parts(text).hostname), NO_DATABASE)
        else:
            with warnings.catch_warnings(action="ignore"):
                parse_uri(text, validate=True)
    except (PyMongoError, ValueError):
        raise ValueError(NO_DATABASE) from None
    return text


def of_mail_server(text: str) -> str:
    """`smtp://` or `smtps://`, with a host; raises ValueError."""
    try:
        parts = _parts(text)
        known = parts.scheme in ("smtp", "smtps") and parts.hostname and parts.path in ("", "/")
        _demand(bool(known and not parts.query and not parts.fragment), NO_MAIL_SERVER)
    except ValueError:
        raise ValueError(NO_MAIL_SERVER) from None
    return text


def of_sender(text: str) -> str:
    """An address of mail, with `{body}` in it or not; raises ValueError."""
    try:
        address = Address(addr_spec=text.format(body="bcs"))
        _demand(bool(address.domain) and text.isprintable() and " " not in text, NO_SENDER)
    except Exception:  # noqa: BLE001 - the library raises errors of many kinds for what is no address
        raise ValueError(NO_SENDER) from None
    return text


def of_team(text: str) -> str:
    """The same, or none; raises ValueError."""
    return text and of_sender(text)


def _parts(text: str) -> SplitResult:
    parts = urlsplit(text)
    _demand(parts.port is None or parts.port > 0, "a port is a number")
    return parts


def _demand(so: bool, otherwise: str) -> None:
    if not so:
        raise ValueError(otherwise)
