"""Who sits with whom: planned and repaired at the lead, told to homes."""

from kith_chassis.decision import Circumstances, Handler, Ref
from kith_contracts.events.mixing import CloseMixing, MixingCommandRefused, PlanMixing, RepairMixing, SeatsAssigned
from kith_events.event.lead import JointEvent
from kith_events.mixing import lead
from kith_events.mixing.lead import Mixing
from kith_events.places.registration import Registration


def _event_and_mixing(message: PlanMixing | RepairMixing | CloseMixing, _at: Circumstances) -> tuple[Ref, ...]:
    return (JointEvent.at(message.event), Mixing.at(message.event, message.part))


HANDLERS = (
    Handler(PlanMixing, lead.plan_mixing, _event_and_mixing, MixingCommandRefused, reads=lead.placed),
    Handler(RepairMixing, lead.repair_mixing, _event_and_mixing, MixingCommandRefused, reads=lead.placed),
    Handler(CloseMixing, lead.close_mixing, _event_and_mixing),
    Handler(SeatsAssigned, lead.take_seats, lambda m, _: tuple(Registration.at(s.pseudonym) for s in m.seats)),
)
COMMANDS = (PlanMixing, RepairMixing)
