"""The clauses of the text of a joint event: what a party can answer one by one."""

from datetime import datetime
from itertools import chain
from typing import Final

from kith_commons.agreement.agreement import Clause
from kith_contracts.events.plan import EventPart
from kith_contracts.events.terms import EventTerms, Party, Seats
from kith_contracts.words import body_of


def clauses(terms: EventTerms) -> list[Clause]:
    """The text in pieces: whom each concerns, and who answers: the body on money and data, else its network.

    What has no order in its meaning has none here either, so that sorting a list reopens nothing. All that is published
    of a text is in clauses of the networks (see `kith_commons.agreement.acceptance`).
    """
    hosts = {party.body: sorted(party.networks) for party in terms.parties}
    parts = terms.plan.parts
    of_parts = [seats for seats in terms.seats if not terms.plan.fund(seats.part)]
    pools = {seats.part: [seats.pool, seats.block, *_way(seats)] for seats in of_parts}
    return [
        Clause("cost", "body", [terms.cost_pence, terms.currency]),
        Clause("data", "body", [sorted(terms.data_fields), terms.data_opens_days, terms.data_kept_days]),
        Clause("rule", "body", terms.rule),
        Clause("plan", "network", [terms.plan.model_copy(update={"parts": []}), [part.part for part in parts]]),
        *chain.from_iterable(map(_clauses_of_part, parts)),
        Clause("hosts", "network", [terms.founder, hosts]),
        Clause("deputies", "network", [terms.deputies, terms.silence_days]),
        Clause("guest hosts", "network", terms.guest_hosts),
        Clause("sponsors", "network", terms.sponsors),
        Clause("branding", "network", terms.branding),
        Clause("leaving", "network", terms.leaving),
        Clause("pool", "network", [pools, terms.return_days]),
        *_clauses_of_funds(terms),
        *_clauses_of_guests(terms),
        *[_clause_of_exchange(terms, body) for body in dict.fromkeys(each.body for each in terms.exchanges)],
        *chain.from_iterable(_own_clauses(terms, party) for party in terms.parties),
    ]


def _clauses_of_part(part: EventPart) -> list[Clause]:
    return [
        Clause(f"part {part.part}", "network", part.model_copy(update={"for_whom": "", "audience": None})),
        Clause(f"audience of {part.part}", "network", [part.for_whom, part.audience]),
    ]


def _clauses_of_funds(terms: EventTerms) -> list[Clause]:
    """Money for people, which the bodies accept; there is no such clause where there is none."""
    of_funds = [seats for seats in terms.seats if terms.plan.fund(seats.part)]
    sums = {seats.part: [seats.quotas, seats.pool, *_way(seats)] for seats in of_funds}
    return [Clause("funds", "body", sums)] if sums else []


def _clauses_of_guests(terms: EventTerms) -> list[Clause]:
    """Places for people of guest hosts are given by all; there is no such clause where there are none."""
    kept = sorted([str(each.guest), each.network, each.part, each.places] for each in terms.delegates if each.guest)
    return [Clause("places of guest hosts", "network", kept)] if kept else []


def _clause_of_exchange(terms: EventTerms, body: str) -> Clause:
    """It is between the founder, who is the first lead, and this body alone."""
    of_both = frozenset({body, terms.founder})
    value = sorted([each.part, each.places, each.against] for each in terms.exchanges if each.body == body)
    return Clause(f"exchange with {body}", "network", value, of_both)


def _way(seats: Seats) -> list[str | int]:
    """How places are given: in which order, and what becomes of those that come free."""
    return [seats.rule, *([seats.draw_hours] if seats.rule == "draw" else []), seats.offer_hours]


def _own_clauses(terms: EventTerms, party: Party) -> list[Clause]:
    alone = frozenset({party.body})
    of_parts = [seats for seats in terms.seats if not terms.plan.fund(seats.part)]
    quotas = {seats.part: quota for seats in of_parts if (quota := seats.quotas.get(party.body))}
    handed = {
        f"{each.network} in {each.part}": each.places
        for each in terms.delegates
        if not each.guest and body_of(each.network) == party.body
    }
    return [
        *([Clause(f"delegates of {party.body}", "network", handed, alone)] if handed else []),
        Clause(f"share of {party.body}", "body", [party.cash_percent, party.kind_percent], alone),
        Clause(f"seats of {party.body}", "network", quotas, alone),
        Clause(f"duties of {party.body}", "network", sorted(party.duties), alone),
    ]


MOST_PENCE: Final = 5_000_000_000
"""More than any fund has: what there is, quotas and pool say."""


def begun(terms: EventTerms, part: str, now: datetime) -> bool:
    return (booking := terms.plan.booking(part)) is not None and now >= booking.starts
