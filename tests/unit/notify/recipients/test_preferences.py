"""How a person says how they want to be told: what is left out stays, and what makes no sense is refused."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.notify.scenes import NETWORKS, PERSON, home, person
from support.renewals import Scene, left_out, renewals, usual
from support.speaking import Node

from kith_contracts.notify.preferences import QuietHours, SetMailPreferences, SetNetworkMail, WeeklyAt
from kith_notify.app import NOTIFY
from kith_notify.handlers import HANDLERS
from kith_notify.recipients.recipient import Recipient

WHOLE = SetMailPreferences(
    person=PERSON,
    how_much="weekly",
    elsewhere=True,
    address="ann@home.example",
    quiet_until=datetime(2027, 8, 1, tzinfo=UTC),
    quiet_hours=QuietHours(begin="21:00", end="07:00"),
    weekly=WeeklyAt(day="friday", time="18:30"),
    zone="Asia/Tokyo",
    language="cy",
    mail_of_closed=True,
)


def scene() -> Scene:
    node = Node(HANDLERS, "bcs")
    node.hear(person())
    return Scene(node, WHOLE)


def kept(node: Node) -> Recipient:
    found = node.state(Recipient.at(PERSON))
    assert isinstance(found, Recipient)
    return found


def test_it_is_the_only_renewal_about_people_here() -> None:
    assert renewals(NOTIFY.commands) == {"SetMailPreferences", "SetWebhook"}
    assert usual(WHOLE) == set()


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_what_is_left_out_stays_as_it_is(data: st.DataObject) -> None:
    less = data.draw(left_out(scene(), ()))
    assert scene().after(less) == scene().after(WHOLE.model_dump(mode="json"))


def test_what_home_says_anew_leaves_ones_own_word() -> None:
    node = home()
    node.hear(WHOLE)
    node.hear(person(address="new@bcs.example", how_much="everything", version=2))
    assert (kept(node).wants, kept(node).address, kept(node).mailed_at) == (
        "weekly",
        "new@bcs.example",
        "ann@home.example",
    )
    node.hear(SetMailPreferences(person=PERSON, how_much=None, address=None))
    assert (kept(node).wants, kept(node).mailed_at) == ("everything", "new@bcs.example")


def test_one_is_found_by_both_addresses() -> None:
    node = home()
    assert len(kept(node).tags(node.keyed)) == 1 + len(NETWORKS)
    node.hear(WHOLE)
    assert len(kept(node).tags(node.keyed)) == 2 + len(NETWORKS)


@pytest.mark.parametrize(
    ("command", "code", "field"),
    [
        (SetMailPreferences(person=PERSON, zone="Europe/Atlantis"), "zone-unknown", "zone"),
        (SetMailPreferences(person=PERSON, address="ann@exa..mple.org"), "address-unusable", "address"),
        (SetMailPreferences(person="person-0009", how_much="nothing"), "person-unknown", "person"),
        (SetNetworkMail(person="person-0009", network=NETWORKS[0], mail="more"), "person-unknown", "person"),
        (SetNetworkMail(person=PERSON, network="bcs/others", mail="more"), "not-member", "network"),
    ],
)
def test_what_makes_no_sense_is_refused(command: Any, code: str, field: str) -> None:
    node = home()
    assert node.refusal(command) == (code, field)
    assert kept(node).chosen.model_dump(exclude_defaults=True) == {}


@pytest.mark.parametrize("hour", ["24:00", "7:00", "07:60", "07:00:00", "", "noon"])
def test_a_time_is_of_a_clock(hour: str) -> None:
    with pytest.raises(ValueError, match=r"quiet_hours"):
        SetMailPreferences.model_validate({"person": PERSON, "quiet_hours": {"begin": hour, "end": "07:00"}})


def test_a_language_that_there_is_not_is_refused() -> None:
    with pytest.raises(ValueError, match=r"language"):
        SetMailPreferences.model_validate({"person": PERSON, "language": "tlh"})


def test_of_too_many_networks_the_oldest_choice_goes() -> None:
    node = Node(HANDLERS, "bcs")
    networks = [f"bcs/n-{number}" for number in range(100)]
    node.hear(person(networks=networks))
    for network in networks:
        node.hear(SetNetworkMail(person=PERSON, network=network, mail="nothing"))
    node.hear(person(networks=[*networks[1:], "bcs/new"], version=2))
    node.hear(SetNetworkMail(person=PERSON, network="bcs/new", mail="more"))
    assert (len(kept(node).chosen.of_network), networks[0] in kept(node).chosen.of_network) == (100, False)
