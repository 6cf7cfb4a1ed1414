"""The catalogue: everything that the directory does, one line a message in the `handlers` of each room."""

from kith_directory.erasure import handlers as forgetting
from kith_directory.inside import handlers as inside
from kith_directory.library import handlers as library
from kith_directory.money import handlers as money
from kith_directory.networks import handlers as networks
from kith_directory.people import handlers as people
from kith_directory.shared_networks import handlers as shared_networks
from kith_directory.welcome import handlers as welcome

HANDLERS = (
    *networks.HANDLERS,
    *welcome.HANDLERS,
    *shared_networks.HANDLERS,
    *money.HANDLERS,
    *people.HANDLERS,
    *forgetting.HANDLERS,
    *library.HANDLERS,
    *inside.HANDLERS,
)
