"""What a mail says: neutral words, a calendar entry, and nothing that tells which network or circle it is about."""

from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, formataddr
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vCalAddress, vText
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from kith_contracts.agreements import EventPlan, Listing
from kith_contracts.events import PartRegistration
from kith_notify.domain.recipients import Recipient
from kith_notify.domain.telling import Delivery, KnownEvent

CALENDAR_TITLE: Final = "Development session"
STATUS_WORDS: Final = {
    "granted": "confirmed",
    "waiting": "you are on the waiting list",
    "refused": "not this time",
    "released": "given back",
}


def letter(
    delivery: Delivery, recipient: Recipient, event: KnownEvent, *, body: str, sender: str, now: datetime
) -> EmailMessage:
    """The mail of a delivery, in text and HTML; Message-ID and calendar UID are those of its identity, so that a mail
    that is sent again is the same mail (RFC 5322, RFC 5545, RFC 6047).
    """
    plan = event.published.plan or event.published.listing
    assert plan is not None
    when = plan.starts.astimezone(ZoneInfo(plan.zone))
    day = f"{when.day} {when:%B}"
    lines = [_line(part, event, plan.zone) for part in delivery.parts]
    words: dict[str, object] = {
        "name": recipient.name,
        "day": f"{when:%A} {day} {when.year}",
        "lines": lines,
        "venue": plan.venue,
    }
    words |= {"home": body.upper(), "starts": f"{when:%H:%M}", "granted": _any_granted(delivery)}
    mail = EmailMessage()
    mail["Subject"] = _subject(delivery, day)
    mail["From"] = formataddr((f"{body.upper()} Events", sender))
    mail["To"] = recipient.address
    mail["Date"] = format_datetime(now)
    mail["Message-ID"] = f"<{delivery.delivery}@{sender.rpartition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(_template(f"{delivery.occasion}.txt").render(words))
    mail.add_alternative(_template(f"{delivery.occasion}.html").render(words), subtype="html")
    if entry := _calendar(delivery, recipient, plan, event, sender=sender, now=now):
        method, text = entry
        mail.add_attachment(text, maintype="text", subtype="calendar", filename="invite.ics")
        attached = list(mail.iter_attachments())[-1]
        attached.set_param("method", method)
        attached.set_param("charset", "utf-8")
    return mail


def _subject(delivery: Delivery, day: str) -> str:
    if delivery.occasion == "published":
        return f"An invitation for {day}"
    return f"Your place on {day}" if _any_granted(delivery) else f"Your request for {day}"


def _any_granted(delivery: Delivery) -> bool:
    return any(part.status == "granted" for part in delivery.parts)


def _line(part: PartRegistration, event: KnownEvent, zone: str) -> str:
    found = (
        next((each for each in event.published.plan.parts if each.part == part.part), None)
        if event.published.plan
        else None
    )
    words = STATUS_WORDS.get(part.status, part.status)
    reason = f" ({part.sentence})" if part.status == "refused" and part.sentence else ""
    if found is None:
        return f"{words}{reason}"
    starts, ends = (time.astimezone(ZoneInfo(zone)) for time in (found.starts, found.ends))
    return f"{starts:%H:%M} to {ends:%H:%M}: {words}{reason}"


def _calendar(
    delivery: Delivery,
    recipient: Recipient,
    plan: EventPlan | Listing,
    event: KnownEvent,
    *,
    sender: str,
    now: datetime,
) -> tuple[str, bytes] | None:
    times = _times(delivery, event)
    if times is None and delivery.number < 2:  # noqa: PLR2004 - nothing was ever confirmed
        return None
    method = "REQUEST" if times else "CANCEL"
    starts, ends = times or (plan.starts, plan.ends)
    zone = ZoneInfo(plan.zone)
    entry = Event()
    entry.add("uid", f"{delivery.registration}@{sender.rpartition('@')[2]}")
    entry.add("dtstamp", now)
    entry.add("sequence", delivery.number)
    entry.add("summary", CALENDAR_TITLE)
    entry.add("dtstart", starts.astimezone(zone))
    entry.add("dtend", ends.astimezone(zone))
    entry.add("location", vText(plan.venue))
    entry.add("status", "CONFIRMED" if times else "CANCELLED")
    entry.add("class", "PRIVATE")
    entry["organizer"] = vCalAddress(f"mailto:{sender}")
    entry["attendee"] = vCalAddress(f"mailto:{recipient.address}")
    calendar = Calendar()
    calendar.add("prodid", "-//Kith//Notify//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(entry)
    calendar.add_missing_timezones(first_date=starts.date(), last_date=ends.date())
    return method, calendar.to_ical()


def _times(delivery: Delivery, event: KnownEvent) -> tuple[datetime, datetime] | None:
    granted = {part.part for part in delivery.parts if part.status == "granted"}
    parts = [part for part in event.published.plan.parts if part.part in granted] if event.published.plan else []
    if not parts:
        return None
    return min(part.starts for part in parts), max(part.ends for part in parts)


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
def _template(name: str):  # type: ignore[no-untyped-def]  # noqa: ANN202
    return _environment().get_template(name)
