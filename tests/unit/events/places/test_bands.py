"""Money by need: a fund names bands in its own words, and at the draw it serves them in order."""

from typing import Any, Final

import pytest
from support.events.scenes import (
    EVENT,
    PERSON,
    accept,
    event,
    home,
    opened,
    part,
    place,
    proposed,
    pseudonym,
    release,
    request,
    terms,
)
from support.speaking import Node, letters, said

from kith_commons.agreement.differences import changes
from kith_contracts.events.agreements import AmendAgreement
from kith_contracts.events.draws import DrawPlaces
from kith_contracts.events.places import AskForPlaces, GiveUpPlaces, PlaceDecided, RequestPlace
from kith_contracts.events.plan import Fund
from kith_contracts.events.terms import EventTerms, Seats
from kith_events.agreements.faults.text import fault
from kith_events.event.template import JOINT_EVENT
from kith_events.places.api import _answer
from kith_events.places.explanation import explained
from kith_events.places.place import Place
from kith_events.places.registration import Registration

BANDS: Final = ["I could not come without it", "It would make it easier", "It would be welcome"]
TRAVEL: Final = Fund(fund="travel", title="Travel", most=5000, bands=BANDS)
TWO_BANDS: Final = TRAVEL.model_copy(update={"bands": BANDS[:2]})
TALK: Final = Seats(part="talk", pool=4, offer_hours=0)
DRAWN: Final = Seats(part="travel", quotas={"ni": 1000}, pool=2000, rule="draw")


def by_need(version: int = 1, *, seats: Seats = DRAWN, fund: Fund = TRAVEL, **more: Any) -> EventTerms:
    """£30 for travel, of which £10 are kept for people of NI; drawn, and served by need."""
    fund = fund.model_copy(update={"most": 1000})
    return terms(version, parts=[part("talk")], seats=[TALK, seats], plan={"funds": [fund]}, **more)


def needs(who: int, band: int | None, pence: int = 1000, number: int = 1) -> RequestPlace:
    return request(who, "travel", number).model_copy(update={"size": pence, "band": band})


def ask(*parts: str, pence: int = 1000, **bands: int) -> AskForPlaces:
    money = {"travel": pence} if "travel" in parts else {}
    return AskForPlaces(person=PERSON, event=EVENT, parts=list(parts), pence=money, bands=bands)


def drawn(*asking: tuple[str, int]) -> Node:
    """The lead; people 1, 2, ... of these bodies in these bands asked for £10 each, and it was drawn."""
    node = opened(by_need())
    for who, (body, band) in enumerate(asking, 1):
        assert [each.status for each in said(node.hear(needs(who, band), body), PlaceDecided)] == ["in-draw"]
    node.hear(DrawPlaces(event=EVENT, part="travel"), now=event(node).draws["travel"].closes)
    return node


def of(node: Node, status: str) -> list[tuple[str, int]]:
    found = [each for each in node.all(Place) if each.status == status]
    return sorted((each.body, each.band) for each in found)


# At the lead


def test_the_greatest_need_is_served_first_whatever_the_rank() -> None:
    """Many of little need and two of great: however they are drawn, those two have the money of the pool."""
    node = drawn(*[("bcs", 3)] * 12, ("bcs", 1), ("bcs", 1), ("bcs", 2))
    assert of(node, "granted") == [("bcs", 1), ("bcs", 1)]
    waiting = [place(node, who, "travel") for who in range(1, 16) if place(node, who, "travel").status == "waiting"]
    queue = [one.holder.split("/")[0] for one in event(node).places["travel"].waiting]
    by_turn = sorted(waiting, key=lambda each: (each.band, each.why.rank))  # type: ignore[union-attr]
    assert queue == [each.pseudonym for each in by_turn]
    assert by_turn[0].band == 2


def test_what_is_kept_for_a_body_stays_its_own_whatever_the_need_of_others() -> None:
    node = drawn(("ni", 3), *[("bcs", 1)] * 3)
    assert of(node, "granted") == [("bcs", 1), ("bcs", 1), ("ni", 3)]


def test_what_comes_free_later_goes_on_by_need_and_who_asks_later_is_behind_all() -> None:
    node = drawn(*[("bcs", 1)] * 2, *[("bcs", 3)] * 4, ("bcs", 2))
    late = said(node.hear(needs(9, 1), "bcs"), PlaceDecided)
    assert [each.status for each in late] == ["waiting"]
    node.hear(release(1, "travel"), "bcs")
    assert (place(node, 7, "travel").status, place(node, 9, "travel").status) == ("granted", "waiting")
    assert event(node).places["travel"].waiting[-1].holder.startswith(pseudonym(9))


def test_who_waits_can_stop_and_who_was_refused_can_ask_again_in_another_band() -> None:
    node = drawn(*[("bcs", 1)] * 3)
    (waiting,) = [who for who in (1, 2, 3) if place(node, who, "travel").status == "waiting"]
    node.hear(release(waiting, "travel"), "bcs")
    assert event(node).places["travel"].waiting == ()
    node.hear(needs(waiting, 2, number=2), "bcs")
    assert (place(node, waiting, "travel").band, len(event(node).places["travel"].waiting)) == (2, 1)


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        (needs(1, None), "band-missing"),
        (needs(1, 3), "band-unknown"),
        (request(1, "talk").model_copy(update={"band": 1}), "not-a-fund"),
    ],
)
def test_a_band_that_cannot_be_is_refused_by_the_lead(wanted: RequestPlace, code: str) -> None:
    (answer,) = said(opened(by_need(fund=TWO_BANDS)).hear(wanted, "bcs"), PlaceDecided)
    assert (answer.status, answer.code) == ("refused", code)


def test_it_is_explained_with_the_band() -> None:
    node = drawn(("bcs", 2))
    one = place(node, 1, "travel")
    sentences = explained(_answer(event(node), one))
    assert one.why
    assert sentences[1:3] == [
        f"It was drawn as number {one.why.rank}.",
        "Its need is in band 2. Band after band is served, and in each the first drawn are first.",
    ]


# In the text


def test_bands_are_for_what_is_drawn() -> None:
    by_order = DRAWN.model_copy(update={"rule": "first-come"})
    refusal = fault(by_need(seats=by_order), ("iop", "bcs", "ni"), EVENT)
    assert refusal
    assert (refusal.code, refusal.field) == ("bands-not-drawn", "terms.plan.funds.0.bands")


def test_the_words_are_in_the_text_and_stay_once_somebody_has_asked() -> None:
    other = by_need(2, fund=TRAVEL.model_copy(update={"bands": BANDS[::-1]}))
    plan = next(each for each in changes(JOINT_EVENT, by_need(), other) if each.clause == "plan")
    assert "by need: It would be welcome, then It would make it easier" in plan.new
    node = opened(by_need())
    node.hear(needs(1, 3), "bcs")
    assert node.refusal(AmendAgreement(subject=EVENT, terms=other)) == ("bands-fixed", "terms.plan.funds.0.bands")
    more = by_need(2, seats=DRAWN.model_copy(update={"pool": 3000}))
    node.hear(AmendAgreement(subject=EVENT, terms=more))
    accept(node, more)
    assert event(node).places["travel"].pool == 3000
    node = proposed(by_need())
    node.hear(AmendAgreement(subject=EVENT, terms=other))
    assert event(node).terms.plan.funds[0].bands == BANDS[::-1]


# At home


@pytest.mark.parametrize(
    ("command", "refusal"),
    [
        (ask("talk", "travel"), ("band-missing", "bands.travel")),
        (ask("talk", "travel", travel=3), ("band-unknown", "bands.travel")),
        (ask("talk", talk=1), ("not-a-fund", "bands.talk")),
        (ask("talk", travel=1), ("not-asked-for", "bands.travel")),
        (ask("talk", "travel", travel=1, pence=1001), ("above-ceiling", "pence.travel")),
    ],
)
def test_a_band_that_cannot_be_is_refused_at_home(command: AskForPlaces, refusal: tuple[str, str]) -> None:
    node = home(text=by_need(fund=TWO_BANDS))
    assert node.refusal(command) == refusal
    assert not node.all(Registration)


def test_the_lead_hears_the_band_of_the_money_and_of_nothing_else() -> None:
    node = home(text=by_need())
    sent = [each.message for each in letters(node.hear(ask("talk", "travel", travel=2)))]
    bands = {each.part: each.band for each in sent if isinstance(each, RequestPlace)}
    assert bands == {"talk": None, "travel": 2}
    (money,) = [each for each in node.all(Registration) if "travel" in each.wishes]
    assert money.wishes["travel"].band == 2
    node.hear(GiveUpPlaces(person=PERSON, event=EVENT, parts=["travel"]))
    (money,) = [each for each in node.all(Registration) if "travel" in each.wishes]
    assert money.wishes["travel"].band is None
