"""Who helps and who pays is named where the event is shown, in the words that all hosts have signed."""

from datetime import date
from typing import Any, Final

from support import readers
from support.events.faces import ADDRESSES, NAMES, announced, face, heard, listed
from support.events.scenes import EVENT

from kith_commons.formats.icalendar import calendar
from kith_contracts.events.outcomes import OutcomePublished
from kith_contracts.events.terms import GuestHost, Sponsor
from kith_events.actions.page import Card, page
from kith_events.calendar.jsonld import linked
from kith_events.calendar.presentation import entries, helped, told

HELP: Final[dict[str, Any]] = {
    "guest_hosts": [
        GuestHost(name="WISE", url="https://wise.example", gives="two speakers"),
        GuestHost(name="Ada & Co", gives="a room"),
    ],
    "sponsors": [
        Sponsor(name="Example Foundation", what_for="lunch", shown="Lunch is a gift of the Example Foundation."),
        Sponsor(name="A bank", what_for="travel", shown="travel is paid for"),
    ],
}
THANKS: Final = (
    "With the help of WISE and Ada & Co. Lunch is a gift of the Example Foundation. A bank: travel is paid for."
)


def test_calendars_and_feeds_name_them_after_the_hosts() -> None:
    event = announced(face(**HELP))
    (entry,) = readers.calendar(calendar("Events", tuple(entries(event, NAMES, ADDRESSES))))
    assert THANKS in entry.text
    assert f"Hosted by IOP with BCS and NI. {THANKS}" in told(event, NAMES, ADDRESSES).text


def test_linked_data_has_them_as_contributors_and_sponsors() -> None:
    found = linked(announced(face(**HELP)), NAMES, ADDRESSES)
    assert found["contributor"] == [
        {"@type": "Organization", "name": "WISE", "url": "https://wise.example"},
        {"@type": "Organization", "name": "Ada & Co"},
    ]
    assert [(each["name"], each["description"]) for each in found["sponsor"]] == [
        ("Example Foundation", "Lunch is a gift of the Example Foundation."),
        ("A bank", "travel is paid for"),
    ]
    plain = linked(announced(face()), NAMES, ADDRESSES)
    assert not {"contributor", "sponsor"} & plain.keys()


def test_the_outcome_card_thanks_them_too() -> None:
    outcome = OutcomePublished(event=EVENT, version=1)
    html = page(Card(announced(face(**HELP)), outcome, NAMES, date(2027, 4, 12)))
    assert "With the help of WISE and Ada &amp; Co. Lunch is a gift" in html


def test_where_there_are_none_nothing_is_said() -> None:
    assert helped(announced(face())) == []


def test_what_the_lead_names_without_the_others_is_not_shown() -> None:
    alone = face().model_copy(update={"sponsors": HELP["sponsors"]})
    assert heard(alone) is None
    assert helped(announced(face(), alone.model_copy(update={"version": 2}))) == []
    elsewhere = announced(listed(sponsors=HELP["sponsors"], guest_hosts=HELP["guest_hosts"]), by="ni")
    assert helped(elsewhere) == []


def test_another_sponsor_changes_what_is_shown_and_moves_nothing() -> None:
    event = announced(face(), face(2, **HELP))
    assert len(helped(event)) == 3
    assert event.sequence == 1
