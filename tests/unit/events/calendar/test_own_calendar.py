"""A person's own calendar: at an address that only they have, in words that tell nothing."""

from datetime import timedelta
from typing import Final

from support.events.own_calendar import granted, read
from support.events.scenes import DAY, EVENT, PERSON, circle, home, part, person, pseudonym, seats, terms
from support.speaking import NOW, Node

from kith_chassis.decision import NOTHING
from kith_contracts.events.calendar_links import MakeCalendarLink, RevokeCalendarLink
from kith_contracts.events.places import AskForPlaces, GiveUpPlaces, PlaceDecided
from kith_events.calendar.face import Announced
from kith_events.calendar.links import CalendarLink, link_of
from kith_events.handlers import HANDLERS
from kith_events.places import registration

TOKEN: Final = "t" * 43
RETURNER: Final = ["returner"]


def make(node: Node, token: str = TOKEN, *, free: bool = False) -> MakeCalendarLink:
    return MakeCalendarLink(person=PERSON, link=link_of(node.keyed, token), free=free)


def test_of_an_address_only_a_keyed_hash_is_kept() -> None:
    node = home()
    node.hear(make(node))
    link: CalendarLink = node.state(CalendarLink.at(PERSON))
    assert link.tags(node.keyed) == (link_of(node.keyed, TOKEN),)
    assert TOKEN not in link.model_dump_json()
    assert link_of(Node(HANDLERS, "iop").keyed, TOKEN) != link.link
    assert (link.made, link.free) == (NOW, False)


def test_a_new_address_ends_the_one_before_and_the_same_again_changes_nothing() -> None:
    node = home()
    node.hear(make(node))
    assert node.hear(make(node)) == NOTHING
    node.hear(make(node, "u" * 43))
    (link,) = node.all(CalendarLink)
    assert link.link == link_of(node.keyed, "u" * 43)


def test_taken_back_there_is_nothing_any_more() -> None:
    node = home()
    node.hear(make(node))
    node.hear(RevokeCalendarLink(person=PERSON))
    assert node.all(CalendarLink) == []
    assert node.refusal(RevokeCalendarLink(person=PERSON)) == ("no-calendar-link", "person")


def test_who_is_not_at_home_here_has_none() -> None:
    node = home()
    stranger = MakeCalendarLink(person="person-9999", link=link_of(node.keyed, TOKEN))
    assert node.refusal(stranger) == ("person-unknown", "person")


def test_it_has_the_granted_places_in_words_that_tell_nothing() -> None:
    node = home()
    assert read(node) == []
    node.hear(AskForPlaces(person=PERSON, event=EVENT, parts=["lectures"]))
    assert read(node) == [], "asked is not granted"
    alias = registration.pseudonym(node.keyed, PERSON, EVENT)
    place = {"event": EVENT, "part": "lectures", "pseudonym": alias, "number": 1}
    node.hear(PlaceDecided(**place, version=1, status="granted"), "iop")
    (entry,) = read(node)
    assert (entry.title, entry.starts, entry.ends) == ("Development session", DAY, DAY + timedelta(hours=3))
    assert (entry.text, entry.busy) == ("", True)
    assert read(node, busy=False)[0].busy is False
    assert EVENT not in entry.uid
    assert alias not in entry.uid
    assert pseudonym(1) not in entry.uid


def test_a_place_in_a_closed_part_looks_like_any_other() -> None:
    text = terms(parts=[part(), circle()])
    node = home(text=text)
    node.hear(person(version=2, audiences=RETURNER))
    granted(node)
    granted(node, "circle")
    both = read(node)
    assert len(both) == 2
    assert len({(each.title, each.text, each.place, each.status, each.sequence) for each in both}) == 1
    assert len({each.uid for each in both}) == 2


def test_who_wants_plain_titles_reads_what_it_is_and_all_else_is_as_before() -> None:
    node = home(text=terms(parts=[part(), part("dinner")], seats=[seats(), seats("dinner")]))
    granted(node)
    (neutral,), (plain,) = read(node), read(node, plain=True)
    assert (neutral.title, plain.title) == ("Development session", "Returning to work: Lectures")
    assert plain._replace(title=neutral.title) == neutral
    one = home(text=terms(parts=[part()], seats=[seats()]))
    granted(one)
    assert [each.title for each in read(one, plain=True)] == ["Returning to work"]


def test_a_closed_part_is_never_named_nor_is_what_stands_beside_it() -> None:
    node = home(text=terms(parts=[part(), circle()]))
    node.hear(person(version=2, audiences=RETURNER))
    granted(node)
    assert [each.title for each in read(node, plain=True)] == ["Returning to work: Lectures"]
    granted(node, "circle")
    assert read(node, plain=True) == read(node)
    assert {each.title for each in read(node, plain=True)} == {"Development session"}
    node.hear(GiveUpPlaces(person=PERSON, event=EVENT, parts=["circle"]))
    assert [each.title for each in read(node, plain=True)] == ["Returning to work: Lectures"]


def test_titles_are_neutral_unless_the_person_says_otherwise_and_can_be_again() -> None:
    node = home()
    node.hear(make(node))
    assert node.state(CalendarLink.at(PERSON)).titles == "neutral"
    node.hear(make(node).model_copy(update={"titles": "plain"}))
    kept: CalendarLink = node.state(CalendarLink.at(PERSON))
    assert (kept.titles, kept.link) == ("plain", link_of(node.keyed, TOKEN))
    node.hear(make(node))
    assert node.state(CalendarLink.at(PERSON)).titles == "plain"
    node.hear(make(node).model_copy(update={"titles": "neutral"}))
    assert node.state(CalendarLink.at(PERSON)).titles == "neutral"


def test_a_venue_that_tells_too_much_is_not_told() -> None:
    node = home(text=terms(parts=[part(), circle()]))
    granted(node)
    known: Announced = node.state(Announced.at(EVENT))
    assert known.face.plan
    telling = known.face.plan.model_copy(update={"venue": "Rainbow Room, Women's Institute"})
    node.states[known.path] = known.but(face=known.face.model_copy(update={"plan": telling}))
    assert read(node)[0].place == "you find it where you booked"


def test_what_is_given_up_is_gone_and_what_is_called_off_says_so() -> None:
    node = home()
    granted(node)
    uid = read(node)[0].uid
    known: Announced = node.state(Announced.at(EVENT))
    node.states[known.path] = known.but(status="cancelled", sequence=7)
    (entry,) = read(node)
    assert (entry.uid, entry.status, entry.sequence) == (uid, "CANCELLED", 7)
    assert entry.title == "Called off: Development session"
    node.hear(GiveUpPlaces(person=PERSON, event=EVENT, parts=["lectures"]))
    assert read(node) == []
