"""A mail as it is sent and as others may read it: header by header, part by part, and the calendar entry in it."""

from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP, default
from typing import Any, Final

from icalendar import Calendar
from support.notify.scenes import EVENT, PERSON, Status, deliveries, home, registration
from support.speaking import NOW, Node

from kith_contracts.notify.occasions import TellMembers
from kith_notify.deliveries.delivery import Delivery
from kith_notify.mail.house import House
from kith_notify.mail.letter import letter
from kith_notify.occasions.events import KnownEvent
from kith_notify.recipients.recipient import Recipient

SENDER: Final = "events@bcs.example.org"
HOUSE: Final = House("bcs", SENDER, "office@bcs.example.org")
NETWORK: Final = "bcs/spectrum"


def sent(node: Node, delivery: Delivery, now: datetime = NOW, house: House = HOUSE) -> EmailMessage:
    """The mail of a delivery, as it comes off the wire."""
    recipient, event = node.state(Recipient.at(PERSON)), node.state(KnownEvent.at(EVENT))
    mail = letter(delivery, recipient, event, house=house, now=now)
    read = message_from_bytes(mail.as_bytes(policy=SMTP), policy=default)
    assert isinstance(read, EmailMessage)
    assert not read.defects
    return read


def invitation(node: Node | None = None) -> EmailMessage:
    """The mail to a member that an event is open."""
    node = node or home()
    node.hear(TellMembers(event=EVENT, networks=[NETWORK]))
    return sent(node, deliveries(node)[-1])


def decided(*decisions: dict[str, Status], node: Node | None = None) -> list[EmailMessage]:
    """The mails of these decisions on one registration."""
    node = node or home()
    for number, parts in enumerate(decisions, 1):
        node.hear(registration(number, None, **parts))
    return [sent(node, each) for each in deliveries(node)]


def text(mail: EmailMessage, kind: str = "plain") -> str:
    part = mail.get_body((kind,))
    assert part
    return str(part.get_content()).replace("\r\n", "\n")


def calendars(mail: EmailMessage) -> list[EmailMessage]:
    """The parts of a mail that calendars read."""
    found = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    return [part for part in found if isinstance(part, EmailMessage)]


def calendar(mail: EmailMessage) -> Any:
    (part,) = calendars(mail)
    content = part.get_payload(decode=True)
    assert isinstance(content, bytes)
    return Calendar.from_ical(content)


def entry(mail: EmailMessage) -> Any:
    (found,) = calendar(mail).walk("VEVENT")
    return found


def everything(mail: EmailMessage) -> str:
    """All that a mail says anywhere: the headers of each part, raw and decoded, and each content."""
    said = []
    for part in mail.walk():
        assert isinstance(part, EmailMessage)
        said += [f"{name}: {value}" for name, value in part.items()]
        if not part.is_multipart():
            content = part.get_payload(decode=True)
            assert isinstance(content, bytes)
            said.append(content.decode().replace("\r\n ", ""))
    return "\n".join([mail.as_string(), *said]).casefold()


def entries(node: Node, *told: Delivery) -> list[Any]:
    """What these deliveries do in the calendar."""
    return [found for each in told for found in _found(sent(node, each))]


def _found(mail: EmailMessage) -> list[Any]:
    return [entry(mail)] if calendars(mail) else []
