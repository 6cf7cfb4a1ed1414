"""The one door in: what it refuses, by which code, and that its refusals never repeat what they refuse."""

import ast
import base64
import inspect
import json
import traceback
from typing import Any, Final

import pytest
from contracts.instances import MANY
from contracts.records import SAMPLES, Record, encoded, golden, of_sample
from hypothesis import given
from hypothesis import strategies as st

from kith_contracts import registry
from kith_contracts.registry import LARGEST, Unreadable

LISTING: Final = golden("events.list-event")
PUBLISHED: Final = golden("events.event-published")
REQUEST: Final = golden("events.request-place")
JOIN: Final = golden("directory.join-network")
DATA: Final = SAMPLES["events.list-event.v1.json"]["data"]
PERSON: Final = b"p-0123456789"
SEALED: Final = JOIN.with_data({"person": PERSON.decode(), "sealed": "e30="}).with_header("kith-person", PERSON)
DEEP: Final = b"[" * 5_000 + b"]" * 5_000

REFUSED: Final[dict[str, tuple[str, Record]]] = {
    "no header says CloudEvents": ("no-envelope", LISTING.with_header("ce_specversion", None)),
    "another version of CloudEvents": ("no-envelope", LISTING.with_header("ce_specversion", b"0.3")),
    "structured mode": ("no-envelope", LISTING._replace(headers=[("content-type", b"application/cloudevents+json")])),
    "a header that is not UTF-8": ("bad-header", LISTING.with_header("x-from-elsewhere", b"\xff\xfe")),
    "no id": ("bad-header", LISTING.with_header("ce_id", None)),
    "an empty id": ("bad-header", LISTING.with_header("ce_id", b"")),
    "an endless id": ("bad-header", LISTING.with_header("ce_id", b"1" * 201)),
    "no type": ("bad-header", LISTING.with_header("ce_type", None)),
    "a number that is a word": ("bad-header", PUBLISHED.with_header("kith-number", b"many")),
    "a number below nought": ("bad-header", PUBLISHED.with_header("kith-number", b"-1")),
    "a number with a fraction": ("bad-header", PUBLISHED.with_header("kith-number", b"1.5")),
    "an empty number": ("bad-header", PUBLISHED.with_header("kith-number", b"")),
    "a number that no database holds": ("bad-header", PUBLISHED.with_header("kith-number", b"9" * 19)),
    "a type of someone else": ("unknown-type", LISTING.with_header("ce_type", b"com.example.order-placed.v1")),
    "a later major version": ("unknown-version", LISTING.with_header("ce_type", b"org.kith.events.list-event.v2")),
    "a topic of another channel": ("wrong-topic", LISTING._replace(topic="kith.shared.bcs.events")),
    "a topic of another service": ("wrong-topic", LISTING._replace(topic="kith.private.bcs.directory.commands")),
    "facts among commands": ("wrong-topic", golden("directory.person-updated")._replace(topic=JOIN.topic)),
    "a topic outside of the scheme": ("wrong-topic", LISTING._replace(topic="orders")),
    "no source": ("wrong-source", LISTING.with_header("ce_source", None)),
    "a source of another body": ("wrong-source", PUBLISHED.with_header("ce_source", b"/bcs/events")),
    "a system of another body": ("wrong-source", LISTING.with_header("ce_source", b"/iop/systems/crm")),
    "a system in an inbox": ("wrong-source", REQUEST.with_header("ce_source", b"/bcs/systems/crm")),
    "another service in an inbox": ("wrong-source", REQUEST.with_header("ce_source", b"/bcs/notify")),
    "a source without a body": ("wrong-source", REQUEST.with_header("ce_source", b"//events")),
    "a source that is an address": ("wrong-source", LISTING.with_header("ce_source", b"https://bcs.org/events")),
    "a request to a body that does not lead": ("wrong-source", REQUEST._replace(topic="kith.inbox.rsc.events")),
    "a decision of a body that does not lead": (
        "wrong-source",
        golden("events.place-decided").with_header("ce_source", b"/rsc/events"),
    ),
    "no content": ("no-data", LISTING._replace(value=None)),
    "too much content": ("too-large", LISTING.with_data(DATA | {"more": "x" * LARGEST})),
    "nothing": ("invalid-data", LISTING._replace(value=b"")),
    "truncated content": ("invalid-data", LISTING._replace(value=encoded(DATA)[:-1])),
    "content that is not UTF-8": ("invalid-data", LISTING._replace(value=encoded(DATA).replace(b"Ada", b"\xc3\x28"))),
    "deep content": ("invalid-data", LISTING._replace(value=DEEP)),
    "deep content in a field": ("invalid-data", LISTING._replace(value=b'{"event": %s}' % DEEP)),
    "deep content where nobody reads": (
        "invalid-data",
        LISTING._replace(value=encoded(DATA)[:-1] + b',"x":%s}' % DEEP),
    ),
    "a list": ("invalid-data", LISTING.with_data([DATA])),
    "a field of another kind": ("invalid-data", LISTING.with_data(DATA | {"listing": 5})),
    "a time without an offset": (
        "invalid-data",
        LISTING.with_data(DATA | {"listing": DATA["listing"] | {"starts": "2027-01-01T00:00:00"}}),
    ),
    "no key": ("wrong-key", LISTING._replace(key=None)),
    "the key of another entity": ("wrong-key", LISTING._replace(key=b"bcs/other")),
    "a key that is not UTF-8": ("wrong-key", LISTING._replace(key=b"\xff")),
    "an event of another body": (
        "wrong-key",
        PUBLISHED._replace(topic="kith.shared.bcs.events").with_header("ce_source", b"/bcs/events"),
    ),
    "a seal for another person": ("wrong-key", SEALED.with_header("kith-person", b"p-9876543210")),
    "a seal that is none": ("sealed", SEALED.with_data({"person": PERSON.decode()})),
    "a seal around a list": ("sealed", SEALED.with_data([])),
    "a seal around a text": ("sealed", SEALED._replace(value=b'"text"')),
    "truncated content with a seal": ("sealed", SEALED._replace(value=b"{")),
}


@pytest.mark.parametrize("case", REFUSED)
def test_it_refuses(case: str) -> None:
    code, record = REFUSED[case]
    with pytest.raises(Unreadable) as refusal:
        record.read(open_sealed=lambda *_: b"{}")
    assert refusal.value.code == code
    assert str(refusal.value) == f"{code}: {refusal.value.sentence}"


def _no_key(*_: str) -> bytes:
    raise KeyError("no key for this person")


def _altered(*_: str) -> bytes:
    raise ValueError("altered")


@pytest.mark.parametrize("open_sealed", [None, _no_key, _altered, lambda *_: b"\x00", lambda *_: b""])
def test_it_refuses_what_does_not_open(open_sealed: Any) -> None:
    with pytest.raises(Unreadable, match=r"^sealed: "):
        SEALED.read(open_sealed)


def test_sealed_fields_are_checked_like_others() -> None:
    with pytest.raises(Unreadable, match="invalid-data: the field network is not"):
        SEALED.read(lambda *_: b'{"network": "not a name"}')
    with pytest.raises(Unreadable, match="invalid-data: the field network is not"):
        SEALED.read(lambda *_: b"{}")


def test_every_code_is_provoked_here() -> None:
    tree = ast.parse(inspect.getsource(registry))
    calls = [
        node for node in ast.walk(tree) if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Unreadable"
    ]
    codes = {call.args[0].value for call in calls if isinstance(call.args[0], ast.Constant)}
    assert len(calls) >= len(codes) > 9
    assert codes == {code for code, _ in REFUSED.values()}


NAMES: Final = st.sampled_from(sorted(SAMPLES))
CANARY: Final = "CANARY-7Q"
ODD: Final[list[Any]] = [CANARY, CANARY * 500, [CANARY], {"value": CANARY}, f"\n{CANARY}\x00", [[{"x": [CANARY]}]]]


def _places(data: Any) -> list[tuple[Any, Any]]:
    """Each value in the data, as the thing that holds it and its place there."""
    inner = list(data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ())
    return [(data, place) for place, _ in inner] + [each for _, value in inner for each in _places(value)]


def _tells_nothing(record: Record, open_sealed: registry.Open | None = None) -> None:
    told = ""
    try:
        record.read(open_sealed)
    except Unreadable as error:
        told = f"{error!r} {error} {error.code} {error.sentence} {''.join(traceback.format_exception(error))}"
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
@pytest.mark.parametrize("value", [CANARY.encode(), CANARY.encode() * 500, b"/bcs/" + CANARY.encode(), b"\xff"])
def test_no_refusal_repeats_a_header(name: str, value: bytes) -> None:
    for record in (LISTING, PUBLISHED, REQUEST, JOIN):
        _tells_nothing(record.with_header(name, value))


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
