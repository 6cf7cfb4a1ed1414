"""Profiles and networks: chartered, described, put to rest, ended; and what others may see of them."""

from typing import Any

import pytest
from support.directory.networks import charter
from support.speaking import Node, said

from kith_chassis.decision import NOTHING
from kith_contracts.directory.charters import Findable, NetworkStatus, Officer, TermsOfReference
from kith_contracts.directory.networks import (
    CharterNetwork,
    DescribeNetwork,
    NetworkPublished,
    NetworkUpdated,
    ProfilePublished,
    PublishProfile,
    SetNetworkStatus,
)
from kith_directory.handlers import HANDLERS
from kith_directory.networks.network import Network

SPECTRUM = "ashurst/spectrum"


def chartered(findable: Findable = "everyone") -> Node:
    node = Node(HANDLERS, "ashurst")
    node.hear(CharterNetwork(network=SPECTRUM, charter=charter(findable)))
    return node


def describe(findable: Findable = "everyone", **changes: Any) -> DescribeNetwork:
    return DescribeNetwork(network=SPECTRUM, charter=charter(findable, **changes))


def status(status: NetworkStatus) -> SetNetworkStatus:
    return SetNetworkStatus(network=SPECTRUM, status=status)


# Profiles


def test_a_profile_is_published_for_everyone() -> None:
    profile = PublishProfile(body="ashurst", name="Ashurst LLP", website="https://www.ashurst.com")
    (fact,) = said(Node(HANDLERS, "ashurst").hear(profile), ProfilePublished)
    assert fact == ProfilePublished(body="ashurst", name="Ashurst LLP", website="https://www.ashurst.com", version=1)


def test_a_profile_takes_the_place_of_the_one_before_and_the_same_again_is_no_news() -> None:
    node = Node(HANDLERS, "ashurst")
    node.hear(PublishProfile(body="ashurst", name="Ashurst"))
    assert node.hear(PublishProfile(body="ashurst", name="Ashurst")) == NOTHING
    (fact,) = said(node.hear(PublishProfile(body="ashurst", name="Ashurst LLP")), ProfilePublished)
    assert (fact.name, fact.version) == ("Ashurst LLP", 2)


def test_a_profile_is_published_by_its_own_body_only() -> None:
    assert Node(HANDLERS, "bcs").refusal(PublishProfile(body="ashurst", name="Ashurst")) == ("not-our-body", "body")


# Chartered


def test_a_network_that_everyone_may_find_is_shown_whole() -> None:
    node = Node(HANDLERS, "ashurst")
    decision = node.hear(CharterNetwork(network=SPECTRUM, charter=charter()))
    (own,), (public,) = said(decision, NetworkUpdated), said(decision, NetworkPublished)
    assert (own.charter, own.status, own.version) == (charter(), "active", 1)
    assert (public.charter, public.status, public.version) == (charter(), "active", 1)


def test_a_network_that_is_listed_by_name_shows_how_to_ask_and_nothing_of_its_inside() -> None:
    decision = Node(HANDLERS, "ashurst").hear(CharterNetwork(network=SPECTRUM, charter=charter("name-only")))
    (public,) = said(decision, NetworkPublished)
    assert (public.name, public.how_to_ask, public.charter) == ("Spectrum", "Write to the committee.", None)
    assert not [word for word in ("Chair", "LGBT", "private") if word in public.model_dump_json()]


def test_a_network_that_only_invitation_finds_is_told_to_its_own_body_alone() -> None:
    decision = Node(HANDLERS, "ashurst").hear(CharterNetwork(network=SPECTRUM, charter=charter("invitation")))
    assert [type(message) for message in decision.says] == [NetworkUpdated]


def test_a_name_is_taken_once_in_a_body() -> None:
    command = CharterNetwork(network=SPECTRUM, charter=charter())
    assert chartered().refusal(command) == ("slug-taken", "network")


def test_a_network_is_chartered_by_its_own_body_only() -> None:
    command = CharterNetwork(network="ons/spectrum", charter=charter())
    assert Node(HANDLERS, "ashurst").refusal(command) == ("not-our-network", "network")


def test_terms_of_reference_begin_with_version_one() -> None:
    later = charter(terms=TermsOfReference(version=2, text="More."))
    command = CharterNetwork(network=SPECTRUM, charter=later)
    assert Node(HANDLERS, "ashurst").refusal(command) == ("terms-version", "charter.terms.version")


# Described anew


def test_what_is_described_anew_is_told_at_home_and_to_everyone() -> None:
    decision = chartered().hear(describe(purpose="Mentoring."))
    (own,), (public,) = said(decision, NetworkUpdated), said(decision, NetworkPublished)
    assert (own.version, public.version, public.purpose) == (2, 2, "Mentoring.")


def test_the_same_description_again_is_no_news() -> None:
    assert chartered().hear(describe()) == NOTHING


def test_a_change_that_others_cannot_see_is_not_told_to_them_by_as_much_as_a_version() -> None:
    node = chartered("name-only")
    decision = node.hear(describe("name-only", officers=[Officer(role="Chair", filled=False)]))
    assert [type(message) for message in decision.says] == [NetworkUpdated]
    (public,) = said(node.hear(describe("name-only", purpose="Mentoring.")), NetworkPublished)
    assert (public.version, node.state(Network.at(SPECTRUM)).version) == (2, 3)


@pytest.mark.parametrize("version", [1, 3])
def test_changed_terms_of_reference_are_the_next_version(version: int) -> None:
    node = chartered()
    terms = TermsOfReference(version=version, text="Open to allies.")
    assert node.refusal(describe(terms=terms)) == ("terms-version", "charter.terms.version")
    assert not node.hear(describe(terms=terms.model_copy(update={"version": 2}))).refusal


def test_a_network_that_hides_is_shown_as_ended_without_its_name() -> None:
    node = chartered()
    (public,) = said(node.hear(describe("invitation")), NetworkPublished)
    assert (public.status, public.name, public.charter, public.version) == ("ended", "Ended", None, 2)
    assert "LGBT" not in public.model_dump_json()


def test_what_happens_while_it_hides_is_seen_by_nobody() -> None:
    node = chartered()
    node.hear(describe("invitation"))
    for command in (describe("invitation", purpose="Quiet."), status("resting"), status("ended")):
        assert not said(node.hear(command), NetworkPublished)


def test_a_network_that_hid_from_the_beginning_is_new_when_it_shows_itself() -> None:
    node = chartered("invitation")
    node.hear(describe("invitation", purpose="Quiet."))
    (public,) = said(node.hear(describe("name-only")), NetworkPublished)
    assert (public.status, public.version) == ("active", 1)


def test_only_a_network_that_there_is_can_be_described_or_put_to_rest() -> None:
    for command in (describe(), status("resting")):
        assert Node(HANDLERS, "ashurst").refusal(command) == ("network-unknown", "network")


# Rested and ended


def test_a_network_rests_and_wakes_for_all_to_see() -> None:
    node = chartered()
    for version, each in enumerate(("resting", "active"), 2):
        (public,) = said(node.hear(status(each)), NetworkPublished)  # type: ignore[arg-type]
        assert (public.status, public.version) == (each, version)


def test_the_same_status_again_is_no_news() -> None:
    assert chartered().hear(status("active")) == NOTHING


def test_a_network_that_has_ended_stays_ended() -> None:
    node = chartered()
    (public,) = said(node.hear(status("ended")), NetworkPublished)
    assert public.status == "ended"
    for command in (describe(purpose="Again."), status("active")):
        assert node.refusal(command) == ("network-ended", "network")
    assert node.refusal(CharterNetwork(network=SPECTRUM, charter=charter())) == ("slug-taken", "network")
