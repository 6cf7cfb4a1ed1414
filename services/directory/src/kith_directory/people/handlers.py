"""The part of the catalogue about people: enrolled, in networks, and how they want to be told."""

from kith_chassis.catalogue import on, one
from kith_contracts.directory.networks import (
    AdmitToNetwork,
    EnrolPerson,
    JoinNetwork,
    LeaveNetwork,
    PersonCommandRefused,
)
from kith_contracts.directory.preferences import SetPreferences
from kith_contracts.directory.visibility import ChooseVisibility
from kith_contracts.words import body_of
from kith_directory.networks.listings import Face, Listing
from kith_directory.networks.network import Network
from kith_directory.people import person
from kith_directory.people.person import Person

PERSON = one(Person, "person")
NETWORK = one(Network, "network")
LISTING = one(Listing, "network")
FACE = one(Face, lambda m, _: body_of(m.network))

HANDLERS = (
    on(EnrolPerson, person.enrol, PersonCommandRefused)(person=PERSON),
    on(SetPreferences, person.prefer, PersonCommandRefused)(person=PERSON),
    on(JoinNetwork, person.join, PersonCommandRefused)(person=PERSON, network=NETWORK, listing=LISTING, face=FACE),
    on(AdmitToNetwork, person.admit, PersonCommandRefused)(person=PERSON, network=NETWORK),
    on(LeaveNetwork, person.leave, PersonCommandRefused)(person=PERSON),
    on(ChooseVisibility, person.choose, PersonCommandRefused)(person=PERSON),
)
