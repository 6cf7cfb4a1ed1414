"""What a mail says: neutral words, a calendar entry, and nothing that tells which network or circle it is about."""

from collections.abc import Iterator
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, formataddr
from functools import cache
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from jinja2 import Environment, PackageLoader, StrictUndefined, Template, select_autoescape

from kith_commons.calendars import stable_id
from kith_commons.discretion import discreet
from kith_commons.zones import zone_of
from kith_contracts.agreements import Listing
from kith_contracts.places import PartRegistration
from kith_contracts.plans import EventPart, EventPlan
from kith_notify.domain.recipients import Recipient
from kith_notify.domain.telling import Delivery, KnownEvent
from kith_notify.domain.telling import Entry as Told
from kith_notify.entries import Entry

STATUS_WORDS: Final = {
    "granted": "confirmed",
    "offered": "a place is free for you",
    "in-draw": "in the draw",
    "waiting": "you are on the waiting list",
    "refused": "not this time",
    "released": "given back",
}
REASONS: Final = {
    "waiting-list-full": "all places are taken",
    "agreement-reopened": "the hosts are agreeing on a change, ask again later",
    "offer-ended": "the place that was kept for you went to the next, you may ask again",
    "event-not-open": "it is not open yet",
    "event-over": "it has begun already",
    "part-unknown": "it is not part of the day any more",
    "body-not-party": "your organisation does not take part any more",
    "event-cancelled": "it is called off",
    "place-kept": "also though your organisation does not take part any more",
}
"""Why, in our own words: the sentence that came with an answer is another body's, and may tell more."""

SUBJECTS: Final = {
    "published": "An invitation for {day}",
    "changed": "Your place on {day} has changed",
    "cancelled": "Your place on {day} is cancelled",
    "action": "Your note of {day}",
    "introduction": "Something for you to look at, about {day}",
}
OF_ASKS: Final = {"asked": "A question for you", "entry": "An answer for you"}
"""Occasions that are about no day."""


class _Mail(NamedTuple):
    """What the parts of a mail are made of."""

    delivery: Delivery
    recipient: Recipient
    plan: EventPlan | Listing
    zone: ZoneInfo
    venue: str
    home: str
    sender: str


def letter(
    delivery: Delivery, recipient: Recipient, event: KnownEvent, *, body: str, sender: str, now: datetime
) -> EmailMessage:
    """The mail of a delivery, in text and HTML; its Message-ID is that of its identity, so that a mail that is sent
    again is the same mail (RFC 5322, RFC 6047).
    """
    plan = event.published.plan or event.published.listing
    assert plan is not None, "an event without a day is never known"
    about = _Mail(
        delivery, recipient, plan, zone_of(plan.zone), discreet(plan.venue, event.published), body.upper(), sender
    )
    mail = _headed(delivery, recipient, _subject(about), about.home, sender, now)
    _fill(mail, delivery, _words(about))
    for entry in delivery.entries:
        if entry.calendar != "nothing":
            for each in _entries(about, entry):
                _attach(mail, each, about.zone, now)
    return mail


def of_ask(delivery: Delivery, recipient: Recipient, *, body: str, sender: str, now: datetime) -> EmailMessage:
    """The mail about an ask. It says neither what is asked nor by whom, and has nothing for a calendar."""
    mail = _headed(delivery, recipient, OF_ASKS[delivery.occasion], body.upper(), sender, now)
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


def _subject(about: _Mail) -> str:
    if words := SUBJECTS.get(about.delivery.occasion):
        return words.format(day=_day(about))
    outcome = _outcome(about.delivery)
    if outcome == "offered":
        return f"A place for you on {_day(about)}"
    return f"Your request for {_day(about)}" if outcome == "other" else f"Your place on {_day(about)}"


def _day(about: _Mail) -> str:
    when = about.plan.starts.astimezone(about.zone)
    return f"{when.day} {when:%B}"


def _moment(when: datetime) -> str:
    return f"{when:%A} {when.day} {when:%B}, {when:%H:%M}"


def _words(about: _Mail) -> dict[str, object]:
    starts = about.plan.starts.astimezone(about.zone)
    return {
        "name": " ".join(about.recipient.name.split()),
        "day": f"{starts:%A} {_day(about)} {starts.year}",
        "starts": f"{starts:%H:%M}",
        "lines": [_line(about, part) for part in about.delivery.parts],
        "venue": about.venue,
        "home": about.home,
        "outcome": _outcome(about.delivery),
        "words": about.delivery.words,
    }


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


def _line(about: _Mail, part: PartRegistration) -> str:
    words = STATUS_WORDS.get(part.status, part.status)
    if reason := REASONS.get(part.code):
        words = f"{words}, {reason}"
    if part.until:
        when = _moment(part.until.astimezone(about.zone))
        words += f" until {when}; say yes at {about.home}" if part.status == "offered" else f", which is on {when}"
    if part.pence:
        return f"help with costs, {part.pence / 100:.2f}: {words}"
    if part.guests:
        words += f" (for you and {len(part.guests)} more)"
    if (found := _booking(about.plan, part.part)) is None:
        return words
    starts, ends = (time.astimezone(about.zone) for time in found.slot(part.slot))
    other_day = starts.date() != about.plan.starts.astimezone(about.zone).date()
    day = f"{starts.day} {starts:%B}, " if other_day else ""
    return f"{day}{starts:%H:%M} to {ends:%H:%M}: {words}"


def _entries(about: _Mail, told: Told) -> Iterator[Entry]:
    """One entry for all that is told of one wish, from the first to the last that is granted; if the plan goes over
    several days, one for each part, which is taken out when it is granted no more.
    """
    plan, put = about.plan, told.calendar == "put"
    times = _granted_times(told, plan)
    days = {each.starts.astimezone(about.zone).date() for each in plan.parts} if isinstance(plan, EventPlan) else ()
    if len(days) <= 1:
        spans = times.values() or [(plan.starts, plan.ends)]
        span = min(starts for starts, _ in spans), max(ends for _, ends in spans)
        yield _entry(about, told, told.thread, span, confirmed=put)
        return
    for part in (part for each in told.parts if isinstance(plan, EventPlan) for part in plan.parts_of(each.part)):
        if part.part in times or told.sequence > 1:
            uid = stable_id("entry", f"{told.thread}/{part.part}")
            span = times.get(part.part, (part.starts, part.ends))
            yield _entry(about, told, uid, span, confirmed=put and part.part in times)


def _entry(about: _Mail, told: Told, uid: str, span: tuple[datetime, datetime], *, confirmed: bool) -> Entry:
    return Entry(
        uid=f"{uid}@{_domain(about.sender)}",
        sequence=told.sequence,
        starts=span[0],
        ends=span[1],
        venue=about.venue,
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


def _booking(plan: EventPlan | Listing, name: str) -> EventPart | None:
    return plan.booking(name) if isinstance(plan, EventPlan) else None


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
