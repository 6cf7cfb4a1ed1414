"""Links by mail with which people sign in to the pages: asked for, and used."""

from typing import Annotated

from pydantic import ConfigDict, StringConstraints

from kith_contracts.descriptions import Described
from kith_contracts.words import MailAddress


class LinkWish(Described):
    """A mail address to which somebody wants a link."""

    model_config = ConfigDict(extra="forbid")
    address: MailAddress
    """Where the link is mailed to, if somebody at home here has this address. It is not kept."""


class LinkSent(Described):
    """The answer, whether somebody has the address or not."""

    minutes: int
    """For how long a link is good."""


class LinkToken(Described):
    """A link that somebody wants to use."""

    model_config = ConfigDict(extra="forbid")
    token: Annotated[str, StringConstraints(min_length=1, max_length=100)]
    """What the link has after its last slash."""


class LinkOwner(Described):
    """Whose link it was. It is used up."""

    person: str
    """Opaque id of the person at their organisation."""
