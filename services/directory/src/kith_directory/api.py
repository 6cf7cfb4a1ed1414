"""What the directory answers over HTTP: bodies and networks for everyone, one's own page for a person."""

from fastapi import APIRouter

from kith_chassis.http.api import Find, below
from kith_directory.erasure.api import add_forgetting
from kith_directory.inside.api import add_inside
from kith_directory.library.api import add_library
from kith_directory.money.api import add_money
from kith_directory.networks.api import add_networks
from kith_directory.networks.api_office import add_office
from kith_directory.networks.feeds import add_feeds
from kith_directory.people.api import add_people
from kith_directory.people.api_intake import add_columns, add_intake
from kith_directory.shared_networks.api import add_shared_networks
from kith_directory.shared_networks.api_duties import add_duties
from kith_directory.welcome.api import add_welcome

READS = (
    add_feeds,  # first: `/networks/bcs/forum.jsonld` is no network of that name
    add_networks,
    add_shared_networks,
    add_duties,
    add_money,
    add_people,
    add_intake,
    add_columns,
    add_welcome,
    add_forgetting,
    add_library,
    add_inside,
    add_office,
)


def router(find: Find) -> APIRouter:
    """The reads of the directory, for the services that `find` gives."""
    routes = below("directory")
    for add in READS:
        add(routes, find)
    return routes
