"""Networks in which people of other bodies are welcome, as their host, the home of its guests and these read them."""

from typing import Literal

from kith_contracts.descriptions import Described
from kith_contracts.directory.charters import Joinable, NetworkStatus
from kith_contracts.directory.welcome import WelcomeAnswer, WelcomeText


class WelcomedBody(Described):
    """A body whose people are or were welcome in a network. Who of them joined, and how many, its home alone knows."""

    body: str
    """Short name of that organisation."""
    offered: WelcomeText
    """What its people may read of the network, as it was told last."""
    status: Literal["offered", "accepted", "declined", "ended"]
    """Whether it has not answered yet (`offered`), has `accepted` or `declined`; or the welcome was taken back or the
    network has ended (`ended`)."""


class WelcomePage(Described):
    """A network of another body in which people of this one are or were welcome, as its administrator reads it."""

    network: str
    """Full name of the network, such as `ons/spectrum`."""
    text: WelcomeText
    """What people of this organisation may read of it, as its host told last."""
    status: NetworkStatus
    """How the network stands; `ended` also if the welcome was taken back."""
    answer: WelcomeAnswer | None
    """What this organisation has answered; null if nothing yet."""
    looked_after_by: str | None
    """The network of this organisation whose officers answer here who asks to join; null if none is named."""


class GuestNetworkPage(Described):
    """A network of another body that one can join at home."""

    network: str
    """Full name of the network, such as `ons/spectrum`."""
    name: str
    """Name of the network, as people read it."""
    purpose: str
    """What the network is for, in one line."""
    for_you_if: str
    """Who the network is for: ends of the sentence "for you if ..."."""
    joinable: Joinable
    how_to_ask: str
    """How one asks to join, where joining has to be asked for."""
    status: NetworkStatus
