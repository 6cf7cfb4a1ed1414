"""The lead's decisions on places: granted, waiting or refused; given back, promoted, returned."""

from datetime import timedelta

import pytest
from support.events.scenes import (
    DAY,
    EVENT,
    accept,
    answered,
    asked,
    blocks,
    circle,
    event,
    lead,
    opened,
    part,
    parties,
    place,
    proposed,
    pseudonym,
    release,
    request,
    seats,
    terms,
)
from support.speaking import Node, letters, said

from kith_chassis.decision import MOST_MESSAGES, NOTHING, Decision
from kith_commons.places.allotment import MOST_WAITING, Allotment, Waiting
from kith_contracts.erasure import ForgetPseudonym, PseudonymForgotten
from kith_contracts.events.agreements import AgreementStatusChanged, AmendAgreement, EventPublished, ReturnSeats
from kith_contracts.events.leads import EventAgreed
from kith_contracts.events.places import PlaceDecided
from kith_contracts.events.terms import EventTerms
from kith_events.places import division
from kith_events.places import lead as places_lead

RETURN = ReturnSeats(event=EVENT)
RETURN_DAY = DAY - timedelta(days=14)


def refused(node: Node, who: int, body: str, name: str = "lectures", number: int = 1) -> tuple[str, bool]:
    """The code of a refusal, and whether it comes with a sentence."""
    (letter,) = letters(node.hear(request(who, name, number), body))
    answer = letter.message
    assert isinstance(answer, PlaceDecided)
    assert (letter.to, answer.status, answer.number) == (body, "refused", number)
    return answer.code, bool(answer.sentence)


def told(decision: Decision) -> list[tuple[str, str, int, int]]:
    """To whom which status is said, of which number and in which version."""
    found: list[tuple[str, str, int, int]] = []
    for letter in letters(decision):
        answer = letter.message
        if isinstance(answer, AgreementStatusChanged | EventAgreed):
            continue
        assert isinstance(answer, PlaceDecided)
        found.append((letter.to, answer.status, answer.number, answer.version))
    return found


def crowd(node: Node, many: int, places: Allotment) -> None:
    """Have so many people of BCS wait for each part, of which these are the places."""
    queue = tuple(Waiting(f"{pseudonym(number)}/1/1/{number + 1}", "bcs") for number in range(many))
    crowded = places.model_copy(update={"waiting": queue})
    node.states[event(node).path] = event(node).but(places={"lectures": crowded, "dinner": crowded})


def amended(node: Node, text: EventTerms) -> None:
    node.hear(AmendAgreement(subject=EVENT, terms=text))


# Asked


def test_a_body_fills_its_quota_then_the_pool_then_waits() -> None:
    node = opened()
    assert asked(node, "bcs", 1, 2, 3) == ["granted", "granted", "waiting"]
    assert asked(node, "ni", 4, 5) == ["granted", "waiting"]
    assert event(node).places["lectures"].held == {"bcs": 2, "ni": 1}


def test_each_answer_goes_to_the_home_that_asked_and_to_nobody_else() -> None:
    assert told(opened().hear(request(1), "bcs")) == [("bcs", "granted", 1, 1)]


def test_the_public_hears_words_and_only_when_they_change() -> None:
    node = opened(terms(parts=[part(capacity=6)], seats=[seats(pool=6)]))
    faces = [said(node.hear(request(who), "bcs"), EventPublished) for who in (1, 2, 3, 4, 5)]
    (changed,) = [face for found in faces for face in found]
    assert {each.part: each.places for each in changed.availability} == {"lectures": "few"}
    (changed,) = said(node.hear(request(6), "ni"), EventPublished)
    assert {each.part: each.places for each in changed.availability} == {"lectures": "full"}
    assert not said(node.hear(request(7), "ni"), EventPublished)


def test_the_same_request_gets_the_same_answer_and_takes_no_second_place() -> None:
    node = opened()
    node.hear(request(1), "bcs")
    again = node.hear(request(1), "bcs")
    assert (told(again), again.states) == ([("bcs", "granted", 1, 1)], ())
    assert event(node).places["lectures"].granted == 1


def test_a_place_that_is_held_is_confirmed_to_a_later_request_and_outlives_the_release_of_the_earlier() -> None:
    node = opened()
    node.hear(request(1), "bcs")
    assert told(node.hear(request(1, number=2), "bcs")) == [("bcs", "granted", 2, 1)]
    assert not node.hear(release(1, number=1), "bcs").says
    assert place(node, 1).status == "granted"


def test_who_asks_again_while_waiting_goes_to_the_end_of_the_queue() -> None:
    node = opened()
    assert asked(node, "bcs", 1, 2, 3, 4) == ["granted", "granted", "waiting", "waiting"]
    assert told(node.hear(request(3, number=2), "bcs")) == [("bcs", "waiting", 2, 2)]
    assert told(node.hear(release(1), "bcs"))[1] == ("bcs", "granted", 1, 2)
    assert (place(node, 4).status, place(node, 3).status) == ("granted", "waiting")


def test_a_request_that_is_older_than_the_last_is_not_answered() -> None:
    node = opened()
    node.hear(request(1, number=2), "bcs")
    assert node.hear(request(1, number=1), "bcs") == NOTHING


def test_nobody_asks_or_gives_back_under_the_pseudonym_of_another_body() -> None:
    node = opened()
    node.hear(request(1), "bcs")
    assert node.hear(request(1, number=2), "ni") == NOTHING
    assert node.hear(release(1), "ni") == NOTHING
    assert place(node, 1).status == "granted"


# Refused


def test_an_event_that_is_not_here() -> None:
    assert refused(lead(), 1, "bcs") == ("event-unknown", True)
    assert not lead().hear(release(1), "bcs").says


def test_an_event_that_is_not_open_yet() -> None:
    assert refused(proposed(), 1, "bcs") == ("event-not-open", True)


def test_a_body_that_is_no_party() -> None:
    assert refused(opened(), 1, "ons") == ("body-not-party", True)


def test_nothing_is_kept_of_what_a_stranger_asks_or_gives_up_or_has_forgotten() -> None:
    """Every body may write to an inbox: one that takes no part could fill the lead's database."""
    node = opened()
    before = dict(node.states)
    forget = ForgetPseudonym(subject=EVENT, pseudonym=pseudonym(3), parts=["lectures"])
    for message, answer in ((request(1), PlaceDecided), (release(2), None), (forget, PseudonymForgotten)):
        decision = node.hear(message, "ons")
        assert [type(each.message) for each in letters(decision)] == ([answer] if answer else [])
    assert node.states == before


def test_a_part_that_there_is_not() -> None:
    node = opened()
    assert refused(node, 1, "bcs", "dinner") == ("part-unknown", True)
    assert not node.hear(release(1, "dinner"), "bcs").says


def test_a_part_that_has_begun() -> None:
    node = opened()
    decision = node.hear(request(1), "bcs", now=DAY)
    assert [answer.code for answer in said(decision, PlaceDecided)] == ["event-over"]


def test_an_event_whose_hosts_agree_on_a_change() -> None:
    node = opened()
    amended(node, terms(2, cost_pence=1))
    assert refused(node, 1, "bcs") == ("agreement-reopened", True)


def test_a_waiting_list_that_is_full() -> None:
    node = opened()
    asked(node, "bcs", 1, 2)
    full = tuple(Waiting(f"{number}/1/1", "bcs") for number in range(MOST_WAITING))
    places = event(node).places
    crowded = places["lectures"].model_copy(update={"waiting": full})
    node.states[event(node).path] = event(node).but(places={**places, "lectures": crowded})
    assert refused(node, 3, "bcs") == ("waiting-list-full", True)


def test_who_was_refused_may_ask_again_and_then_gets_a_place() -> None:
    node = opened()
    amended(node, terms(2, cost_pence=1))
    assert refused(node, 1, "bcs") == ("agreement-reopened", True)
    accept(node, terms(2, cost_pence=1))
    assert told(node.hear(request(1, number=2), "bcs")) == [("bcs", "granted", 2, 2)]
    assert place(node, 1).code == ""


# Given back


def test_a_place_of_the_quota_goes_to_the_own_body_and_one_of_the_pool_to_the_first_of_all() -> None:
    node = opened()
    asked(node, "bcs", 1, 2)
    asked(node, "ni", 3, 4)
    asked(node, "bcs", 5)
    assert told(node.hear(release(3), "ni")) == [("ni", "released", 1, 2), ("ni", "granted", 1, 2)]
    assert told(node.hear(release(1), "bcs")) == [("bcs", "released", 1, 2), ("bcs", "granted", 1, 2)]
    assert {who: place(node, who).status for who in (4, 5)} == {4: "granted", 5: "granted"}


def test_who_stops_waiting_is_out_of_the_queue() -> None:
    node = opened()
    asked(node, "bcs", 1, 2, 3, 4)
    node.hear(release(3), "bcs")
    node.hear(release(1), "bcs")
    assert {who: place(node, who).status for who in (3, 4)} == {3: "released", 4: "granted"}


def test_a_release_that_overtakes_its_request_makes_it_void() -> None:
    node = opened()
    assert not node.hear(release(1), "bcs").says
    assert told(node.hear(request(1), "bcs")) == [("bcs", "released", 1, 1)]
    assert event(node).places["lectures"].granted == 0


def test_a_release_a_second_time_gives_back_nothing() -> None:
    node = opened()
    asked(node, "bcs", 1, 2)
    node.hear(release(1), "bcs")
    assert node.hear(release(1), "bcs") == NOTHING
    assert event(node).places["lectures"].granted == 1


def test_while_the_hosts_agree_on_a_change_a_place_is_taken_back_and_given_to_nobody() -> None:
    node = opened()
    asked(node, "bcs", 1, 2, 3)
    amended(node, terms(2, cost_pence=1))
    assert told(node.hear(release(1), "bcs")) == [("bcs", "released", 1, 2)]
    assert place(node, 3).status == "waiting"
    accept(node, terms(2, cost_pence=1), "iop", "bcs")
    assert told(node.hear(answered(terms(2, cost_pence=1), by="ni"), "ni")) == [("bcs", "granted", 1, 2)]
    assert place(node, 3).status == "granted"


def test_when_a_part_has_begun_a_place_that_comes_free_is_given_to_nobody() -> None:
    node = opened()
    asked(node, "bcs", 1, 2, 3)
    assert told(node.hear(release(1), "bcs", now=DAY)) == [("bcs", "released", 1, 2)]


# Divided anew


def test_more_places_go_to_who_waits_when_all_have_agreed_and_not_before() -> None:
    node = opened()
    asked(node, "bcs", 1, 2, 3)
    more = terms(2, seats=[seats(bcs=2, ni=1), blocks()])
    decision = node.hear(AmendAgreement(subject=EVENT, terms=more))
    assert not said(decision, PlaceDecided)
    assert told(node.hear(answered(more, "network", by="bcs"), "bcs")) == [("bcs", "granted", 1, 2)]


def test_nobody_moves_for_a_text_that_is_withdrawn() -> None:
    node = opened()
    asked(node, "bcs", 1, 2, 3)
    amended(node, terms(2, seats=[seats(bcs=9, ni=1, pool=0), blocks()]))
    amended(node, terms(3))
    accept(node, terms(3))
    assert place(node, 3).status == "waiting"
    assert event(node).places["lectures"].places == 3


def test_nobody_who_has_a_place_loses_it() -> None:
    node = opened()
    asked(node, "bcs", 1, 2)
    less = terms(2, seats=[seats(bcs=1, pool=0), blocks()])
    assert node.refusal(AmendAgreement(subject=EVENT, terms=less)) == ("seats-below-granted", "terms.seats.0.pool")


def test_a_part_that_people_have_asked_for_stays() -> None:
    node = opened(terms(parts=[part(), part("dinner")], seats=[seats(bcs=1, ni=1), seats("dinner")]))
    asked(node, "bcs", 1, name="dinner")
    without = terms(2, parts=[part()], seats=[seats(bcs=1, ni=1)])
    assert node.refusal(AmendAgreement(subject=EVENT, terms=without)) == ("part-in-use", "terms.plan.parts.dinner")
    node.hear(release(1, "dinner"), "bcs")
    node.hear(AmendAgreement(subject=EVENT, terms=without))
    accept(node, without)
    assert set(event(node).places) == {"lectures"}
    assert refused(node, 1, "bcs", "dinner", number=2) == ("part-unknown", True)


def test_who_waits_with_a_body_that_leaves_is_told_so_and_who_has_a_place_keeps_it() -> None:
    node = opened()
    asked(node, "bcs", 1, 2)
    assert asked(node, "ni", 3, 4) == ["granted", "waiting"]
    without = terms(2, parties=parties(without="ni"), seats=[seats(bcs=1, pool=2), blocks(iop=1, bcs=1)])
    amended(node, without)
    assert place(node, 4).status == "waiting"
    accept(node, without)
    assert (place(node, 3).status, place(node, 4).status, place(node, 4).code) == (
        "granted",
        "refused",
        "body-not-party",
    )
    assert told(node.hear(release(3), "ni")) == [("ni", "released", 1, 2)]


def test_a_part_that_has_begun_is_divided_without_anybody_moving() -> None:
    node = opened()
    asked(node, "bcs", 1, 2, 3)
    more = terms(2, seats=[seats(bcs=5, ni=1), blocks()])
    node.hear(AmendAgreement(subject=EVENT, terms=more), now=DAY)
    decision = node.hear(answered(more, "network", by="bcs"), "bcs", now=DAY)
    assert (said(decision, PlaceDecided), place(node, 3).status) == ([], "waiting")


def test_so_many_do_not_move_at_once_that_one_decision_could_not_say_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(division, "MOST_MOVES", 5)
    node = opened()
    crowd(node, 3, Allotment(capacity=1))
    parts = [part(capacity=100), part("dinner", capacity=100), circle()]
    more = terms(2, parts=parts, seats=[seats(pool=100), seats("dinner", pool=100), blocks()])
    assert node.refusal(AmendAgreement(subject=EVENT, terms=more)) == ("too-many-at-once", "terms.seats")


# Returned


def test_unused_places_go_to_the_pool_on_their_day_and_to_who_waits() -> None:
    node = opened()
    asked(node, "bcs", 1, 2, 3)
    decision = node.hear(RETURN, now=RETURN_DAY)
    assert [(each.status, each.version) for each in said(decision, PlaceDecided)] == [("granted", 2)]
    assert not said(decision, EventPublished), "of three places it is never told how many are free"
    assert asked(node, "ni", 4) == ["waiting"]


def test_each_part_is_returned_and_a_second_return_changes_nothing() -> None:
    node = opened()
    node.hear(RETURN, now=RETURN_DAY)
    assert [(each.quotas, each.pool, each.returned) for each in event(node).places.values()] == [({}, 3, True)]
    assert node.hear(RETURN, now=RETURN_DAY) == NOTHING


def test_a_return_that_is_fired_early_is_put_back() -> None:
    decision = opened().hear(RETURN, now=RETURN_DAY - timedelta(seconds=1))
    assert [(due.at, due.command) for due in decision.due] == [(RETURN_DAY, RETURN)]
    assert not decision.states


def test_a_return_for_an_event_that_is_not_here_changes_nothing() -> None:
    assert lead().hear(RETURN) == NOTHING


def test_a_return_to_more_than_one_decision_can_tell_goes_on_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places_lead, "MOST_MOVES", 5)
    node = opened()
    crowd(node, 3, Allotment(capacity=9, quotas={"ni": 9}))
    first = node.hear(RETURN, now=RETURN_DAY)
    assert said(first, ReturnSeats) == [RETURN]
    second = node.hear(RETURN, now=RETURN_DAY)
    assert not said(second, ReturnSeats)
    assert [len(said(each, PlaceDecided)) for each in (first, second)] == [3, 3]


def test_the_most_that_moves_at_once_can_be_said_at_once() -> None:
    assert max(division.MOST_MOVES, MOST_WAITING) + 10 < MOST_MESSAGES


@pytest.mark.parametrize("body", ["bcs", "ni"])
def test_granted_and_free_make_the_places(body: str) -> None:
    node = opened()
    for who in range(6):
        node.hear(request(who), body)
        node.hear(release(who // 2), body)
        lectures = event(node).places["lectures"]
        assert (lectures.granted + lectures.free, lectures.places) == (3, 3)
        assert min(lectures.granted, lectures.free) >= 0
