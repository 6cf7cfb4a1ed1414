"""The part of the catalogue about welcomes: in networks of ours, and in those of other bodies."""

from kith_chassis.catalogue import many, on, one
from kith_chassis.members import Member
from kith_contracts.consortium import BodyRegistered
from kith_contracts.directory.networks import NetworkCommandRefused, NetworkUpdated
from kith_contracts.directory.welcome import AnswerWelcome, WelcomeAnswered, WelcomeBodies, WelcomeOffered
from kith_contracts.words import body_of
from kith_directory.networks.network import Network
from kith_directory.welcome import guest, host
from kith_directory.welcome.guest import Neighbour
from kith_directory.welcome.host import Welcome

WELCOME = one(Welcome, "network")
NEIGHBOUR = one(Neighbour, lambda m, _: body_of(m.network))
HOST = one(Member, lambda m, _: body_of(m.network))

HANDLERS = (
    # as host
    on(WelcomeBodies, host.welcome, NetworkCommandRefused)(
        network=one(Network, "network"), welcome=WELCOME, members=many(Member, "bodies")
    ),
    on(NetworkUpdated, host.renew)(welcome=WELCOME),
    on(WelcomeAnswered, host.hear)(welcome=WELCOME),
    # as home of guests
    on(WelcomeOffered, guest.take)(neighbour=NEIGHBOUR, host=HOST),
    on(AnswerWelcome, guest.answer, NetworkCommandRefused)(
        neighbour=NEIGHBOUR, steward=one(Network, "looked_after_by"), host=HOST
    ),
    # what the office says of bodies
    on(BodyRegistered, guest.register)(known=one(Member, "body"), neighbour=one(Neighbour, "body")),
)
