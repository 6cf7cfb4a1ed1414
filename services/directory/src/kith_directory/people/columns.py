"""Which column of an organisation's list is what: as a request says, as was kept, or by its name."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import ClassVar, Final

from kith_chassis.decision import NOTHING, Circumstances, Decision, State, refuse
from kith_contracts.directory.lists import KeepListColumns, ListColumn

NAMES: Final[Mapping[ListColumn, frozenset[str]]] = {
    "number": frozenset({"number", "member number", "membership number", "member no", "member id", "id"}),
    "name": frozenset({"name", "full name", "display name"}),
    "first": frozenset({"first name", "forename", "given name", "firstname"}),
    "last": frozenset({"last name", "surname", "family name", "lastname"}),
    "address": frozenset({"email", "e-mail", "email address", "e-mail address", "mail", "mail address"}),
}
"""What is asked for, and how columns are called that have it."""
NEEDED: Final[tuple[ListColumn, ...]] = ("number", "address")
NO_NAME: Final = "There is no column with names: `name`, or `first` and `last`."
NO_COLUMNS: Final = (
    "The first line has somebody's mail address, and not the names of the columns. Put a line with names above it."
)
MOST_SHOWN: Final = 20
"""Columns of a file that are named in a sentence."""
Columns = dict[ListColumn, str]

# States


class KeptColumns(State):
    """What the organisation has said last of the columns of its list."""

    kind: ClassVar[str] = "list-columns"
    body: str
    columns: Columns

    @property
    def id(self) -> str:
        return self.body


# Decisions


def keep(at: Circumstances, command: KeepListColumns, kept: KeptColumns | None) -> Decision:
    """Keep a mapping that says all that is needed, or none."""
    if command.body != at.body:
        return refuse("not-our-body", "An organisation says this of its own list only.", "body")
    columns: Columns = dict(command.columns)
    if columns and (missing := _missing(columns)):
        return refuse("column-missing", missing, "columns")
    if columns == (kept.columns if kept else {}):
        return NOTHING
    return Decision(states=(KeptColumns(body=at.body, columns=columns),))


# How a list is read


def columns_of(columns: Iterable[str], given: Mapping[ListColumn, str], kept: Mapping[ListColumn, str]) -> Columns:
    """Which column is what: as it was given, else as it was kept, else by its name. Raises ValueError that says what
    was looked for, what the file has, and what is nearest.
    """
    columns = list(columns)
    if any("@" in each for each in columns):
        raise ValueError(NO_COLUMNS)
    said = _together(given, kept)
    for what, name in said.items():
        if name not in columns:
            raise ValueError(_lost(what, name, columns, kept=what not in given))
    found = guess_of(columns, given, kept)
    if missing := _missing(found):
        raise ValueError(f"{missing} {_has(columns)}")
    return found


def guess_of(columns: Iterable[str], given: Mapping[ListColumn, str], kept: Mapping[ListColumn, str]) -> Columns:
    """What fits best, as far as anything does."""
    columns = list(columns)
    said = _together(given, kept)
    found: Columns = {what: name for what, name in said.items() if name in columns}
    kinds = {*said} & {"name", "first", "last"}
    ruled_out = {"first", "last"} if "name" in kinds else {"name"} if kinds else set[str]()
    for what, names in NAMES.items():
        known = next((each for each in columns if each.casefold().rstrip(".") in names), None)
        if what not in found and known and what not in ruled_out:
            found[what] = known
    return {what: found[what] for what in NAMES if what in found}


def _together(given: Mapping[ListColumn, str], kept: Mapping[ListColumn, str]) -> Columns:
    """What a request says counts more than what was kept; whoever says one kind of names means no other kind."""
    if "name" in given:
        kept = {what: name for what, name in kept.items() if what not in ("first", "last")}
    elif {"first", "last"} & given.keys():
        kept = {what: name for what, name in kept.items() if what != "name"}
    return {**kept, **given}


def _missing(found: Mapping[ListColumn, str]) -> str:
    """What is not there, if that is needed."""
    if missing := [what for what in NEEDED if what not in found]:
        return f"There is no column for {missing[0]}. Say which one it is: column={missing[0]}:<its name>."
    return "" if "name" in found or {"first", "last"} <= found.keys() else NO_NAME


def _lost(what: str, name: str, columns: list[str], *, kept: bool) -> str:
    near = get_close_matches(name.casefold(), [each.casefold() for each in columns], n=1, cutoff=0.5)
    nearest = next((each for each in columns if near and each.casefold() == near[0]), "")
    guess = f' Is it "{nearest}"? Say so: column={what}:{nearest}.' if nearest else ""
    why = ", which was kept for it" if kept else ""
    return f'There is no column "{name}" for {what}{why}. {_has(columns)}{guess}'


def _has(columns: list[str]) -> str:
    more = " and others" if len(columns) > MOST_SHOWN else ""
    return f"The file has {', '.join(columns[:MOST_SHOWN])}{more}."
