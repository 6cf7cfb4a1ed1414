"""How dates, sums, names and states are said to people."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time, format_timedelta
from babel.numbers import format_currency

from kith_contracts.words import body_of


def N_(sentence: str) -> str:  # noqa: N802 - the name by which Babel finds it
    """A sentence of ours that is translated where it is shown."""
    return sentence


OCCASIONS: Final = {
    "published": N_("A new event"),
    "decision": N_("Your place"),
    "changed": N_("A new time or venue"),
    "cancelled": N_("Called off"),
    "asked": N_("A question to you"),
    "entry": N_("What you sent in"),
    "action": N_("What you meant to do"),
    "introduction": N_("Somebody to meet"),
    "joining": N_("Where to join online"),
    "announced": N_("News of a network"),
    "session": N_("Your session"),
    "calendar": N_("Your calendar"),
    "weekly": N_("Your week"),
}
"""Why somebody was told something, as people say it."""
OF_NETWORKS: Final = frozenset({"announced", "weekly"})


class Names:
    """The names of organisations, as they were read last."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}

    @property
    def known(self) -> bool:
        """Whether they were read yet."""
        return bool(self._known)

    def learn(self, names: dict[str, str]) -> None:
        """Take over what the directory says now."""
        self._known = names

    def of(self, slug: str) -> str:
        """The name of an organisation; its slug, in capitals, while nothing is known."""
        return self._known.get(slug, slug.upper())

    def short(self, slug: str) -> str:
        """The name as people say it: what stands before a comma, if that is short; else the slug in capitals."""
        first = self.of(slug).partition(",")[0]
        return first if len(first) <= 12 else slug.upper()  # noqa: PLR2004 - a word or two


def filters(language: str, names: Names) -> dict[str, Callable[..., Any]]:
    """What templates may say, in this language."""

    def day(when: date | datetime, zone: str = "Europe/London") -> str:
        local = _local(when, zone)
        return format_date(local, "EEEE d MMMM y", locale=language)

    def short_day(when: date | datetime, zone: str = "Europe/London") -> str:
        return format_date(_local(when, zone), "EEE d MMM", locale=language)

    def time(when: datetime, zone: str = "Europe/London") -> str:
        return format_time(_local(when, zone), "HH:mm", locale=language)

    def month(when: date | datetime) -> str:
        return format_date(when, "MMMM y", locale=language)

    def ago(when: datetime) -> str:
        return format_timedelta(when - datetime.now(when.tzinfo), add_direction=True, locale=language)

    def pounds(pence: int, currency: str = "GBP") -> str:
        return money(pence, currency, language)

    return {
        "occasion": lambda occasion: OCCASIONS.get(occasion, occasion),
        "about": lambda message: f"{'networks' if message.occasion in OF_NETWORKS else 'events'}/{message.subject}",
        "day": day,
        "date_of": lambda when, zone: _local(when, zone).date().isoformat(),
        "short_day": short_day,
        "time": time,
        "month": month,
        "month_short": lambda when, zone="Europe/London": format_date(_local(when, zone), "MMM", locale=language),
        "day_number": lambda when, zone="Europe/London": str(_local(when, zone).day),
        "weekday": lambda when, zone="Europe/London": format_date(_local(when, zone), "EEE", locale=language),
        "weekday_long": lambda when: format_date(when, "EEEE", locale=language),
        "ago": ago,
        "pounds": pounds,
        "organisation": names.of,
        "short": names.short,
        "body_of": body_of,
        "iso": lambda when: when.replace(microsecond=0).isoformat() if isinstance(when, datetime) else when.isoformat(),
        "groupby_month": by_month,
        "slug": lambda name: name.partition("/")[2],
        "paragraphs": lambda text: [each.strip() for each in text.split("\n\n") if each.strip()],
        "inner": lambda *steps: "/".join(steps),
    }


def _local(when: date | datetime, zone: str) -> Any:
    return when.astimezone(ZoneInfo(zone)) if isinstance(when, datetime) else when


def money(pence: int, currency: str = "GBP", language: str = "en_GB") -> str:
    """A sum, without the pence where there are none."""
    text = format_currency(pence / 100, currency, locale=language)
    return text if pence % 100 else text[:-3]


def day_of(typed: str) -> str:
    """A day that was typed, as people say it; what is no day stays as it is."""
    try:
        return f"{date.fromisoformat(typed):%A %-d %B %Y}"
    except ValueError:
        return typed


def by_month(events: list[Any]) -> list[tuple[date, list[Any]]]:
    """Events in their months; they come in the order of their days."""
    found: dict[date, list[Any]] = {}
    for each in events:
        found.setdefault(date(each[1].starts.year, each[1].starts.month, 1), []).append(each)
    return list(found.items())


def joined(names: list[str], word: str = "and") -> str:
    """`A, B and C`."""
    return f"{', '.join(names[:-1])} {word} {names[-1]}" if len(names) > 1 else "".join(names)
