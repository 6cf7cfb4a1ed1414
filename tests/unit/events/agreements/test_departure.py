"""Who takes part no longer: the rest is split anew by the rule, its people hear of it; the lead calls off; it ends."""

from datetime import timedelta
from typing import Any

import pytest
from support.events.scenes import (
    EVENT,
    PERSON,
    accept,
    answered,
    asked,
    circle,
    event,
    home,
    lead,
    opened,
    part,
    parties,
    place,
    proposed,
    request,
    seats,
    terms,
)
from support.speaking import Node, letters, said

from kith_chassis.decision import NOTHING
from kith_commons.agreement.agreement import hash_of, missing, status
from kith_commons.agreement.differences import changes
from kith_contracts.events.agreements import (
    AgreementProposed,
    AgreementStatusChanged,
    AgreementUpdated,
    AgreementWithdrawn,
    AmendAgreement,
    AnswerAgreement,
    DraftAgreement,
    EndEvent,
    EventPublished,
    ProposeAgreement,
    WithdrawAgreement,
)
from kith_contracts.events.codes import CallBlocks
from kith_contracts.events.details import CloseDetails, RecordKey
from kith_contracts.events.places import AskForPlaces, LeaveEvent, PlaceDecided, RegistrationUpdated, ReleasePlace
from kith_contracts.events.terms import EventTerms, Party
from kith_events.agreements.departure import without
from kith_events.agreements.faults.text import fault
from kith_events.agreements.versions import KEPT, Text, text_at
from kith_events.event.lead import JointEvent
from kith_events.event.party import Proposal
from kith_events.event.template import JOINT_EVENT
from kith_events.handlers import HANDLERS
from kith_events.places.registration import Registration

BODIES = ("iop", "bcs", "ni")
WITHDRAWN = AgreementWithdrawn(subject=EVENT, why="No time this year.")
WITHDRAW = WithdrawAgreement(subject=EVENT, why="No time this year.")


def shares(text: EventTerms) -> dict[str, tuple[int, int]]:
    return {party.body: (party.cash_percent, party.kind_percent) for party in text.parties}


# Drafts


def test_a_draft_is_seen_by_nobody_and_proposed_as_it_is() -> None:
    node = lead()
    for cost in (1, 90_000):
        decision = node.hear(DraftAgreement(subject=EVENT, terms=terms(cost_pence=cost)))
        assert not letters(decision)
        assert [fact.status for fact in said(decision, AgreementUpdated)] == ["drafted"]
    assert node.refusal(AmendAgreement(subject=EVENT, terms=terms(2))) == ("agreement-not-proposed", "subject")
    decision = node.hear(ProposeAgreement(subject=EVENT))
    assert {each.terms.cost_pence for each in said(decision, AgreementProposed)} == {90_000}
    assert status(event(node).agreement) == "proposed"
    assert node.refusal(DraftAgreement(subject=EVENT, terms=terms())) == ("slug-taken", "subject")
    accept(node, terms())
    assert event(node).open


def test_a_draft_has_no_fault_and_nothing_is_proposed_without_a_text() -> None:
    node = lead()
    assert node.refusal(ProposeAgreement(subject=EVENT)) == ("no-draft", "terms")
    wrong = terms(parties=parties(Party(body="wise")))
    assert node.refusal(DraftAgreement(subject=EVENT, terms=wrong)) == ("body-unknown", "terms.parties.3.body")
    assert not node.all(JointEvent)


# The text without a party


@pytest.mark.parametrize(
    ("rule", "lectures", "circle"),
    [
        ("lead", ({"ni": 1}, 2), ({"iop": 1, "ni": 1}, 2)),
        ("majority", ({"ni": 2}, 1), ({"iop": 2, "ni": 1}, 1)),
        ("unanimity", ({"ni": 2}, 1), ({"iop": 2, "ni": 1}, 1)),
    ],
)
def test_who_leaves_frees_shares_and_places(rule: str, lectures: Any, circle: Any) -> None:
    own = [Party(body="iop", cash_percent=60, kind_percent=10), Party(body="bcs", cash_percent=40)]
    text = terms(rule=rule, parties=[*own, Party(body="ni", kind_percent=90)])
    after = without(text, "bcs")
    assert (after.version, shares(after)) == (2, {"iop": (100, 10), "ni": (0, 90)})
    assert [(each.quotas, each.pool) for each in after.seats] == [lectures, circle]


def test_all_bear_what_is_freed_in_proportion_in_whole_percents() -> None:
    three = [Party(body=body, cash_percent=share) for body, share in (("iop", 34), ("bcs", 33), ("rsc", 23))]
    text = terms(rule="unanimity", parties=[*three, Party(body="ni", cash_percent=10)])
    assert shares(without(text, "ni")) == {"iop": (38, 0), "bcs": (37, 0), "rsc": (25, 0)}
    alone = without(without(without(text, "ni"), "bcs"), "rsc")
    assert shares(alone) == {"iop": (100, 0)}


def test_what_who_leaves_would_have_received_the_lead_receives() -> None:
    text = terms(parts=[part(host="bcs"), circle(host="ni")])
    after = without(text, "bcs")
    assert [each.host for each in after.plan.parts] == [None, "ni"]
    assert fault(text, BODIES, EVENT) is fault(after, BODIES, EVENT) is None


# The lead hears of it


def test_a_withdrawal_makes_the_next_text_for_those_who_stay_and_only_whom_it_touches_answer_again() -> None:
    node = opened()
    decision = node.hear(WITHDRAWN, "bcs")
    text = event(node).terms
    assert (text.version, shares(text)) == (2, {"iop": (100, 0), "ni": (0, 0)})
    assert [letter.to for letter in letters(decision) if isinstance(letter.message, AgreementProposed)] == ["iop", "ni"]
    to_bcs = [type(each.message) for each in letters(decision) if each.to == "bcs"]
    assert to_bcs == [
        AgreementStatusChanged,
        CallBlocks,
    ]
    assert missing(event(node).agreement) == [("iop", "body"), ("iop", "network"), ("ni", "network")]
    assert [face.status for face in said(decision, EventPublished)] == ["reopened"]
    assert said(decision, AgreementUpdated)[0].departed == {"bcs": "No time this year."}
    assert node.hear(WITHDRAWN, "bcs") == NOTHING


def test_its_people_keep_their_places_and_who_waits_is_told_no() -> None:
    node = opened()
    assert asked(node, "bcs", 1, 2, 3) == ["granted", "granted", "waiting"]
    node.hear(WITHDRAWN, "bcs")
    text = event(node).terms
    node.hear(answered(text, "body"), "iop")
    node.hear(answered(text, "network"), "iop")
    decision = node.hear(answered(text, "network", by="ni"), "ni")
    assert [(each.status, each.code) for each in said(decision, PlaceDecided)] == [("refused", "body-not-party")]
    assert event(node).open
    lectures = event(node).places["lectures"]
    assert (lectures.held, lectures.quotas, lectures.pool) == ({"bcs": 2}, {"ni": 1}, 2)
    assert [place(node, who).status for who in (1, 2)] == ["granted", "granted"]
    assert said(node.hear(request(4), "bcs"), PlaceDecided)[0].code == "body-not-party"


def test_who_withdrew_may_be_asked_again_and_answers_anew() -> None:
    node = opened()
    node.hear(WITHDRAWN, "bcs")
    node.hear(AmendAgreement(subject=EVENT, terms=terms(3)))
    assert event(node).departed == {}
    assert ("bcs", "body") in missing(event(node).agreement)
    accept(node, terms(3))
    assert event(node).open


def test_who_has_left_hears_that_what_it_had_sent_is_destroyed() -> None:
    text = terms(data_fields=["diet"], leaving="kept")
    node = opened(text)
    node.hear(RecordKey(event=EVENT, public="A" * 43, status="made"))
    node.hear(WITHDRAWN, "bcs")
    node.hear(CloseDetails(event=EVENT), now=text.data_closes)
    decision = node.hear(RecordKey(event=EVENT, public="A" * 43, status="destroyed"), now=text.data_closes)
    assert [letter.to for letter in letters(decision)] == ["iop", "ni", "bcs"]


def test_of_an_event_that_is_called_off_nothing_is_sent_for_the_door() -> None:
    node = opened(terms(data_fields=["diet"]))
    (face,) = said(node.hear(RecordKey(event=EVENT, public="A" * 43, status="made")), EventPublished)
    assert face.details
    (face,) = said(node.hear(WITHDRAW), EventPublished)
    assert (face.status, face.details) == ("cancelled", None)


# Home leaves


def withdrawing() -> Node:
    node = home()
    node.hear(AskForPlaces(person=PERSON, event=EVENT, parts=["lectures"]))
    granted = PlaceDecided(
        event=EVENT, part="lectures", pseudonym=registration(node).pseudonym, number=1, version=1, status="granted"
    )
    node.hear(granted, "iop")
    return node


def registration(node: Node) -> Registration:
    (found,) = node.all(Registration)
    return found  # type: ignore[no-any-return]


def left(node: Node, text: int = 2) -> list[Any]:
    """The lead's word that we are no party any more, and all that follows."""
    decision = node.hear(AgreementStatusChanged(subject=EVENT, text=text, status="left", version=20), "iop")
    going_on = said(decision, LeaveEvent)
    found: list[Any] = []
    while going_on:
        decisions = [node.hear(each) for each in going_on]
        going_on = [each for one in decisions for each in said(one, LeaveEvent)]
        found += [each for one in decisions for each in said(one, RegistrationUpdated)]
        found += [each for one in decisions for each in said(one, ReleasePlace)]
    return found


def test_a_party_that_withdraws_says_so_to_the_lead_and_answers_nothing_more() -> None:
    node = home()
    decision = node.hear(WITHDRAW)
    assert [(letter.to, letter.message) for letter in letters(decision)] == [("iop", WITHDRAWN)]
    assert [fact.status for fact in said(decision, AgreementUpdated)] == ["withdrawn"]
    assert node.refusal(WITHDRAW) == ("body-not-party", "subject")
    answer = AnswerAgreement(subject=EVENT, hash=hash_of(terms()), on_behalf="body", answer="accepted")
    assert node.refusal(answer) == ("body-not-party", "subject")


def test_people_of_who_left_are_told_that_their_places_stay() -> None:
    node = withdrawing()
    (told,) = left(node)
    assert [(each.status, each.code) for each in told.parts] == [("granted", "place-kept")]
    assert told.decision == 2, "it is news"


def test_or_that_they_are_given_back_where_the_agreement_says_so() -> None:
    node = home(text=terms(leaving="ended"))
    node.hear(AskForPlaces(person=PERSON, event=EVENT, parts=["lectures"]))
    own = registration(node).pseudonym
    node.hear(PlaceDecided(event=EVENT, part="lectures", pseudonym=own, number=1, version=1, status="granted"), "iop")
    told, release = left(node)
    assert [(each.status, each.code) for each in told.parts] == [("released", "body-not-party")]
    assert isinstance(release, ReleasePlace)


def test_whatever_overtakes_what_a_party_knows_in_the_end_whether_it_is_one() -> None:
    node = home()
    node.hear(WITHDRAW)
    crossing = terms(2, cost_pence=1)
    node.hear(AgreementProposed(subject=EVENT, terms=crossing, hash=hash_of(crossing)), "iop")
    state: Proposal = node.state(Proposal.at(EVENT))
    assert state.status == "withdrawn"
    again = terms(4)
    node.hear(AgreementStatusChanged(subject=EVENT, text=4, status="amended", version=30), "iop")
    node.hear(AgreementProposed(subject=EVENT, terms=again, hash=hash_of(again)), "iop")
    assert node.state(Proposal.at(EVENT)).leaving
    late = node.hear(AgreementStatusChanged(subject=EVENT, text=3, status="left", version=20), "iop")
    assert not said(late, LeaveEvent)
    state = node.state(Proposal.at(EVENT))
    assert (state.left, state.leaving, state.status) == (False, False, "amended")


# Called off, and over


def test_the_lead_calls_it_off_for_everyone_and_for_good() -> None:
    node = opened()
    decision = node.hear(WITHDRAW)
    assert [face.status for face in said(decision, EventPublished)] == ["cancelled"]
    assert {(letter.to, letter.message.status) for letter in letters(decision)} == {  # type: ignore[attr-defined]
        ("iop", "withdrawn"),
        ("bcs", "withdrawn"),
        ("ni", "withdrawn"),
    }
    assert node.refusal(WITHDRAW) == ("agreement-over", "subject")
    assert node.refusal(AmendAgreement(subject=EVENT, terms=terms(2))) == ("agreement-over", "subject")
    assert node.hear(answered(terms(), by="bcs"), "bcs") == NOTHING
    assert said(node.hear(request(1), "bcs"), PlaceDecided)[0].code == "event-cancelled"


def test_what_was_never_open_is_called_off_among_its_parties_alone() -> None:
    assert not said(proposed().hear(WITHDRAW), EventPublished)


def test_people_are_told_at_home_that_it_is_called_off() -> None:
    node = home()
    face = said(opened().hear(WITHDRAW), EventPublished)[0]
    node.hear(face.model_copy(update={"version": 99}), "iop")
    assert node.refusal(AskForPlaces(person=PERSON, event=EVENT, parts=["lectures"])) == ("event-cancelled", "event")


def test_an_event_ends_when_its_day_is_over_and_not_before() -> None:
    node = opened()
    ends = terms().plan.ends
    early = node.hear(EndEvent(event=EVENT), now=ends - timedelta(minutes=1))
    assert [due.at for due in early.due] == [ends]
    decision = node.hear(EndEvent(event=EVENT), now=ends)
    assert [face.status for face in said(decision, EventPublished)] == ["ended"]
    assert status(event(node).agreement) == "ended"
    assert node.hear(EndEvent(event=EVENT), now=ends) == NOTHING
    assert proposed().hear(EndEvent(event=EVENT), now=ends) == NOTHING


# Versions side by side


def test_each_text_is_kept_and_two_can_be_compared_in_words() -> None:
    node = home()
    second = terms(2, cost_pence=100_000, seats=[seats(bcs=2, ni=1, pool=0), terms().seats[1]])
    node.hear(AgreementProposed(subject=EVENT, terms=second, hash=hash_of(second)), "iop")
    old, new = (node.state(text_at(EVENT, version)).terms for version in (1, 2))
    rest = "circle: 1 block of 4 codes for all, without offers; unused places go to all 14 days before"
    assert [
        (each.clause, each.old, each.new, each.needs, each.concerns) for each in changes(JOINT_EVENT, old, new)
    ] == [
        ("cost", "£900.00 in all", "£1,000.00 in all", "body", ["iop", "bcs", "ni"]),
        (
            "pool",
            f"lectures: 1 place for all, without offers; {rest}",
            f"lectures: 0 places for all, without offers; {rest}",
            "network",
            ["iop", "bcs", "ni"],
        ),
        (
            "seats of bcs",
            "1 place in lectures; 1 block of 4 codes in circle",
            "2 places in lectures; 1 block of 4 codes in circle",
            "network",
            ["bcs"],
        ),
    ]


def test_a_clause_that_came_or_went_is_a_difference() -> None:
    old, new = terms(), without(terms(), "ni")
    gone = {each.clause: (each.new, each.concerns) for each in changes(JOINT_EVENT, old, new) if each.new == "nothing"}
    assert gone == {"share of ni": ("nothing", []), "seats of ni": ("nothing", []), "duties of ni": ("nothing", [])}
    back = {each.clause: each.old for each in changes(JOINT_EVENT, new, old)}
    assert back["share of ni"] == "nothing"


def test_nothing_differs_from_itself() -> None:
    assert changes(JOINT_EVENT, terms(), terms(2)) == []


def test_no_lead_fills_a_database_with_texts() -> None:
    node = Node(HANDLERS, "bcs")
    for version in range(1, KEPT + 6):
        text = terms(version)
        node.hear(AgreementProposed(subject=EVENT, terms=text, hash=hash_of(text)), "iop")
    kept = [each.terms.version for each in node.all(Text)]
    assert sorted(kept) == list(range(6, KEPT + 6))
