"""The part of the catalogue about facilitators."""

from kith_chassis.catalogue import on, one, page
from kith_contracts.events.facilitators import (
    DismissFacilitator,
    EndFacilitator,
    FacilitateIntroduction,
    NameFacilitator,
    WriteNotes,
)
from kith_contracts.events.places import PlaceCommandRefused
from kith_events.asks.ask_copy import AskSeen
from kith_events.asks.practice import Practice
from kith_events.event.loads import EVENT, GUEST
from kith_events.introductions import facilitators, lead
from kith_events.introductions.facilitators import Facilitator, facilitator_id
from kith_events.introductions.introduction import Introductions

OWN = one(Facilitator, lambda m, at: facilitator_id(at.keyed, m.person, m.event))
NAMED = one(Facilitator, "facilitator")
KNOWN = one(Introductions, "event")
PRACTICE = one(Practice, "event", "practice")
SEEN = one(AskSeen, "event", "practice", "step")

HANDLERS = (
    on(NameFacilitator, facilitators.name, PlaceCommandRefused)(event=EVENT, guest=GUEST, kept=OWN),
    on(DismissFacilitator, facilitators.dismiss, PlaceCommandRefused)(kept=OWN),
    on(FacilitateIntroduction, facilitators.facilitate_introduction, PlaceCommandRefused)(
        kept=OWN, event=EVENT, known=KNOWN, places=page(lead.placed)
    ),
    on(WriteNotes, facilitators.write_notes, PlaceCommandRefused)(kept=OWN, event=EVENT, practice=PRACTICE, seen=SEEN),
    on(EndFacilitator, facilitators.end)(event=EVENT, kept=NAMED),
)
