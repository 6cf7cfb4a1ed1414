"""The part of the catalogue about people: enrolled, and in networks."""

from kith_chassis.catalogue import on, one, page
from kith_chassis.members import Member
from kith_contracts.directory.audiences import LeaveAudiences
from kith_contracts.directory.inside import InsideCommandRefused
from kith_contracts.directory.lists import KeepListColumns
from kith_contracts.directory.membership import (
    AdmitToNetwork,
    AnswerJoinRequest,
    DropJoinRequest,
    JoinNetwork,
    LeaveNetwork,
    SettleJoinRequest,
)
from kith_contracts.directory.networks import EnrolPerson, NetworkCommandRefused, PersonCommandRefused
from kith_contracts.directory.offices import (
    AnswerOffice,
    EndOffice,
    HandOverOffice,
    OfferOffice,
    ReviewOffice,
    StepDown,
    VacateOffice,
)
from kith_contracts.directory.visibility import ChooseVisibility
from kith_contracts.words import body_of
from kith_directory.networks.listings import Face, Listing
from kith_directory.networks.network import Network
from kith_directory.people import columns, memberships, offices, person, requests, vacancies
from kith_directory.people.columns import KeptColumns
from kith_directory.people.office import OfferedOffice, Office, office_of
from kith_directory.people.person import Person
from kith_directory.people.requests import JoinRequest
from kith_directory.shared_networks.network import SharedNetwork
from kith_directory.welcome.guest import Neighbour

PERSON = one(Person, "person")
NETWORK = one(Network, "network")
SHARED = one(SharedNetwork, "network")
LISTING = one(Listing, "network")
OFFICE = one(Office, lambda m, at: office_of(at.keyed, m.network, m.role))
OFFERED = one(OfferedOffice, lambda m, at: office_of(at.keyed, m.network, m.role))
FACE = one(Face, lambda m, _: body_of(m.network))
NEIGHBOUR = one(Neighbour, lambda m, _: body_of(m.network))
HOST = one(Member, lambda m, _: body_of(m.network))

HANDLERS = (
    on(EnrolPerson, person.enrol, PersonCommandRefused)(person=PERSON),
    on(LeaveAudiences, person.leave_audiences, PersonCommandRefused)(person=PERSON),
    on(KeepListColumns, columns.keep, NetworkCommandRefused)(kept=one(KeptColumns, "body")),
    # memberships
    on(JoinNetwork, memberships.join, PersonCommandRefused)(
        person=PERSON,
        network=NETWORK,
        shared=SHARED,
        listing=LISTING,
        face=FACE,
        neighbour=NEIGHBOUR,
        host=HOST,
    ),
    on(AdmitToNetwork, memberships.admit, PersonCommandRefused)(
        person=PERSON, network=NETWORK, shared=SHARED, neighbour=NEIGHBOUR, host=HOST
    ),
    on(AnswerJoinRequest, requests.answer, InsideCommandRefused)(
        network=NETWORK, shared=SHARED, request=one(JoinRequest, "request"), neighbour=NEIGHBOUR, host=HOST
    ),
    on(SettleJoinRequest, memberships.settle)(person=PERSON),
    on(DropJoinRequest, requests.drop)(request=one(JoinRequest, "request")),
    on(LeaveNetwork, memberships.leave, PersonCommandRefused)(person=PERSON),
    # offices
    on(OfferOffice, offices.offer, PersonCommandRefused)(
        person=PERSON, network=NETWORK, shared=SHARED, offered=OFFERED
    ),
    on(HandOverOffice, offices.hand_over, PersonCommandRefused)(
        successor=one(Person, "to"), network=NETWORK, shared=SHARED, office=OFFICE, offered=OFFERED
    ),
    on(AnswerOffice, offices.answer, PersonCommandRefused)(
        person=PERSON, network=NETWORK, shared=SHARED, office=OFFICE, offered=OFFERED, officers=page(vacancies.others)
    ),
    on(StepDown, offices.step_down, PersonCommandRefused)(person=PERSON),
    on(EndOffice, vacancies.end)(person=PERSON, office=OFFICE),
    on(VacateOffice, vacancies.vacate)(
        network=NETWORK,
        shared=SHARED,
        office=one(Office, "office"),
        offered=one(OfferedOffice, "office"),
        officers=page(vacancies.others),
    ),
    on(ReviewOffice, vacancies.review)(shared=SHARED, office=OFFICE, offered=OFFERED),
    on(ChooseVisibility, memberships.choose, PersonCommandRefused)(person=PERSON),
)
