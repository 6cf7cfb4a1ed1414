"""What every draw begins with: when it closes, what each body adds to its seed, and what everyone is told of it."""

from kith_chassis.decision import Circumstances, Due, Keyed
from kith_commons.places.draws import closes_at
from kith_contracts.events.draws import DrawPlaces, DrawShare, commitment_of
from kith_contracts.words import Moment
from kith_events.event.lead import Draw, JointEvent


def own_share(keyed: Keyed, event: str, part: str, closes: Moment) -> str:
    """What this body adds to the seed of a draw: only it can compute it, and it need keep nothing."""
    return keyed("draw-share", event, part, str(round(closes.timestamp())))


def prepared(at: Circumstances, event: JointEvent) -> tuple[JointEvent, tuple[Due, ...]]:
    """The event, now that its text is agreed, with a draw for each part whose places are drawn, and when they close."""
    draws: dict[str, Draw] = {}
    due: list[Due] = []
    for seats in event.terms.seats:
        part, allotment, booking = seats.part, event.places.get(seats.part), event.terms.plan.booking(seats.part)
        if allotment is None or booking is None or allotment.draw == "none":
            continue
        if allotment.draw == "done" and part not in event.draws:
            continue  # it was drawn under another lead
        if part in event.draws:
            draws[part] = event.draws[part]
            continue
        draws[part] = _opened(at, event.event, part, closes_at(at.now, seats.draw_hours, booking.starts))
        due.append(Due(draws[part].closes, DrawPlaces(event=event.event, part=part)))
    return event.but(draws=draws), tuple(due)


def _opened(at: Circumstances, event: str, part: str, closes: Moment) -> Draw:
    share = own_share(at.keyed, event, part, closes)
    own = DrawShare(body=at.body, commitment=commitment_of(event, part, at.body, share))
    return Draw(closes=closes, shares={at.body: own})
