"""The directory as a service: its name, its catalogue, what may be sent to it and read from it."""

from kith_chassis.service import Service
from kith_directory.api import router
from kith_directory.handlers import HANDLERS
from kith_directory.people.api_offices import offices_of
from kith_directory.shared_networks.api import shares_of
from kith_directory.welcome.api import networks_of

DIRECTORY = Service("directory", HANDLERS, router, networks_of=networks_of, offices_of=offices_of, shares_of=shares_of)
