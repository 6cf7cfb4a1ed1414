"""Two practices that need no code of their own, played between a home and the lead: a programme for returners, which is
joined once, with a bursary and costs of care; and a clinic where each mentor has times to choose from.
"""

from datetime import datetime, timedelta
from typing import Final

from support.events.cohort import Pair
from support.events.own_calendar import read
from support.events.scenes import EVENT, PERSON, event, part, seats, terms
from support.events.series import parts

from kith_contracts.events.places import AskForPlaces, GiveUpPlaces
from kith_contracts.events.plan import EventPart, Fund
from kith_contracts.events.terms import EventTerms, Seats

HOUSES: Final = ["37 Caledonian Road", "2 High Street", "Town Hall"]


# A programme for returners


def programme() -> EventTerms:
    """Six evenings, one a month, at the houses of three hosts; three people join them all, with help to come."""
    evenings = parts(part="returners", title="Coming back", joined="once", venues=HOUSES, capacity=3)
    money = [
        Fund(fund="bursary", title="Bursaries", most=50_000),
        Fund(fund="care", title="Costs of care", most=5_000),
    ]
    rows = [
        Seats(part="returners", pool=3, offer_hours=0),
        Seats(part="bursary", pool=100_000),
        Seats(part="care", quotas={"bcs": 5_000}, pool=5_000),
    ]
    text = terms(parts=evenings, seats=rows, plan={"funds": money})
    times = {"starts": evenings[0].starts, "ends": evenings[-1].ends}
    return text.model_copy(update={"plan": text.plan.model_copy(update=times)})


def join(**pence: int) -> AskForPlaces:
    return AskForPlaces(person=PERSON, event=EVENT, parts=["returners", *pence], pence=pence)


def test_who_joins_a_cohort_has_every_evening_a_bursary_and_the_costs_of_care() -> None:
    pair = Pair(programme())
    pair.tell(join(bursary=40_000, care=4_000))
    found = {name: (wish.status, wish.pence) for name, wish in pair.wishes().items()}
    assert found == {"returners": ("granted", None), "bursary": ("granted", 40_000), "care": ("granted", 4_000)}
    agreed = event(pair.lead).terms.plan.parts
    evenings = sorted((each.starts, each.ends, each.place) for each in read(pair.home))
    assert evenings == [(each.starts, each.ends, HOUSES[number % 3]) for number, each in enumerate(agreed)]
    assert len(evenings) == 6
    books = event(pair.lead).places
    assert (books["bursary"].free, books["care"].free, books["returners"].free) == (60_000, 6_000, 2)


def test_the_host_cannot_tell_who_of_the_cohort_needs_money() -> None:
    pair = Pair(programme())
    pair.tell(join(bursary=40_000, care=4_000))
    assert len({each.pseudonym for each in pair.requests}) == len(pair.requests) == 3


def test_a_cohort_that_is_full_lets_nobody_in_for_one_evening() -> None:
    pair = Pair(programme())
    pair.others(1, 2, 3, name="returners")
    pair.tell(join())
    assert pair.wishes()["returners"].status == "waiting"
    evening = AskForPlaces(person=PERSON, event=EVENT, parts=["returners-2"])
    assert pair.home.refusal(evening) == ("part-of-bundle", "parts.0")
    assert read(pair.home) == []


def test_who_leaves_a_cohort_makes_room_for_the_next_in_all_of_it() -> None:
    pair = Pair(programme())
    pair.tell(join(bursary=40_000))
    pair.others(1, 2, 3, name="returners")
    pair.tell(GiveUpPlaces(person=PERSON, event=EVENT, parts=["returners", "bursary"]))
    books = event(pair.lead).places
    assert (books["returners"].granted, books["returners"].granted_by_body) == (3, {"bcs": 0, "ni": 3})
    assert books["bursary"].free == 100_000
    assert read(pair.home) == []


# A clinic with mentors


AT: Final = part().starts


def mentor(name: str, title: str) -> EventPart:
    """Two hours online, in slots of half an hour, beside the others."""
    times = {"starts": AT, "ends": AT + timedelta(hours=2)}
    return part(name, title=title, format="online", slot_minutes=30, capacity=4, track="mentors", **times)


MENTORS: Final = (mentor("industry", "Your CV for industry"), mentor("research", "Your CV for research"))


def clinic() -> EventTerms:
    return terms(parts=list(MENTORS), seats=[seats(each.part, pool=4) for each in MENTORS])


def half_hour(number: int) -> datetime:
    return AT + timedelta(minutes=30 * number)


def choose(name: str, *times: datetime) -> AskForPlaces:
    return AskForPlaces(person=PERSON, event=EVENT, parts=[name], slots={name: list(times)} if times else {})


def test_a_mentor_is_chosen_from_the_list_and_a_time_of_theirs_with_it() -> None:
    pair = Pair(clinic())
    pair.tell(choose("industry", half_hour(2), half_hour(3)))
    wish = pair.wishes()["industry"]
    assert (wish.status, wish.slot) == ("granted", 3)
    (entry,) = read(pair.home)
    assert (entry.starts, entry.ends, entry.place) == (half_hour(2), half_hour(3), "Online")
    assert "CV" not in entry.title


def test_nobody_is_with_two_mentors_at_once() -> None:
    pair = Pair(clinic())
    pair.tell(choose("industry", half_hour(0)))
    assert pair.home.refusal(choose("research", half_hour(0)))[0] == "parts-overlap"
    pair.tell(GiveUpPlaces(person=PERSON, event=EVENT, parts=["industry"]))
    pair.tell(choose("research", half_hour(0)))
    assert pair.wishes()["research"].status == "granted"


def test_a_mentor_has_as_many_as_there_are_times_and_the_next_waits() -> None:
    pair = Pair(clinic())
    pair.others(1, 2, 3, 4, name="industry")
    pair.tell(choose("industry"))
    assert pair.wishes()["industry"].status == "waiting"
    assert event(pair.lead).places["industry"].granted == 4
