"""What a mail says: neutral words, a calendar entry, and nothing that tells which network or circle it is about."""

from collections.abc import Iterator
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, formataddr
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo

from jinja2 import Environment, PackageLoader, StrictUndefined, Template, select_autoescape

from kith_commons.calendars import stable_id
from kith_commons.zones import zone_of
from kith_contracts.agreements import Listing
from kith_contracts.places import PartRegistration
from kith_contracts.plans import EventPlan
from kith_notify.about import About, line
from kith_notify.domain.recipients import Recipient
from kith_notify.domain.telling import Delivery, KnownEvent
from kith_notify.domain.telling import Entry as Told
from kith_notify.entries import Entry

SUBJECTS: Final = {
    "published": "An invitation for {day}",
    "changed": "Your place on {day} has changed",
    "cancelled": "Your place on {day} is cancelled",
    "action": "Your note of {day}",
    "joining": "How you join on {day}",
    "introduction": "Something for you to look at, about {day}",
}
OF_NO_DAY: Final = {
    "asked": "A question for you",
    "entry": "An answer for you",
    "announced": "A message for you",
    "session": "Something of yours has moved",
}
"""Occasions that are about no day."""


def letter(
    delivery: Delivery, recipient: Recipient, event: KnownEvent, *, body: str, sender: str, now: datetime
) -> EmailMessage:
    """The mail of a delivery, in text and HTML; its Message-ID is that of its identity, so that a mail that is sent
    again is the same mail (RFC 5322, RFC 6047).
    """
    plan = event.published.plan or event.published.listing
    assert plan is not None, "an event without a day is never known"
    about = About(delivery, recipient, event.published, plan, zone_of(plan.zone), body.upper(), sender)
    mail = _headed(delivery, recipient, _subject(about), about.home, sender, now)
    _fill(mail, delivery, _words(about))
    for entry in delivery.entries:
        if entry.calendar != "nothing":
            for each in _entries(about, entry):
                _attach(mail, each, about.zone, now)
    return mail


def of_no_day(delivery: Delivery, recipient: Recipient, *, body: str, sender: str, now: datetime) -> EmailMessage:
    """The mail that there is something on one's own page: an ask, an answer, an announcement. It says neither what it
    is nor whose, and has nothing for a calendar.
    """
    mail = _headed(delivery, recipient, OF_NO_DAY[delivery.occasion], body.upper(), sender, now)
    until = (delivery.until or now).astimezone(zone_of("Europe/London"))
    day = f"{until:%A} {until.day} {until:%B}"
    _fill(mail, delivery, {"name": " ".join(recipient.name.split()), "day": day, "home": body.upper()})
    return mail


def _headed(  # noqa: PLR0917 - what stands in headers
    delivery: Delivery, recipient: Recipient, subject: str, home: str, sender: str, now: datetime
) -> EmailMessage:
    mail = EmailMessage()
    mail["Subject"] = subject
    mail["From"] = formataddr((f"{home} Events", sender))
    mail["To"] = recipient.address
    mail["Date"] = format_datetime(now)
    mail["Message-ID"] = f"<{delivery.delivery}@{_domain(sender)}>"
    mail["Auto-Submitted"] = "auto-generated"
    return mail


def _fill(mail: EmailMessage, delivery: Delivery, words: dict[str, object]) -> None:
    mail.set_content(_template(f"{delivery.occasion}.txt").render(words))
    mail.add_alternative(_template(f"{delivery.occasion}.html").render(words), subtype="html")


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
    back, else `other`.
    """
    statuses = {part.status if part.pence is None else "other" for part in delivery.parts}
    if "offered" in statuses:
        return "offered"
    if "granted" in statuses:
        return "granted"
    return "released" if statuses == {"released"} else "other"


def _entries(about: About, told: Told) -> Iterator[Entry]:
    """One entry for all that is told of one wish, from the first to the last that is granted; if the plan goes over
    several days, one for each part, which is taken out when it is granted no more.
    """
    plan, put = about.plan, told.calendar == "put"
    times = _granted_times(told, plan)
    days = {each.starts.astimezone(about.zone).date() for each in plan.parts} if isinstance(plan, EventPlan) else ()
    if len(days) <= 1:
        spans = times.values() or [(plan.starts, plan.ends)]
        span = min(starts for starts, _ in spans), max(ends for _, ends in spans)
        where = about.venue(each for each in about.parts_of(told.parts) if each.part in times or not times)
        yield _entry(about, told, told.thread, span, where, confirmed=put)
        return
    for part in about.parts_of(told.parts):
        if part.part in times or told.sequence > 1:
            uid = stable_id("entry", f"{told.thread}/{part.part}")
            span = times.get(part.part, (part.starts, part.ends))
            yield _entry(about, told, uid, span, about.venue([part]), confirmed=put and part.part in times)


def _entry(
    about: About, told: Told, uid: str, span: tuple[datetime, datetime], venue: str, *, confirmed: bool
) -> Entry:
    return Entry(
        uid=f"{uid}@{_domain(about.sender)}",
        sequence=told.sequence,
        starts=span[0],
        ends=span[1],
        venue=venue,
        organiser=about.sender,
        attendee=about.recipient.address,
        confirmed=confirmed,
    )


def _granted_times(told: Told, plan: EventPlan | Listing) -> dict[str, tuple[datetime, datetime]]:
    granted = [each for each in told.parts if each.status == "granted" and isinstance(plan, EventPlan)]
    return {
        part.part: part.slot(each.slot)
        for each in granted
        if isinstance(plan, EventPlan)
        for part in plan.parts_of(each.part)
    }


def _attach(mail: EmailMessage, entry: Entry, zone: ZoneInfo, now: datetime) -> None:
    mail.add_attachment(entry.written(zone, now), maintype="text", subtype="calendar", filename="invite.ics")
    attached = list(mail.iter_attachments())[-1]
    attached.set_param("method", entry.method)
    attached.set_param("charset", "utf-8")


def _domain(sender: str) -> str:
    return sender.rpartition("@")[2]


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("kith_notify"),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _template(name: str) -> Template:
    return _environment().get_template(name)
