"""The mail with a link tells nobody who looks over a shoulder what it is about."""

from support.notify.mails import HOUSE, text
from support.notify.scenes import PERSON, home
from support.speaking import NOW

from kith_notify.links.letter import letter
from kith_notify.recipients.recipient import Recipient

LINK = "https://kith.bcs.example/bcs/link/YWJjZA"


def test_it_has_the_link_in_text_and_in_html_and_says_neither_whose_nor_what_for_in_its_subject() -> None:
    recipient = home().state(Recipient.at(PERSON))
    mail = letter(recipient, LINK, house=HOUSE, now=NOW)
    assert mail["To"] == recipient.address
    assert mail["Subject"] == "Kith"
    for kind in ("plain", "html"):
        part = mail.get_body((kind,))
        assert part
        said = part.get_content()
        assert LINK in said
        assert "15 minutes" in said
    for told in ("sign", "network", "event", recipient.name.lower()):
        assert told not in mail["Subject"].lower()
        assert told not in text(mail).partition("\n\n")[2].partition("http")[0].lower()


def test_two_letters_are_two_mails() -> None:
    recipient = home().state(Recipient.at(PERSON))
    ids = {letter(recipient, LINK, house=HOUSE, now=NOW)["Message-ID"] for _ in range(2)}
    assert len(ids) == 2
