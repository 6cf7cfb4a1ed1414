"""The clauses of the text on a network: what an owner can answer one by one."""

from kith_commons.agreement.agreement import Clause
from kith_contracts.directory.terms import NetworkTerms, Owner


def clauses(terms: NetworkTerms) -> list[Clause]:
    """The text in pieces: whom each concerns, and who answers: the body on money and what binds it, else its network.

    What has no order in its meaning has none here either, so that sorting a list reopens nothing. Who leads is no
    clause: the owners back each change of the lead, see `kith_commons.agreement.succession`.
    """
    charter = terms.charter
    joining = [charter.findable, charter.joinable, charter.how_to_ask]
    rest = charter.model_copy(
        update={"findable": "invitation", "joinable": "invited", "how_to_ask": "", "part_of": None}
    )
    return [
        Clause("charter", "network", rest),
        Clause("joining", "network", joining),
        Clause("owners", "network", {party.body: party.size for party in terms.parties}),
        Clause("deputies", "network", terms.deputies),
        Clause("offices", "network", sorted([each.role, each.body, str(each.until)] for each in terms.offices)),
        Clause("duties", "network", sorted([each.duty, each.task, each.every, each.weight] for each in terms.duties)),
        Clause("writing", "network", [terms.writers, terms.moderated]),
        Clause("money", "body", [terms.currency, {each.body: each.contribution for each in terms.parties}]),
        Clause("lines", "body", sorted([each.line, each.what_for, each.pence, each.claimants] for each in terms.lines)),
        Clause("rule", "body", terms.rule),
        Clause("notice", "body", [terms.notice_days, terms.silence_days, terms.until]),
        *[_share(party) for party in terms.parties],
    ]


def _share(party: Owner) -> Clause:
    value = [party.cash_percent, party.kind_percent]
    return Clause(f"share of {party.body}", "body", value, frozenset({party.body}))
