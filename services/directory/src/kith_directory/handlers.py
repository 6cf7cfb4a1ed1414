"""The catalogue: everything that the directory does, one line a message."""

from kith_chassis import members
from kith_chassis.decision import Circumstances, Handler, Ref
from kith_chassis.members import Member
from kith_contracts.consortium import BodyRegistered
from kith_contracts.directory import (
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
from kith_contracts.forgetting import ForgetPerson, PursueForgetting, RecordForgetting
from kith_contracts.preferences import SetPreferences
from kith_contracts.reports import KeepNote, NoteCommandRefused, SendReport
from kith_contracts.visibility import ChooseVisibility
from kith_contracts.words import body_of
from kith_directory import inside
from kith_directory.domain import chartering, forgetting, library, listings, networks, people, reports
from kith_directory.domain.forgetting import Forgetting
from kith_directory.domain.library import Note
from kith_directory.domain.listings import Face, Listing
from kith_directory.domain.networks import Network, Profile
from kith_directory.domain.parts import Family
from kith_directory.domain.people import Person
from kith_directory.domain.reports import Report, report_of

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
    Handler(PublishProfile, networks.publish_profile, lambda m, _: (Profile.at(m.body),), NetworkCommandRefused),
    Handler(CharterNetwork, chartering.charter, _new_network, NetworkCommandRefused),
    Handler(DescribeNetwork, chartering.describe, _described_network, NetworkCommandRefused),
    Handler(
        SetNetworkStatus,
        chartering.set_status,
        lambda m, at: (Network.at(m.network), Family.at(at.body)),
        NetworkCommandRefused,
    ),
    # its people
    Handler(EnrolPerson, people.enrol, _person, PersonCommandRefused),
    Handler(SetPreferences, people.prefer, _person, PersonCommandRefused),
    Handler(JoinNetwork, people.join, _person_and_joined, PersonCommandRefused),
    Handler(AdmitToNetwork, people.admit, _person_and_network, PersonCommandRefused),
    Handler(LeaveNetwork, people.leave, _person, PersonCommandRefused),
    Handler(ChooseVisibility, people.choose, _person, PersonCommandRefused),
    Handler(ForgetPerson, forgetting.forget, _person, PersonCommandRefused, erases=True),
    Handler(SendReport, reports.send_report, _person_and_report, PersonCommandRefused),
    Handler(KeepNote, library.keep_note, _network_and_note, NoteCommandRefused, reads=library.there),
    Handler(PursueForgetting, forgetting.pursue, _forgetting, erases=True),
    Handler(RecordForgetting, forgetting.record, _forgetting),
    *inside.HANDLERS,
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
    *inside.COMMANDS,
)
