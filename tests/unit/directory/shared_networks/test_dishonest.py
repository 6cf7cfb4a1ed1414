"""One owner is dishonest, the lead perhaps: what it says without the others' consent changes nothing at them."""

from typing import Any

import pytest
from support.directory.networks import charter
from support.directory.shared import NETWORK, OWNERS, Directories, registered, terms
from support.speaking import Seals

from kith_commons.agreement.in_force import agreed_signed
from kith_contracts.directory.agreements import (
    AmendNetworkAgreement,
    NetworkAgreed,
    NetworkAgreementProposed,
    NetworkAgreementStatusChanged,
    ProposeNetworkAgreement,
    WithdrawNetworkAgreement,
)
from kith_contracts.directory.leads import HandOver, TakeOver, TakeOverAnswered, TakeOverProposed
from kith_contracts.directory.networks import CharterNetwork
from kith_contracts.directory.terms import NetworkTerms
from kith_contracts.message import Letter
from kith_directory.shared_networks.publication import face_of_terms
from kith_directory.shared_networks.publish import publish
from kith_directory.shared_networks.template import SHARED_NETWORK

TAKE_OVER = TakeOver(subject=NETWORK)
FOUR = (*OWNERS, "rsc")
HIGHEST = 2**53 - 1


def hidden() -> NetworkTerms:
    """A text on a network that only invitation finds."""
    text = terms()
    return text.model_copy(update={"charter": text.charter.model_copy(update={"findable": "invitation"})})


def said_by_lead(federation: Directories, **changes: Any) -> NetworkAgreed:
    """The word of the lead that another text is in force, with what the owners have signed for the present one."""
    led = federation.led("iop")
    assert led
    assert led.agreed
    text = led.agreed.terms.model_copy(update=changes)
    told = {"terms": text, "successor": None, "version": led.agreed.version + 1, "at": federation.now}
    return agreed_signed(SHARED_NETWORK, led.agreed.model_copy(update=told), Seals("iop").sign)


def status(word: Any, version: int = 99) -> NetworkAgreementStatusChanged:
    return NetworkAgreementStatusChanged(subject=NETWORK, text=2, status=word, version=version)


def test_what_was_accepted_of_a_hidden_network_proves_nothing_that_could_be_published() -> None:
    federation = Directories().founded(hidden())
    led = federation.led("iop")
    assert led
    assert led.agreed
    assert not publish(led).says
    shown = led.agreed.terms.charter.model_copy(update={"findable": "name-only"})
    agreed = led.agreed.model_copy(update={"terms": led.agreed.terms.model_copy(update={"charter": shown})})
    (fact,) = publish(led.but(agreed=agreed)).says
    assert not isinstance(fact, Letter)
    assert federation.nodes["rsc"].refusal(fact, "iop") == ("not-proven", "succession")


@pytest.mark.parametrize(
    "change",
    [
        {"silence_days": 90},
        {"notice_days": 730},
        {"lines": []},
        {"writers": "lead"},
        {"offices": []},
        {"parties": [each.model_copy(update={"contribution": 100_000_00}) for each in terms().parties]},
    ],
)
def test_a_text_is_in_force_for_an_owner_only_if_it_has_accepted_all_that_concerns_it(change: dict[str, Any]) -> None:
    federation = Directories().founded()
    before = federation.home("bcs")
    told = said_by_lead(federation, version=2, **change)
    assert federation.nodes["bcs"].refusal(told, "iop") == ("not-proven", "terms")
    assert federation.home("bcs") == before
    federation.nodes["bcs"].hear(said_by_lead(federation), "iop")


def test_nor_is_it_if_another_owner_passes_it_on_to_a_deputy() -> None:
    federation = Directories(FOUR).founded(terms(FOUR))
    federation.off |= {"iop", "ni", "rsc"}
    federation.days(4)
    federation.tell("bcs", TAKE_OVER)
    federation.settle()
    told = TakeOverAnswered(subject=NETWORK, term=2, agreed=said_by_lead(federation, version=2, notice_days=730))
    federation.nodes["bcs"].hear(told, "ni", now=federation.now)
    home = federation.home("bcs")
    assert home
    assert home.terms.notice_days == terms().notice_days


def test_an_owner_goes_on_with_a_text_that_overtakes_its_proposal() -> None:
    federation = Directories().founded()
    federation.off.add("ni")
    shares = {"iop": 50, "bcs": 50, "ni": 0}
    parties = [each.model_copy(update={"cash_percent": shares[each.body]}) for each in terms().parties]
    federation.tell("iop", AmendNetworkAgreement(subject=NETWORK, terms=terms(version=2, parties=parties)))
    federation.settle()
    federation.accept("iop", "bcs")
    led = federation.led("iop")
    assert led
    assert led.agreed
    assert led.agreed.terms.version == 2
    federation.nodes["ni"].hear(led.agreed, "iop")
    home = federation.home("ni")
    assert home
    assert home.terms.version == 2


@pytest.mark.parametrize("word", ["ended", "withdrawn"])
def test_the_lead_alone_cannot_end_a_network(word: str) -> None:
    federation = Directories(FOUR).founded(terms(FOUR))
    for body in FOUR[1:]:
        federation.nodes[body].hear(status(word), "iop")
        home = federation.home(body)
        assert home
        assert home.status == "active"
    federation.off.add("iop")
    federation.days(4)
    federation.tell("bcs", TAKE_OVER)
    federation.settle()
    assert federation.leads["rsc"] == ("bcs", 2)


def test_a_lead_that_turns_all_others_out_is_followed_when_the_office_has_suspended_it() -> None:
    federation = Directories(FOUR).founded(terms(FOUR))
    for body in FOUR[1:]:
        federation.nodes[body].hear(status("left"), "iop")
    assert federation.refusal_of("bcs", TAKE_OVER) == ("network-unknown", "subject")
    for body in FOUR:
        federation.tell(body, registered("iop", status="suspended", version=2))
    federation.settle()
    federation.off.add("iop")
    federation.tell("bcs", TAKE_OVER)
    federation.settle()
    assert {body: federation.leads[body] for body in FOUR[1:]} == dict.fromkeys(FOUR[1:], ("bcs", 2))


def test_who_has_left_by_its_own_word_backs_nobody_and_leads_nothing() -> None:
    federation = Directories(FOUR).founded(terms(FOUR, notice_days=0))
    federation.tell("rsc", WithdrawNetworkAgreement(subject=NETWORK))
    federation.settle()
    federation.accept("iop", "bcs", "ni")
    for body in FOUR:
        federation.tell(body, registered("iop", status="suspended", version=2))
    federation.settle()
    assert federation.refusal_of("rsc", TAKE_OVER) == ("network-unknown", "subject")
    assert federation.home("rsc")


def test_a_network_that_is_over_is_taken_over_by_nobody() -> None:
    federation = Directories().founded(terms(until=Directories().now.date()))
    federation.days(20)
    home = federation.home("ni")
    assert home
    asked = TakeOverProposed(subject=NETWORK, term=2, face=face_of_terms(home.terms))
    assert federation.nodes["ni"].refusal(asked, "bcs", now=federation.now) == ("network-unknown", "subject")


def test_no_lead_can_number_its_text_so_high_that_nobody_can_follow() -> None:
    federation = Directories(FOUR).founded(terms(FOUR))
    text = terms(FOUR, version=HIGHEST)
    told = NetworkAgreementProposed(
        subject=NETWORK, terms=text, hash=federation.offered("bcs").template.opened(text).hash
    )
    assert federation.nodes["bcs"].refusal(told, "iop") == ("not-proven", "terms.succession")
    agreed = said_by_lead(federation).model_copy(update={"version": HIGHEST})
    loud = agreed_signed(SHARED_NETWORK, agreed, Seals("iop").sign)
    for body in FOUR[1:]:
        federation.nodes[body].hear(loud, "iop")
    federation.off.add("iop")
    federation.days(4)
    federation.tell("bcs", TAKE_OVER)
    federation.settle()
    assert federation.leads["ni"] == ("bcs", 2)


def test_a_name_is_that_of_one_network() -> None:
    federation = Directories().founded()
    own = CharterNetwork(network=NETWORK, charter=charter(name="Ours alone"))
    assert federation.refusal_of("iop", own) == ("slug-taken", "network")
    federation.tell("iop", HandOver(subject=NETWORK, to="bcs"))
    federation.settle()
    assert federation.led("iop") is None
    assert federation.refusal_of("iop", own) == ("slug-taken", "network")
    again = ProposeNetworkAgreement(subject=NETWORK, terms=terms())
    assert federation.refusal_of("iop", again) == ("slug-taken", "subject")


def test_a_deputy_that_is_left_out_of_the_next_text_is_handed_nothing() -> None:
    federation = Directories().founded()
    without = terms(("iop", "bcs"), version=2)
    federation.tell("iop", AmendNetworkAgreement(subject=NETWORK, terms=without))
    federation.settle()
    assert federation.refusal_of("iop", HandOver(subject=NETWORK, to="ni")) == ("not-deputy", "to")


def test_what_the_own_systems_are_told_by_a_new_lead_is_newer_than_what_they_knew() -> None:
    federation = Directories().founded()
    before = federation.offered("bcs").version
    federation.tell("iop", HandOver(subject=NETWORK, to="bcs"))
    federation.settle()
    led = federation.led("bcs")
    assert led
    assert led.version > before
