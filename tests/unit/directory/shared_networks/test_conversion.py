"""A network of one organisation becomes one of several: nothing changes before all agree, and nothing is lost then."""

from typing import Any, Final

import pytest
from support.directory.networks import charter
from support.directory.people import enrol
from support.directory.shared import NETWORK, Directories, terms

from kith_contracts.directory.agreements import (
    AmendNetworkAgreement,
    AnswerNetworkAgreement,
    ProposeNetworkAgreement,
    SharedNetworkUpdated,
)
from kith_contracts.directory.charters import Findable, Joinable, Officer, TermsOfReference
from kith_contracts.directory.inside import Announce, OpenRoundUp, SayWhereWeTalk
from kith_contracts.directory.membership import JoinNetwork
from kith_contracts.directory.networks import CharterNetwork, NetworkUpdated, SetNetworkStatus
from kith_contracts.directory.offices import AnswerOffice, OfferOffice
from kith_contracts.directory.terms import NetworkTerms, Office
from kith_contracts.directory.welcome import AnswerWelcome, WelcomeBodies
from kith_contracts.message import Message
from kith_directory.inside.announcements import Announcement
from kith_directory.inside.round_ups import RoundUp
from kith_directory.inside.talk import Talk
from kith_directory.networks.network import Network
from kith_directory.people.person import Person
from kith_directory.welcome.host import Welcome

ANN, BEA = "person-0001", "person-0002"
CHAIR: Final = Office(role="chair", body="iop")


def own(**changes: Any) -> Directories:
    """IOP has a network with a chair, two members and a word to them; all are told of it."""
    federation = Directories()
    fields = {"name": "Returners", "officers": [Officer(role="chair", filled=False)], **changes}
    office = {"person": ANN, "network": NETWORK, "role": "chair"}
    said: list[Message] = [CharterNetwork(network=NETWORK, charter=charter(**fields))]
    for person in (ANN, BEA):
        said += [enrol(person=person), JoinNetwork(person=person, network=NETWORK)]
    said += [OfferOffice(**office), AnswerOffice(**office, accepted=True)]
    said += [Announce(network=NETWORK, announcement="spring", text="We meet in May.")]
    said += [SayWhereWeTalk(network=NETWORK, where_we_talk="https://lists.example.org/returners")]
    said += [OpenRoundUp(network=NETWORK, round_up="may", title="May", until="2027-05-01T17:00:00Z")]
    for each in said:
        federation.tell("iop", each)
        federation.settle()
    assert federation.codes == []
    return federation


def text(**changes: Any) -> NetworkTerms:
    fields = {"officers": [], "terms": TermsOfReference(text="Three own it."), **changes}
    return terms(offices=[CHAIR], charter=charter(name="Returners", **fields))


def of_iop(federation: Directories, model: Any, *name: str) -> Any:
    return federation.nodes["iop"].states.get(model.at(NETWORK, *name).path)


def person(federation: Directories, id: str) -> Person:
    found: Person = federation.nodes["iop"].state(Person.at(id))
    return found


def test_all_that_the_network_was_it_is_with_several_owners() -> None:
    federation = own()
    before = {id: person(federation, id) for id in (ANN, BEA)}
    federation.founded(text())
    assert of_iop(federation, Network) is None
    assert federation.leads == dict.fromkeys(("iop", "bcs", "ni"), ("iop", 1))
    assert {id: person(federation, id) for id in (ANN, BEA)} == before
    assert person(federation, ANN).serves == [NETWORK]
    assert of_iop(federation, Announcement, "spring")
    assert of_iop(federation, RoundUp, "may")
    assert of_iop(federation, Talk)
    assert federation.codes == []
    for body in ("rsc", "bcs"):
        listing = federation.listing(body)
        assert listing
        assert listing.owners == ["bcs", "iop", "ni"]


def test_services_and_systems_hear_of_it_after_what_they_heard_of_the_own_network() -> None:
    federation = own().founded(text())
    heard = [each for body, each in federation.unheard if body == "iop"]
    versions = [each.version for each in heard if isinstance(each, NetworkUpdated | SharedNetworkUpdated)]
    assert versions == sorted(set(versions))
    assert isinstance(
        [each for each in heard if isinstance(each, NetworkUpdated | SharedNetworkUpdated)][-1], SharedNetworkUpdated
    )


def test_as_long_as_the_others_do_not_accept_it_stays_an_own_network() -> None:
    federation = own()
    federation.tell("iop", ProposeNetworkAgreement(subject=NETWORK, terms=text()))
    federation.settle()
    federation.accept("iop", "bcs")
    said = AnswerNetworkAgreement(
        subject=NETWORK, hash=federation.offered("ni").hash, on_behalf="body", answer="declined", note="Not yet."
    )
    federation.tell("ni", said)
    federation.settle()
    assert federation.home("iop") is None
    assert of_iop(federation, Network)
    federation.tell("iop", Announce(network=NETWORK, announcement="june", text="And in June."))
    federation.settle()
    assert of_iop(federation, Announcement, "june")
    assert person(federation, ANN).serves == [NETWORK]


@pytest.mark.parametrize(
    ("findable", "joinable"), [("invitation", "invited"), ("name-only", "ask"), ("everyone", "ask")]
)
def test_no_text_makes_it_more_visible(findable: Findable, joinable: Joinable) -> None:
    federation = Directories()
    federation.tell(
        "iop", CharterNetwork(network=NETWORK, charter=charter(findable, joinable=joinable, how_to_ask="Ask."))
    )
    federation.settle()
    wider = text(findable="everyone", joinable="anyone")
    faults = federation.nodes["iop"].faults(ProposeNetworkAgreement(subject=NETWORK, terms=wider))
    assert set(faults) <= {("more-visible", "terms.charter.findable"), ("more-visible", "terms.charter.joinable")}
    assert ("more-visible", "terms.charter.joinable") in faults
    same = text(findable=findable, joinable=joinable, how_to_ask="Ask.")
    federation.tell("iop", ProposeNetworkAgreement(subject=NETWORK, terms=same))
    federation.settle()
    amended = AmendNetworkAgreement(subject=NETWORK, terms=wider.model_copy(update={"version": 2}))
    assert ("more-visible", "terms.charter.joinable") in federation.nodes["iop"].faults(amended)
    federation.accept("iop", "bcs", "ni")
    listing = federation.listing("rsc")
    assert (listing is None) == (findable == "invitation")


def test_a_network_that_was_found_and_is_hidden_by_the_text_is_in_no_listing_any_more() -> None:
    federation = own().founded(text(findable="invitation", joinable="invited"))
    listing = federation.listing("rsc")
    assert listing
    assert (listing.published.status, listing.published.name, listing.published.charter) == ("ended", "Ended", None)
    assert federation.home("bcs")


def test_an_office_that_somebody_holds_is_in_the_text_and_one_that_is_not_there_any_more_ends() -> None:
    federation = own()
    without = text().model_copy(update={"offices": [Office(role="chair", body="bcs")]})
    propose = ProposeNetworkAgreement(subject=NETWORK, terms=without)
    assert federation.refusal_of("iop", propose) == ("office-held", "terms.offices")


def test_a_network_that_has_ended_is_not_founded_anew() -> None:
    federation = own()
    federation.tell("iop", SetNetworkStatus(network=NETWORK, status="ended"))
    federation.settle()
    propose = ProposeNetworkAgreement(subject=NETWORK, terms=text())
    assert federation.refusal_of("iop", propose) == ("slug-taken", "subject")


def test_people_who_were_welcome_in_it_are_members_by_the_share_of_their_organisation() -> None:
    federation = own()
    federation.tell("iop", WelcomeBodies(network=NETWORK, bodies=["bcs", "rsc"]))
    federation.settle()
    for body in ("bcs", "rsc"):
        federation.tell(body, AnswerWelcome(network=NETWORK, answer="accepted"))
        federation.tell(body, enrol(person=ANN))
        federation.settle()
        federation.tell(body, JoinNetwork(person=ANN, network=NETWORK))
        federation.settle()
    federation.founded(text())
    assert {each.status for each in of_iop(federation, Welcome).partners.values()} == {"ended"}
    for body in ("bcs", "rsc"):
        found: Person = federation.nodes[body].state(Person.at(ANN))
        assert found.networks == [NETWORK]
    assert federation.home("bcs")
    assert federation.home("rsc") is None
    assert federation.codes == []
