"""The weekly mail: one for each person, with a line for each thing, and nothing that tells what it is about."""

from typing import Any

from support.notify.mails import HOUSE, text
from support.notify.scenes import EVENT, NETWORKS, PERSON, TELLING, deliveries, home, judged
from support.speaking import NOW, Node

from kith_chassis.decision import NOTHING, Decision
from kith_contracts.directory.inside import TellAnnounced
from kith_contracts.notify.deliveries import SendWeekly, SettleDelivery
from kith_contracts.notify.occasions import TellMembers
from kith_contracts.notify.preferences import SetMailPreferences
from kith_notify.deliveries.delivery import Delivery
from kith_notify.deliveries.verdict import Verdict
from kith_notify.deliveries.weekly import MOST_LINES
from kith_notify.mail.letter import of_no_day
from kith_notify.recipients.recipient import Recipient


def weekly() -> Node:
    node = home()
    node.hear(SetMailPreferences(person=PERSON, how_much="weekly"))
    return node


def settled(node: Node) -> list[Decision]:
    """All that is to be put off is."""
    due = [(each, how) for each, how in judged(node) if each.status == "due" and how.how != "now"]
    return [
        node.hear(SettleDelivery(person=PERSON, subject=each.subject, delivery=each.delivery, **how._asdict()))
        for each, how in due
    ]


def announced(node: Node, *names: str) -> None:
    for name in names:
        node.hear(TellAnnounced(network=NETWORKS[0], kind="announcement", name=name))


def mails(node: Node) -> list[Delivery]:
    return [each for each in deliveries(node) if each.occasion == "weekly"]


def test_all_of_a_week_is_one_mail_at_the_time_that_the_first_of_it_set() -> None:
    node = weekly()
    announced(node, "one", "two")
    first, second = settled(node)
    [due] = first.due
    assert (due.command, second.due) == (SendWeekly(person=PERSON, number=1), ())
    assert mails(node) == []
    node.hear(due.command)
    [mail] = mails(node)
    assert (len(mail.things), mail.status) == (2, "due")
    assert {each.status for each in deliveries(node) if each.occasion == "announced"} == {"weekly"}
    assert node.hear(due.command) == NOTHING, "once"


def test_what_comes_after_it_is_in_the_next() -> None:
    node = weekly()
    announced(node, "one")
    [first] = settled(node)
    node.hear(first.due[0].command)
    announced(node, "two")
    [second] = settled(node)
    assert second.due[0].command == SendWeekly(person=PERSON, number=2)
    node.hear(second.due[0].command)
    assert [len(each.things) for each in mails(node)] == [1, 1]
    assert len({each.delivery for each in mails(node)}) == 2


def test_who_wants_less_meanwhile_gets_none() -> None:
    ways: list[tuple[Any, Any]] = [("booked", "only-booked"), ("nothing", "nothing")]
    for how_much, why in ways:
        node = weekly()
        announced(node, "one")
        [decision] = settled(node)
        node.hear(decision.due[0].command)
        node.hear(SetMailPreferences(person=PERSON, how_much=how_much))
        assert [how for each, how in judged(node) if each.occasion == "weekly"] == [Verdict("shown", why)]


def test_a_line_says_the_day_and_how_often_and_nothing_tells() -> None:
    node = weekly()
    announced(node, "pride", "women")
    node.hear(TellMembers(event=EVENT, networks=NETWORKS))
    for decision in settled(node):
        for due in decision.due:
            node.hear(due.command)
    settled(node)
    [mail] = mails(node)
    written = of_no_day(mail, node.state(Recipient.at(PERSON)), house=HOUSE, now=NOW)
    said = text(written)
    assert written["Subject"] == "Your week"
    assert not [word for word in TELLING if word in written.as_string().lower()]
    assert "A message for you" in said or "An invitation for 12 March" in said


def test_a_mail_has_at_most_fifty_lines() -> None:
    node = weekly()
    announced(node, *(f"note-{number}" for number in range(MOST_LINES + 5)))
    [first, *_] = settled(node)
    node.hear(first.due[0].command)
    assert len(mails(node)[0].things) == MOST_LINES
