"""Mails about duties of a shared network: the officers of the owner whose turn it is hear once when it begins, and once
when it is overdue. All periods begin with a month, so it is looked at when one begins, and when turns are apportioned
anew; also while the lead is silent.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta

from kith_chassis.decision import NOTHING, Circumstances, Decision, Due
from kith_commons.rota import Turn
from kith_contracts.directory.duties import RemindOwner
from kith_contracts.directory.membership import TellOne
from kith_directory.shared_networks.network import SharedNetwork
from kith_directory.shared_networks.turns import SaidOfTurns, rota

# Decisions


def remind(
    at: Circumstances,
    command: RemindOwner,
    home: SharedNetwork | None,
    said: Sequence[SaidOfTurns],
    officers: Sequence[str],
) -> Decision:
    """Tell of what begins or is overdue on this day, or is under way if no month begins; then go to the next month."""
    if home is None or home.status == "ended":
        return NOTHING
    monthly = command.day == home.reminds
    ours = [*_ours(at.body, home, said, command.day)]
    begins = {each.period.first for each in ours if each.period.last >= command.day}
    news = [("turn", day) for day in sorted(begins) if day == command.day or not monthly]
    news += [("overdue", command.day)] if any(_next_day(each) == command.day for each in ours) else []
    tell = tuple(
        TellOne(person=person, network=home.id, news=kind, told=_midnight(day))
        for kind, day in news
        for person in officers
    )
    if not monthly:
        return Decision(says=tell)
    after = home.but(reminds=month_after(command.day))
    return Decision(states=(after,), says=tell, due=due(after))


def due(home: SharedNetwork) -> tuple[Due, ...]:
    """When it is looked at next."""
    return (Due(_midnight(home.reminds), RemindOwner(subject=home.id, day=home.reminds)),) if home.reminds else ()


def month_after(day: date) -> date:
    """The day on which the next month begins."""
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def _ours(body: str, home: SharedNetwork, said: Sequence[SaidOfTurns], day: date) -> Iterator[Turn]:
    """Those of this body that have begun by this day, and are not done."""
    done = next((each for each in said if each.body == body), None)
    for year in (day.year - 1, day.year):
        for turn in rota(home, said, year):
            if turn.owner == body and turn.period.first <= day and not (done and done.has(*turn.name)):
                yield turn


def _next_day(turn: Turn) -> date:
    return turn.period.last + timedelta(days=1)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
