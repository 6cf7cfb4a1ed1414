"""The part of the catalogue about forgetting a person, in all services of their body."""

from kith_chassis.catalogue import on, one
from kith_contracts.directory.networks import PersonCommandRefused
from kith_contracts.erasure import ForgetPerson, PursueForgetting, RecordForgetting
from kith_directory.erasure import home
from kith_directory.erasure.home import Forgetting
from kith_directory.people.person import Person

FORGETTING = one(Forgetting, "forgetting")

HANDLERS = (
    on(ForgetPerson, home.forget, PersonCommandRefused, erases=True)(person=one(Person, "person")),
    on(PursueForgetting, home.pursue, erases=True)(forgetting=FORGETTING),
    on(RecordForgetting, home.record)(forgetting=FORGETTING),
)
