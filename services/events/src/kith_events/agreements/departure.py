"""The text without a party: who bears its shares and gets its places, by the rule of the agreement."""

from collections.abc import Mapping

from kith_commons.apportionment import apportioned
from kith_commons.figures import in_steps
from kith_contracts.events.terms import EventTerms, Party, Seats
from kith_contracts.words import body_of
from kith_events.places.division import Division


def without(terms: EventTerms, body: str, division: Division | None = None) -> EventTerms:
    """The next version, in which this party gives nothing and gets nothing. What it would have received, the lead
    receives. By the rule `lead` the lead takes over its shares, for it can bind nobody else, and its places go to all.
    By the others all bear its shares, and get its places, in proportion to what they bear and have already.

    `division` is how places stand, once people may have some: what may be in use then goes to all in any case.
    """
    staying, gone = [party for party in terms.parties if party.body != body], terms.party(body)
    if gone is None:
        return terms
    bear = _lead_bears if terms.rule == "lead" else _all_bear
    lead = terms.led_by
    cash = bear({party.body: party.cash_percent for party in staying}, gone.cash_percent, lead)
    kind = bear({party.body: party.kind_percent for party in staying}, gone.kind_percent, lead)
    parties = [_with_shares(party, cash[party.body], kind[party.body]) for party in staying]
    parts = [part.model_copy(update={"host": None}) if part.host == body else part for part in terms.plan.parts]
    changed = {
        "version": terms.version + 1,
        "plan": terms.plan.model_copy(update={"parts": parts}),
        "parties": parties,
        "seats": [_shared(terms, seats, body, division) for seats in terms.seats],
        "delegates": [each for each in terms.delegates if body_of(each.network) != body],
        "deputies": [each for each in terms.deputies if each != body],
        "exchanges": [each for each in terms.exchanges if each.body != body],
    }
    return terms.model_copy(update=changed)


def _lead_bears(shares: Mapping[str, int], freed: int, lead: str) -> Mapping[str, int]:
    return {**shares, lead: shares[lead] + freed}


def _all_bear(shares: Mapping[str, int], freed: int, lead: str) -> Mapping[str, int]:
    """In whole percents; where nobody bears anything, the lead does."""
    if not any(shares.values()):
        return _lead_bears(shares, freed, lead)
    more = apportioned(freed, shares, lead)
    return {body: share + more[body] for body, share in shares.items()}


def _with_shares(party: Party, cash: int, kind: int) -> Party:
    return party.model_copy(update={"cash_percent": cash, "kind_percent": kind})


def _shared(terms: EventTerms, seats: Seats, body: str, division: Division | None) -> Seats:
    """The places of this part, with what is freed for the others, or for all."""
    quotas = {other: quota for other, quota in seats.quotas.items() if other != body}
    theirs = [each.places for each in terms.delegates if each.part == seats.part and body_of(each.network) == body]
    freed = seats.quotas.get(body, 0) + sum(theirs)
    given = 0
    if terms.rule != "lead" and any(quotas.values()):
        given = max(0, freed - _in_use(terms, seats.part, body, division)) if division else freed
        more = apportioned(given, quotas, terms.led_by)
        quotas = {other: quota + more[other] for other, quota in quotas.items()}
    return seats.model_copy(update={"quotas": quotas, "pool": seats.pool + freed - given})


def _in_use(terms: EventTerms, part: str, body: str, division: Division) -> int:
    """How many places its people may have, who keep them. All parties read the text, and none may learn from it how
    many there are: so it is counted in steps, and of codes and money it is everything.
    """
    allotment = division.places.get(part)
    if allotment is None or terms.plan.fund(part):
        return sum([seats.pool + sum(terms.quotas_of(seats).values()) for seats in terms.seats if seats.part == part])
    held = sum([places for holder, places in allotment.held.items() if body_of(holder) == body])
    return in_steps(held)
