"""The part of the table about what systems send and read as CloudEvents."""

from typing import Final

from kith_contracts.access.grants import ADMIN, EVERYONE, Scope, system

LISTS: Final = (ADMIN, system(Scope.PEOPLE_WRITE))
WEBHOOKS: Final = (ADMIN, system(Scope.WEBHOOKS_WRITE))

OF_SYSTEMS: Final = {
    # what became of one's own commands
    "directory-outcome": EVERYONE,
    "events-outcome": EVERYONE,
    "notify-outcome": EVERYONE,
    # what systems have sent and the node could not handle: without content
    "directory-parked": (ADMIN,),
    "events-parked": (ADMIN,),
    "notify-parked": (ADMIN,),
    # each command that is sent there needs its own line besides
    "directory-send": (
        system(Scope.NETWORKS_WRITE),
        system(Scope.AGREEMENTS_ANSWER),
        system(Scope.PEOPLE_WRITE),
    ),
    "notify-send": (system(Scope.WEBHOOKS_WRITE),),
    "notify-set-webhook": WEBHOOKS,
    "notify-remove-webhook": WEBHOOKS,
    "notify-rotate-webhook-keys": WEBHOOKS,
    "notify-replay-facts": WEBHOOKS,
    "notify-webhooks": WEBHOOKS,
    "notify-webhook-keys": WEBHOOKS,
    "notify-webhook-attempts": WEBHOOKS,
    "notify-facts": (ADMIN, system(Scope.NETWORKS_READ), system(Scope.EVENTS_READ), system(Scope.WEBHOOKS_WRITE)),
    # a list of people: what is answered are numbers, and names of columns
    "directory-take-in-list": LISTS,
    "directory-find-columns": LISTS,
    "directory-list-columns": LISTS,
    "directory-keep-list-columns": LISTS,
    "events-send": (system(Scope.EVENTS_WRITE), system(Scope.AGREEMENTS_ANSWER)),
}
