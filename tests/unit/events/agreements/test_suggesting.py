"""A party answers a clause with another value: the lead takes it into the next text, or says why not; all hear it."""

from typing import Any

import pytest
from support.events.scenes import EVENT, event, lead, opened, parties, proposed, seats, terms
from support.speaking import Node, letters, said

from kith_chassis.decision import NOTHING, Decision
from kith_commons.agreement import suggestions as law
from kith_commons.agreement.agreement import hash_of, missing
from kith_commons.agreement.suggestions import changed, id_of
from kith_contracts.events.agreements import AgreementProposed, AgreementStatusChanged, AmendAgreement
from kith_contracts.events.suggestions import (
    Change,
    ChangeSuggested,
    DeclineSuggestion,
    PartyChange,
    SeatsChange,
    SuggestChange,
    SuggestionAnswered,
    SuggestionUpdated,
    TakeSuggestion,
)
from kith_contracts.events.terms import EventTerms, Sponsor
from kith_events.agreements.suggestions import Suggested
from kith_events.event.template import JOINT_EVENT
from kith_events.handlers import HANDLERS

WHY = "We have four people there."
MORE = Change(seats=[SeatsChange(part="lectures", quotas={"bcs": 2}, pool=0)])
HALF = Change(parties=[PartyChange(body="iop", cash_percent=50), PartyChange(body="bcs", cash_percent=50)])
BADGES = Change(parties=[PartyChange(body="bcs", duties=["Badges"])])


def suggested(node: Node, change: Change, by: str = "bcs") -> Decision:
    return node.hear(ChangeSuggested(subject=EVENT, change=change, why=WHY), by)


def take(*changes: Change) -> TakeSuggestion:
    return TakeSuggestion(subject=EVENT, suggestions=[id_of(EVENT, each) for each in changes])


def decline(change: Change) -> DeclineSuggestion:
    return DeclineSuggestion(subject=EVENT, suggestion=id_of(EVENT, change), reason="The rooms are booked.")


def kept(node: Node, change: Change) -> Suggested:
    state: Suggested = node.state(Suggested.at(EVENT, id_of(EVENT, change)))
    return state


# At home


def party(text: EventTerms | None = None) -> Node:
    node = Node(HANDLERS, "bcs")
    text = text or terms()
    node.hear(AgreementProposed(subject=EVENT, terms=text, hash=hash_of(text)), "iop")
    return node


def suggest(change: Change, text: EventTerms | None = None) -> SuggestChange:
    return SuggestChange(subject=EVENT, hash=hash_of(text or terms()), change=change, why=WHY)


def test_a_suggestion_goes_to_the_lead_alone() -> None:
    (letter,) = letters(party().hear(suggest(MORE)))
    assert (letter.to, letter.message) == ("iop", ChangeSuggested(subject=EVENT, change=MORE, why=WHY))


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        (Change(), "nothing-changed", "change"),
        (Change(cost_pence=90_000), "nothing-changed", "change"),
        (Change(parties=[PartyChange(body="rsc", duties=[])]), "body-not-party", "change.parties.0.body"),
        (Change(seats=[SeatsChange(part="dinner", pool=1)]), "part-unknown", "change.seats.0.part"),
        (
            Change(seats=[SeatsChange(part="lectures", quotas={"rsc": 1})]),
            "body-not-party",
            "change.seats.0.quotas.rsc",
        ),
    ],
)
def test_what_is_no_change_of_this_text_is_refused_at_home(change: Change, code: str, field: str) -> None:
    assert party().refusal(suggest(change)) == (code, field)


def test_a_suggestion_is_to_the_present_text_of_ones_own_agreement() -> None:
    assert party().refusal(suggest(MORE, terms(2))) == ("stale-hash", "hash")
    assert Node(HANDLERS, "bcs").refusal(suggest(MORE)) == ("agreement-unknown", "subject")
    node = party()
    node.hear(AgreementStatusChanged(subject=EVENT, text=2, status="left", version=2), "iop")
    assert node.refusal(suggest(MORE)) == ("body-not-party", "subject")


def test_a_change_replaces_what_it_names_and_leaves_the_rest() -> None:
    text = changed(JOINT_EVENT, terms(), Change(**{**MORE.model_dump(exclude_unset=True), "branding": "In one size."}))
    assert isinstance(text, EventTerms)
    assert text == terms(seats=[seats(pool=0, bcs=2, ni=1), terms().seats[1]], branding="In one size.")


# At the lead


def test_all_parties_hear_what_is_suggested_and_by_whom() -> None:
    node = proposed()
    decision = suggested(node, MORE)
    assert [letter.to for letter in letters(decision)] == ["bcs", "ni"]
    (fact,) = {each.suggestion.model_dump_json() for each in said(decision, SuggestionAnswered)}
    assert '"by":["bcs"]' in fact
    assert [each.suggestion.status for each in said(decision, SuggestionUpdated)] == ["open"]
    assert event(node).terms == terms(), "nothing is changed by it"


def test_the_same_change_is_backing_and_said_twice_it_counts_once() -> None:
    node = proposed()
    suggested(node, MORE)
    suggested(node, MORE, "ni")
    assert kept(node, MORE).suggestion.by == ["bcs", "ni"]
    assert suggested(node, MORE, "ni") == NOTHING
    assert len(event(node).suggestions) == 1


def test_one_command_takes_several_into_the_next_text_and_all_are_told() -> None:
    node = opened()
    suggested(node, MORE)
    suggested(node, HALF, "ni")
    decision = node.hear(take(MORE, HALF))
    text = event(node).terms
    assert (text.version, text.seats[0].quotas, [each.cash_percent for each in text.parties]) == (
        2,
        {"bcs": 2, "ni": 1},
        [50, 50, 0],
    )
    assert {each.suggestion.status for each in said(decision, SuggestionAnswered)} == {"taken"}
    assert {each.suggestion.reason for each in said(decision, SuggestionAnswered)} == {"It is in version 2."}
    assert len({letter.to for letter in letters(decision) if isinstance(letter.message, AgreementProposed)}) == 3
    assert missing(event(node).agreement) == [
        ("iop", "body"),
        ("iop", "network"),
        ("bcs", "body"),
        ("bcs", "network"),
        ("ni", "network"),
    ], "NI's money is untouched; the pool is everybody's"
    assert event(node).suggestions == ()


def test_only_those_whom_the_change_touches_answer_again() -> None:
    node = opened()
    suggested(node, BADGES)
    node.hear(take(BADGES))
    assert missing(event(node).agreement) == [("bcs", "network")]


def test_a_decline_says_why() -> None:
    node = proposed()
    suggested(node, MORE)
    decision = node.hear(decline(MORE))
    assert {(each.suggestion.status, each.suggestion.reason) for each in said(decision, SuggestionAnswered)} == {
        ("declined", "The rooms are booked.")
    }
    assert node.refusal(decline(MORE)) == ("suggestion-unknown", "suggestion")
    suggested(node, MORE, "ni")
    assert (kept(node, MORE).suggestion.status, kept(node, MORE).suggestion.by) == ("open", ["ni"])
    assert kept(node, MORE).version > 3


def test_two_for_one_clause_and_two_days_at_once_are_refused_and_nothing_is_half_done() -> None:
    node = opened()
    sponsors = [
        Change(sponsors=[Sponsor(name=name, what_for="lunch", shown="a line")]) for name in ("A bank", "A railway")
    ]
    days = [Change(plan=terms().plan.model_copy(update={name: "Leeds"})) for name in ("title", "venue")]
    for pair in (sponsors, days):
        for each in pair:
            suggested(node, each)
        before = event(node)
        assert node.refusal(take(*pair)) == ("suggestions-conflict", "suggestions.1")
        assert event(node) == before


def test_what_makes_an_impossible_text_is_not_taken() -> None:
    node = opened()
    alone = Change(parties=[PartyChange(body="bcs", cash_percent=50)])
    suggested(node, alone)
    assert node.refusal(take(alone)) == ("shares-do-not-add-up", "terms.parties.*.cash_percent")
    assert event(node).open
    assert node.refusal(take(MORE)) == ("suggestion-unknown", "suggestions.0")


@pytest.mark.parametrize(("rule", "enough"), [("lead", ()), ("majority", ("bcs",)), ("unanimity", ("bcs", "ni"))])
def test_the_rule_says_how_many_have_to_back_what_is_taken(rule: str, enough: tuple[str, ...]) -> None:
    node = opened(terms(rule=rule))
    suggested(node, MORE, "iop")
    for body in enough:
        assert node.refusal(take(MORE)) == ("too-few-back-it", "suggestions.0")
        suggested(node, MORE, body)
    node.hear(take(MORE))
    assert event(node).terms.version == 2


def test_what_so_many_want_as_the_rule_asks_for_is_not_the_leads_to_decline() -> None:
    node = opened(terms(rule="majority"))
    suggested(node, MORE)
    suggested(node, MORE, "ni")
    assert node.refusal(decline(MORE)) == ("backed-by-enough", "suggestion")
    node = opened()
    suggested(node, MORE)
    suggested(node, MORE, "ni")
    assert node.hear(decline(MORE))


def test_what_the_text_says_already_and_what_is_one_too_many_is_declined_at_once(monkeypatch: Any) -> None:
    node = opened()
    suggested(node, BADGES)
    node.hear(AmendAgreement(subject=EVENT, terms=terms(2, cost_pence=1)))
    (answer,) = letters(suggested(node, Change(cost_pence=1)))
    assert isinstance(answer.message, SuggestionAnswered)
    assert (answer.to, answer.message.suggestion.status) == ("bcs", "declined")
    monkeypatch.setattr(law, "MOST_OPEN", 1)
    (answer,) = letters(suggested(node, MORE))
    assert isinstance(answer.message, SuggestionAnswered)
    assert answer.message.suggestion.reason.startswith("1 changes wait")
    assert len(event(node).suggestions) == 1


def test_who_is_no_party_suggests_nothing() -> None:
    node = opened()
    assert suggested(node, MORE, "rsc") == NOTHING
    assert lead().refusal(ChangeSuggested(subject=EVENT, change=MORE, why=WHY), "bcs") == (
        "agreement-unknown",
        "subject",
    )


def test_what_an_amendment_has_overtaken_on_its_way_is_declined_at_once_and_not_parked() -> None:
    node = opened()
    gone = Change(parties=[PartyChange(body="rsc", duties=[])])
    (answer,) = letters(suggested(node, gone))
    assert isinstance(answer.message, SuggestionAnswered)
    assert (answer.to, answer.message.suggestion.status) == ("bcs", "declined")
    assert answer.message.suggestion.reason.startswith("Only what parties give and get")
    assert event(node).suggestions == ()


# And back at home


def test_home_keeps_the_newest_of_what_became_of_it() -> None:
    node, home = opened(), party()
    first = said(suggested(node, MORE), SuggestionAnswered)[0]
    last = said(node.hear(decline(MORE)), SuggestionAnswered)[0]
    for answer in (last, first):
        home.hear(answer, "iop")
    assert kept(home, MORE).suggestion.status == "declined"
    assert said(home.hear(last.model_copy(update={"version": 9}), "iop"), SuggestionUpdated)


def test_a_stranger_keeps_nothing_of_what_is_suggested_elsewhere() -> None:
    answer = said(suggested(opened(), MORE), SuggestionAnswered)[0]
    assert Node(HANDLERS, "ons").hear(answer, "iop") == NOTHING


def test_a_party_that_is_gone_backs_nothing_any_more() -> None:
    node = opened(terms(rule="unanimity"))
    suggested(node, BADGES)
    suggested(node, BADGES, "ni")
    left = terms(2, rule="unanimity", parties=parties(without="ni"), seats=[seats(bcs=1, pool=2), terms().seats[1]])
    quotas = {"iop": 1, "bcs": 1}
    left = left.model_copy(
        update={"seats": [left.seats[0], left.seats[1].model_copy(update={"quotas": quotas, "pool": 2})]}
    )
    node.hear(AmendAgreement(subject=EVENT, terms=left))
    node.hear(take(BADGES))
    assert event(node).terms.version == 3
