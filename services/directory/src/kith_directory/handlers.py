"""The catalogue: everything that the directory does, one line a message."""

from kith_chassis import members
from kith_chassis.decision import Circumstances, Handler, Ref
from kith_chassis.members import Member
from kith_contracts.consortium import BodyRegistered
from kith_contracts.directory.networks import (
    AdmitToNetwork,
    CharterNetwork,
    DescribeNetwork,
    EnrolPerson,
    JoinNetwork,
    LeaveNetwork,
    NetworkCommandRefused,
    NetworkPublished,
    PersonCommandRefused,
    ProfilePublished,
    PublishProfile,
    SetNetworkStatus,
)
from kith_contracts.directory.preferences import SetPreferences
from kith_contracts.directory.reports import KeepNote, NoteCommandRefused, SendReport
from kith_contracts.directory.visibility import ChooseVisibility
from kith_contracts.forgetting import ForgetPerson, PursueForgetting, RecordForgetting
from kith_contracts.words import body_of
from kith_directory.forgetting import home as forgetting_home
from kith_directory.forgetting.home import Forgetting
from kith_directory.inside import handlers as inside_handlers
from kith_directory.library import notes, reports
from kith_directory.library.notes import Note
from kith_directory.library.reports import Report, report_of
from kith_directory.networks import charter, listings, network
from kith_directory.networks.listings import Face, Listing
from kith_directory.networks.network import Network, Profile
from kith_directory.networks.parts import Family
from kith_directory.people import person
from kith_directory.people.person import Person

OfMembership = JoinNetwork | AdmitToNetwork | LeaveNetwork | ChooseVisibility


def _new_network(command: CharterNetwork, at: Circumstances) -> tuple[Ref, ...]:
    above = _parent(command)
    return (Network.at(command.network), *above, *([Family.at(at.body)] if above else ()))


def _described_network(command: DescribeNetwork, at: Circumstances) -> tuple[Ref, ...]:
    return (Network.at(command.network), Family.at(at.body), *_parent(command))


def _parent(command: CharterNetwork | DescribeNetwork) -> tuple[Ref, ...]:
    part_of = command.charter.part_of
    return (Network.at(part_of),) if part_of and part_of != command.network else ()


def _person(command: EnrolPerson | SetPreferences | ForgetPerson | OfMembership, _at: Circumstances) -> tuple[Ref, ...]:
    return (Person.at(command.person),)


def _person_and_network(command: OfMembership, _at: Circumstances) -> tuple[Ref, ...]:
    return (Person.at(command.person), Network.at(command.network))


def _person_and_joined(command: JoinNetwork, at: Circumstances) -> tuple[Ref, ...]:
    shown = (Listing.at(command.network), Face.at(body_of(command.network)))
    return (*_person_and_network(command, at), *shown)


def _forgetting(command: PursueForgetting | RecordForgetting, _at: Circumstances) -> tuple[Ref, ...]:
    return (Forgetting.at(command.forgetting),)


def _person_and_report(command: SendReport, at: Circumstances) -> tuple[Ref, ...]:
    return (Person.at(command.person), Report.at(report_of(at.keyed, command)))


def _network_and_note(command: KeepNote, _at: Circumstances) -> tuple[Ref, ...]:
    return (Network.at(command.network), Note.at(command.network, command.note))


HANDLERS = (
    # the body's own systems
    Handler(PublishProfile, network.publish_profile, lambda m, _: (Profile.at(m.body),), NetworkCommandRefused),
    Handler(CharterNetwork, charter.charter, _new_network, NetworkCommandRefused),
    Handler(DescribeNetwork, charter.describe, _described_network, NetworkCommandRefused),
    Handler(
        SetNetworkStatus,
        charter.set_status,
        lambda m, at: (Network.at(m.network), Family.at(at.body)),
        NetworkCommandRefused,
    ),
    # its people
    Handler(EnrolPerson, person.enrol, _person, PersonCommandRefused),
    Handler(SetPreferences, person.prefer, _person, PersonCommandRefused),
    Handler(JoinNetwork, person.join, _person_and_joined, PersonCommandRefused),
    Handler(AdmitToNetwork, person.admit, _person_and_network, PersonCommandRefused),
    Handler(LeaveNetwork, person.leave, _person, PersonCommandRefused),
    Handler(ChooseVisibility, person.choose, _person, PersonCommandRefused),
    Handler(ForgetPerson, forgetting_home.forget, _person, PersonCommandRefused, erases=True),
    Handler(SendReport, reports.send_report, _person_and_report, PersonCommandRefused),
    Handler(KeepNote, notes.keep_note, _network_and_note, NoteCommandRefused, reads=notes.there),
    Handler(PursueForgetting, forgetting_home.pursue, _forgetting, erases=True),
    Handler(RecordForgetting, forgetting_home.record, _forgetting),
    *inside_handlers.HANDLERS,
    # what all bodies say of themselves
    Handler(BodyRegistered, members.register, lambda m, _: (Member.at(m.body),)),
    Handler(ProfilePublished, listings.show, lambda m, _: (Face.at(m.body),)),
    Handler(NetworkPublished, listings.list_network, lambda m, _: (Listing.at(m.network),)),
)
COMMANDS = (
    PublishProfile,
    CharterNetwork,
    DescribeNetwork,
    SetNetworkStatus,
    EnrolPerson,
    SetPreferences,
    JoinNetwork,
    AdmitToNetwork,
    LeaveNetwork,
    ChooseVisibility,
    ForgetPerson,
    SendReport,
    KeepNote,
    *inside_handlers.COMMANDS,
)
