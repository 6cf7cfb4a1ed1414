"""The part of the catalogue about people: enrolled, in networks, and how they want to be told."""

from kith_chassis.catalogue import on, one
from kith_chassis.members import Member
from kith_contracts.directory.inside import InsideCommandRefused
from kith_contracts.directory.membership import (
    AdmitToNetwork,
    AnswerJoinRequest,
    JoinNetwork,
    LeaveNetwork,
    SettleJoinRequest,
)
from kith_contracts.directory.networks import EnrolPerson, PersonCommandRefused
from kith_contracts.directory.preferences import SetPreferences
from kith_contracts.directory.visibility import ChooseVisibility
from kith_contracts.words import body_of
from kith_directory.networks.listings import Face, Listing
from kith_directory.networks.network import Network
from kith_directory.people import memberships, person, requests
from kith_directory.people.person import Person
from kith_directory.people.requests import JoinRequest, request_of
from kith_directory.welcome.guest import Neighbour

PERSON = one(Person, "person")
NETWORK = one(Network, "network")
LISTING = one(Listing, "network")
OWN_REQUEST = one(JoinRequest, lambda m, at: request_of(at.keyed, m.person, m.network))
FACE = one(Face, lambda m, _: body_of(m.network))
NEIGHBOUR = one(Neighbour, lambda m, _: body_of(m.network))
HOST = one(Member, lambda m, _: body_of(m.network))

HANDLERS = (
    on(EnrolPerson, person.enrol, PersonCommandRefused)(person=PERSON),
    on(SetPreferences, person.prefer, PersonCommandRefused)(person=PERSON),
    # memberships
    on(JoinNetwork, memberships.join, PersonCommandRefused)(
        person=PERSON, network=NETWORK, request=OWN_REQUEST, listing=LISTING, face=FACE, neighbour=NEIGHBOUR, host=HOST
    ),
    on(AdmitToNetwork, memberships.admit, PersonCommandRefused)(
        person=PERSON, network=NETWORK, request=OWN_REQUEST, neighbour=NEIGHBOUR, host=HOST
    ),
    on(AnswerJoinRequest, requests.answer, InsideCommandRefused)(
        network=NETWORK, request=one(JoinRequest, "request"), neighbour=NEIGHBOUR, host=HOST
    ),
    on(SettleJoinRequest, memberships.settle)(person=PERSON),
    on(LeaveNetwork, memberships.leave, PersonCommandRefused)(person=PERSON, request=OWN_REQUEST),
    on(ChooseVisibility, memberships.choose, PersonCommandRefused)(person=PERSON),
)
