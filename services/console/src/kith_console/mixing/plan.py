"""A plan as it is read at a desk: by round and table, with the names that people have told the door. And wishes."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from kith_console.fields import number_of
from kith_contracts.message import Fault
from kith_contracts.pages.door import Registrant
from kith_contracts.pages.mixing import MixingPage


class Chair(NamedTuple):
    """Who sits there: by card, and by name if they have told one."""

    card: int
    name: str


class Table(NamedTuple):
    """A table in one round."""

    name: str
    spoken: str
    """The language there, where not all tables speak the same."""
    chairs: list[Chair]


class Round(NamedTuple):
    """One round."""

    number: int
    tables: list[Table]


def names_of(people: Sequence[Registrant]) -> dict[str, str]:
    """By pseudonym, what stands for somebody on these pages: their name, else their code."""
    return {each.registration: each.details.get("door-name") or each.code for each in people}


def rounds(plan: MixingPage, names: Mapping[str, str]) -> list[Round]:
    """Who sits where, round after round."""
    several = len({*plan.spoken.values()}) > 1
    found = []
    for turn in range(max((len(each.tables) for each in plan.seated), default=0)):
        tables: dict[str, list[Chair]] = {}
        for each in plan.seated:
            if (at := each.tables[turn]) is not None:
                tables.setdefault(at, []).append(Chair(each.card, names.get(each.registration, "")))
        found.append(
            Round(
                turn + 1,
                [
                    Table(name, plan.spoken.get(name, "") if several else "", sorted(tables[name]))
                    for name in sorted(tables, key=_in_order)
                ],
            )
        )
    return found


def _in_order(name: str) -> tuple[int, str]:
    """Table 2 before table 10."""
    return (int(name), "") if name.isdecimal() else (1_000_000, name)


def tables_of(count: str, seats: str, accessible: str) -> list[dict[str, Any]]:
    """So many tables of one size, of which the first ones can be reached without steps. None if that is no number."""
    if not count.isdecimal() or len(count) > 3:  # noqa: PLR2004 - there are at most 200
        return []
    steps = int(accessible) if accessible.isdecimal() else 0
    size = number_of(seats)
    return [{"name": str(number), "seats": size, "accessible": number <= steps} for number in range(1, int(count) + 1)]


def wishes(field: str, text: str, people: Sequence[Registrant]) -> tuple[list[dict[str, list[str]]], list[Fault]]:
    """A line for each wish: codes or names between commas; and what is wrong with them, at this field of the form."""
    by_code = {each.code: each.registration for each in people}
    by_name: dict[str, list[str]] = {}
    for each in people:
        by_name.setdefault(each.details.get("door-name", "").casefold(), []).append(each.registration)

    faults: list[Fault] = []

    def meant(words: str) -> str:
        code = by_code.get(words.lower().replace(" ", ""))
        same = [code] if code else by_name.get(words.casefold(), [])
        if len(same) == 1:
            return same[0]
        what = "Several people with a place are called" if same else "Nobody with a place has the name or code"
        ways = " Write their code." if same else ""
        faults.append(Fault(field=field, code="person-unknown", sentence=f"{what} “{words}”.{ways}"))
        return ""

    lines = [[each.strip() for each in line.split(",") if each.strip()] for line in text.splitlines()]
    return [{"people": [meant(each) for each in line]} for line in lines if line], faults
