"""What people report from an event, in their own words: to a committee or to the office, and to nobody else."""

from datetime import datetime
from typing import ClassVar, Final

from kith_chassis.decision import NOTHING, Circumstances, Decision, Keyed, State, refuse
from kith_contracts.directory.reports import SendReport
from kith_contracts.message import Personal
from kith_contracts.renewal import said
from kith_contracts.words import FullName, Line, PersonId, Text
from kith_directory.people.person import Person

OFFICE: Final = "office"

# States


class Report(State):
    """One person's report from one event, to one reader. All but opaque ids is sealed with the person's own key."""

    kind: ClassVar[str] = "report"
    report: str
    person: Personal[PersonId]
    event: Personal[FullName]
    network: Personal[FullName | None]
    text: Personal[Text]
    name: Personal[Line | None]
    """With it only where the person wants it."""
    sent: Personal[datetime]

    @property
    def id(self) -> str:
        return self.report

    def tags(self, keyed: Keyed) -> tuple[str, ...]:
        return (reader_tag(keyed, self.network), keyed("reports", self.person))


def report_of(keyed: Keyed, command: SendReport) -> str:
    """Each person has one for each event and reader."""
    return keyed("report", command.person, command.event, command.network or OFFICE)


def reader_tag(keyed: Keyed, network: str | None) -> str:
    """By what the committee of a network, or the office, finds what was sent to it."""
    return keyed("reports-to", network or OFFICE)


# Decisions


def send_report(at: Circumstances, command: SendReport, person: Person | None, before: Report | None) -> Decision:
    """Keep it for its reader; or delete it, if there is no word any more."""
    if person is None:
        return refuse("person-unknown", "There is nobody of this id at home here.", "person")
    if not command.text:
        return Decision(forgets=(Report.at(before.report),)) if before else NOTHING
    if command.network and command.network not in person.networks:
        return refuse("not-member", "You are no member there. Send it to a network of yours, or the office.", "network")
    named = command.named if "named" in said(command) or before is None else before.name is not None
    if named and not command.network:
        return refuse("office-sees-no-names", "The office reads reports without names. Leave yours out.", "named")
    kept = Report(
        report=report_of(at.keyed, command),
        person=command.person,
        event=command.event,
        network=command.network,
        text=command.text,
        name=person.name if named else None,
        sent=at.now,
    )
    return NOTHING if before and before.but(sent=at.now) == kept else Decision(states=(kept,))
