"""The lead says each day that it is there; when it does not, all its partners see since when."""

from datetime import timedelta

import pytest
from support.events.faces import ADDRESSES, NAMES
from support.events.leading import FOUR, Hosts, terms
from support.events.scenes import DAY, EVENT
from support.speaking import NOW, Seals

from kith_commons.agreement.in_force import agreed_signed
from kith_contracts.events.agreements import WithdrawAgreement
from kith_events.agreements.faults.text import fault
from kith_events.calendar.face import Announced, heard
from kith_events.calendar.jsonld import linked
from kith_events.calendar.presentation import entries, told
from kith_events.event.template import JOINT_EVENT


def announced(hosts: Hosts, body: str) -> Announced:
    """The event in the calendars of this body, at this moment."""
    found: Announced = hosts.nodes[body].state(Announced.at(EVENT))
    return heard(found, hosts.home(body), hosts.now)


def test_a_lead_that_is_there_is_heard_each_day_and_nobody_sees_a_silence() -> None:
    hosts = Hosts().opened()
    hosts.days(10)
    for body in FOUR:
        home = hosts.home(body)
        assert home
        assert home.heard > hosts.now - timedelta(days=2)
        assert home.silent_since(hosts.now) is None
        assert "silent" not in told(announced(hosts, body), NAMES, ADDRESSES).text


def test_after_the_agreed_days_every_partner_says_since_when_the_lead_is_silent() -> None:
    hosts = Hosts().opened()
    hosts.days(1)
    hosts.off.add("iop")
    hosts.days(2)
    assert announced(hosts, "bcs").silent_since is None, "three days are agreed on"
    hosts.days(2)
    since = NOW + timedelta(days=1)
    for body in FOUR[1:]:
        shown = announced(hosts, body)
        assert shown.silent_since == since
        sentence = f"The organisation that leads this has been silent since {since.day} {since:%B %Y}."
        assert sentence in told(shown, NAMES, ADDRESSES).text
        assert sentence in linked(shown, NAMES, ADDRESSES)["description"]
        assert [sentence in each.description for each in entries(shown, NAMES, ADDRESSES)] == [True]
        assert told(shown, NAMES, ADDRESSES).updated == since + timedelta(days=3), "feed readers see that it is new"


def test_a_lead_that_is_back_is_silent_no_more_and_feeds_tell_that_too() -> None:
    hosts = Hosts().opened()
    hosts.off.add("iop")
    hosts.days(6)
    hosts.off.clear()
    hosts.days(1)
    shown = announced(hosts, "bcs")
    assert shown.silent_since is None
    assert shown.changed == hosts.now


def test_nobody_is_silent_about_what_is_over_or_none_of_ours() -> None:
    hosts = Hosts().opened()
    hosts.tell("rsc", WithdrawAgreement(subject=EVENT))
    hosts.settle()
    assert hosts.home("rsc") is None
    hosts.off.add("iop")
    hosts.now = DAY + timedelta(days=2)
    home = hosts.home("bcs")
    assert home
    assert home.silent_since(hosts.now) is None


def test_only_the_lead_and_only_what_was_accepted_here_counts() -> None:
    hosts = Hosts().opened()
    led = hosts.led("iop")
    assert led
    assert led.agreed
    assert hosts.nodes["bcs"].refusal(led.agreed, "ni") == ("not-proven", "terms")
    other = led.agreed.model_copy(update={"terms": led.agreed.terms.model_copy(update={"cost_pence": 1})})
    assert hosts.nodes["bcs"].refusal(other, "iop") == ("not-proven", "terms")
    signed = agreed_signed(JOINT_EVENT, other, Seals("iop").sign)
    assert hosts.nodes["bcs"].refusal(signed, "iop") == ("not-proven", "terms")


@pytest.mark.parametrize(
    ("deputies", "code", "field"),
    [
        (["bcs", "ons"], "body-not-party", "terms.deputies.1"),
        (["bcs", "ni", "bcs"], "body-twice", "terms.deputies.2"),
        (["iop"], "lead-already", "terms.deputies.0"),
    ],
)
def test_a_deputy_is_another_party_and_named_once(deputies: list[str], code: str, field: str) -> None:
    wrong = fault(terms(deputies=deputies), {*FOUR, "ons"}, EVENT)
    assert wrong
    assert (wrong.code, wrong.field) == (code, field)
