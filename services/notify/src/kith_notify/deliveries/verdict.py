"""How somebody is told of something: the one place in which what people chose is weighed. It is asked when the mail
would be sent, so the newest choice counts.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, time, timedelta
from typing import Any, Final, Literal, NamedTuple
from zoneinfo import ZoneInfo

from kith_chassis.decision import Ref
from kith_commons.formats.zones import moments_of, zone_of
from kith_contracts.notify.deliveries import Why
from kith_contracts.notify.preferences import HowMuch, QuietHours, WeeklyAt
from kith_notify.deliveries.delivery import Delivery
from kith_notify.mail.letter import OF_NO_DAY
from kith_notify.occasions.events import KnownEvent
from kith_notify.recipients.openness import KnownNetwork
from kith_notify.recipients.recipient import Preferences, Recipient

DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MANDATORY: Final = frozenset({"cancelled"})
WEEK: Final = 7


class Verdict(NamedTuple):
    """`now`: mail it. `later`: mail it at `at`. `weekly`: it is one line of the mail at `at`. `shown`: no mail."""

    how: Literal["now", "later", "weekly", "shown"]
    why: Why
    at: datetime | None = None


FOR_ALL: Final[dict[HowMuch, Verdict]] = {
    "everything": Verdict("now", "everything"),
    "weekly": Verdict("weekly", "weekly"),
    "booked": Verdict("shown", "only-booked"),
    "nothing": Verdict("shown", "nothing"),
}


def needs(delivery: Delivery) -> tuple[Ref, ...]:
    """What has to be known before it can be told: whom, and what it is about if that has a day."""
    event = () if delivery.occasion in OF_NO_DAY else (KnownEvent.at(delivery.subject),)
    return (Recipient.at(delivery.person), *event)


def around(delivery: Delivery) -> tuple[Ref, ...]:
    """That, and what is weighed besides: which of its networks are open."""
    return (*needs(delivery), *(KnownNetwork.at(each) for each in delivery.networks))


def judge(delivery: Delivery, known: Mapping[str, Any], now: datetime) -> Verdict:
    """The verdict, from what is known around it by path."""
    networks = [known.get(KnownNetwork.at(each).path) for each in delivery.networks]
    recipient, *event = (known[ref.path] for ref in needs(delivery))
    is_open = frozenset(each.network for each in networks if each and each.open)
    return verdict(delivery, recipient, event[0] if event else None, is_open, now)


def verdict(
    delivery: Delivery, recipient: Recipient, event: KnownEvent | None, is_open: frozenset[str], now: datetime
) -> Verdict:
    """The most specific choice counts: of this network, then of all; what is called off is mailed whatever was chosen.
    Of networks that are not among those that are open a mail would tell that their members are in them.
    """
    chosen, zone = recipient.chosen, zone_of(recipient.chosen.zone)
    last = _last(delivery, event, now)
    if _over(delivery, event, now):
        return Verdict("shown", "over")
    own = {*delivery.networks} & {*recipient.networks}
    if delivery.networks and not own:
        return Verdict("shown", "left")
    if own and not (chosen.mail_of_closed or is_open & own):
        return Verdict("shown", "closed-network")
    found = _wanted(delivery, recipient, own)
    if found.how == "weekly":
        at = _weekly(chosen.weekly, zone, now)
        return found._replace(at=at) if last is None or at < last else Verdict("now", "cannot-wait")
    if found.how == "now" and (quiet := _quiet(chosen, zone, now)):
        return quiet if last is None or (quiet.at or now) < last else Verdict("now", "cannot-wait")
    return found


def _wanted(delivery: Delivery, recipient: Recipient, own: set[str]) -> Verdict:
    """What the person wants, whenever it comes."""
    if delivery.occasion in MANDATORY:
        return Verdict("now", "mandatory")
    if own:
        return _of_members(recipient, own)
    if delivery.occasion == "weekly" and recipient.wants == "booked":
        return Verdict("shown", "only-booked")
    return Verdict("shown", "nothing") if recipient.wants == "nothing" else Verdict("now", "booked")


def _of_members(recipient: Recipient, own: set[str]) -> Verdict:
    """The same of what concerns the members of these networks of theirs."""
    if recipient.chosen.elsewhere:
        return Verdict("shown", "elsewhere")
    said = {recipient.chosen.of_network.get(each, "usual") for each in own}
    if "more" in said:
        return Verdict("now", "network-more")
    return FOR_ALL[recipient.wants] if "usual" in said else Verdict("shown", "network-nothing")


def _over(delivery: Delivery, event: KnownEvent | None, now: datetime) -> bool:
    """Whether there is nothing left to do about it. That an offer has ended is told by the decision that says so."""
    if delivery.occasion == "published" and event:
        return event.published.status == "cancelled" or (event.plan is not None and event.plan.starts <= now)
    if delivery.occasion == "asked":
        return delivery.until is not None and delivery.until <= now
    ends = [each.until if each.status == "offered" else None for each in delivery.parts]
    return bool(ends) and all(each is not None and each <= now for each in ends)


def _last(delivery: Delivery, event: KnownEvent | None, now: datetime) -> datetime | None:
    """From when on it would be too late, if that is still to come."""
    ends = [each.until for each in delivery.parts if each.status == "offered"] + [delivery.until]
    if event and event.plan and delivery.networks == []:
        ends.append(event.plan.starts)
    return min((each for each in ends if each and each > now), default=None)


def _quiet(chosen: Preferences, zone: ZoneInfo, now: datetime) -> Verdict | None:
    """Until when the person wants quiet, if now is such a time."""
    at, why = now, "quiet-hours"
    if chosen.quiet_until and chosen.quiet_until > now:
        at, why = chosen.quiet_until, "quiet-until"
    if chosen.quiet_hours and _within(chosen.quiet_hours, at.astimezone(zone).time()):
        at = _next(at, zone, _time(chosen.quiet_hours.end))
    return Verdict("later", why, at) if at > now else None  # type: ignore[arg-type] # one of these two


def _within(hours: QuietHours, wall: time) -> bool:
    begin, end = _time(hours.begin), _time(hours.end)
    return begin <= wall < end if begin <= end else wall >= begin or wall < end


def _weekly(weekly: WeeklyAt, zone: ZoneInfo, now: datetime) -> datetime:
    return _next(now, zone, _time(weekly.time), DAYS.index(weekly.day))


def _next(after: datetime, zone: ZoneInfo, wall: time, weekday: int | None = None) -> datetime:
    """The next moment at which clocks of the zone show this; where they leave it out, when they have gone past it."""
    return next(each for each in _moments(after, zone, wall, weekday) if each > after)


def _moments(after: datetime, zone: ZoneInfo, wall: time, weekday: int | None) -> Iterator[datetime]:
    today = after.astimezone(zone).date()
    for days in range(2 * WEEK):
        day = today + timedelta(days=days)
        if weekday in (None, day.weekday()):
            shown = datetime.combine(day, wall)
            yield from moments_of(shown, zone) or (shown.replace(tzinfo=zone).astimezone(UTC),)


def _time(wall: str) -> time:
    return time.fromisoformat(wall)
