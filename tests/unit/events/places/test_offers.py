"""Offers of places: made by the lead, accepted at home, passed on when they run out."""

from datetime import datetime, timedelta

import pytest
from support.events.scenes import (
    DAY,
    EVENT,
    PERSON,
    accept,
    asked,
    event,
    home,
    opened,
    part,
    parties,
    place,
    pseudonym,
    release,
    request,
    terms,
)
from support.speaking import NOW, Node, letters, said

from kith_chassis.decision import NOTHING
from kith_commons.places.offers import GRACE
from kith_contracts.events.agreements import AmendAgreement, ReturnSeats
from kith_contracts.events.places import (
    AcceptOffers,
    AskForPlaces,
    EndOffers,
    GiveUpPlaces,
    PlaceDecided,
    RegistrationUpdated,
    ReleasePlace,
    RequestPlace,
    TakeOffer,
)
from kith_contracts.events.terms import EventTerms, Seats
from kith_events.places import offers_lead

TWO_DAYS = timedelta(hours=48)
UNTIL = NOW + TWO_DAYS
LATE = UNTIL + GRACE
END = EndOffers(event=EVENT)


def text(version: int = 1, hours: int = 48, **changes: object) -> EventTerms:
    """One place for each of BCS and NI, and one in the pool."""
    places = Seats(part="lectures", pool=1, quotas={"bcs": 1, "ni": 1}, offer_hours=hours)
    return terms(version, **{"parts": [part()], "seats": [places], **changes})


def offered() -> Node:
    """1 and 2 of BCS had places and 3 and 4 waited; then 1 has given the place back."""
    node = opened(text())
    assert asked(node, "bcs", 1, 2, 3, 4) == ["granted", "granted", "waiting", "waiting"]
    node.hear(release(1), "bcs")
    return node


def yes(who: int, number: int = 1) -> TakeOffer:
    return TakeOffer(event=EVENT, part="lectures", pseudonym=pseudonym(who), number=number)


# At the lead


def test_what_comes_free_is_offered_to_the_first_who_waits_with_the_time_to_say_yes() -> None:
    node = opened(text())
    asked(node, "bcs", 1, 2, 3, 4)
    decision = node.hear(release(1), "bcs")
    answer = said(decision, PlaceDecided)[1]
    assert (answer.pseudonym, answer.status, answer.until, answer.version) == (pseudonym(3), "offered", UNTIL, 2)
    assert [(due.at, due.command) for due in decision.due] == [(LATE, END)]
    assert place(node, 4).status == "waiting"


def test_a_yes_grants_it_and_a_second_yes_hears_the_same() -> None:
    node = offered()
    (answer,) = said(node.hear(yes(3), "bcs"), PlaceDecided)
    assert (answer.status, answer.until, answer.version) == ("granted", None, 3)
    assert event(node).places["lectures"].offers == ()
    assert said(node.hear(yes(3), "bcs"), PlaceDecided) == [answer]


def test_asking_again_is_a_yes_too() -> None:
    node = offered()
    (answer,) = said(node.hear(request(3, number=2), "bcs"), PlaceDecided)
    assert (answer.status, answer.number) == ("granted", 2)
    assert said(node.hear(request(3), "bcs"), PlaceDecided) == []


def test_a_no_passes_it_on() -> None:
    node = offered()
    node.hear(release(3), "bcs")
    assert (place(node, 3).status, place(node, 4).status) == ("released", "offered")


def test_nobody_accepts_for_another_body_nor_what_was_never_offered() -> None:
    node = offered()
    assert node.refusal(yes(3), "ni") == ("offer-unknown", "pseudonym")
    assert node.refusal(yes(9), "bcs") == ("offer-unknown", "pseudonym")
    assert place(node, 3).status == "offered"
    assert [each.status for each in said(node.hear(yes(4), "bcs"), PlaceDecided)] == ["waiting"]


def test_a_yes_to_an_earlier_request_changes_nothing() -> None:
    assert offered().hear(yes(3, number=2), "bcs") == NOTHING


def test_what_runs_out_goes_to_the_next_and_the_home_hears_why() -> None:
    node = offered()
    decision = node.hear(END, now=LATE)
    over, following = said(decision, PlaceDecided)
    assert (over.pseudonym, over.status, over.code, over.version) == (pseudonym(3), "refused", "offer-ended", 3)
    assert (following.pseudonym, following.status, following.until) == (pseudonym(4), "offered", LATE + TWO_DAYS)
    assert [due.at for due in decision.due] == [LATE + TWO_DAYS + GRACE]
    assert node.hear(END, now=LATE) == NOTHING


def test_a_yes_in_the_last_minutes_counts_and_one_after_the_end_hears_that_it_is_over() -> None:
    node = offered()
    assert place(node, 3).until == UNTIL
    (answer,) = said(node.hear(yes(3), "bcs", now=LATE - timedelta(seconds=1)), PlaceDecided)
    assert answer.status == "granted"
    node = offered()
    node.hear(END, now=LATE)
    (answer,) = said(node.hear(yes(3), "bcs", now=LATE), PlaceDecided)
    assert (answer.status, answer.code) == ("refused", "offer-ended")


def test_an_end_that_is_told_too_early_is_put_back_and_without_offers_it_is_nothing() -> None:
    decision = offered().hear(END, now=UNTIL)
    assert ([(due.at, due.command) for due in decision.due], decision.states) == ([(LATE, END)], ())
    assert offered().hear(END) == NOTHING
    assert opened(text()).hear(END) == NOTHING


def test_while_the_hosts_agree_on_a_change_an_offer_ends_and_none_is_made_and_a_yes_still_counts() -> None:
    node = offered()
    node.hear(AmendAgreement(subject=EVENT, terms=text(2, cost_pence=1)))
    assert [each.status for each in said(node.hear(yes(3), "bcs"), PlaceDecided)] == ["granted"]
    node = offered()
    node.hear(AmendAgreement(subject=EVENT, terms=text(2, cost_pence=1)))
    assert [each.status for each in said(node.hear(END, now=LATE), PlaceDecided)] == ["refused"]
    assert place(node, 4).status == "waiting"
    lectures = event(node).places["lectures"]
    assert (lectures.granted, lectures.free, len(lectures.waiting)) == (1, 2, 1)
    accept(node, text(2, cost_pence=1))
    assert place(node, 4).status == "offered"


def test_close_to_the_start_offers_are_short_and_then_a_place_is_granted() -> None:
    node = opened(text())
    asked(node, "bcs", 1, 2, 3, 4)
    node.hear(release(1), "bcs", now=DAY - timedelta(hours=10))
    assert place(node, 3).until == DAY - timedelta(hours=5)
    node.hear(release(2), "bcs", now=DAY - timedelta(minutes=50))
    assert place(node, 4).status == "granted"


def test_when_the_part_has_begun_a_yes_is_too_late_and_hears_that() -> None:
    node = opened(text())
    asked(node, "bcs", 1, 2, 3)
    node.hear(release(1), "bcs", now=DAY - timedelta(hours=2))
    offer = place(node, 3).version
    (answer,) = said(node.hear(yes(3), "bcs", now=DAY), PlaceDecided)
    assert (answer.status, answer.code, answer.version) == ("refused", "offer-ended", offer + 1)
    assert place(node, 3).status == "refused"
    assert node.hear(END, now=DAY + GRACE) == NOTHING


def test_returned_places_are_offered_too() -> None:
    node = opened(text())
    asked(node, "bcs", 1, 2, 3)
    decision = node.hear(ReturnSeats(event=EVENT), now=DAY - timedelta(days=14))
    assert [each.status for each in said(decision, PlaceDecided)] == ["offered"]
    assert [type(due.command) for due in decision.due] == [EndOffers]


def test_an_offer_to_a_body_that_leaves_ends() -> None:
    node = opened(text())
    asked(node, "ni", 1, 2, 3)
    node.hear(release(1), "ni")
    assert place(node, 3).status == "offered"
    places = Seats(part="lectures", pool=2, quotas={"bcs": 1})
    without = text(2, parties=parties(without="ni"), seats=[places])
    node.hear(AmendAgreement(subject=EVENT, terms=without))
    accept(node, without)
    assert (place(node, 3).status, place(node, 3).code, place(node, 3).version) == ("refused", "body-not-party", 3)
    assert event(node).places["lectures"].offers == ()


def test_more_offers_than_one_decision_can_end_go_on_by_themselves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(offers_lead, "MOST_AT_ONCE", 1)
    node = offered()
    node.hear(release(2), "bcs")
    assert [place(node, who).status for who in (3, 4)] == ["offered", "offered"]
    assert said(node.hear(END, now=LATE), EndOffers) == [END]
    node.hear(END, now=LATE)
    assert [place(node, who).status for who in (3, 4)] == ["refused", "refused"]


# At home


def waiting() -> tuple[Node, str]:
    """Someone of BCS who waits, and the pseudonym."""
    node = home(text=text())
    (asking,) = letters(node.hear(AskForPlaces(person=PERSON, event=EVENT, parts=["lectures"])))
    assert isinstance(asking.message, RequestPlace)
    return node, asking.message.pseudonym


def decided(alias: str, version: int, status: str, **more: object) -> PlaceDecided:
    place = {"event": EVENT, "part": "lectures", "pseudonym": alias, "number": 1}
    return PlaceDecided(**place, version=version, status=status, **more)


def with_offer() -> tuple[Node, str]:
    node, alias = waiting()
    node.hear(decided(alias, 1, "waiting"), "iop")
    node.hear(decided(alias, 2, "offered", until=UNTIL), "iop")
    return node, alias


def accepting(now: datetime = NOW, node: Node | None = None) -> tuple[str, str]:
    command = AcceptOffers(person=PERSON, event=EVENT, parts=["lectures"])
    return (node or with_offer()[0]).refusal(command, now=now)


def test_an_offer_is_news_with_its_time() -> None:
    node, alias = waiting()
    node.hear(decided(alias, 1, "waiting"), "iop")
    (fact,) = said(node.hear(decided(alias, 2, "offered", until=UNTIL), "iop"), RegistrationUpdated)
    assert [(each.status, each.until) for each in fact.parts] == [("offered", UNTIL)]
    assert fact.decision == 2


def test_a_yes_goes_to_the_lead_and_is_news_when_the_lead_confirms_it() -> None:
    node, alias = with_offer()
    decision = node.hear(AcceptOffers(person=PERSON, event=EVENT, parts=["lectures"]))
    assert [each.message for each in letters(decision)] == [
        TakeOffer(event=EVENT, part="lectures", pseudonym=alias, number=1)
    ]
    assert [fact.decision for fact in said(decision, RegistrationUpdated)] == [2]
    (fact,) = said(node.hear(decided(alias, 3, "granted"), "iop"), RegistrationUpdated)
    assert ([each.status for each in fact.parts], fact.decision) == (["granted"], 3)


def test_a_no_gives_it_back() -> None:
    node, _ = with_offer()
    decision = node.hear(GiveUpPlaces(person=PERSON, event=EVENT, parts=["lectures"]))
    assert [type(each.message) for each in letters(decision)] == [ReleasePlace]
    assert [fact.decision for fact in said(decision, RegistrationUpdated)] == [2]


def test_an_offer_that_comes_after_the_person_gave_up_is_given_back() -> None:
    node, alias = waiting()
    node.hear(GiveUpPlaces(person=PERSON, event=EVENT, parts=["lectures"]))
    decision = node.hear(decided(alias, 1, "offered", until=UNTIL), "iop")
    assert [type(each.message) for each in letters(decision)] == [ReleasePlace]


def test_what_has_run_out_cannot_be_accepted() -> None:
    assert accepting(UNTIL) == ("offer-ended", "parts.0")
    node, alias = with_offer()
    ended = decided(alias, 3, "refused", code="offer-ended", sentence="It is over.")
    assert [fact.decision for fact in said(node.hear(ended, "iop"), RegistrationUpdated)] == [3]
    assert accepting(node=node) == ("offer-ended", "parts.0")


def test_nobody_accepts_what_is_not_offered() -> None:
    assert accepting(node=waiting()[0]) == ("not-offered", "parts.0")
    assert accepting(node=home(text=text())) == ("not-registered", "parts.0")
