"""What a joint event adds to the text of its agreement; the text goes to its parties and nowhere else."""

from datetime import timedelta
from typing import Literal

from pydantic import Field

from kith_contracts.agreements import terms as agreement
from kith_contracts.agreements.succession import LedTerms, Succession
from kith_contracts.agreements.terms import Rule
from kith_contracts.events.plan import EventPlan
from kith_contracts.message import Body, Public
from kith_contracts.words import (
    BodySlug,
    Count,
    EventName,
    FullName,
    Line,
    Moment,
    NetworkName,
    Note,
    PartName,
    Phrase,
    PublicKey,
    Section,
    Sentence,
    Slug,
    Text,
    Units,
    Url,
    Zone,
    body_of,
)

DataField = Literal["door-name", "access-needs", "diet", "care-costs", "role", "level", "languages"]
"""What a host may be sent of a registrant near the start; the default is nothing. `door-name`: the name for the
door. `access-needs`, `diet`: what they need. `care-costs`: that they ask for help with them. `role`, `level`,
`languages`: what they do, how senior they are, which languages they speak."""
SeatsRule = Literal["first-come", "draw"]
"""Who is served first in an open part: who asks first (`first-come`), or who is drawn (`draw`). A draw is fair to
people who cannot ask in the first minute."""
Currency = Literal["GBP", "EUR"]
"""Currency of all sums in the text (ISO 4217): `GBP` or `EUR`."""
MOST_LEADS: int = 5
"""Changes of the lead of one event."""
Leaving = Literal["kept", "ended"]
"""Whether the places, in open parts, of people whose organisation is no party any more are `kept` or `ended`. A code
that was handed out for a closed part stays good: nobody but home knows whose it is."""


class GuestHost(Section):
    """An organisation outside the consortium that helps to hold the event. It accepts nothing here."""

    known_by = ("name",)
    name: Public[Line]
    """Name of the organisation."""
    url: Public[Url | None] = None
    """Home page of the organisation; absent if none is told."""
    gives: Public[Phrase]
    """What it gives to the event, such as `the hall`."""
    guest: Public[Slug | None] = None
    """Its short name here, where places are kept for its people."""


class Sponsor(Section):
    """Who gives money for what, and how that is shown."""

    name: Public[Line]
    """Name of the sponsor, as everyone reads it."""
    what_for: Public[Phrase]
    """What the money is for."""
    shown: Public[Phrase]
    """The very words that stand wherever the event is shown; the name goes before words that do not have it."""


class Party(agreement.Party):
    """What one organisation gives and promises. The percentages of all parties add up to 100, for cash and for kind."""

    networks: Body[list[NetworkName]] = Field(default=[], max_length=5)
    """The networks in whose name the body takes part; their members are told."""
    cash_percent: Body[int] = Field(default=0, ge=0, le=100)
    """Share of the cost that the party bears in money, in percent."""
    kind_percent: Body[int] = Field(default=0, ge=0, le=100)
    """Share of what is given in kind that the party bears, in percent."""
    duties: Body[list[Phrase]] = Field(default=[], max_length=5)
    """What the party does for the event, one line each."""


class Seats(Section):
    """How the places of one part, bundle or fund are divided: a number for each body named, and a pool that any party
    draws on. Of a fund the numbers are pence.

    In a closed part a body is given blocks of entry codes, which it hands out by itself: there quotas and pool are
    numbers of blocks.
    """

    known_by = ("part",)
    part: Body[PartName]
    block: Body[int] = Field(default=1, ge=1, le=100)
    """How many places are given together: 1 in an open part, in a closed part the codes of a block."""
    quotas: Body[dict[BodySlug, Units]] = Field(default={}, max_length=50)
    """By organisation: the places kept for it (in a closed part: blocks of entry codes; of a fund: pence)."""
    pool: Body[Units] = 0
    """Places that all parties draw on (in a closed part: blocks; of a fund: pence)."""
    rule: Body[SeatsRule] = "first-come"
    draw_hours: Body[int] = Field(default=48, ge=1, le=2160)
    """So many hours after the event has opened is the draw; if half of the time until the start is less, then."""
    offer_hours: Body[int] = Field(default=48, ge=0, le=720)
    """For how long what comes free is offered to the first who waits: a place, or at home an entry code; 0 grants it at
    once. Close to the start it is half of the time that is left."""


class Delegation(Section):
    """Places in an open part that belong to a network. Its officer hands them out at home. They are not part of the
    places of its organisation.
    """

    known_by = ("network", "part")
    network: Body[NetworkName]
    part: Body[PartName]
    places: Body[int] = Field(ge=1, le=100)
    """How many places are the network's own."""
    guest: Body[Slug | None] = None
    """They are kept for people of this guest host, who are at home at the lead as guests; the network is the lead's,
    and its officer hands the codes on.
    """

    @property
    def holder(self) -> FullName:
        """In whose name the places are kept: of the network, or of the guest host at the lead."""
        return f"{body_of(self.network)}/{self.guest}" if self.guest else self.network


class Exchange(Section):
    """Places that a party has because the lead has places at one of its events."""

    known_by = ("body", "part")
    body: Body[BodySlug]
    part: Body[PartName]
    places: Body[Count]
    """How many places the party has on these grounds."""
    against: Body[Sentence] = ""
    """For what: an event of theirs, past or to come."""


class EventTerms(LedTerms[Party]):
    """One version of the whole text on a joint event. Its hash is taken over its canonical form (RFC 8785).

    The maxima of all its lists together keep it below 650 kB, so what was accepted always fits into a letter.
    """

    subject: Body[EventName]
    succession: Body[list[Succession]] = Field(default=[], max_length=MOST_LEADS)
    plan: Body[EventPlan]
    cost_pence: Body[int] = Field(default=0, ge=0, le=100_000_000)
    """What the event costs in all, in pence (or cents)."""
    currency: Body[Currency] = "GBP"
    seats: Body[list[Seats]] = Field(min_length=1, max_length=45)
    delegates: Body[list[Delegation]] = Field(default=[], max_length=40)
    exchanges: Body[list[Exchange]] = Field(default=[], max_length=16)
    return_days: Body[int] = Field(default=14, ge=0, le=365)
    """Unused quotas go to the pool this many days (24 h each) before the start."""
    branding: Body[Note] = ""
    """How names and logos of the hosts are shown."""
    rule: Body[Rule] = "lead"
    """If a party withdraws, the lead takes over its shares and its places go to all; by the other two rules the other
    parties take over both, in proportion to what they have, except places that its people may have."""
    leaving: Body[Leaving] = "kept"
    guest_hosts: Body[list[GuestHost]] = Field(default=[], max_length=10)
    sponsors: Body[list[Sponsor]] = Field(default=[], max_length=10)
    data_fields: Body[list[DataField]] = Field(default=[], max_length=7)
    """What the lead is sent of a registrant, sealed to the key of the event; never of a closed part."""
    data_opens_days: Body[int] = Field(default=3, ge=0, le=60)
    """From so many days (24 h each) before the start on."""
    data_kept_days: Body[int] = Field(default=30, ge=0, le=365)
    """So many days after the end the key of the event is destroyed, and nobody can read it any more."""

    @property
    def returns_at(self) -> Moment:
        """When unused quotas go to the pool."""
        return self.plan.starts - timedelta(days=self.return_days)

    @property
    def data_opens(self) -> Moment:
        """From when on a host may be sent the fields that are agreed."""
        return self.plan.starts - timedelta(days=self.data_opens_days)

    @property
    def data_closes(self) -> Moment:
        """When the key of the event is destroyed."""
        return self.plan.ends + timedelta(days=self.data_kept_days)

    @property
    def closed_parts(self) -> frozenset[str]:
        return frozenset(part.part for part in self.plan.parts if part.closed)

    def blocks_of(self, body: str, part: str) -> int:
        """How many blocks of entry codes a body is given for a closed part."""
        return next((seats.quotas.get(body, 0) for seats in self.seats if seats.part == part), 0)

    def quotas_of(self, seats: Seats) -> dict[str, int]:
        """What is kept in a part: for bodies by their name, for delegates by that of their network or guest host."""
        return {**seats.quotas, **{each.holder: each.places for each in self.delegates if each.part == seats.part}}


class Host(Section):
    """A party as the public sees it."""

    body: Public[BodySlug]
    networks: Public[list[NetworkName]] = Field(default=[], max_length=5)


class Availability(Section):
    """How full an open part is, in words, because exact counts of people are not public. For a closed part even the
    lead does not know it.
    """

    part: Public[PartName]
    places: Public[Literal["available", "few", "full"]]
    """How full the part is. `available`: there are places. `few`: at most a tenth is free, or a single place; always
    where there are five places or fewer. `full`: none is free."""


class DetailsKey(Section):
    """The key to which homes seal the details that are agreed, and the period in which they may send them."""

    key: Public[PublicKey]
    """Public key to which homes seal the details of their registrants."""
    opens: Public[Moment]
    """When homes begin to send details."""
    closes: Public[Moment]
    """When the private half of the key is destroyed."""


class Listing(Section):
    """An event that is booked elsewhere and only listed here."""

    title: Public[Line]
    """Title of the event, as everyone reads it in the list."""
    summary: Public[Text] = ""
    """What happens at the event, in plain paragraphs."""
    zone: Public[Zone]
    starts: Public[Moment]
    """When the event starts."""
    ends: Public[Moment]
    """When the event ends."""
    venue: Public[Line]
    """Where the event takes place."""
    book_at: Public[Url]
    """Page on which places are booked."""
