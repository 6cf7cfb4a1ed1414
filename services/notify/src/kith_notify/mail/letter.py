"""What a mail says: neutral words, a calendar entry, and nothing that tells which network or circle it is about."""

from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, formataddr
from functools import cache
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined, Template, select_autoescape

from kith_commons.advice.discretion import CALENDAR_TITLE, CALLED_OFF
from kith_commons.formats.zones import zone_of
from kith_contracts.events.places import PartRegistration
from kith_notify.deliveries.delivery import Delivery, Thing
from kith_notify.mail.about import About, line
from kith_notify.mail.calendar import Entry
from kith_notify.mail.days import Entry as Told
from kith_notify.mail.house import House
from kith_notify.occasions.events import KnownEvent
from kith_notify.recipients.recipient import Recipient

SUBJECTS: Final = {
    "published": "An invitation for {day}",
    "changed": "Something about {day} has changed",
    "cancelled": f"{CALLED_OFF}{{day}}",
    "calendar": "Your calendar for {day}",
    "action": "Your note of {day}",
    "joining": "How you join on {day}",
    "introduction": "Something for you to look at, about {day}",
}
OF_NO_DAY: Final = {
    "asked": "A question for you",
    "entry": "An answer for you",
    "announced": "A message for you",
    "session": "Something of yours has moved",
    "weekly": "Your week",
}
"""Occasions that are about no day."""


def letter(delivery: Delivery, recipient: Recipient, event: KnownEvent, *, house: House, now: datetime) -> EmailMessage:
    """The mail of a delivery: in text, in HTML, and as a calendar object where an entry changes. Its Message-ID is that
    of its identity, so that a mail that is sent again is the same mail (RFC 5322, RFC 6047).
    """
    plan = event.published.plan or event.published.listing
    assert plan is not None, "an event without a day is never known"
    about = About(delivery, recipient, event.published, plan, zone_of(plan.zone), house.name)
    less = house.less_of(delivery.delivery)
    mail = headed(delivery.delivery, recipient.mailed_at, _subject(about), house, now, less)
    fill(mail, delivery.occasion, {**_words(about), "less": less})
    if delivery.entry:
        _put(mail, about, delivery.entry, house, now)
    return mail


def of_no_day(delivery: Delivery, recipient: Recipient, *, house: House, now: datetime) -> EmailMessage:
    """The mail that there is something on one's own page: an ask, an answer, an announcement. It says neither what it
    is nor whose, and has nothing for a calendar.
    """
    less = house.less_of(delivery.delivery)
    mail = headed(delivery.delivery, recipient.mailed_at, OF_NO_DAY[delivery.occasion], house, now, less)
    until = (delivery.until or now).astimezone(zone_of(recipient.chosen.zone))
    words: dict[str, object] = {
        "name": " ".join(recipient.name.split()),
        "day": f"{until:%A} {until.day} {until:%B}",
        "home": house.name,
        "lines": _lines(delivery.things),
        "less": less,
    }
    fill(mail, delivery.occasion, words)
    return mail


def _lines(things: list[Thing]) -> list[str]:
    """What there is, in neutral words; the same of one day once, with how often."""
    found: dict[str, int] = {}
    for each in things:
        subject = SUBJECTS.get(each.occasion) or OF_NO_DAY.get(each.occasion, OF_NO_DAY["announced"])
        words = subject.format(day=f"{each.day.day} {each.day:%B}" if each.day else "a day")
        found[words] = found.get(words, 0) + 1
    return [words if count == 1 else f"{words} ({count} times)" for words, count in found.items()]


def headed(  # noqa: PLR0917 - what its headers are made of
    id: str, address: str, subject: str, house: House, now: datetime, less: str = ""
) -> EmailMessage:
    """A mail without content. No machine is to answer it (RFC 3834, and the header that Outlook asks for). People can,
    and whoever wants to hear less writes to the same address, or uses the address `less` (RFC 8058).
    """
    mail = EmailMessage()
    mail["Subject"] = subject
    mail["From"] = formataddr((house.shown_as, house.sender))
    mail["To"] = address
    mail["Date"] = format_datetime(now)
    mail["Message-ID"] = f"<{id}@{house.domain}>"
    mail["Reply-To"] = house.answers_to
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Auto-Response-Suppress"] = "All"
    by_mail = f"<mailto:{house.answers_to}?subject=Tell%20me%20less>"
    mail["List-Unsubscribe"] = f"<{less}>, {by_mail}" if less else by_mail
    if less.startswith("https://"):
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return mail


def fill(mail: EmailMessage, template: str, words: dict[str, object]) -> None:
    """What it says, in text and in HTML."""
    mail.set_content(_template(f"{template}.txt").render(words))
    mail.add_alternative(_template(f"{template}.html").render(words), subtype="html")


def _subject(about: About) -> str:
    if words := SUBJECTS.get(about.delivery.occasion):
        return words.format(day=about.day)
    outcome = _outcome(about.delivery)
    if outcome == "offered":
        return f"A place for you on {about.day}"
    return f"Your request for {about.day}" if outcome == "other" else f"Your place on {about.day}"


def _words(about: About) -> dict[str, object]:
    starts = about.plan.starts.astimezone(about.zone)
    return {
        "name": " ".join(about.recipient.name.split()),
        "day": f"{starts:%A} {about.day} {starts.year}",
        "starts": f"{starts:%H:%M}",
        "lines": [line(about, part) for part in about.delivery.parts],
        "venue": about.venue(),
        "home": about.home,
        "outcome": _outcome(about.delivery),
        "online": any(each.format == "online" for each in about.parts_of(_granted(about.delivery))),
        "words": about.delivery.words,
    }


def _granted(delivery: Delivery) -> list[PartRegistration]:
    return [part for part in delivery.parts if part.status == "granted"]


def _outcome(delivery: Delivery) -> str:
    """`offered` if any place is, for that cannot wait; `granted` if any is, `released` if all that there was is given
    back, else `other`; `none` if it is about no place.
    """
    if not delivery.parts:
        return "none"
    statuses = {part.status if part.pence is None else "other" for part in delivery.parts}
    if "offered" in statuses:
        return "offered"
    if "granted" in statuses:
        return "granted"
    return "released" if statuses == {"released"} else "other"


def _put(mail: EmailMessage, about: About, told: Told, house: House, now: datetime) -> None:
    """The one calendar object of a mail, as another form of what it says (RFC 6047, 2.4): so calendars take it in, and
    nobody sees a file.
    """
    called_off = CALLED_OFF if about.face.status == "cancelled" else ""
    entry = Entry(
        uid=f"{told.uid}@{house.domain}",
        sequence=told.sequence,
        title=called_off + CALENDAR_TITLE,
        starts=told.starts,
        ends=told.ends,
        venue=told.venue,
        organiser=(house.shown_as, house.sender),
        attendee=(about.recipient.name, about.recipient.mailed_at),
        confirmed=told.held,
    )
    written = entry.written(about.zone, now).decode()
    mail.add_alternative(written, subtype="calendar", charset="utf-8", params={"method": entry.method})


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("kith_notify.mail"),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _template(name: str) -> Template:
    return _environment().get_template(name)
