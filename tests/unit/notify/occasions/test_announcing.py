"""Announcements: each member who wants to hear of their networks is told once, in a mail that says nothing."""

from datetime import timedelta

from support.notify.asked import mail_of
from support.notify.mails import calendars, everything, text
from support.notify.scenes import PERSON, TELLING, deliveries, home, judged, mailed, person
from support.speaking import NOW, Node, said

from kith_contracts.directory.inside import TellAnnounced
from kith_contracts.directory.membership import TellOne
from kith_contracts.notify.deliveries import MessageTold, RecordDelivery
from kith_notify.deliveries.verdict import Verdict
from kith_notify.occasions.events import PAGE

FORUM = "bcs/womens-forum"


def tell(node: Node, **changes: object) -> int:
    """All that follows when something is announced; the result is how many pages it took."""
    command = TellAnnounced(**{"network": FORUM, "kind": "announcement", "name": "pride-month", **changes})
    pages = 1
    while more := said(node.hear(command), TellAnnounced):
        (command,), pages = more, pages + 1
    return pages


def test_each_member_is_told_once_however_often_it_is_repeated() -> None:
    node = home()
    for number in range(2, PAGE + 3):
        node.hear(person(number))
    assert tell(node) == 2
    assert tell(node) == 2
    assert len(deliveries(node)) == PAGE + 2


def test_a_page_that_was_begun_goes_on_after_a_kill_where_it_was() -> None:
    node = home()
    for number in range(2, PAGE + 3):
        node.hear(person(number))
    first = TellAnnounced(network=FORUM, kind="announcement", name="pride-month")
    (second,) = said(node.hear(first), TellAnnounced)
    assert second.after
    tell(node)
    node.hear(second)
    assert len(deliveries(node)) == PAGE + 2


def test_only_members_are_told_who_want_to_hear_of_their_networks() -> None:
    node = home()
    node.hear(person(2, networks=["bcs/spectrum"]))
    node.hear(person(3, how_much="booked"))
    node.hear(person(4, how_much="nothing"))
    tell(node)
    assert [each.person for each in mailed(node)] == [PERSON]


def test_who_has_left_is_not_told() -> None:
    node = home()
    node.hear(person(networks=[], version=2))
    tell(node)
    assert deliveries(node) == []


def test_another_announcement_and_a_later_round_up_of_the_same_name_are_told_again() -> None:
    node = home()
    for changes in (
        {},
        {"name": "second"},
        {"kind": "round-up", "until": NOW},
        {"kind": "round-up", "until": NOW + timedelta(days=365)},
    ):
        tell(node, **changes)
    assert len(deliveries(node)) == 4


def test_no_word_of_the_mail_tells_what_it_is_about() -> None:
    node = home()
    tell(node)
    (delivery,) = deliveries(node)
    mail = mail_of(node, delivery)
    assert mail["Subject"] == "A message for you"
    assert mail["reply-to"] == "office@bcs.example.org", "an address of the committee would tell"
    assert not [word for word in (*TELLING, "forum", "announce", "network") if word in everything(mail)]
    assert calendars(mail) == []
    assert "on your own page at BCS" in text(mail)
    assert text(mail, "html").count("on your own page at BCS") == 1


def test_what_is_kept_of_it_is_sealed() -> None:
    node = home()
    tell(node)
    (delivery,) = deliveries(node)
    assert {"subject", "occasion"} <= type(delivery).sealed_fields
    (fact,) = said(
        node.hear(RecordDelivery(person=PERSON, subject=FORUM, delivery=delivery.delivery, told=True)),
        MessageTold,
    )
    assert (fact.occasion, fact.subject) == ("announced 0", FORUM)
    assert {"subject", "occasion"} <= MessageTold.sealed_fields


def test_who_asked_to_join_is_told_once_of_each_answer_in_a_mail_that_says_nothing() -> None:
    node = home()
    node.hear(person(how_much="booked", version=2))
    first, later = (TellOne(person=PERSON, network=FORUM, news="request", told=NOW + timedelta(days=n)) for n in (0, 9))
    for command in (first, first, later, later):
        node.hear(command)
    found = deliveries(node)
    assert [(each.occasion, each.status) for each in found] == [("announced", "due")] * 2
    mail = mail_of(node, found[0])
    assert mail["Subject"] == "A message for you"
    assert not [word for word in (*TELLING, "join", "committee") if word in everything(mail)]


def test_who_wants_no_mails_reads_the_answer_on_their_page_alone() -> None:
    node = home()
    node.hear(person(how_much="nothing", version=2))
    node.hear(TellOne(person=PERSON, network=FORUM, news="request", told=NOW))
    assert [how for _, how in judged(node)] == [Verdict("shown", "nothing")]
