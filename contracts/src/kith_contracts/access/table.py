"""Who may do what over HTTP: one table for all services. Whether a line of it fits, `grants.judge` decides.

A token says who somebody is (`Principal`). A line of `TABLE` says who may use an operation (`Grant`s; one that fits is
enough). What the request is about (`Subject`) comes from its path and content. A body's system may read the table to
know which scope to ask for.
"""

from types import MappingProxyType
from typing import Final

from kith_contracts.access.grants import (
    ADMIN,
    AGREEMENT_READS,
    DOOR,
    EVENT_COMMANDS,
    EVERYONE,
    NETWORK_COMMANDS,
    OF_FACILITATORS,
    OFFICER,
    OFFICER_OF_ALL,
    OFFICER_OF_IT,
    ONESELF,
    PEOPLE,
    Grant,
    Offices,
    Principal,
    Role,
    Scope,
    Subject,
    Verdict,
    judge,
    system,
)
from kith_contracts.access.inside import INSIDE
from kith_contracts.access.mail import OF_MAIL
from kith_contracts.access.shared_networks import SHARED_NETWORKS
from kith_contracts.access.systems import OF_SYSTEMS

__all__ = [
    "ADMIN",
    "EVERYONE",
    "OFFICER_OF_IT",
    "ONESELF",
    "OPEN",
    "TABLE",
    "Grant",
    "Offices",
    "Principal",
    "Role",
    "Scope",
    "Subject",
    "Verdict",
    "grants_of",
    "judge",
    "system",
]

OWN_WORD: Final = (ADMIN, OFFICER, system(Scope.EVENTS_WRITE))
"""What an organisation says of itself after an event."""
OFFICE_ALONE: Final = Grant(Role.CONSORTIUM_ADMIN)
EVENT_MONEY: Final = (ADMIN, system(Scope.EVENTS_WRITE))

TABLE: Final = MappingProxyType[str, tuple[Grant, ...]](
    {
        # what everyone may find
        "directory-bodies": EVERYONE,
        "directory-networks": EVERYONE,
        "directory-network": EVERYONE,
        "events-events": EVERYONE,
        "events-event": EVERYONE,
        "events-clashes": EVERYONE,
        "events-series": EVERYONE,
        "events-programme": EVERYONE,
        **OF_SYSTEMS,
        # the body and its networks
        "directory-publish-profile": (ADMIN, system(Scope.NETWORKS_WRITE)),
        "directory-charter-network": (ADMIN, system(Scope.NETWORKS_WRITE)),
        "directory-describe-network": NETWORK_COMMANDS,
        "directory-set-network-status": NETWORK_COMMANDS,
        "directory-own-networks": (ADMIN, OFFICER, system(Scope.NETWORKS_READ)),
        # people of other bodies are welcome in a network: who it is never crosses
        "directory-welcome-bodies": NETWORK_COMMANDS,
        "directory-answer-welcome": (ADMIN, system(Scope.AGREEMENTS_ANSWER)),
        "directory-network-welcome": (ADMIN, OFFICER_OF_IT, system(Scope.NETWORKS_READ)),
        "directory-welcomes": (ADMIN, system(Scope.NETWORKS_READ)),
        "directory-guest-networks": PEOPLE,
        **SHARED_NETWORKS,
        # people in a network: those who chose to be seen
        "directory-admit-to-network": (OFFICER_OF_IT,),
        "directory-seen-by-committee": (OFFICER_OF_IT,),
        "directory-seen-by-members": PEOPLE,
        # what is brought home from an event; what the office reads has no names
        "directory-reports": (OFFICER_OF_IT,),
        "directory-office-reports": (ADMIN,),
        "directory-keep-note": (OFFICER_OF_IT,),
        "directory-own-library": (OFFICER_OF_IT, *PEOPLE),
        **INSIDE,
        # agreements and events
        "events-draft-agreement": EVENT_COMMANDS,
        "events-propose-agreement": EVENT_COMMANDS,
        "events-amend-agreement": EVENT_COMMANDS,
        "events-take-suggestion": EVENT_COMMANDS,
        "events-decline-suggestion": EVENT_COMMANDS,
        "events-hand-over-event": (ADMIN,),
        "events-take-over-event": (ADMIN,),
        "events-withdraw-agreement": (ADMIN, system(Scope.AGREEMENTS_ANSWER)),
        "events-suggest-change": (ADMIN, OFFICER_OF_IT, system(Scope.AGREEMENTS_ANSWER)),
        "events-draw-places": EVENT_COMMANDS,
        "events-list-event": (ADMIN, OFFICER, system(Scope.EVENTS_WRITE)),
        "events-answer-agreement/body": (ADMIN, system(Scope.AGREEMENTS_ANSWER)),
        "events-answer-agreement/network": (OFFICER_OF_ALL,),
        "events-agreements": AGREEMENT_READS,
        "events-agreement": AGREEMENT_READS,
        "events-suggestions": AGREEMENT_READS,
        "events-agreement-diff": AGREEMENT_READS,
        "events-led": AGREEMENT_READS,
        # what is asked, and answered
        "events-start-practice": EVENT_COMMANDS,
        "events-close-ask": EVENT_COMMANDS,
        "events-decide-ask": (ADMIN, OFFICER_OF_IT),
        "events-answer-for-body": (ADMIN, OFFICER, system(Scope.AGREEMENTS_ANSWER)),
        "events-templates": EVERYONE,
        "events-asks": AGREEMENT_READS,
        "events-ask": AGREEMENT_READS,
        "events-draft-answer": AGREEMENT_READS,
        "events-led-asks": AGREEMENT_READS,
        "events-ask-answers": DOOR,
        # after an event: what organisations mean to do
        "events-say-body-action": OWN_WORD,
        "events-finish-body-action": OWN_WORD,
        "events-body-actions": AGREEMENT_READS,
        # money: officers say what was paid, and those of a network what that pays; the body alone accepts the account
        "events-record-cost/body": OWN_WORD,
        "events-record-cost/network": EVENT_COMMANDS,
        "events-close-books": EVENT_MONEY,
        "events-answer-books": (ADMIN, system(Scope.AGREEMENTS_ANSWER)),
        "events-mark-payment": EVENT_MONEY,
        "events-led-settlement": AGREEMENT_READS,
        "events-settlement": AGREEMENT_READS,
        # how places were drawn: entries, by which nobody but a person of oneself is found
        "events-draw": (OFFICER,),
        "events-own-draw": ONESELF,
        # dates that are held before anything is agreed
        "events-hold-date": (ADMIN, OFFICER, system(Scope.EVENTS_WRITE)),
        "events-release-hold": (ADMIN, OFFICER, system(Scope.EVENTS_WRITE)),
        "events-holds": AGREEMENT_READS,
        "events-exchanges": AGREEMENT_READS,
        # how the year of a network goes
        "events-network-checks": DOOR,
        "events-set-check-aside": DOOR,
        # codes that an officer hands to delegates
        "events-delegates": DOOR,
        # at the doors of an event: names, so no system, and no officer of another network of the same body
        "events-door-list": DOOR,
        "events-codes": DOOR,
        "events-check-names": DOOR,  # whoever may try names learns who comes
        # who sits where: pseudonyms and what is known of them, so no system and no administrator
        "events-plan-mixing": (OFFICER_OF_IT,),
        "events-repair-mixing": (OFFICER_OF_IT,),
        "events-mixing": DOOR,
        "events-mixing-known": DOOR,
        "events-mixing-to-repair": DOOR,
        "events-cards": DOOR,
        "events-explain": DOOR,
        # who speaks, and what they have told of themselves
        "events-set-programme": (OFFICER_OF_IT,),
        "events-withdraw-speaker": (OFFICER_OF_IT,),
        "events-dismiss-advice": (OFFICER_OF_IT,),
        "events-led-programme": DOOR,
        # words that leave people out
        "events-set-wording": (ADMIN, system(Scope.EVENTS_WRITE)),
        "events-wording": EVERYONE,
        "events-check-wording": EVERYONE,
        "events-check-in": (OFFICER_OF_IT,),
        "events-arrivals": DOOR,
        "events-door-pack": DOOR,
        "events-turnout": AGREEMENT_READS,
        "events-introduce": (OFFICER_OF_IT,),
        **OF_FACILITATORS,
        "events-set-join-addresses": (OFFICER_OF_IT,),
        "events-join-addresses": DOOR,
        "events-led-introductions": DOOR,
        "events-introduction-figures": AGREEMENT_READS,
        # how the consortium stands, for its office
        "directory-office": (OFFICE_ALONE,),
        "events-office": (OFFICE_ALONE,),
        # people, one by one
        "directory-enrol-person": (system(Scope.PEOPLE_WRITE),),
        "directory-leave-audiences": ONESELF,
        "directory-join-network": ONESELF,
        "directory-leave-network": ONESELF,
        "directory-choose-visibility": ONESELF,
        "directory-person": ONESELF,
        "directory-send-report": ONESELF,
        "directory-own-reports": ONESELF,
        "directory-forget-person": (*ONESELF, system(Scope.PEOPLE_WRITE)),
        "directory-forgetting": EVERYONE,  # but only who has asked knows the address; receipts if that was the person
        "events-ask-for-places": ONESELF,
        "events-accept-offers": ONESELF,
        "events-give-up-places": ONESELF,
        "events-tell-host": ONESELF,
        "events-answer-ask": ONESELF,
        "events-own-asks": ONESELF,
        "events-answer-speaking": ONESELF,
        "events-own-speaking": ONESELF,
        "events-registrations": ONESELF,
        "events-say-action": ONESELF,
        "events-finish-action": ONESELF,
        "events-actions": ONESELF,
        "events-introductions": ONESELF,
        "events-answer-introduction": ONESELF,
        "events-say-how-it-went": ONESELF,
        "events-calendar-link": ONESELF,
        "events-make-calendar-link": ONESELF,
        "events-revoke-calendar-link": ONESELF,
        **OF_MAIL,
    }
)
"""For each operation, by its id in the OpenAPI document, who may use it. After a slash: in whose name."""

OPEN: Final = frozenset(
    {
        "directory-feed",
        "directory-library",
        "directory-network-linked",
        "events-calendar",
        "events-feed",
        "events-event-calendar",
        "events-event-linked",
        "events-own-calendar",
        "events-outcome-page",
        "events-outcome-told",
        "notify-less",
    }
)
"""Operations without a token: what everyone may find, and a person's own calendar and the link in a mail, whose
addresses are their secret.
"""


def grants_of(operation: str, on_behalf: str = "") -> tuple[Grant, ...]:
    """The line of an operation; where there is one for each name that it may be used in, that one, or all of them.

    Raises KeyError if the table says nothing of it.
    """
    if line := TABLE.get(operation) or TABLE.get(f"{operation}/{on_behalf}"):
        return line
    if on_behalf or not (found := [TABLE[line] for line in TABLE if line.startswith(f"{operation}/")]):
        raise KeyError(operation)
    return tuple(dict.fromkeys(grant for line in found for grant in line))
