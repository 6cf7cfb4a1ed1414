"""The lead of an event changes: handed over, or gone and followed by a deputy; and never are two believed."""

from typing import Any

import pytest
from support.events.leading import FOUR, Hosts, terms
from support.events.scenes import DAY, EVENT, registered, seats
from support.speaking import Seals

from kith_contracts.events.agreements import AmendAgreement, EndEvent, EventPublished, WithdrawAgreement
from kith_contracts.events.leads import EventTakeOverAnswered, HandOverEvent, TakeOverEvent
from kith_contracts.events.places import PlaceDecided
from kith_events.event.public import Shown
from kith_events.places.place import Holder

TAKE_OVER = TakeOverEvent(subject=EVENT)


def shown(hosts: Hosts, body: str) -> EventPublished:
    found: Shown = hosts.nodes[body].state(Shown.at(EVENT))
    assert found.proven
    return found.published


def taken_over(hosts: Hosts, body: str = "bcs") -> Hosts:
    """IOP is gone for good, and this deputy follows it."""
    hosts.off.add("iop")
    hosts.days(10)
    hosts.tell(body, TAKE_OVER)
    hosts.settle()
    return hosts


def test_the_lead_hands_over_and_nobody_has_to_do_anything_more() -> None:
    hosts = Hosts().opened()
    hosts.tell("iop", HandOverEvent(subject=EVENT, to="ni"))
    hosts.settle()
    assert hosts.leads == dict.fromkeys(FOUR, ("ni", 2))
    assert hosts.led("iop") is None
    assert shown(hosts, "bcs").succession[-1].lead == "ni"
    assert hosts.refusal_of("iop", HandOverEvent(subject=EVENT, to="bcs")) == ("lead-changed", "subject")
    assert hosts.led("ni")


def test_all_places_go_over_as_they_are() -> None:
    hosts = Hosts().opened()
    hosts.ask("person-iop-0", "person-bcs-0", "person-bcs-1", "person-ni-0", "person-rsc-0", "person-rsc-1")
    hosts.ask("person-ni-1", "person-bcs-2")
    before, places = hosts.wishes(), hosts.led("iop")
    assert places
    assert [*before.values()].count("waiting") == 2
    hosts.tell("iop", HandOverEvent(subject=EVENT, to="bcs"))
    hosts.settle()
    after = hosts.led("bcs")
    assert after
    assert hosts.wishes() == before
    assert not after.unheard
    old, new = places.places["lectures"], after.places["lectures"]
    assert {body: held for body, held in new.held.items() if held} == old.held
    queue = [Holder.read(each.holder).pseudonym for each in new.waiting]
    assert queue == [Holder.read(each.holder).pseudonym for each in old.waiting]
    hosts.give_up("person-bcs-1")
    assert hosts.wish("person-ni-1") == "granted"
    assert hosts.wish("person-bcs-2") == "waiting"


def test_the_lead_is_gone_for_good_and_a_place_that_is_given_up_goes_to_the_next() -> None:
    hosts = Hosts().opened()
    hosts.ask("person-iop-0", "person-bcs-0", "person-ni-0", "person-rsc-0", "person-rsc-1", "person-bcs-1")
    hosts.ask("person-ni-1")
    before = hosts.wishes()
    taken_over(hosts)
    assert {body: hosts.leads[body] for body in FOUR[1:]} == dict.fromkeys(FOUR[1:], ("bcs", 2))
    led = hosts.led("bcs")
    assert led
    assert led.unheard == ("iop",)
    assert hosts.wishes() == before
    assert hosts.wish("person-ni-1") == "waiting"
    hosts.give_up("person-rsc-1")
    assert hosts.wish("person-ni-1") == "granted"


def test_what_only_the_dead_lead_could_have_given_is_given_to_nobody_before_a_text_is_without_it() -> None:
    hosts = Hosts().opened()
    hosts.ask("person-bcs-0", "person-ni-0", "person-rsc-0")
    taken_over(hosts)
    hosts.ask("person-ni-1", "person-rsc-1")
    assert hosts.wish("person-ni-1") == "waiting", "IOP may have given both places of the pool"
    text = terms(3, parties=[each for each in terms().parties if each.body != "iop"], deputies=["ni", "rsc"])
    text = text.model_copy(
        update={
            "parties": [
                each.model_copy(update={"cash_percent": 60 if each.body == "ni" else each.cash_percent})
                for each in text.parties
            ],
            "seats": [
                seats(bcs=1, ni=1, rsc=1, pool=3),
                *[s.model_copy(update={"quotas": {"bcs": 1, "ni": 1, "rsc": 1}}) for s in text.seats[1:]],
            ],
            "succession": hosts.offered("bcs").terms.succession,
        }
    )
    hosts.tell("bcs", AmendAgreement(subject=EVENT, terms=text))
    hosts.settle()
    assert not hosts.refusals or hosts.refusals[-1][2].code != "seats-below-granted", hosts.refusals
    hosts.accept("bcs", "ni", "rsc")
    assert hosts.wish("person-ni-1") == "granted"
    assert hosts.wish("person-rsc-1") == "granted"
    led = hosts.led("bcs")
    assert led
    assert led.places["lectures"].held["iop"] == 1, "a place that is kept for IOP stays with its people"


def test_a_request_that_the_lead_did_not_answer_is_answered_by_the_next() -> None:
    hosts = Hosts().opened()
    hosts.off.add("iop")
    hosts.ask("person-ni-0")
    assert hosts.wish("person-ni-0") == "asked"
    taken_over(hosts)
    assert hosts.wish("person-ni-0") == "granted"


def test_a_take_over_that_comes_too_early_or_from_nobody_is_refused() -> None:
    hosts = Hosts().opened(terms(deputies=["bcs", "ni"]))
    hosts.off.add("iop")
    hosts.days(2)
    assert hosts.refusal_of("bcs", TAKE_OVER) == ("take-over-too-early", "subject")
    hosts.days(2)
    assert hosts.refusal_of("ni", TAKE_OVER) == ("take-over-too-early", "subject"), "the second waits longer"
    assert hosts.refusal_of("rsc", TAKE_OVER) == ("not-deputy", "subject")
    hosts.off.clear()
    hosts.settle()
    assert hosts.refusal_of("iop", HandOverEvent(subject=EVENT, to="rsc")) == ("not-deputy", "to")
    assert hosts.refusal_of("iop", HandOverEvent(subject=EVENT, to="iop")) == ("not-deputy", "to")
    assert hosts.refusal_of("bcs", HandOverEvent(subject=EVENT, to="ni"))[0] == "agreement-unknown"
    hosts.now = DAY.replace(year=DAY.year + 1)
    assert hosts.refusal_of("bcs", TAKE_OVER) == ("event-over", "subject")


def test_a_lead_whom_the_office_has_suspended_is_followed_at_once() -> None:
    hosts = Hosts().opened()
    for body in FOUR:
        hosts.tell(body, registered("iop", status="suspended", version=2))
    hosts.settle()
    hosts.off.add("iop")
    hosts.tell("bcs", TAKE_OVER)
    hosts.settle()
    assert hosts.leads["ni"] == ("bcs", 2)


def test_a_lead_that_returns_is_fenced_and_says_nothing_that_counts() -> None:
    hosts = Hosts().opened()
    hosts.ask("person-bcs-0", "person-ni-0")
    hosts.off.add("iop")
    hosts.ask("person-iop-0")
    hosts.tell("iop", AmendAgreement(subject=EVENT, terms=terms(2, cost_pence=1)))
    taken_over(hosts)
    hosts.off.clear()
    hosts.settle()
    hosts.days(1)
    assert hosts.leads == dict.fromkeys(FOUR, ("bcs", 2))
    assert hosts.led("iop") is None
    assert hosts.refusal_of("iop", AmendAgreement(subject=EVENT, terms=terms(2))) == ("lead-changed", "subject")
    led = hosts.led("bcs")
    assert led
    assert not led.unheard
    assert hosts.wish("person-iop-0") == "granted"
    assert {hosts.offered(body).terms.term for body in FOUR} == {2}
    old = PlaceDecided(event=EVENT, part="lectures", pseudonym="a" * 26, number=1, version=9, status="granted")
    assert not hosts.nodes["ni"].decide(old, "iop", now=hosts.now).states


def test_a_body_leads_an_event_once() -> None:
    hosts = Hosts().opened()
    for lead, to in (("iop", "bcs"), ("bcs", "ni")):
        hosts.tell(lead, HandOverEvent(subject=EVENT, to=to))
        hosts.settle()
    assert hosts.leads == dict.fromkeys(FOUR, ("ni", 3))
    assert hosts.refusal_of("ni", HandOverEvent(subject=EVENT, to="bcs")) == ("not-deputy", "to")
    hosts.off.add("ni")
    hosts.days(10)
    assert hosts.refusal_of("bcs", TAKE_OVER) == ("not-deputy", "subject")


def test_half_of_the_hosts_are_not_enough_and_each_signs_once_in_a_term() -> None:
    hosts = Hosts().opened()
    hosts.off |= {"iop", "rsc"}
    hosts.days(10)
    hosts.tell("bcs", TAKE_OVER)
    hosts.settle()
    assert hosts.leads["bcs"] == ("iop", 1)
    home = hosts.home("ni")
    assert home
    assert home.backed == {2: "bcs"}
    forged = EventTakeOverAnswered(
        subject=EVENT,
        term=2,
        backing=home.claim_of("bcs", 2).backed("rsc", hosts.now, Seals("ni").sign),
        agreed=home.agreed,
    )
    assert hosts.nodes["bcs"].refusal(forged, "rsc", now=hosts.now) == ("not-proven", "backing")
    hosts.tell("ni", TAKE_OVER)
    hosts.settle()
    assert hosts.leads["bcs"] == ("iop", 1), "BCS has backed itself in that term, and RSC is down"
    hosts.off.remove("rsc")
    hosts.settle()
    assert {lead for lead, term in hosts.leads.values() if term > 1} <= {"bcs", "ni"}
    assert len({lead for lead, term in hosts.leads.values() if term > 1}) == 1


@pytest.mark.parametrize("seed", range(12))
def test_two_who_want_to_lead_are_never_both_believed(seed: int) -> None:
    hosts = Hosts(FOUR, seed).opened()
    hosts.off.add("iop")
    hosts.days(13)
    hosts.tell("bcs", TAKE_OVER)
    hosts.tell("ni", TAKE_OVER)
    hosts.settle()
    led = [body for body in FOUR[1:] if hosts.led(body)]
    believed = {lead for lead, term in hosts.leads.values() if term > 1}
    assert len(led) <= 1
    assert believed == {*led}


def test_nobody_else_can_publish_for_an_event_of_another() -> None:
    hosts = Hosts().opened()
    face = shown(hosts, "bcs").model_copy(update={"status": "cancelled", "version": 99})
    assert not hosts.nodes["bcs"].decide(face, "ni", now=hosts.now).states
    taken_over(hosts)
    row = shown(hosts, "ni").succession
    forged = row[0].model_copy(update={"lead": "rsc", "term": 3})
    loud = shown(hosts, "ni").model_copy(update={"succession": [*row, forged], "version": 99})
    assert not hosts.nodes["ni"].decide(loud, "rsc", now=hosts.now).states


def test_blocks_of_codes_go_over_and_the_door_knows_them_all() -> None:
    hosts = Hosts().opened()
    hosts.ask("person-bcs-0", "person-ni-0", part="circle")
    before: dict[str, Any] = hosts.wishes("circle")
    taken_over(hosts)
    led = hosts.led("bcs")
    assert led
    held = led.blocks["circle"].held
    assert {body for body, blocks in held.items() if blocks} == {"bcs", "ni", "rsc"}
    assert hosts.wishes("circle") == before
    assert {block for blocks in held.values() for block in blocks} == {*led.codes["circle"]}


def test_the_new_lead_ends_the_event_and_a_founder_may_leave_it() -> None:
    hosts = Hosts().opened()
    hosts.tell("iop", HandOverEvent(subject=EVENT, to="bcs"))
    hosts.settle()
    hosts.tell("iop", WithdrawAgreement(subject=EVENT, why="We merge with another society."))
    hosts.settle()
    hosts.accept("bcs", "ni", "rsc")
    assert [host.body for host in shown(hosts, "rsc").hosts] == ["bcs", "ni", "rsc"]
    hosts.now = DAY.replace(day=DAY.day + 1)
    hosts.tell("bcs", EndEvent(event=EVENT))
    hosts.settle()
    assert shown(hosts, "ni").status == "ended"
