"""What became of a wish can be read later, at home and by its person alone: the last turns that it took, in order."""

from datetime import timedelta
from typing import Any

from support.events.registrations import alias, ask, decided, give_up, returner
from support.events.scenes import EVENT, PERSON, home
from support.speaking import NOW, Node, said

from kith_contracts.events.places import AcceptOffers, LeaveEvent, RegistrationUpdated
from kith_contracts.events.requests import Why
from kith_events.places.api import turns_of
from kith_events.places.registration import MOST_TURNS, Registration

DAYS = [NOW + timedelta(days=day) for day in range(8)]
OVER = "The place was kept for you until the time that we wrote. Now it is offered to the next."


def read(node: Node, part: str = "lectures") -> list[tuple[Any, str, str]]:
    """What the person reads of this part, without times."""
    name = alias(node, part if part == "circle" else "")
    return [(turn.status, turn.code, turn.sentence) for turn in turns_of(kept(node, name).wishes[part])]


def kept(node: Node, name: str) -> Registration:
    state: Registration = node.state(Registration.at(name))
    return state


def why(cause: str = "asked", **more: Any) -> Why:
    return Why(position=3, cause=cause, at=NOW, **more)


def test_offered_on_one_day_ran_out_on_another_and_asked_again_on_a_third() -> None:
    node = home()
    node.hear(ask(), now=DAYS[0])
    node.hear(decided(node, "waiting", why=why()), "iop", now=DAYS[1])
    node.hear(decided(node, "offered", version=2, until=DAYS[4], why=why("freed", source="pool")), "iop", now=DAYS[2])
    node.hear(decided(node, "refused", version=3, code="offer-ended", sentence=OVER), "iop", now=DAYS[4])
    node.hear(ask(), now=DAYS[6])
    assert read(node) == [
        ("asked", "", "You asked for it."),
        ("waiting", "", "No place was free for it, and it waits."),
        ("offered", "", "A place was offered, until 2027-01-08 09:00 UTC."),
        ("refused", "offer-ended", OVER),
        ("asked", "", "You asked for it."),
    ]
    turns = kept(node, alias(node)).wishes["lectures"].turns
    assert [turn.at for turn in turns] == [DAYS[0], DAYS[1], DAYS[2], DAYS[4], DAYS[6]]


def test_a_yes_a_place_and_giving_it_up_are_turns_too() -> None:
    node = home()
    node.hear(ask())
    node.hear(decided(node, "offered", until=DAYS[4], why=why("freed", source="pool")), "iop")
    node.hear(AcceptOffers(person=PERSON, event=EVENT, parts=["lectures"]))
    node.hear(decided(node, "granted", version=2, why=why("freed", source="pool")), "iop")
    node.hear(give_up())
    freed = "A place came free on 2027-01-04 09:00 UTC, one of those that all organisations share, and it was first in "
    assert read(node)[2:] == [
        ("asked", "", "You said yes to the offer."),
        ("granted", "", f"{freed}line for it."),
        ("released", "", "You gave it up."),
    ]


def test_a_draw_is_told_with_its_rank() -> None:
    node = home()
    node.hear(ask())
    node.hear(decided(node, "in-draw", until=DAYS[2], why=why()), "iop")
    node.hear(decided(node, "waiting", version=2, why=why("drawn", rank=7)), "iop")
    assert [sentence for _, _, sentence in read(node)[1:]] == [
        "It was taken into the draw, on 2027-01-06 09:00 UTC.",
        "It was drawn as number 7, and waits.",
    ]


def test_of_a_closed_part_it_stays_at_home() -> None:
    node = returner()
    node.hear(ask("circle"))
    node.hear(give_up("circle"))
    assert [status for status, _, _ in read(node, "circle")] == ["granted", "released"]


def test_when_home_leaves_the_event_that_is_a_turn() -> None:
    node = home()
    node.hear(ask())
    node.hear(decided(node, "granted", why=why(source="quota")), "iop")
    node.hear(LeaveEvent(event=EVENT, leaving="ended", registration=alias(node)))
    assert read(node)[-1][:2] == ("released", "body-not-party")


def test_what_is_heard_again_or_late_is_no_turn_and_no_more_than_ten_are_kept() -> None:
    node = home()
    node.hear(ask())
    answer = decided(node, "granted", why=why(source="quota"))
    node.hear(answer, "iop")
    node.hear(answer, "iop")
    node.hear(decided(node, "granted", version=2, why=why(source="pool")), "iop")
    assert [status for status, _, _ in read(node)] == ["asked", "granted"]
    for _ in range(MOST_TURNS):
        node.hear(give_up())
        node.hear(ask())
    assert [status for status, _, _ in read(node)] == ["released", "asked"] * (MOST_TURNS // 2)


def test_it_is_told_on_no_topic() -> None:
    node = home()
    (fact,) = said(node.hear(ask()), RegistrationUpdated)
    assert "turns" not in fact.model_dump_json()
