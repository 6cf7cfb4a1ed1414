"""Mails about sessions that have moved: one for each version, in words that tell nothing."""

from support.notify.asked import mail_of
from support.notify.mails import everything, text
from support.notify.scenes import EVENT, PERSON, TELLING, deliveries, home, mailed, person

from kith_contracts.notify.occasions import TellSession


def moved(number: int = 3) -> TellSession:
    return TellSession(person=PERSON, event=EVENT, number=number)


def test_a_version_is_told_once_by_a_mail_that_tells_nothing() -> None:
    node = home()
    for number in (3, 3, 4):
        node.hear(moved(number))
    found = deliveries(node)
    assert [(each.occasion, each.number) for each in found] == [("session", 3), ("session", 4)]
    mail = mail_of(node, found[0])
    assert mail["Subject"] == "Something of yours has moved"
    assert "your own page at BCS" in text(mail)
    assert not [word for word in (*TELLING, "session", "speak", "programme") if word in everything(mail)]
    assert list(mail.iter_attachments()) == []


def test_who_wants_no_mails_gets_none() -> None:
    quiet = home()
    quiet.hear(person(how_much="nothing", version=2))
    quiet.hear(moved())
    assert mailed(quiet) == []


def test_what_comes_before_a_person_is_known_here_waits_for_them() -> None:
    node = home()
    node.hear(TellSession(person="person-9999", event=EVENT, number=1))
    assert [(each.person, each.status) for each in deliveries(node)] == [("person-9999", "due")]
