"""What everyone reads of networks: what is published of them, and nobody's name."""

from collections import Counter
from datetime import timedelta
from typing import Any, Final

import pytest
from support import readers
from support.speaking import NOW, FakeViews, Node, finished

from kith_chassis.http.public import LinkedData
from kith_commons.formats import atom
from kith_contracts.directory.charters import NetworkCharter, TermsOfReference
from kith_contracts.directory.networks import NetworkPublished, ProfilePublished
from kith_contracts.words import body_of
from kith_directory.handlers import HANDLERS
from kith_directory.networks import feeds
from kith_directory.networks.feeds import linked, told
from kith_directory.networks.listings import Listing

NETWORK: Final = "bcs/womens-forum"
NAMES: Final = {"bcs": "BCS"}
CHARTER: Final = NetworkCharter(
    name="Forum",
    purpose="Voice.",
    for_you_if="You like to.",
    findable="everyone",
    joinable="anyone",
    terms=TermsOfReference(text="v1"),
)


def network(version: int = 1, **changes: Any) -> NetworkPublished:
    usual = {"name": "Forum", "purpose": "Voice.", "how_to_ask": "Write.", "status": "active", "charter": CHARTER}
    return NetworkPublished(network=NETWORK, version=version, **{**usual, **changes})


def heard(*facts: NetworkPublished) -> Listing:
    node = Node(HANDLERS, "ons")
    for day, fact in enumerate(facts):
        node.hear(fact, "bcs", now=NOW + timedelta(days=day))
    state: Listing = node.state(Listing.at(NETWORK))
    return state


def test_a_new_network_is_told_with_whom_it_is_for() -> None:
    entry = told(heard(network()), NAMES, "https://kith.example/directory/v1/ons")
    assert (entry.published, entry.updated) == (NOW, NOW)
    assert entry.text == "Voice.\n\nThis is for you if: You like to.\n\nWrite.\n\nAt BCS."
    about = atom.Feed(entry.id, "Networks", "ONS", "https://kith.example/feed.atom")
    read = readers.feed(atom.feed(atom.page(about, [atom.Item(NOW, entry.id, entry)], "", lambda each: each)))
    assert read.entries[0].links[0].href == "https://kith.example/directory/v1/ons/networks/bcs/womens-forum.jsonld"


def test_one_that_changes_keeps_its_id_and_its_first_day() -> None:
    before, after = (told(heard(*facts), NAMES, "") for facts in ([network()], [network(), network(2, name="Circle")]))
    assert (before.id, before.published) == (after.id, after.published)
    assert (after.title, after.updated) == ("Circle", NOW + timedelta(days=1))


def test_of_one_that_is_listed_by_name_only_its_name_is_told() -> None:
    entry = told(heard(network(charter=None)), NAMES, "")
    assert "for you if" not in entry.text


def test_one_that_has_ended_says_so_and_not_how_to_ask() -> None:
    entry = told(heard(network(status="ended")), NAMES, "")
    assert "It has ended, with thanks." in entry.text
    assert "Write." not in entry.text


def test_of_no_body_more_networks_are_read_than_have_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "MOST_OF_A_BODY", 5)
    node = Node(HANDLERS, "ons", thorough=False)
    for body, count in (("aaa", 9), ("bcs", 2)):
        for number in range(count):
            node.hear(network().model_copy(update={"network": f"{body}/circle-{number}"}), body)
    found = finished(feeds.listed_by(FakeViews(node), ("aaa", "bcs")))
    assert Counter(body_of(each.id) for each in found) == {"aaa": 5, "bcs": 2}


def test_linked_data_names_the_body_and_nobody_in_it() -> None:
    profile = ProfilePublished(body="bcs", name="BCS", website="https://www.bcs.org", version=1)
    read = readers.linked(bytes(LinkedData(linked(network(), "BCS", profile)).body))
    schema = readers.SCHEMA
    assert read["@type"] == [f"{schema}Organization"]
    (parent,) = read[f"{schema}parentOrganization"]
    assert parent[f"{schema}name"] == [{"@value": "BCS"}]
    assert {name.removeprefix(schema) for name in read if name.startswith(schema)} == {
        "name",
        "description",
        "parentOrganization",
    }
