"""What a mail says, and what nothing in it tells, whatever a host has written."""

from datetime import timedelta
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.notify.mails import calendars, decided, everything, invitation, sent, text
from support.notify.scenes import (
    DAY,
    EVENT,
    NETWORKS,
    PERSON,
    REGISTRATION,
    TELLING,
    Status,
    deliveries,
    home,
    person,
    plan,
    published,
    registration,
)
from support.speaking import Node

from kith_commons.formats.mail_address import sendable
from kith_contracts.events.groups import Companion
from kith_contracts.events.places import PartRegistration
from kith_contracts.notify.occasions import TellMembers
from kith_notify.handlers import HANDLERS
from kith_notify.mail.about import REASONS
from kith_notify.occasions.events import KnownEvent
from kith_notify.recipients.recipient import Recipient

SHORT = settings(max_examples=8, derandomize=True, deadline=None, database=None)
LETTERS = "abcxyzABCXYZ019.-"
SIGNS = LETTERS + "!#$%&'*+/=?^_`{|}~"
GRANTED: dict[str, Status] = {"lectures": "granted"}
DECISIONS: list[dict[str, Status]] = [
    {"lectures": "granted", "circle": "waiting", "dinner": "refused"},
    {"lectures": "released", "circle": "waiting", "dinner": "refused"},
    {"lectures": "released", "circle": "released", "dinner": "released"},
]


def every_mail(node: Node | None = None) -> list[EmailMessage]:
    node = node or home()
    node.hear(TellMembers(event=EVENT, networks=NETWORKS))
    return decided(*DECISIONS, node=node)


def known(venue: str) -> KnownEvent:
    """The event at a venue that no contract has looked at."""
    return KnownEvent(published=published(plan=plan().model_copy(update={"venue": venue})))


def with_venue(venue: str) -> Node:
    node = Node(HANDLERS, "bcs")
    node.hear(person())
    node.hear(published(plan=plan(venue=venue)), "iop")
    return node


# What it says


def test_an_invitation_says_when_and_where_and_no_more() -> None:
    mail = invitation()
    assert mail["Subject"] == "An invitation for 12 March"
    assert mail["From"] == "BCS Events <events@bcs.example.org>"
    assert "there is a day you may like: Friday 12 March 2027, from 09:00." in text(mail)
    assert "Where: 37 Caledonian Road, London" in text(mail)
    assert not calendars(mail)


def test_an_offer_says_until_when_and_what_to_do_and_puts_nothing_in_the_calendar() -> None:
    node = home()
    until = DAY - timedelta(days=7, hours=1)
    offer = PartRegistration(part="circle", status="offered", until=until)
    node.hear(registration(1).model_copy(update={"parts": [offer]}))
    mail = sent(node, deliveries(node)[-1])
    assert mail["Subject"] == "A place for you on 12 March"
    assert "12:00 to 13:00: a place is free for you until Friday 5 March, 08:00; say yes at BCS" in text(mail)
    assert "a place has come free for you on Friday 12 March 2027" in text(mail)
    assert not calendars(mail)
    assert not [word for word in TELLING if word in text(mail).lower()]


def test_who_let_an_offer_run_out_is_told_so_and_may_ask_again() -> None:
    node = home()
    ended = PartRegistration(part="circle", status="refused", code="offer-ended", sentence="Your circle is over.")
    node.hear(registration(1).model_copy(update={"parts": [ended]}))
    mail = sent(node, deliveries(node)[-1])
    assert "not this time, the place that was kept for you went to the next, you may ask again" in text(mail)


def test_an_answer_says_for_each_part_when_it_is_and_what_became_of_it() -> None:
    (mail,) = decided(DECISIONS[0])
    assert mail["Subject"] == "Your place on 12 March"
    assert "your place on Friday 12 March 2027 is confirmed." in text(mail)
    assert "09:00 to 12:00: confirmed" in text(mail)
    assert "12:00 to 13:00: you are on the waiting list" in text(mail)
    assert "15:00 to 17:00: not this time, all places are taken" in text(mail)


@pytest.mark.parametrize(
    ("parts", "subject", "words"),
    [
        ({"lectures": "waiting"}, "Your request for 12 March", "here is the answer to your request for Friday"),
        ({"lectures": "refused"}, "Your request for 12 March", "here is the answer to your request for Friday"),
        ({"lectures": "released"}, "Your place on 12 March", "your place on Friday 12 March 2027 is given back."),
    ],
)
def test_an_answer_without_a_place_does_not_speak_of_one(parts: dict[str, Status], subject: str, words: str) -> None:
    (mail,) = decided(parts)
    assert mail["Subject"] == subject
    assert words in text(mail)


def test_times_are_those_of_the_place_and_a_part_on_another_day_says_so() -> None:
    far = plan(zone="Asia/Tokyo")
    node = Node(HANDLERS, "bcs")
    node.hear(person())
    node.hear(published(plan=far), "iop")
    mail, _ = decided({"lectures": "granted", "dinner": "granted"}, node=node)
    assert "18:00 to 21:00: confirmed" in text(mail)
    assert "13 March, 00:00 to 02:00: confirmed" in text(mail)


def test_a_part_that_is_in_the_plan_no_more_is_told_without_a_time() -> None:
    node = home()
    node.hear(published(2, plan=plan(parts=plan().parts[:1])), "iop")
    (mail,) = decided({"dinner": "released", "lectures": "granted"}, node=node)
    assert "\n  given back\n" in text(mail)


def test_text_and_html_say_the_same() -> None:
    for mail in every_mail():
        plain, html = text(mail), text(mail, "html")
        for line in filter(None, plain.splitlines()):
            for word in line.split():
                assert word.strip(".,:") in html
        assert html.startswith("<!doctype html>")


def test_every_reason_that_a_lead_gives_has_words_of_our_own() -> None:
    lead = {"waiting-list-full", "agreement-reopened", "event-not-open", "event-over", "part-unknown", "body-not-party"}
    assert lead <= set(REASONS)


def test_a_reason_that_we_do_not_know_is_left_out() -> None:
    node = home()
    fact = registration(1, lectures="refused")
    strange = fact.parts[0].model_copy(update={"code": "not-a-woman"})
    node.hear(fact.model_copy(update={"parts": [strange]}))
    assert "09:00 to 12:00: not this time\n" in text(sent(node, deliveries(node)[0]))


# What nothing in it tells


def test_no_word_anywhere_in_any_mail_tells_what_it_is_about() -> None:
    mails = every_mail()
    assert len(mails) == 4
    for mail in mails:
        said = everything(mail)
        assert not [word for word in TELLING if word in said]
        assert not [name for network in NETWORKS if (name := network.partition("/")[2]) in said]


def test_neither_the_pseudonym_that_hosts_know_nor_the_id_at_home_is_in_a_mail() -> None:
    for mail in every_mail():
        assert REGISTRATION not in everything(mail)
        assert PERSON not in everything(mail)


@pytest.mark.parametrize(
    "venue", ["The Women's Library", "PRIDE hall", "Returner circle, room 2", "pride in physics", "c/o bcs spectrum"]
)
def test_a_venue_that_tells_more_than_where_it_is_is_not_told(venue: str) -> None:
    (mail,) = decided(GRANTED, node=with_venue(venue))
    assert "Where: you find it where you booked" in text(mail)
    assert venue.casefold() not in everything(mail)


@pytest.mark.parametrize("venue", ["Pridelands Road 4", "Gaydon", "Disclosed Arms"])
def test_a_venue_that_only_looks_like_it_is_told(venue: str) -> None:
    assert f"Where: {venue}" in text(invitation(with_venue(venue)))


# Identity


def test_a_mail_that_is_made_again_is_the_same_mail() -> None:
    node = home()
    node.hear(registration(1, lectures="granted"))
    (delivery,) = deliveries(node)
    tried = delivery.but(attempts=3, version=4)
    assert {sent(node, each)["Message-ID"] for each in (delivery, tried)} == {f"<{delivery.delivery}@bcs.example.org>"}


def test_each_occasion_is_another_mail() -> None:
    ids = [mail["Message-ID"] for mail in every_mail()]
    assert len(set(ids)) == len(ids)


def test_a_mail_is_one_that_no_machine_answers() -> None:
    assert invitation()["Auto-Submitted"] == "auto-generated"


# What others have written


@SHORT
@given(st.text(max_size=100), st.text(max_size=100))
def test_no_name_and_no_venue_changes_a_header(name: str, venue: str) -> None:
    # Past the contract, which takes no control characters: a mail does not rely on it.
    node = home()
    node.states |= {
        (recipient := node.state(Recipient.at(PERSON)).but(name=f"{name}\r\nBcc: x@example.org")).path: recipient,
        (event := known(f"{venue}\r\nBcc: x@example.org\n\nEND:VCALENDAR")).path: event,
    }
    for mail, usual in ((invitation(node), invitation()), (decided(GRANTED, node=node)[-1], decided(GRANTED)[-1])):
        assert mail.keys() == usual.keys()
        assert [mail[name] for name in ("To", "From", "Subject")] == [usual[name] for name in ("To", "From", "Subject")]


@SHORT
@given(st.builds("@".join, st.tuples(st.text(SIGNS, max_size=20), st.text(LETTERS, max_size=20))).filter(sendable))
def test_a_mail_goes_to_the_one_address_that_home_has_taken(address: str) -> None:
    node = home()
    recipient = node.state(Recipient.at(PERSON)).but(address=address)
    node.states[recipient.path] = recipient
    for mail in (invitation(node), decided(GRANTED, node=node)[-1]):
        assert [each.addr_spec for each in mail["To"].addresses] == [address]


def test_markup_in_a_name_is_text() -> None:
    node = home()
    node.hear(person(name="<img src=x> & Sons", version=2))
    mail = invitation(node)
    assert "Hello <img src=x> & Sons," in text(mail)
    assert "<p>Hello &lt;img src=x&gt; &amp; Sons,</p>" in text(mail, "html")


@pytest.mark.parametrize("name", ["Zoë Łukasiewicz", "山田 花子", "محمد", "Ann 🙂"])
def test_a_name_in_any_script_arrives(name: str) -> None:
    node = home()
    node.hear(person(name=name, version=2))
    mail = invitation(node)
    assert f"Hello {name}," in text(mail)
    assert f"<p>Hello {name},</p>" in text(mail, "html")


def told(**changes: object) -> EmailMessage:
    """The mail that a granted wish for one part brings, changed so."""
    node = home()
    fact = registration(1, None, lectures="granted")
    node.hear(fact.model_copy(update={"parts": [fact.parts[0].model_copy(update=changes)]}))
    return sent(node, deliveries(node)[-1])


def test_who_brings_guests_is_told_for_how_many_and_no_name_of_theirs() -> None:
    guests = [Companion(name="Gwen Guest", pseudonym="g" * 26), Companion(name="Gil Guest", pseudonym="h" * 26)]
    mail = told(guests=guests)
    assert "09:00 to 12:00: confirmed (for you and 2 more)" in text(mail)
    assert "guest" not in everything(mail)


def test_money_is_told_as_a_sum_and_is_no_place_and_in_no_calendar() -> None:
    mail = told(part="care", pence=4550)
    assert "help with costs, 45.50: confirmed" in text(mail)
    assert str(mail["subject"]) == "Your request for 12 March"
    assert not calendars(mail)
