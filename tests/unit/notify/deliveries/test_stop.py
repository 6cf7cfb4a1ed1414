"""The link in each mail: whoever has it can have its person hear less, and can do and learn nothing else."""

import pytest
from support.notify.mails import HOUSE, sent
from support.notify.scenes import EVENT, NETWORKS, PERSON, deliveries, home, judged, registration
from support.speaking import Node

from kith_chassis.decision import NOTHING
from kith_contracts.directory.inside import TellAnnounced
from kith_contracts.notify.occasions import TellMembers
from kith_contracts.notify.preferences import SetMailPreferences, StopMail
from kith_notify.deliveries.stop import delivery_of, token_of


def stop(node: Node, occasion: str) -> None:
    [delivery] = [each for each in deliveries(node) if each.occasion == occasion]
    node.hear(StopMail(person=PERSON, delivery=delivery.delivery))


def announced(node: Node, network: str, name: str) -> None:
    node.hear(TellAnnounced(network=network, kind="announcement", name=name))


def test_of_a_mail_about_a_network_nothing_more_of_that_network_comes_and_all_else_does() -> None:
    node = home()
    announced(node, NETWORKS[0], "one")
    stop(node, "announced")
    announced(node, NETWORKS[0], "two")
    announced(node, NETWORKS[1], "one")
    node.hear(registration(1, lectures="granted"))
    found = {"".join(each.networks): how.how for each, how in judged(node)}
    assert found == {NETWORKS[0]: "shown", NETWORKS[1]: "now", "": "now"}


def test_of_a_mail_about_an_event_nothing_more_of_the_networks_that_led_to_it_comes() -> None:
    node = home()
    node.hear(TellMembers(event=EVENT, networks=NETWORKS))
    stop(node, "published")
    for network in NETWORKS:
        announced(node, network, "one")
    assert {how.why for each, how in judged(node) if each.occasion == "announced"} == {"network-nothing"}


def test_of_a_mail_about_what_one_booked_nothing_more_comes_but_that_it_is_called_off() -> None:
    node = home()
    node.hear(registration(1, lectures="granted"))
    stop(node, "decision")
    assert [how.why for _, how in judged(node)] == ["nothing"]


def test_used_again_it_changes_nothing_and_what_one_chooses_afterwards_counts() -> None:
    node = home()
    node.hear(registration(1, lectures="granted"))
    stop(node, "decision")
    [delivery] = deliveries(node)
    assert node.hear(StopMail(person=PERSON, delivery=delivery.delivery)) == NOTHING
    node.hear(SetMailPreferences(person=PERSON, how_much="everything"))
    assert [how.how for _, how in judged(node)] == ["now"]


def test_a_link_names_nobody_and_only_this_node_can_make_it() -> None:
    bcs, ni = home(), Node(home().handlers.values(), "ni")
    id = "a" * 32
    token = token_of(bcs.keyed, id)
    assert delivery_of(bcs.keyed, token) == id
    assert delivery_of(ni.keyed, token) is None
    for forged in (id, id * 2, token[:-1], token[:-1] + "x", token + "0", "", "x"):
        assert delivery_of(bcs.keyed, forged) is None


@pytest.mark.parametrize(
    ("pages", "one_click"), [("https://pages.bcs.example", True), ("http://127.0.0.1:8000", False)]
)
def test_each_mail_has_it_for_programs_and_for_people(pages: str, one_click: bool) -> None:
    node = home()
    node.hear(registration(1, lectures="granted"))
    house = HOUSE._replace(pages=pages, keyed=node.keyed)
    mail = sent(node, deliveries(node)[0], house=house)
    link = f"{pages}/bcs/less/{token_of(node.keyed, deliveries(node)[0].delivery)}"
    assert mail["List-Unsubscribe"].startswith(f"<{link}>, <mailto:")
    assert (mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click") is pages.startswith("https")
    for kind in ("plain", "html"):
        part = mail.get_body((kind,))
        assert part
        assert link in part.get_content()
