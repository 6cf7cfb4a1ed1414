"""The pages of a node: made behind its API, in the same process."""

from typing import Any, Final

from kith_chassis.http.server import Front
from kith_chassis.run import Behind
from kith_console.actions.pages import ACTIONS
from kith_console.agreements.pages import AGREEMENTS
from kith_console.asks.pages import ASKS
from kith_console.books.pages import BOOKS
from kith_console.charters.pages import CHARTERS
from kith_console.codes.pages import CODES
from kith_console.committee.after import AFTER
from kith_console.committee.pages import COMMITTEE
from kith_console.console import Console, application
from kith_console.door.pages import DOOR
from kith_console.events.pages import EVENTS
from kith_console.feeds.pages import FEEDS
from kith_console.home.pages import HOME, front
from kith_console.inside.pages import INSIDE
from kith_console.introductions.pages import INTRODUCTIONS
from kith_console.mixing.pages import MIXING
from kith_console.networks.pages import NETWORKS
from kith_console.node import Node
from kith_console.office.pages import OFFICE
from kith_console.offices.pages import OFFICES
from kith_console.organisation.aside import ASIDE
from kith_console.organisation.asks import ASKS_OF_US
from kith_console.organisation.first_hour import FIRST_HOUR
from kith_console.organisation.networks import OWN_NETWORKS
from kith_console.organisation.pages import ORGANISATION
from kith_console.organisation.people import LISTS
from kith_console.organisation.systems import SYSTEMS
from kith_console.organisation.welcomes import WELCOMES
from kith_console.outcomes.pages import OUTCOMES
from kith_console.programme.pages import PROGRAMME
from kith_console.propose.pages import PROPOSE
from kith_console.propose.parts import DAY
from kith_console.room import Room
from kith_console.settings import NO_PORT, ConsoleSettings
from kith_console.shared_networks.amendment import AMENDMENTS
from kith_console.shared_networks.lead import LEAD
from kith_console.shared_networks.notice import NOTICE
from kith_console.shared_networks.pages import SHARED_NETWORKS
from kith_console.shared_networks.turns import TURNS
from kith_console.sign_in.links import LINKS
from kith_console.sign_in.pages import SIGN_IN
from kith_console.you.mail import MAIL
from kith_console.you.pages import YOU

ROOMS: Final[tuple[Room, ...]] = (
    *(SIGN_IN, LINKS, HOME, NETWORKS, EVENTS, OUTCOMES, FEEDS),
    *(YOU, MAIL, ASKS, ACTIONS, INTRODUCTIONS, OFFICES, INSIDE),
    *(AGREEMENTS, COMMITTEE, DOOR, MIXING, CODES, PROGRAMME, BOOKS, AFTER),
    *(PROPOSE, DAY, SHARED_NETWORKS, AMENDMENTS, TURNS, LEAD, NOTICE, CHARTERS),
    *(ORGANISATION, OWN_NETWORKS, WELCOMES, SYSTEMS, ASIDE, LISTS, ASKS_OF_US, FIRST_HOUR, OFFICE),
)


def front_of(behind: Behind) -> Front | None:
    """The pages as a second server of the node; None if its settings want none. Raises ValidationError."""
    settings = ConsoleSettings()
    if settings.port == NO_PORT:
        return None
    return Front(settings.host, settings.port, made(settings, behind))


def made(settings: ConsoleSettings, behind: Behind) -> Any:
    """The application."""
    return application(Console(settings, behind, Node(behind.api)), ROOMS, front)
