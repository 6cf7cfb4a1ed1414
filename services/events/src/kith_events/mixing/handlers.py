"""Who sits with whom: planned and repaired at the lead, told to homes."""

from kith_chassis.catalogue import many, on, one, page
from kith_contracts.events.mixing import CloseMixing, MixingCommandRefused, PlanMixing, RepairMixing, SeatsAssigned
from kith_events.event.loads import EVENT
from kith_events.mixing import lead
from kith_events.mixing.lead import Mixing
from kith_events.places.registration import Registration

MIXING = one(Mixing, "event", "part")
PLACES = page(lead.placed)
SEATED = many(Registration, lambda m, _: [seat.pseudonym for seat in m.seats])

HANDLERS = (
    on(PlanMixing, lead.plan_mixing, MixingCommandRefused)(event=EVENT, mixing=MIXING, places=PLACES),
    on(RepairMixing, lead.repair_mixing, MixingCommandRefused)(event=EVENT, mixing=MIXING, places=PLACES),
    on(CloseMixing, lead.close_mixing)(event=EVENT, mixing=MIXING),
    on(SeatsAssigned, lead.take_seats)(registrations=SEATED),
)
