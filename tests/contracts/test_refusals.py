"""Refusals never repeat what they refuse, and damage leads to nothing worse than a refusal."""

import base64
import json
import traceback
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.instances import MANY
from support.records import SAMPLES, Record, encoded, golden, of_sample

from kith_contracts.registry import Open, Unreadable

LISTING: Final = golden("events.list-event")
PUBLISHED: Final = golden("events.event-published")
REQUEST: Final = golden("events.request-place")
JOIN: Final = golden("directory.join-network")
PERSON: Final = b"p-0123456789"
NAMES: Final = st.sampled_from(sorted(SAMPLES))
CANARY: Final = "CANARY-7Q"
ODD: Final[list[Any]] = [CANARY, CANARY * 500, [CANARY], {"value": CANARY}, f"\n{CANARY}\x00", [[{"x": [CANARY]}]]]


def _places(data: Any) -> list[tuple[Any, Any]]:
    """Each value in the data, as the thing that holds it and its place there."""
    inner = list(data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ())
    return [(data, place) for place, _ in inner] + [each for _, value in inner for each in _places(value)]


def _tells_nothing(record: Record, open_sealed: Open | None = None) -> None:
    told = ""
    try:
        record.read(open_sealed)
    except Unreadable as error:
        trace = "".join(traceback.format_exception(error))
        told = f"{error!r} {error} {error.code} {error.sentence} {error.faults} {trace}"
    assert CANARY not in told


@MANY
@given(NAMES, st.data())
def test_no_refusal_repeats_what_stood_in_a_field(name: str, choices: st.DataObject) -> None:
    sample = json.loads(json.dumps(SAMPLES[name]))
    holder, place = choices.draw(st.sampled_from(_places(sample["data"])))
    holder[place] = choices.draw(st.sampled_from(ODD))
    _tells_nothing(of_sample(sample))
    if person := sample["data"].get("person"):
        opened = encoded(sample["data"])
        record = of_sample(sample).with_data({"person": person, "sealed": "e30="})
        _tells_nothing(record.with_header("kith-person", PERSON), lambda *_: opened)


@pytest.mark.parametrize("name", ["ce_specversion", "ce_id", "ce_type", "ce_source", "kith-number", "kith-person"])
@pytest.mark.parametrize(
    "value", [CANARY.encode(), CANARY.encode() * 500, b"urn:kith:source:bcs/" + CANARY.encode(), b"\xff"]
)
def test_no_refusal_repeats_a_header(name: str, value: bytes) -> None:
    for record in (LISTING, PUBLISHED, REQUEST, JOIN):
        _tells_nothing(record.with_header(name, value))


def test_no_refusal_repeats_the_key_of_a_map() -> None:
    data = SAMPLES["events.propose-agreement.v1.json"]["data"]
    terms = data["terms"] | {"seats": [{"part": "circle", "quotas": {CANARY: 1}}]}
    proposal = golden("events.propose-agreement").with_data(data | {"terms": terms})
    with pytest.raises(Unreadable, match=r"the field terms\.seats\.0\.quotas\.\*\.\* is not"):
        proposal.read()
    _tells_nothing(proposal)


def test_no_refusal_repeats_a_topic_a_key_or_bytes_that_are_no_json() -> None:
    for record in (LISTING, PUBLISHED, REQUEST, JOIN):
        _tells_nothing(record._replace(topic=f"kith.{CANARY}"))
        _tells_nothing(record._replace(key=CANARY.encode()))
        _tells_nothing(record._replace(value=CANARY.encode()))
        _tells_nothing(record._replace(value=(record.value or b"")[:-1] + b'"' + CANARY.encode()))


@MANY
@given(NAMES, st.floats(0, 1), st.binary(max_size=3), st.sampled_from([0, 1, 2]))
def test_a_damaged_record_is_unreadable_and_nothing_worse(name: str, place: float, put: bytes, drop: int) -> None:
    whole = of_sample(SAMPLES[name])
    value = whole.value or b""
    cut = int(place * (len(value) - 1))
    damaged = whole._replace(value=value[:cut] + put + value[cut + drop :])
    for record in (damaged, damaged.with_header("kith-person", PERSON)):
        try:
            record.read(lambda _, text: base64.b64decode(text, validate=True))
        except Unreadable:
            continue
    with pytest.raises(Unreadable, match="invalid-data"):
        whole._replace(value=value[:cut]).read()
