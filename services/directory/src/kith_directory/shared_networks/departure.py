"""The text without an owner: who bears its shares, by the rule of the agreement."""

from collections.abc import Mapping

from kith_commons.apportionment import apportioned
from kith_contracts.directory.terms import NetworkTerms


def without(terms: NetworkTerms, body: str) -> NetworkTerms:
    """The next version, in which this owner gives nothing and has nothing to do. By the rule `lead` the lead takes over
    its shares, for it can bind nobody else; by the others all bear them in proportion to what they bear already. What
    it paid is not paid any more, so lines that the others cannot pay are lowered alike.
    """
    gone = terms.party(body)
    if gone is None:
        return terms
    staying = [party for party in terms.parties if party.body != body]
    cash = _borne(terms, {party.body: party.cash_percent for party in staying}, gone.cash_percent)
    kind = _borne(terms, {party.body: party.kind_percent for party in staying}, gone.kind_percent)
    parties = [
        party.model_copy(update={"cash_percent": cash[party.body], "kind_percent": kind[party.body]})
        for party in staying
    ]
    changed = {
        "version": terms.version + 1,
        "parties": parties,
        "deputies": [each for each in terms.deputies if each != body],
        "offices": [each for each in terms.offices if each.body != body],
    }
    return _affordable(terms.model_copy(update=changed))


def _borne(terms: NetworkTerms, shares: Mapping[str, int], freed: int) -> Mapping[str, int]:
    """In whole percents; where nobody bears anything, the lead does."""
    if terms.rule == "lead" or not any(shares.values()):
        return {**shares, terms.led_by: shares[terms.led_by] + freed}
    more = apportioned(freed, shares, terms.led_by)
    return {body: share + more[body] for body, share in shares.items()}


def _affordable(terms: NetworkTerms) -> NetworkTerms:
    paid, planned = sum(each.contribution for each in terms.parties), sum(each.pence for each in terms.lines)
    if planned <= paid:
        return terms
    lines = [each.model_copy(update={"pence": each.pence * paid // planned}) for each in terms.lines]
    return terms.model_copy(update={"lines": lines})
