"""The text without a party: who bears its shares, by the rule of the agreement, and where its places go."""

from collections.abc import Iterable, Mapping

from kith_contracts.agreements import AgreementTerms, Delegation, Party, Seats
from kith_contracts.words import body_of


def without(terms: AgreementTerms, body: str) -> AgreementTerms:
    """The next version, in which this party gives nothing and gets nothing. Its quotas, and its blocks, are shared by
    all. By the rule `lead` the lead takes over its shares, for it can bind nobody else; by the others all bear them, in
    proportion to what they bear already. What it would have received, the lead receives.
    """
    staying, gone = [party for party in terms.parties if party.body != body], terms.party(body)
    if gone is None:
        return terms
    bear = _lead_bears if terms.rule == "lead" else _all_bear
    lead = body_of(terms.event)
    cash = bear({party.body: party.cash_percent for party in staying}, gone.cash_percent, lead)
    kind = bear({party.body: party.kind_percent for party in staying}, gone.kind_percent, lead)
    parties = [_with_shares(party, cash[party.body], kind[party.body]) for party in staying]
    seats = [_shared(each, body, terms.delegates) for each in terms.seats]
    parts = [part.model_copy(update={"host": None}) if part.host == body else part for part in terms.plan.parts]
    changed = {
        "version": terms.version + 1,
        "plan": terms.plan.model_copy(update={"parts": parts}),
        "parties": parties,
        "seats": seats,
        "delegates": [each for each in terms.delegates if body_of(each.network) != body],
        "exchanges": [each for each in terms.exchanges if each.body != body],
    }
    return terms.model_copy(update=changed)


def _lead_bears(shares: Mapping[str, int], freed: int, lead: str) -> Mapping[str, int]:
    return {**shares, lead: shares[lead] + freed}


def _all_bear(shares: Mapping[str, int], freed: int, lead: str) -> Mapping[str, int]:
    """In whole percents; what is left goes to those with the largest remainders, the lead before others."""
    total = sum(shares.values())
    if not total:
        return _lead_bears(shares, freed, lead)
    more = {body: freed * share // total for body, share in shares.items()}
    left = freed - sum(more.values())
    first = sorted(shares, key=lambda body: (-(freed * shares[body] % total), body != lead, body))[:left]
    return {body: share + more[body] + (body in first) for body, share in shares.items()}


def _with_shares(party: Party, cash: int, kind: int) -> Party:
    return party.model_copy(update={"cash_percent": cash, "kind_percent": kind})


def _shared(seats: Seats, body: str, delegates: Iterable[Delegation]) -> Seats:
    quotas = {other: quota for other, quota in seats.quotas.items() if other != body}
    theirs = [each.places for each in delegates if each.part == seats.part and body_of(each.network) == body]
    freed = seats.quotas.get(body, 0) + sum(theirs)
    return seats.model_copy(update={"quotas": quotas, "pool": seats.pool + freed})
