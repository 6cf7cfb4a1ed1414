"""The lead changes: handed over, or gone and followed by a deputy; and never are two believed."""

from collections.abc import Callable

import pytest
from support.directory.shared import NETWORK, OWNERS, Directories, registered, terms
from support.speaking import said

from kith_contracts.directory.agreements import AmendNetworkAgreement, SharedNetworkPublished, WithdrawNetworkAgreement
from kith_contracts.directory.leads import HandOver, TakeOver, TakeOverAnswered, TakeOverProposed
from kith_directory.shared_networks.publication import face_of_terms

TAKE_OVER = TakeOver(subject=NETWORK)
FOUR = (*OWNERS, "rsc")


def test_the_lead_hands_over_and_nobody_has_to_do_anything_more() -> None:
    federation = Directories().founded()
    federation.tell("iop", HandOver(subject=NETWORK, to="ni"))
    federation.settle()
    assert federation.leads == dict.fromkeys(OWNERS, ("ni", 2))
    assert federation.led("iop") is None
    listing = federation.listing("bcs")
    assert listing
    assert listing.shared
    assert (listing.shared.lead, listing.id) == ("ni", NETWORK)
    assert federation.nodes["iop"].refusal(HandOver(subject=NETWORK, to="bcs")) == ("lead-changed", "subject")


def test_the_founder_hands_over_and_leaves_and_the_name_stays() -> None:
    federation = Directories().founded(terms(notice_days=0))
    federation.tell("iop", HandOver(subject=NETWORK, to="bcs"))
    federation.settle()
    federation.tell("iop", WithdrawNetworkAgreement(subject=NETWORK, why="We merge with another society."))
    federation.settle()
    federation.accept("bcs", "ni")
    assert federation.leads == {"bcs": ("bcs", 2), "ni": ("bcs", 2)}
    listing = federation.listing("rsc")
    assert listing
    assert listing.shared
    assert (listing.id, listing.shared.published.owners) == (NETWORK, ["bcs", "ni"])


def test_a_deputy_follows_a_lead_that_is_gone_after_the_agreed_silence() -> None:
    federation = Directories(FOUR).founded(terms(FOUR))
    federation.off.add("iop")
    federation.days(2)
    assert federation.refusal_of("bcs", TAKE_OVER) == ("take-over-too-early", "subject")
    federation.days(2)
    assert federation.refusal_of("ni", TAKE_OVER) == ("take-over-too-early", "subject"), "the second waits longer"
    federation.tell("bcs", TAKE_OVER)
    federation.settle()
    assert {body: federation.leads[body] for body in FOUR[1:]} == dict.fromkeys(FOUR[1:], ("bcs", 2))
    federation.tell("bcs", AmendNetworkAgreement(subject=NETWORK, terms=terms(FOUR, version=3, notice_days=60)))
    federation.settle()
    assert federation.offered("ni").terms.version == 3


def test_a_lead_that_returns_is_fenced_and_what_it_was_asked_meanwhile_is_refused() -> None:
    federation = Directories(FOUR).founded(terms(FOUR))
    federation.off.add("iop")
    federation.tell("iop", AmendNetworkAgreement(subject=NETWORK, terms=terms(FOUR, version=2, notice_days=60)))
    federation.days(4)
    federation.tell("bcs", TAKE_OVER)
    federation.settle()
    federation.off.clear()
    federation.settle()
    federation.days(1)
    assert federation.leads == dict.fromkeys(FOUR, ("bcs", 2))
    assert federation.led("iop") is None
    amend = AmendNetworkAgreement(subject=NETWORK, terms=terms(FOUR, version=3))
    assert federation.refusal_of("iop", amend) == ("lead-changed", "subject")
    assert {federation.offered(body).terms.term for body in FOUR} == {2}


def test_a_lead_whom_the_office_has_suspended_is_followed_at_once() -> None:
    federation = Directories(FOUR).founded(terms(FOUR))
    assert federation.refusal_of("bcs", TAKE_OVER) == ("take-over-too-early", "subject")
    for body in FOUR:
        federation.tell(body, registered("iop", status="suspended", version=2))
    federation.settle()
    federation.off.add("iop")
    federation.tell("bcs", TAKE_OVER)
    federation.settle()
    assert federation.leads["ni"] == ("bcs", 2)


def test_of_two_owners_the_deputy_that_the_text_names_goes_on_alone() -> None:
    federation = Directories().founded(terms(("iop", "bcs")))
    federation.off.add("iop")
    federation.days(4)
    federation.tell("bcs", TAKE_OVER)
    federation.settle()
    assert federation.leads["bcs"] == ("bcs", 2)
    listing = federation.listing("rsc")
    assert listing
    assert listing.shared
    assert listing.shared.lead == "bcs"


def test_half_of_the_owners_are_not_enough() -> None:
    federation = Directories(FOUR).founded(terms(FOUR))
    federation.off |= {"iop", "rsc"}
    federation.days(4)
    federation.tell("bcs", TAKE_OVER)
    federation.settle()
    assert federation.leads["bcs"] == ("iop", 1)
    home = federation.home("bcs")
    assert home
    assert home.claim
    assert {each.body for each in home.claim.backings} == {"bcs", "ni"}
    federation.off.remove("rsc")
    federation.settle()
    assert federation.leads["ni"] == ("bcs", 2)


@pytest.mark.parametrize("seed", range(20))
def test_two_who_want_to_lead_are_never_both_believed(seed: int) -> None:
    federation = Directories(FOUR, seed).founded(terms(FOUR))
    federation.off.add("iop")
    federation.days(10)
    federation.tell("bcs", TAKE_OVER)
    federation.tell("ni", TAKE_OVER)
    federation.settle()
    led = [body for body in FOUR[1:] if federation.led(body)]
    believed = {lead for lead, term in federation.leads.values() if term > 1}
    assert len(led) <= 1
    assert believed == {*led}


def test_the_deputy_goes_on_from_the_newest_text_that_any_owner_has_seen() -> None:
    federation = Directories(FOUR).founded(terms(FOUR))
    before = federation.nodes["bcs"].states[f"shared-network/{NETWORK}"]
    federation.tell("iop", AmendNetworkAgreement(subject=NETWORK, terms=terms(FOUR, version=2, writers="lead")))
    federation.settle()
    federation.accept(*FOUR)
    federation.nodes["bcs"].states[before.path] = before  # as if what the lead told it last were still under way
    federation.off.add("iop")
    federation.days(4)
    federation.tell("bcs", TAKE_OVER)
    federation.settle()
    home = federation.home("bcs")
    assert home
    assert (home.lead, home.terms.writers) == ("bcs", "lead")


def test_who_has_left_is_no_owner_again_because_the_lead_is_lost_before_the_others_have_accepted_that() -> None:
    federation = Directories().founded(terms(notice_days=0, deputies=["ni", "bcs"]))
    federation.tell("bcs", WithdrawNetworkAgreement(subject=NETWORK))
    federation.settle()
    federation.off.add("iop")
    federation.days(4)
    federation.tell("ni", TAKE_OVER)
    federation.settle()
    assert federation.leads == {"iop": ("iop", 1), "ni": ("ni", 2)}
    federation.accept("ni")
    federation.off.clear()
    federation.settle()
    federation.accept("iop")
    home = federation.home("ni")
    assert home
    assert home.terms.bodies == ["iop", "ni"]
    assert federation.leads == {"iop": ("ni", 2), "ni": ("ni", 2)}


@pytest.mark.parametrize(
    "change",
    [
        lambda fact: fact.model_copy(update={"succession": []}),
        lambda fact: fact.model_copy(update={"name": "Ours now"}),
        lambda fact: fact.model_copy(update={"owners": ["bcs", "ni"]}),
        lambda fact: fact.model_copy(
            update={"succession": [each.model_copy(update={"backings": []}) for each in fact.succession]}
        ),
        lambda fact: fact.model_copy(
            update={"succession": [each.model_copy(update={"lead": "rsc"}) for each in fact.succession]}
        ),
    ],
)
def test_what_is_not_proven_is_believed_by_nobody(
    change: Callable[[SharedNetworkPublished], SharedNetworkPublished],
) -> None:
    federation = Directories().founded()
    federation.tell("iop", HandOver(subject=NETWORK, to="bcs"))
    federation.settle()
    fact = federation.messages(SharedNetworkPublished)[-1]
    assert federation.nodes["rsc"].decide(fact, "bcs").refusal is None
    said = change(fact.model_copy(update={"version": fact.version + 1}))
    assert federation.nodes["rsc"].refusal(said, "bcs") == ("not-proven", "succession")
    assert federation.nodes["rsc"].refusal(fact, "ni") == ("not-proven", "succession")


def test_an_owner_says_why_it_does_not_back_a_deputy() -> None:
    federation = Directories(FOUR).founded(terms(FOUR))
    asked = TakeOverProposed(subject=NETWORK, term=2, face="0" * 64)
    decision = federation.nodes["ni"].hear(asked, "bcs")
    (letter,) = decision.says
    assert not decision.states
    assert "Another text is in force" in letter.message.sentence  # type: ignore[union-attr]


def test_deputies_who_have_split_the_owners_between_them_ask_again_for_the_term_after() -> None:
    federation = Directories(FOUR).founded(terms(FOUR))
    federation.off |= {"iop", "rsc"}
    federation.days(10)
    federation.off.add("ni")
    federation.tell("bcs", TAKE_OVER)
    federation.settle()
    federation.off = {"iop", "bcs", "rsc"}
    federation.nodes["ni"].hear(TAKE_OVER, now=federation.now)  # before it reads what bcs has asked
    federation.off = {"iop"}
    federation.settle()
    assert set(federation.leads.values()) == {("iop", 1)}
    federation.tell("bcs", TAKE_OVER)
    federation.settle()
    assert {body: federation.leads[body] for body in FOUR[1:]} == dict.fromkeys(FOUR[1:], ("bcs", 3))
    federation.off.clear()
    federation.settle()
    federation.days(1)
    assert federation.leads == dict.fromkeys(FOUR, ("bcs", 3))


def test_a_lead_is_backed_in_no_term_so_high_that_there_is_no_next_one() -> None:
    federation = Directories(FOUR).founded(terms(FOUR))
    federation.off.add("iop")
    federation.days(4)
    home = federation.home("ni")
    assert home
    asked = TakeOverProposed(subject=NETWORK, term=2**53 - 1, face=face_of_terms(home.terms))
    decision = federation.nodes["ni"].hear(asked, "bcs", now=federation.now)
    assert not decision.states
    (told,) = said(decision, TakeOverAnswered)
    assert told.backing is None


def test_what_was_backed_by_an_earlier_text_proves_nothing_by_the_next() -> None:
    federation = Directories(FOUR).founded(terms(FOUR))
    path = f"shared-network/{NETWORK}"
    before = {body: federation.nodes[body].states[path] for body in ("bcs", "ni")}
    renamed = terms().charter.model_copy(update={"name": "Back"})
    federation.tell("iop", AmendNetworkAgreement(subject=NETWORK, terms=terms(FOUR, version=2, charter=renamed)))
    federation.settle()
    federation.accept(*FOUR)
    for body, state in before.items():
        federation.nodes[body].states[path] = state  # as if the lead's word were still under way to them
    federation.off |= {"iop", "rsc"}
    federation.days(4)
    federation.tell("bcs", TAKE_OVER)
    federation.settle()
    led = federation.led("iop")
    assert led
    assert led.agreed
    for body in before:
        federation.nodes[body].hear(led.agreed, "iop", now=federation.now)
    federation.off = {"iop"}
    federation.days(4)
    federation.tell("bcs", TAKE_OVER)
    federation.settle()
    assert {federation.leads[body][0] for body in FOUR[1:]} == {"bcs"}
    home = federation.home("rsc")
    assert home
    assert home.charter.name == "Back"
