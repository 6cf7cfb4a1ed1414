"""The joint-event agreement as a template: its text as clauses, and what makes a text impossible."""

from collections.abc import Collection, Iterator
from itertools import chain
from typing import Final

from kith_commons.agreement.faults import faults_of_lead, faults_of_parties, faults_of_subject
from kith_commons.places import blocks
from kith_commons.places.blocks import Blocks
from kith_commons.places.division import allot
from kith_contracts.events.terms import EventTerms, Seats
from kith_contracts.message import Refusal, together
from kith_contracts.words import body_of
from kith_events.agreements.faults.day import faults_of_parts, faults_of_plan
from kith_events.agreements.faults.guests import faults_of_delegates, faults_of_exchanges, faults_of_guests
from kith_events.agreements.faults.shape import faults_of_shape
from kith_events.event.clauses import MOST_PENCE

WHOLE: Final = 100
"""Percent that the shares of all parties make together."""
LEAST_BLOCK: Final = 4
"""Entry codes in a block: a body that wants a second block, or keeps one, has five people there or more, and nothing
tells of fewer."""
MOST_CODES: Final = 2_000


def fault(terms: EventTerms, admitted: Collection[str], event: str, before: EventTerms | None = None) -> Refusal | None:
    """All that makes these terms impossible, with the paths of the fields in the command; else None.

    `admitted` are the bodies that take part in the consortium now, `event` is the name that the command gives, and
    `before` is the text that this one follows.
    """
    faults = chain(
        faults_of_subject(terms, event),
        faults_of_parties(terms, admitted),
        faults_of_lead(terms, before),
        _faults_of_shares(terms),
        faults_of_plan(terms.plan),
        faults_of_parts(terms.plan, {seats.part for seats in terms.seats}),
        faults_of_shape(terms.plan, {party.body for party in terms.parties}),
        faults_of_guests(terms),
        faults_of_delegates(terms),
        _faults_of_seats(terms),
        faults_of_exchanges(terms),
        _faults_of_funds(terms),
        _faults_of_networks(terms),
    )
    return together(faults)


def _faults_of_networks(terms: EventTerms) -> Iterator[Refusal]:
    for index, party in enumerate(terms.parties):
        if not party.networks:
            sentence = f"{party.body} names no network, so nobody can accept on its behalf. Name one at least."
            yield Refusal("network-missing", sentence, f"terms.parties.{index}.networks")
        for number, network in enumerate(party.networks):
            if body_of(network) != party.body:
                sentence = f"This is not a network of {party.body}. Name it with the organisation that it belongs to."
                yield Refusal("network-of-other-body", sentence, f"terms.parties.{index}.networks.{number}")


def _faults_of_shares(terms: EventTerms) -> Iterator[Refusal]:
    cash = sum(party.cash_percent for party in terms.parties)
    kind = sum(party.kind_percent for party in terms.parties)
    if cash != WHOLE and (cash or terms.cost_pence):
        sentence = f"The shares in cash add up to {cash} percent. Change them so that they make {WHOLE}."
        yield Refusal("shares-do-not-add-up", sentence, "terms.parties.*.cash_percent")
    if kind not in (0, WHOLE):
        sentence = f"The shares in kind add up to {kind} percent. Change them so that they make {WHOLE}, or all zero."
        yield Refusal("shares-do-not-add-up", sentence, "terms.parties.*.kind_percent")


def _faults_of_seats(terms: EventTerms) -> Iterator[Refusal]:
    capacities = {part.part: part.capacity for part in terms.plan.bookings()}
    capacities |= {fund.fund: MOST_PENCE for fund in terms.plan.funds}
    bundled = {part.part: part.bundle for part in terms.plan.parts if part.bundle}
    parties = {party.body for party in terms.parties}
    seen: set[str] = set()
    for index, seats in enumerate(terms.seats):
        path = f"terms.seats.{index}"
        if seats.part in bundled:
            sentence = f"Places in {seats.part} are given with its bundle. Divide those of {bundled[seats.part]}."
            yield Refusal("part-of-bundle", sentence, f"{path}.part")
            continue
        if seats.part not in capacities:
            sentence = f"The event has no part {seats.part}. Check the name, or add the part."
            yield Refusal("part-unknown", sentence, f"{path}.part")
            continue
        if seats.part in seen:
            sentence = f"The places of the part {seats.part} are divided twice. Take one of the two away."
            yield Refusal("part-twice", sentence, f"{path}.part")
        seen.add(seats.part)
        for body in seats.quotas:
            if body not in parties:
                sentence = f"{body} has places but is no party. Make it a party, or take its places away."
                yield Refusal("body-not-party", sentence, f"{path}.quotas.{body}")
        all_quotas = seats.model_copy(update={"quotas": terms.quotas_of(seats)})
        wrong = _fault_of_blocks if seats.part in terms.closed_parts else _fault_of_places
        if fault := wrong(capacities[seats.part], all_quotas):
            yield fault.below(path)
    if sum(_codes(seats) for seats in terms.seats if seats.part in terms.closed_parts) > MOST_CODES:
        sentence = f"Closed parts have at most {MOST_CODES} places together. Give fewer blocks, or smaller ones."
        yield Refusal("too-many-codes", sentence, "terms.seats")


def _faults_of_funds(terms: EventTerms) -> Iterator[Refusal]:
    """Money is in the currency of the agreement, and somebody must be able to have some."""
    sums = {seats.part: _codes(seats) for seats in terms.seats}
    drawn = {seats.part for seats in terms.seats if seats.rule == "draw"}
    for index, fund in enumerate(terms.plan.funds):
        path = f"terms.plan.funds.{index}"
        if fund.currency != terms.currency:
            sentence = f"The agreement is in {terms.currency}. Use the same currency for its funds."
            yield Refusal("currency-differs", sentence, f"{path}.currency")
        if fund.most > sums.get(fund.fund, 0):
            sentence = f"One person could ask for more than {fund.fund} has in all. Lower the one, or raise the other."
            yield Refusal("fund-too-small", sentence, f"{path}.most")
        if fund.bands and fund.fund not in drawn:
            sentence = "Bands of need are served at a draw. Let the fund be drawn, or leave its bands out."
            yield Refusal("bands-not-drawn", sentence, f"{path}.bands")


def _fault_of_places(capacity: int, seats: Seats) -> Refusal | None:
    if seats.block != 1:
        sentence = "Blocks are for closed parts. Leave them out here, or say for whom the part is."
        return Refusal("blocks-of-open-part", sentence, "block")
    divided = allot(capacity, seats.quotas, seats.pool)
    return divided if isinstance(divided, Refusal) else None


def _fault_of_blocks(capacity: int, seats: Seats) -> Refusal | None:
    if seats.rule == "draw":
        sentence = "Homes hand out codes of a closed part by themselves. Leave the draw to parts that are open."
        return Refusal("draw-of-closed-part", sentence, "rule")
    if seats.block < LEAST_BLOCK:
        sentence = (
            f"In a closed part places are given in blocks of at least {LEAST_BLOCK}, so that nobody can be counted."
        )
        return Refusal("block-too-small", sentence, "block")
    divided = blocks.divide(Blocks(), capacity, seats.block, seats.quotas, seats.pool)
    return divided if isinstance(divided, Refusal) else None


def _codes(seats: Seats) -> int:
    return seats.block * (sum(seats.quotas.values()) + seats.pool)
