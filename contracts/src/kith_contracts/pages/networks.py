"""Networks, as everyone and as their own organisation reads them."""

from datetime import date
from typing import Literal

from kith_contracts.descriptions import Described
from kith_contracts.directory.charters import NetworkCharter, NetworkStatus
from kith_contracts.figures import PublishedFigure


class NetworkAdvice(Described):
    """One piece: what was checked, which field it is about, and what to do."""

    check: Literal["vacant", "term", "review", "parent", "work"]
    """What was checked: whether an office is `vacant`, its `term`, the `review` of the terms of reference, the `parent`
    network, or how `work` is shared.
    """
    where: str
    """The field that the advice is about, such as `charter.officers.0.until`."""
    sentence: str
    """What should be done and why, in one sentence. No name stands in it."""


class WhereToJoin(Described):
    """The organisation at which, and at whose node, one joins a network: the one that has it, or the own one if its
    people are welcome there.
    """

    body: str
    """Short name of the organisation at which one joins."""
    name: str
    """Name of that organisation; its slug if it has not published a profile."""
    website: str | None
    """Home page of that organisation; null if it has told none."""
    here: bool
    """Whether that is the organisation of this node."""


class NetworkPage(Described):
    """A network as its body publishes it, and where it belongs: only networks that everyone may find are named."""

    network: str
    """Full name of the network, such as `ons/spectrum`."""
    name: str
    """Name of the network, as people read it."""
    purpose: str
    """What the network is for, in one line."""
    how_to_ask: str
    """How people ask to join, where joining has to be asked for."""
    status: NetworkStatus
    charter: NetworkCharter | None
    """Its charter, with its offices and terms of reference; null where only the name is listed."""
    version: int
    """Version of what was published. It rises with each change."""
    owners: list[str]
    """Slugs of the organisations that own it: one, or several that run it together."""
    lead: str
    """Slug of the organisation that speaks for it."""
    part_of: str | None
    """Full name of the network that this one is part of; null if there is none, or it does not show one."""
    parts: list[str]
    """Those that show what they are part of; who is listed by name alone does not."""
    where_to_join: WhereToJoin
    """At which organisation people join this network."""


class OwnNetwork(Described):
    """A network of the own body, whoever may find it."""

    network: str
    """Full name of the network, such as `ons/spectrum`."""
    charter: NetworkCharter
    """The whole charter, also where the public sees only a name or nothing."""
    status: NetworkStatus
    version: int
    """Version of the network. It rises with each change."""
    parts: list[str]
    """Its parts; for an officer those that can be found without an invitation, and those that they serve."""
    advice: list[NetworkAdvice]
    """What its officers may want to do now, such as to fill an office; empty if nothing."""


class SizePage(Described):
    """About how many members a network has."""

    network: str
    """Full name of the network, such as `ons/spectrum`."""
    members: PublishedFigure
    """A band, such as `20-25`: at least 20 and at most 25. The lowest is `fewer than 5`, also if there are none."""
    on: date | None
    """The Monday on which there were so many. It stays until, on a Monday, there are at least five more or five fewer;
    null until then."""
