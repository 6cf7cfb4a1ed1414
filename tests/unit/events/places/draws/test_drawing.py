"""Draws of places: announced, closed, held once, with a record that every party checks."""

from datetime import datetime, timedelta
from typing import Any

from support.events.scenes import (
    BEHALVES,
    DAY,
    EVENT,
    PARTIES,
    accept,
    asked,
    blocks,
    circle,
    event,
    opened,
    part,
    person,
    place,
    proposed,
    registered,
    release,
    request,
    seats,
    terms,
)
from support.federation import Federation
from support.speaking import NOW, Node, letters, said

from kith_chassis.decision import NOTHING
from kith_commons.agreement.agreement import hash_of
from kith_contracts.events.agreements import AmendAgreement, AnswerAgreement, EventPublished, ProposeAgreement
from kith_contracts.events.draws import (
    DrawClosed,
    DrawPlaces,
    DrawRecord,
    HoldDraw,
    PlacesDrawn,
    ShareCommitted,
    ShareRevealed,
    commitment_of,
    entries_of,
    entry_of,
    fault_of,
    order_of,
    rank_of,
    seed_of,
)
from kith_contracts.events.places import AskForPlaces, PlaceDecided
from kith_contracts.events.terms import EventTerms, Seats
from kith_events.event.public import Shown
from kith_events.handlers import HANDLERS
from kith_events.places.draws.lead import Entrants
from kith_events.places.draws.party import DrawSeen
from kith_events.places.place import Place
from kith_events.places.registration import Registration, Wish

PART = "lectures"
CLOSES = NOW + timedelta(hours=48)
HELD = CLOSES + timedelta(hours=1)
DRAW = DrawPlaces(event=EVENT, part=PART)
HOLD = HoldDraw(event=EVENT, part=PART)


def drawn_seats(pool: int = 2, hours: int = 48, **quotas: int) -> Seats:
    return Seats(part=PART, pool=pool, quotas=quotas, rule="draw", draw_hours=hours, offer_hours=0)


def text(version: int = 1, **changes: Any) -> EventTerms:
    """One place of BCS, one of NI, two in the pool; they are drawn after two days."""
    return terms(version, **{"parts": [part()], "seats": [drawn_seats(bcs=1, ni=1)], **changes})


def lead_with(*bodies: str) -> Node:
    """The lead; people 1, 2, ... of these bodies are in the draw."""
    node = opened(text())
    for who, body in enumerate(bodies, 1):
        assert asked(node, body, who) == ["in-draw"]
    return node


def committed(node: Node, body: str, share: str = "ab" * 16) -> None:
    node.hear(ShareCommitted(event=EVENT, part=PART, commitment=commitment_of(EVENT, PART, body, share)), body)


def revealed(share: str = "ab" * 16) -> ShareRevealed:
    return ShareRevealed(event=EVENT, part=PART, share=share)


def record_of(decision: Any) -> DrawRecord:
    told = said(decision, PlacesDrawn)
    assert all(each == told[0] for each in told)
    record: DrawRecord = told[0].record
    return record


def entered(pseudonym: str) -> str:
    return entry_of(EVENT, PART, pseudonym)


# Announced


def test_the_event_announces_when_it_is_drawn_and_to_what_the_lead_is_committed() -> None:
    (notice,) = event(opened(text())).published.draws  # type: ignore[union-attr]
    assert (notice.part, notice.closes) == (PART, CLOSES)
    own = event(opened(text())).draws[PART].shares["iop"]
    assert (own.commitment, own.share) == (notice.commitment, None)


def test_each_request_is_in_the_draw_until_it_is_held_and_one_that_is_doubled_once() -> None:
    node = lead_with("bcs")
    (answer,) = said(node.hear(request(1), "bcs"), PlaceDecided)
    assert (answer.status, answer.until) == ("in-draw", CLOSES)
    node.hear(request(1, number=2), "bcs")
    assert len(event(node).places[PART].waiting) == 1
    node.hear(release(1, number=2), "bcs")
    assert event(node).places[PART].waiting == ()
    assert event(node).places[PART].granted == 0


def test_a_share_is_taken_once_from_a_party_and_before_the_draw_is_closed() -> None:
    node = lead_with("bcs")
    committed(node, "bcs")
    first = event(node).draws
    committed(node, "bcs", "cd" * 16)
    assert event(node).draws == first
    late = ShareCommitted(event=EVENT, part=PART, commitment="0" * 64)
    assert node.refusal(late, "rsc") == ("draw-unknown", "part")
    assert node.refusal(late.model_copy(update={"part": "dinner"}), "bcs") == ("draw-unknown", "part")
    node.hear(DRAW, now=CLOSES)
    assert node.hear(late, "ni") == NOTHING


# Held


def test_without_shares_of_others_it_is_held_at_once() -> None:
    node = lead_with("bcs", "bcs", "bcs", "ni", "ni", "iop")
    decision = node.hear(DRAW, now=CLOSES)
    record = record_of(decision)
    assert fault_of(record) is None
    assert len(record.order) == 10, "six, and four that stand for nobody"
    granted = [each for each in node.all(Place) if each.status == "granted"]
    assert len(granted) == 4
    assert {"bcs", "ni"} <= {each.body for each in granted}
    assert {each.why.cause for each in node.all(Place) if each.why} == {"drawn"}
    ranks = {entered(each.pseudonym): each.why.rank for each in node.all(Place) if each.why}
    assert [each for each in record.order if each in ranks] == sorted(ranks, key=lambda each: ranks[each] or 0)
    assert all(ranks[each] == record.order.index(each) + 1 for each in ranks)


def test_the_quota_of_a_small_body_goes_to_its_own_first_drawn() -> None:
    node = lead_with(*["bcs"] * 20, "ni", "ni")
    node.hear(DRAW, now=CLOSES)
    of_ni = sorted((each for each in node.all(Place) if each.body == "ni"), key=lambda each: each.why.rank)
    assert of_ni[0].status == "granted"
    assert (of_ni[0].why.source, event(node).places[PART].held["ni"] >= 1) == ("quota", True)


def test_who_is_not_drawn_waits_in_the_order_of_the_draw_and_moves_up() -> None:
    node = lead_with(*["bcs"] * 6)
    node.hear(DRAW, now=CLOSES)
    waiting = sorted((each for each in node.all(Place) if each.status == "waiting"), key=lambda each: each.why.rank)
    assert [each.version for each in waiting] == [2, 2, 2]
    holder = next(who for who in range(1, 7) if place(node, who).status == "granted")
    node.hear(release(holder), "bcs", now=CLOSES)
    moved = node.state(Place.at(EVENT, PART, waiting[0].pseudonym))
    assert (moved.status, moved.version, moved.why.cause, moved.why.rank) == (
        "granted",
        3,
        "freed",
        waiting[0].why.rank,
    )


def test_who_comes_after_the_close_waits_behind_all_who_were_in_it() -> None:
    node = lead_with(*["bcs"] * 4)
    committed(node, "bcs")
    node.hear(DRAW, now=CLOSES)
    assert asked(node, "bcs", 9) == ["waiting"]
    record = record_of(node.hear(revealed(), "bcs", now=CLOSES))
    assert len(record.order) == 5
    assert entered(place(node, 9).pseudonym) not in record.order
    assert event(node).places[PART].waiting[-1].holder.startswith(place(node, 9).pseudonym)
    assert place(node, 9).status == "waiting"


def test_it_is_held_with_the_last_share_and_each_is_in_the_seed() -> None:
    node = lead_with("bcs", "ni")
    committed(node, "bcs")
    committed(node, "ni", "cd" * 16)
    decision = node.hear(DRAW, now=CLOSES)
    assert [letter.to for letter in letters(decision)] == list(PARTIES)
    (entrants,) = node.all(Entrants)
    assert {each.entries for each in said(decision, DrawClosed)} == {entries_of(entrants.entries)}
    assert {entered(each.pseudonym) for each in node.all(Place)} < {*entrants.entries}
    assert len({*entrants.entries}) == 5
    assert [(due.at, due.command) for due in decision.due] == [(HELD, HOLD)]
    assert not said(node.hear(revealed(), "bcs", now=CLOSES), PlacesDrawn)
    assert node.hear(revealed(), "bcs", now=CLOSES) == NOTHING
    record = record_of(node.hear(revealed("cd" * 16), "ni", now=CLOSES))
    assert {each.body for each in record.shares if each.share} == {"iop", "bcs", "ni"}
    assert fault_of(record) is None


def test_a_share_that_is_not_revealed_in_time_is_left_out_and_the_record_says_so() -> None:
    node = lead_with("bcs", "ni")
    committed(node, "bcs")
    node.hear(DRAW, now=CLOSES)
    early = node.hear(HOLD, now=HELD - timedelta(seconds=1))
    assert ([(due.at, due.command) for due in early.due], early.states) == ([(HELD, HOLD)], ())
    record = record_of(node.hear(HOLD, now=HELD))
    assert node.hear(HOLD, now=HELD) == NOTHING
    assert {each.body: each.share is None for each in record.shares} == {"iop": False, "bcs": True}
    assert node.hear(revealed(), "bcs", now=HELD) == NOTHING


def test_another_share_than_was_committed_to_is_refused_and_so_is_one_of_nobody() -> None:
    node = lead_with("bcs")
    committed(node, "bcs")
    node.hear(DRAW, now=CLOSES)
    assert node.refusal(revealed("cd" * 16), "bcs") == ("share-differs", "share")
    assert node.refusal(revealed(), "ni") == ("draw-unknown", "part")


def test_a_draw_is_not_held_again_nor_early_nor_where_there_is_none() -> None:
    node = lead_with("bcs")
    assert node.refusal(DRAW, now=CLOSES - timedelta(hours=2)) == ("draw-not-due", "part")
    decision = node.hear(DRAW, now=CLOSES - timedelta(seconds=1))
    assert ([(due.at, due.command) for due in decision.due], decision.states) == ([(CLOSES, DRAW)], ())
    node.hear(DRAW, now=CLOSES)
    before = dict(node.states)
    assert node.refusal(DRAW, now=CLOSES) == ("draw-repeated", "part")
    assert node.hear(HOLD, now=HELD) == NOTHING
    assert node.states == before
    assert node.refusal(DrawPlaces(event=EVENT, part="dinner")) == ("draw-unknown", "part")
    assert opened().refusal(DRAW) == ("draw-unknown", "part")


def test_while_the_hosts_agree_on_a_change_it_is_drawn_and_places_are_given_with_the_last_acceptance() -> None:
    node = lead_with(*["bcs"] * 3)
    node.hear(AmendAgreement(subject=EVENT, terms=text(2, cost_pence=1)))
    record = record_of(node.hear(DRAW, now=CLOSES))
    assert {each.status for each in node.all(Place)} == {"waiting"}
    accept(node, text(2, cost_pence=1))
    places = {entered(each.pseudonym): each.status for each in node.all(Place)}
    assert [places[each] for each in record.order if each in places] == ["granted"] * 3


# The text


def test_an_amendment_before_the_draw_changes_the_places_and_not_the_draw() -> None:
    node = lead_with(*["bcs"] * 3)
    draws = event(node).draws
    more = text(2, seats=[drawn_seats(pool=3, bcs=1, ni=1, hours=99)])
    node.hear(AmendAgreement(subject=EVENT, terms=more))
    accept(node, more)
    assert event(node).draws == draws
    assert {each.status for each in node.all(Place)} == {"in-draw"}


def test_once_people_have_asked_the_rule_stays() -> None:
    node = lead_with("bcs")
    other = text(2, seats=[seats(bcs=1, ni=1)])
    assert node.refusal(AmendAgreement(subject=EVENT, terms=other)) == ("rule-fixed", "terms.seats.0.rule")
    node = opened(terms(parts=[part()], seats=[seats(bcs=1, ni=1)]))
    asked(node, "bcs", 1)
    assert node.refusal(AmendAgreement(subject=EVENT, terms=text(2))) == ("rule-fixed", "terms.seats.0.rule")


def test_as_long_as_nobody_has_asked_the_rule_can_change_both_ways() -> None:
    node = opened(terms(parts=[part()], seats=[seats(bcs=1, ni=1)]))
    node.hear(AmendAgreement(subject=EVENT, terms=text(2)))
    accept(node, text(2))
    assert asked(node, "bcs", 1) == ["in-draw"]
    node.hear(release(1), "bcs")
    node = opened(text())
    back = text(2, seats=[seats(bcs=1, ni=1)])
    node.hear(AmendAgreement(subject=EVENT, terms=back))
    accept(node, back)
    assert (asked(node, "bcs", 1), event(node).draws) == (["granted"], {})


def test_a_closed_part_is_not_drawn() -> None:
    closed = blocks().model_copy(update={"rule": "draw"})
    command = ProposeAgreement(subject=EVENT, terms=terms(parts=[part(), circle()], seats=[seats(), closed]))
    node = proposed()
    node.states.clear()
    for body in PARTIES:
        node.hear(registered(body), "office")
    assert node.refusal(command) == ("draw-of-closed-part", "terms.seats.1.rule")


# Between nodes


def federation(people: int = 5, terms: EventTerms | None = None, asked: tuple[str, ...] = (PART,)) -> Federation:
    """So many people at each party have asked, and the nodes have sent their shares."""
    made, terms = Federation(PARTIES, seed=7), terms or text()
    for body in PARTIES:
        made.tell(body, registered(body))
        for number in range(people):
            id = f"person-{body}-{number}"
            made.tell(body, person(id, address=f"{id}@example.org"))
    made.settle()
    made.tell("iop", ProposeAgreement(subject=EVENT, terms=terms))
    made.settle()
    for body in PARTIES:
        for behalf in BEHALVES:
            made.tell(body, AnswerAgreement(subject=EVENT, hash=hash_of(terms), on_behalf=behalf, answer="accepted"))
    made.settle()
    for body in PARTIES:
        for number in range(people):
            made.tell(body, AskForPlaces(person=f"person-{body}-{number}", event=EVENT, parts=list(asked)))
    made.settle()
    return made


def seen(made: Federation, body: str) -> DrawSeen:
    state: DrawSeen = made.nodes[body].state(DrawSeen.at(EVENT, PART))
    return state


def wishes(made: Federation) -> list[Wish]:
    return [each.wishes[PART] for body in PARTIES for each in made.nodes[body].all(Registration)]


def test_every_party_has_a_share_and_finds_the_record_right() -> None:
    made = federation()
    assert {wish.status for wish in wishes(made)} == {"in-draw"}
    made.pass_time(CLOSES)
    made.settle()
    records = [seen(made, body).record for body in PARTIES]
    assert records[0]
    assert records == [records[0]] * 3
    assert {each.body for each in records[0].shares if each.share} == {*PARTIES}
    assert [seen(made, body).code for body in PARTIES] == ["", "", ""]
    assert sorted(wish.status for wish in wishes(made)) == ["granted"] * 4 + ["waiting"] * 11
    assert not made.refusals


def test_each_person_finds_in_the_record_at_home_the_rank_that_the_lead_has_told() -> None:
    made = federation(people=3)
    made.pass_time(CLOSES)
    made.settle()
    for body in PARTIES:
        record, own = seen(made, body).record, made.nodes[body].all(Registration)
        assert record
        told = [each.wishes[PART].why.rank for each in own]
        assert told == [rank_of(record, each.pseudonym) for each in own]
        others = [each for other in PARTIES for each in made.nodes[other].all(Registration)]
        assert not [each for each in others if each.door_code in record.model_dump_json()]


def test_a_home_reveals_to_one_digest_of_entries_and_not_before_the_time() -> None:
    node = federation().nodes["bcs"]
    closed = DrawClosed(event=EVENT, part=PART, entries="0" * 64)
    assert node.refusal(closed, "iop", now=CLOSES - timedelta(seconds=1)) == ("draw-not-due", "event")
    first = node.hear(closed, "iop", now=CLOSES)
    assert said(node.hear(closed, "iop", now=CLOSES), ShareRevealed) == said(first, ShareRevealed)
    other = closed.model_copy(update={"entries": "1" * 64})
    assert node.refusal(other, "iop", now=CLOSES) == ("entries-differ", "entries")
    unknown = closed.model_copy(update={"part": "dinner"})
    assert node.refusal(unknown, "iop", now=CLOSES) == ("draw-unknown", "part")


def drawn() -> tuple[Federation, DrawRecord]:
    made = federation(people=2)
    made.pass_time(CLOSES)
    made.settle()
    record = seen(made, "bcs").record
    assert record
    return made, record


def judged(change: Any, *, node: Node, now: datetime = HELD) -> str:
    """The code under which BCS keeps a record, had it come like this."""
    node.states[f"draw-seen/{EVENT}/{PART}"] = seen_before(node).but(record=None, code="", sentence="")
    node.hear(PlacesDrawn(event=EVENT, record=change), "iop", now=now)
    return seen_before(node).code


def seen_before(node: Node) -> DrawSeen:
    state: DrawSeen = node.state(DrawSeen.at(EVENT, PART))
    return state


def test_a_record_that_says_otherwise_than_before_is_kept_with_what_is_wrong() -> None:
    made, record = drawn()
    node = made.nodes["bcs"]

    def again(**changes: Any) -> DrawRecord:
        changed = record.model_copy(update=changes)
        seed = seed_of(EVENT, PART, changed.closes, changed.entries, changed.shares)
        return changed.model_copy(update={"seed": seed, "order": order_of(seed, changed.order)})

    fewer = record.order[1:]
    assert judged(record, node=node) == ""
    assert judged(record.model_copy(update={"order": record.order[::-1]}), node=node) == "order-differs"
    assert judged(again(order=fewer, entries=entries_of(fewer)), node=node) == "entries-differ"
    assert judged(again(closes=CLOSES + timedelta(hours=1)), node=node) == "draw-unknown"
    without = [each for each in record.shares if each.body != "bcs"]
    assert judged(again(shares=without), node=node) == "share-left-out"
    withheld = [each.model_copy(update={"share": None}) if each.body == "bcs" else each for each in record.shares]
    assert judged(again(shares=withheld), node=node) == "share-left-out"
    others = [each for each in record.shares if each.body != "iop"]
    assert judged(again(shares=others), node=node) == "share-differs"


def test_a_second_record_changes_nothing_and_one_of_another_event_is_refused() -> None:
    made, record = drawn()
    node = made.nodes["bcs"]
    assert node.hear(PlacesDrawn(event=EVENT, record=record), "iop") == NOTHING
    stray = PlacesDrawn(event="iop/dinner", record=record)
    assert node.refusal(stray, "iop") == ("event-differs", "record.event")


def test_who_hosts_nothing_sends_no_share_and_a_known_draw_is_not_answered_again() -> None:
    published = event(opened(text())).published
    assert published
    outsider = Node(HANDLERS, "ons")
    assert not letters(outsider.hear(published, "iop"))
    home = Node(HANDLERS, "bcs")
    (letter,) = letters(home.hear(published, "iop"))
    assert (letter.to, type(letter.message)) == ("iop", ShareCommitted)
    assert not letters(home.hear(published.model_copy(update={"version": 9}), "iop"))
    late = Node(HANDLERS, "bcs")
    assert not letters(late.hear(published, "iop", now=CLOSES))
    assert isinstance(late.state(Shown.at(EVENT)).published, EventPublished)


def test_close_to_the_start_a_draw_is_at_half_of_the_time_left() -> None:
    soon = text(seats=[drawn_seats(hours=2160)])
    assert event(opened(soon)).draws[PART].closes == (NOW + (DAY - NOW) / 2).replace(microsecond=0)


def test_each_of_several_parts_that_are_drawn_at_the_same_time_is_drawn() -> None:
    parts = (PART, "dinner", "tour")
    seats = [drawn_seats(bcs=1, ni=1).model_copy(update={"part": each}) for each in parts]
    made = federation(people=2, terms=text(parts=[part(each) for each in parts], seats=seats), asked=parts)
    made.pass_time(CLOSES)
    made.settle()
    for body in PARTIES:
        drawn = {each.part for each in made.nodes[body].all(DrawSeen) if each.record}
        assert drawn == {*parts}
    assert {wish.status for wish in wishes(made)} <= {"granted", "waiting"}
