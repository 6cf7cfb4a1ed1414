"""What each parameter of an operation means, by where it stands and its name; one meaning for all operations."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

PARAMETERS: Final[Mapping[tuple[str, str], str]] = MappingProxyType(
    {
        ("header", "ce-id"): "In binary mode: the id of the event, new for each. Sent again, it takes effect once.",
        ("header", "ce-source"): "In binary mode: the system that sends, `urn:kith:source:bcs/systems/crm`.",
        ("header", "ce-specversion"): "In binary mode: `1.0`.",
        ("header", "ce-type"): "In binary mode: the type of the command, `org.kith.directory.charter-network.v1`.",
        ("header", "idempotency-key"): (
            "A text that you choose, new for each command. Sent again with the same content, the command takes effect "
            "once; with other content it is refused."
        ),
        ("header", "last-event-id"): "In a stream: the number of the last fact that was received.",
        ("path", "after"): "The number of the later version of the text.",
        ("path", "before"): "The number of the earlier version of the text.",
        ("path", "event"): "The event's short name at its lead, for example `careers-day`.",
        ("path", "id"): "The id of the command, as the answer to it says.",
        ("path", "lead"): "The slug of the organisation that leads the event or asks, for example `iop`.",
        ("path", "network"): "The network's short name at its organisation, for example `womens-forum`.",
        ("path", "organisation"): "The slug of the organisation whose part of the node this is, for example `bcs`.",
        ("path", "owner"): "The slug of the organisation in the name of the network, for example `bcs`.",
        ("path", "part"): "The short name of a part of the event, as in its plan.",
        ("path", "person"): "The id by which the organisation knows the person; no name and no address.",
        ("path", "practice"): "The short name under which the practice was started.",
        ("path", "pseudonym"): "The name by which the lead knows one registration at this event.",
        ("path", "round_up"): "The short name of the round-up in its network.",
        ("path", "step"): "The short name of a step of the practice.",
        ("path", "subject"): "The short name of the event or network that a practice is about, at its organisation.",
        ("path", "token"): "The secret in the address of a person's own calendar, or in the link of a mail.",
        ("query", "after"): "The last id of the page before; leave it out for the first page.",
        ("path", "webhook"): "The webhook's short name, for example `crm`.",
        ("query", "names"): "Only facts about these networks and events, by their full names.",
        ("query", "before"): "Where the next page begins, as the link `next` of the page before says.",
        ("query", "column"): "Which column is what, `number:Membership no`; for columns whose names are not known.",
        ("query", "ends"): "When it would end, with the offset from UTC.",
        ("query", "forget"): "Have those forgotten whom the list leaves out: their number, as a trial says it.",
        ("query", "founder"): (
            "The organisation in the name of a network that several own; without it, this organisation."
        ),
        ("query", "host"): "Only events that this organisation hosts.",
        ("query", "joinable"): "Only networks that one joins in this way.",
        ("query", "most"): "How many entries a page has at most.",
        ("query", "nation"): "Whose bank holidays are looked up; without it, those of all nations.",
        ("query", "network"): "Only what this network hosts.",
        ("query", "region"): "Only networks that meet in this region, such as `Scotland`.",
        ("query", "since"): "The first day of the period.",
        ("query", "starts"): "When it would start, with the offset from UTC.",
        ("query", "type"): "Only facts of these types, `org.kith.events.event-published.v1`.",
        ("query", "trial"): "Only say what would change.",
        ("query", "until"): "The last day of the period.",
        ("query", "year"): "The calendar year; without it, the present one.",
        ("query", "zone"): "The time zone in which the days are counted, by its IANA name.",
        ("query", "words"): (
            "Words that all stand in its name, purpose, aims or regions, for whom it is, or its owners. The best are "
            "first, and `after` does not apply."
        ),
    }
)
"""An operation may say it more precisely; then that holds."""
