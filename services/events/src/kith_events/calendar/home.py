"""What home does when an event shows a new face: who waits for codes is called or told, details are sent on time."""

from kith_chassis.decision import Circumstances, Decision, Due, State
from kith_commons.publication import lead_of
from kith_contracts.events.agreements import EventPublished
from kith_contracts.events.codes import CallWaiting
from kith_contracts.events.details import SendDetails
from kith_contracts.events.online import PassJoinAddresses
from kith_events.calendar.face import Announced, announce
from kith_events.event.party import Proposal
from kith_events.event.public import Shown, show
from kith_events.places.codes.home import calls
from kith_events.places.codes.stock import Stock
from kith_events.places.draws.party import commitments


def see(
    at: Circumstances,
    fact: EventPublished,
    *,
    shown: Shown | None,
    announced: Announced | None,
    proposal: Proposal | None,
    stocks: tuple[Stock, ...],
) -> Decision:
    """Keep the newest face, and announce what it tells. If we host it no longer, who waits for a code of ours, or
    is offered one, is told so.
    """
    kept = show(at, fact, shown)
    if not kept.states:
        return kept
    (now_shown,) = kept.states
    assert isinstance(now_shown, Shown)
    told = announce(fact, announced, at.now, proven=now_shown.proven)
    states: list[State] = [told] if told else []
    says: list[CallWaiting] = []
    for stock in stocks:
        agreed = stock.agreed(now_shown, proposal, at.body)
        if now_shown.hosted_by(at.body):
            says += calls(agreed, at.now)
        else:
            agreed = agreed.but(queue=(), offers={})
            says += [CallWaiting(stock=stock.stock, registration=each) for each in (*stock.queue, *stock.offers)]
        if agreed != stock:
            states.append(agreed)
    all_said = (*kept.says, *says, *commitments(at, fact, shown), *_joined(at, fact, shown))
    return Decision(states=(*kept.states, *states), says=all_said, due=_opening(at, fact, shown))


def _joined(at: Circumstances, fact: EventPublished, before: Shown | None) -> tuple[PassJoinAddresses, ...]:
    """Whoever takes part from now on at an event that we lead is told where one joins online."""
    known = {host.body for host in before.published.hosts} if before else {host.body for host in fact.hosts}
    ours = lead_of(fact) == at.body and fact.status == "open"
    return (PassJoinAddresses(event=fact.event),) if ours and {host.body for host in fact.hosts} - known else ()


def _opening(at: Circumstances, fact: EventPublished, before: Shown | None) -> tuple[Due, ...]:
    """When the period opens in which the host may be told of our people, or opens anew."""
    details = fact.details
    known = before.published.details if before else None
    if details is None or details == known or all(host.body != at.body for host in fact.hosts):
        return ()
    return (Due(max(details.opens, at.now), SendDetails(event=fact.event)),)
