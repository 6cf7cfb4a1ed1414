"""What people have told, as it is taken for who sits with whom: the agreed fields, nothing guessed, ready to send."""

import json
from pathlib import Path
from typing import Any

import pytest
from support.events.mixing import lead, mixing, plan
from support.events.scenes import EVENT, pseudonym

from kith_chassis.keys.box import new_private_key, public_key, seal
from kith_chassis.keys.keyring import Keyring
from kith_contracts.events.mixing import KnownOfSomeone
from kith_contracts.events.terms import DataField
from kith_events.door.details_lead import Detail, bound_to
from kith_events.door.worker import file_of, opened
from kith_events.mixing.details import told_by

ALL: tuple[DataField, ...] = ("access-needs", "role", "level", "languages")
EVERYTHING: dict[DataField, str] = {
    "door-name": "Ada",
    "access-needs": "A ramp, please",
    "diet": "Vegan",
    "care-costs": "Yes",
    "role": "Engineer",
    "level": "Senior",
    "languages": "cy, en",
}


@pytest.mark.parametrize(
    ("field", "text", "taken"),
    [
        ("access-needs", "I would like to sit near the door", {"accessible": True}),
        ("role", "Engineer", {"role": "engineer"}),
        ("role", " Senior  lecturer (part time) ", {"role": "senior-lecturer-part-time"}),
        ("role", "Ingénieure", {"role": "ingenieure"}),
        ("role", "Straßenbau", {}),
        ("level", "老师", {}),
        ("level", "...", {}),
        ("level", "㎏" * 20, {"level": "kg" * 20}),
        ("level", "㎏" * 21, {}),
        ("role", "r" * 160, {}),
        ("languages", "en," * 50 + "x" * 13, {}),
        ("languages", "cy, EN;en-GB,", {"languages": ["cy", "en", "en-GB"]}),
        ("languages", "en, en", {"languages": ["en"]}),
        ("languages", "Welsh", {}),
        ("languages", "en and cy", {}),
        ("languages", "en, some Welsh", {}),
        ("languages", ",".join(f"a{chr(97 + number)}" for number in range(11)), {}),
    ],
)
def test_a_line_is_taken_in_the_words_of_the_plan_or_left_to_the_officer(
    field: DataField, text: str, taken: dict[str, Any]
) -> None:
    told = told_by(pseudonym(1), {field: text}, ALL)
    assert told.known == KnownOfSomeone(pseudonym=pseudonym(1), **taken)
    assert told.anything is bool(taken)
    assert told.unread == ({} if taken else {field: text})


def test_only_fields_that_are_agreed_on_and_by_which_people_are_seated_are_taken() -> None:
    told = told_by(pseudonym(1), EVERYTHING, ["door-name", "diet", "role"])
    assert told.known == KnownOfSomeone(pseudonym=pseudonym(1), role="engineer")
    assert not told.unread
    assert not told_by(pseudonym(1), EVERYTHING, ["door-name"]).anything


def test_what_is_told_is_ready_to_be_sent() -> None:
    node = lead(*ALL)
    told = told_by(pseudonym(1), EVERYTHING, ALL)
    node.hear(plan(known=[told.known]))
    (one,) = [each for each in mixing(node).plan.room.people if each.id == pseudonym(1)]
    assert (one.traits, one.languages, one.accessible) == (
        {"role": "engineer", "level": "senior"},
        ("cy", "en"),
        True,
    )
    assert {turn[pseudonym(1)] for turn in mixing(node).plan.seats} == {"1"}


def test_a_box_with_all_that_can_be_agreed_on_opens_and_once_the_key_is_gone_nothing_does(tmp_path: Path) -> None:
    keyring, private = Keyring(tmp_path, "iop"), new_private_key()
    keyring.create(file_of(EVENT), private)
    box = seal(public_key(private), json.dumps(EVERYTHING).encode(), bound_to(EVENT, "bcs", pseudonym(1), 1))
    detail = Detail(event=EVENT, pseudonym=pseudonym(1), body="bcs", number=1, box=box)
    assert opened(keyring, EVENT, [detail]) == {pseudonym(1): EVERYTHING}
    assert opened(keyring, EVENT, [detail.but(number=2)]) == {}
    keyring.destroy(file_of(EVENT))
    assert opened(keyring, EVENT, [detail]) == {}
