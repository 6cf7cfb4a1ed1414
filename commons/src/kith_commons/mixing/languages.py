"""What is spoken at which table, and so who can sit where."""

from collections import Counter
from collections.abc import Mapping, Sequence

from kith_commons.mixing.room import Attendee, Room


def tables_for(room: Room, person: Attendee, spoken: Mapping[str, str]) -> int:
    """At which tables somebody may sit, as bits."""
    fits = 0
    for number, table in enumerate(room.tables):
        mine = person.table is None or person.table == table.name
        reached = table.accessible or not person.accessible
        said = spoken.get(table.name, "")
        followed = not said or not person.languages or said in person.languages
        fits |= (mine and reached and followed) << number
    return fits


def ways(room: Room) -> list[dict[str, str]]:
    """What may be spoken at each table, the most promising first.

    Everywhere what most people speak. For those who do not, some tables with another language: so many that about half
    of those who sit there need it; else more, or fewer, and accessible ones first or last.
    """
    fixed = {table.name: table.language for table in room.tables if table.language}
    rest = [each.languages for each in room.people if each.languages]
    spoken: list[tuple[str, int]] = []
    while rest:
        language = min(Counter(one for each in rest for one in set(each)).items(), key=lambda it: (-it[1], it[0]))[0]
        need = [each for each in rest if language in each]
        rest = [each for each in rest if language not in each]
        spoken.append((language, len(need)))
    open_tables = [table for table in room.tables if not table.language]
    if len(spoken) < 2 or not open_tables:  # noqa: PLR2004 - one language for all
        return [fixed | ({table.name: spoken[0][0] for table in open_tables} if spoken else {})]
    even = max(1, len(room.people) // len(room.tables))
    found = []
    for share in (2.0, 1.5, 3.0, 1.0, 4.0):
        for last in (False, True):
            order = sorted(open_tables, key=lambda table: table.accessible == last)
            found.append(fixed | _shared(room, [table.name for table in order], spoken, share / even))
    return list({tuple(sorted(way.items())): way for way in found}.values())


def _shared(room: Room, tables: Sequence[str], spoken: Sequence[tuple[str, int]], share: float) -> dict[str, str]:
    """The language that most people speak, at all tables except some for each other language."""
    host = {each.table: set(each.languages) for each in room.people if each.table and each.languages}
    way: dict[str, str] = {}
    for language, need in spoken[1:]:
        able = [name for name in tables if name not in way and (name not in host or language in host[name])]
        way |= dict.fromkeys(able[: max(1, round(need * share))], language)
    return dict.fromkeys(tables, spoken[0][0]) | way
