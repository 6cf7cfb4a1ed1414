"""The part of the table about what systems send and read as CloudEvents."""

from typing import Final

from kith_contracts.access.grants import ADMIN, EVERYONE, Scope, system

OF_SYSTEMS: Final = {
    # what became of one's own commands
    "directory-outcome": EVERYONE,
    "events-outcome": EVERYONE,
    # each command that is sent there needs its own line besides
    "directory-send": (
        system(Scope.NETWORKS_WRITE),
        system(Scope.AGREEMENTS_ANSWER),
        system(Scope.PEOPLE_WRITE),
    ),
    "notify-facts": (ADMIN, system(Scope.NETWORKS_READ), system(Scope.EVENTS_READ)),
    "events-send": (system(Scope.EVENTS_WRITE), system(Scope.AGREEMENTS_ANSWER)),
}
