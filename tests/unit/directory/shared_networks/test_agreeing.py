"""Several bodies agree to own a network: what they are told, what everyone finds, who can join it and where."""

from typing import Any

from support.directory.shared import NETWORK, OWNERS, Directories, terms

from kith_contracts.directory.agreements import (
    AmendNetworkAgreement,
    AnswerNetworkAgreement,
    DraftNetworkAgreement,
    ProposeNetworkAgreement,
    SharedNetworkPublished,
    SharedNetworkUpdated,
    WithdrawNetworkAgreement,
)
from kith_contracts.directory.membership import JoinNetwork
from kith_contracts.directory.networks import EnrolPerson
from kith_contracts.directory.suggestions import NetworkChange, SuggestNetworkChange, TakeNetworkSuggestion
from kith_directory.people.person import Person

PERSON = "person-0001"


def joins(federation: Directories, body: str) -> list[str]:
    """The networks of somebody at home there who has asked to join."""
    federation.tell(body, EnrolPerson(person=PERSON, name="Ann", address="ann@example.org"))
    federation.settle()
    federation.tell(body, JoinNetwork(person=PERSON, network=NETWORK))
    federation.settle()
    person = federation.nodes[body].state(Person.at(PERSON))
    networks: list[str] = person.networks
    return networks


def test_nothing_is_there_before_all_owners_have_accepted_both() -> None:
    federation = Directories()
    federation.tell("iop", DraftNetworkAgreement(subject=NETWORK, terms=terms()))
    federation.settle()
    assert not federation.nodes["bcs"].states.get(f"offered-network/{NETWORK}")
    federation.tell("iop", ProposeNetworkAgreement(subject=NETWORK))
    federation.settle()
    federation.accept("iop", "bcs")
    assert federation.offered("ni").status == "partly-accepted"
    assert {federation.home(body) for body in OWNERS} == {None}
    assert federation.listing("rsc") is None
    assert joins(federation, "bcs") == []
    federation.accept("ni")
    assert {federation.offered(body).status for body in OWNERS} == {"active"}
    assert federation.leads == dict.fromkeys(OWNERS, ("iop", 1))


def test_everyone_finds_it_with_its_owners_and_people_of_each_owner_join_at_home() -> None:
    federation = Directories().founded()
    listing = federation.listing("rsc")
    assert listing
    assert listing.shared
    assert listing.shared.published.owners == sorted(OWNERS)
    assert listing.published.name == "Returners"
    assert [joins(federation, body) for body in OWNERS] == [[NETWORK]] * 3
    assert joins(federation, "rsc") == []
    assert federation.codes[-1] == "network-elsewhere"
    abroad = "".join(federation.abroad())
    assert PERSON not in abroad


def test_a_network_that_only_invitation_finds_lives_by_letters_alone() -> None:
    text = terms()
    hidden = text.charter.model_copy(update={"findable": "invitation"})
    federation = Directories().founded(text.model_copy(update={"charter": hidden}))
    assert federation.leads == dict.fromkeys(OWNERS, ("iop", 1))
    assert not federation.messages(SharedNetworkPublished)
    assert joins(federation, "bcs") == []
    assert federation.codes[-1] == "network-unknown"


def test_what_is_in_force_stays_until_all_have_accepted_the_next_text() -> None:
    federation = Directories().founded()
    federation.tell("iop", AmendNetworkAgreement(subject=NETWORK, terms=terms(version=2, notice_days=60)))
    federation.settle()
    federation.accept("iop", "bcs")
    home = federation.home("ni")
    assert home
    assert (home.terms.version, home.terms.notice_days) == (1, 30)
    assert joins(federation, "ni") == [NETWORK]
    federation.accept("ni")
    home = federation.home("ni")
    assert home
    assert (home.terms.version, home.terms.notice_days) == (2, 60)


def test_an_amendment_asks_only_whom_it_concerns() -> None:
    federation = Directories().founded()
    parties = [party.model_copy(update={"cash_percent": 50 if party.body != "ni" else 0}) for party in terms().parties]
    federation.tell("iop", AmendNetworkAgreement(subject=NETWORK, terms=terms(version=2, parties=parties)))
    federation.settle()
    missing = {(each.body, each.on_behalf) for each in federation.offered("ni").missing}
    assert missing == {("iop", "body"), ("bcs", "body")}


def test_an_owner_suggests_a_change_and_the_lead_takes_it() -> None:
    federation = Directories().founded()
    change = NetworkChange(silence_days=14)
    wish = SuggestNetworkChange(
        subject=NETWORK, hash=federation.offered("ni").hash, change=change, why="We meet weekly."
    )
    federation.tell("ni", wish)
    federation.settle()
    led = federation.led("iop")
    assert led
    federation.tell("iop", TakeNetworkSuggestion(subject=NETWORK, suggestions=list(led.suggestions)))
    federation.settle()
    federation.accept(*OWNERS)
    home = federation.home("bcs")
    assert home
    assert home.terms.silence_days == 14


def test_an_owner_leaves_after_its_notice_and_its_shares_are_borne_by_the_others() -> None:
    federation = Directories().founded()
    federation.tell("bcs", WithdrawNetworkAgreement(subject=NETWORK, why="We have no money."))
    federation.settle()
    federation.days(29)
    assert set(federation.leads) == set(OWNERS)
    federation.days(2)
    federation.accept("iop", "ni")
    assert set(federation.leads) == {"iop", "ni"}
    home = federation.home("bcs")
    assert home
    assert home.left
    assert home.status == "ended"
    listing = federation.listing("rsc")
    assert listing
    assert listing.shared
    assert listing.shared.published.owners == ["iop", "ni"]
    assert joins(federation, "bcs") == []


def test_one_that_has_left_comes_back_and_is_an_owner_anew() -> None:
    federation = Directories().founded(terms(notice_days=0))
    federation.tell("bcs", WithdrawNetworkAgreement(subject=NETWORK))
    federation.settle()
    federation.accept("iop", "ni")
    led = federation.led("iop")
    assert led
    number = led.terms.version + 1
    federation.days(1)
    federation.tell("iop", AmendNetworkAgreement(subject=NETWORK, terms=terms(version=number, notice_days=0)))
    federation.settle()
    federation.accept(*OWNERS)
    assert set(federation.leads) == set(OWNERS)
    assert joins(federation, "bcs") == [NETWORK]


def test_a_network_ends_on_the_last_day_that_all_have_agreed_on() -> None:
    last = Directories().now.date()
    federation = Directories().founded(terms(until=last))
    federation.days(2)
    assert {federation.offered(body).status for body in OWNERS} == {"ended"}
    listing = federation.listing("rsc")
    assert listing
    assert listing.published.status == "ended"
    assert joins(federation, "ni") == []


def test_bad_texts_are_refused_with_all_that_is_wrong() -> None:
    node = Directories().nodes["iop"]

    def faults(text: Any) -> list[tuple[str, str]]:
        return node.faults(ProposeNetworkAgreement(subject=NETWORK, terms=text))

    unequal = [party.model_copy(update={"cash_percent": 30}) for party in terms().parties]
    wrong = terms(deputies=["bcs", "bcs", "rsc"], parties=unequal, version=2)
    assert faults(wrong) == [
        ("version-not-next", "terms.version"),
        ("shares-do-not-add-up", "terms.parties.*.cash_percent"),
        ("body-twice", "terms.deputies.1"),
        ("body-not-party", "terms.deputies.2"),
    ]
    assert faults(terms(("iop",))) == [("owner-alone", "terms.parties")]
    assert faults(terms(("iop", "nobody"), deputies=[])) == [("body-unknown", "terms.parties.1.body")]
    lines = [each.model_copy(update={"pence": 1_000_00}) for each in terms().lines]
    assert faults(terms(lines=lines)) == [("lines-above-money", "terms.lines")]


def test_an_old_hash_and_a_stranger_are_refused() -> None:
    federation = Directories().founded()
    answer = AnswerNetworkAgreement(subject=NETWORK, hash="0" * 64, on_behalf="body", answer="accepted")
    assert federation.nodes["ni"].refusal(answer) == ("stale-hash", "hash")
    assert federation.nodes["rsc"].refusal(answer) == ("agreement-unknown", "subject")
    amend = AmendNetworkAgreement(subject=NETWORK, terms=terms(version=2))
    assert federation.nodes["bcs"].refusal(amend) == ("lead-changed", "subject")
    assert federation.nodes["iop"].refusal(WithdrawNetworkAgreement(subject=NETWORK)) == ("lead-leaves", "subject")


def test_the_other_services_of_an_owner_hear_of_it_once() -> None:
    federation = Directories()
    node = federation.nodes["bcs"]
    told: list[Any] = []
    decide = node.decide

    def heard(*args: Any, **named: Any) -> Any:
        decision = decide(*args, **named)
        told.extend(each for each in decision.says if isinstance(each, SharedNetworkUpdated))
        return decision

    node.decide = heard  # type: ignore[method-assign]
    federation.founded()
    federation.days(5)
    assert [(each.status, each.version) for each in told] == [("active", 1)]
