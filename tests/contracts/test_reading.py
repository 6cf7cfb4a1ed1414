"""The one door in: what it refuses, and by which code."""

import ast
import inspect
from typing import Any, Final

import pytest
from support.records import SAMPLES, Record, encoded, golden

from kith_contracts import headers as header_rules
from kith_contracts import registry
from kith_contracts.bounds import MOST_PARTS
from kith_contracts.directory.networks import NetworkCommandRefused
from kith_contracts.headers import person_of
from kith_contracts.message import Refusal
from kith_contracts.registry import LARGEST, Unreadable

LISTING: Final = golden("events.list-event")
PUBLISHED: Final = golden("events.event-published")
REQUEST: Final = golden("events.request-place")
PROPOSAL: Final = golden("events.propose-agreement")
DECIDED: Final = golden("events.place-decided")
NETWORK: Final = golden("directory.network-published")
WELCOME: Final = golden("directory.welcome-offered")
WELCOMED: Final = golden("directory.welcome-answered")
JOIN: Final = golden("directory.join-network")
DATA: Final = SAMPLES["events.list-event.v1.json"]["data"]
PERSON: Final = b"p-0123456789"
SEALED: Final = JOIN.with_data({"person": PERSON.decode(), "sealed": "e30="}).with_header("kith-person", PERSON)
DEEP: Final = b"[" * 5_000 + b"]" * 5_000


def _without(record: Record, name: str) -> list[tuple[str, bytes | None]]:
    """Its headers, this one without a value: Kafka allows that."""
    return [(other, None if other == name else value) for other, value in record.headers]


def _with_quota(body: str, places: int) -> Any:
    data = SAMPLES["events.propose-agreement.v1.json"]["data"]
    return data | {"terms": data["terms"] | {"seats": [{"part": "circle", "quotas": {body: places}}]}}


def _with_version(number: int) -> Record:
    value = DECIDED.value or b""
    return DECIDED._replace(value=value.replace(b'"version": 1', b'"version": %d' % number))


REFUSED: Final[dict[str, tuple[str, Record]]] = {
    "no header says CloudEvents": ("no-envelope", LISTING.with_header("ce_specversion", None)),
    "another version of CloudEvents": ("no-envelope", LISTING.with_header("ce_specversion", b"0.3")),
    "structured mode": ("no-envelope", LISTING._replace(headers=[("content-type", b"application/cloudevents+json")])),
    "an attribute that is not UTF-8": ("bad-header", LISTING.with_header("ce_more", b"\xff\xfe")),
    "structured mode below the headers of binary mode": (
        "no-envelope",
        LISTING.with_header("content-type", b"application/cloudevents+json; charset=utf-8"),
    ),
    "content of another type": ("bad-header", LISTING.with_header("content-type", b"application/xml")),
    "content in another encoding": (
        "bad-header",
        LISTING.with_header("content-type", b"application/json; charset=latin1"),
    ),
    "two content types": (
        "bad-header",
        LISTING._replace(headers=[*LISTING.headers, ("content-type", b"application/json")]),
    ),
    "a time without a day": ("bad-header", LISTING.with_header("ce_time", b"12:00:00Z")),
    "a time without an offset in a header": ("bad-header", LISTING.with_header("ce_time", b"2027-01-01T00:00:00")),
    "a time in words": ("bad-header", LISTING.with_header("ce_time", b"yesterday")),
    "a 30th of February": ("bad-header", LISTING.with_header("ce_time", b"2027-02-30T00:00:00Z")),
    "an empty time": ("bad-header", LISTING.with_header("ce_time", b"")),
    "another subject than the key": ("wrong-key", LISTING.with_header("ce_subject", b"bcs/other")),
    "another partition key than the key": ("wrong-key", LISTING.with_header("ce_partitionkey", b"bcs/other")),
    "a schema with a blank": ("bad-header", LISTING.with_header("ce_dataschema", b"https://a b")),
    "a person that is none": ("bad-header", SEALED.with_header("kith-person", b"Ada Example")),
    "no id": ("bad-header", LISTING.with_header("ce_id", None)),
    "an empty id": ("bad-header", LISTING.with_header("ce_id", b"")),
    "an endless id": ("bad-header", LISTING.with_header("ce_id", b"1" * 129)),
    "an id of two words": ("bad-header", LISTING.with_header("ce_id", b"two words")),
    "an id that is not ASCII": ("bad-header", LISTING.with_header("ce_id", "é".encode())),
    "an id without a value": ("bad-header", LISTING._replace(headers=_without(LISTING, "ce_id"))),
    "two ids": ("bad-header", LISTING._replace(headers=[*LISTING.headers, ("ce_id", b"2")])),
    "two persons": ("bad-header", SEALED._replace(headers=[*SEALED.headers, ("kith-person", b"p-9876543210")])),
    "an endless time": ("bad-header", LISTING.with_header("ce_time", b"2" * 129)),
    "a cause that is no id": ("bad-header", PUBLISHED.with_header("ce_correlationid", b"two words")),
    "a stream that is a path": ("bad-header", PUBLISHED.with_header("kith-stream", b"a.b")),
    "a stream that is an operator": ("bad-header", PUBLISHED.with_header("kith-stream", b"$set")),
    "an empty stream": ("bad-header", PUBLISHED.with_header("kith-stream", b"")),
    "an endless stream": ("bad-header", PUBLISHED.with_header("kith-stream", b"a" * 65)),
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
    "a source of another body": ("wrong-source", PUBLISHED.with_header("ce_source", b"urn:kith:source:bcs/events")),
    "a system of another body": ("wrong-source", LISTING.with_header("ce_source", b"urn:kith:source:iop/systems/crm")),
    "a system in an inbox": ("wrong-source", REQUEST.with_header("ce_source", b"urn:kith:source:bcs/systems/crm")),
    "another service in an inbox": ("wrong-source", REQUEST.with_header("ce_source", b"urn:kith:source:bcs/notify")),
    "a source without a body": ("wrong-source", REQUEST.with_header("ce_source", b"urn:kith:source:/events")),
    "a body with dots": ("wrong-source", REQUEST.with_header("ce_source", b"urn:kith:source:rsc.events.x/events")),
    "a body in capitals": ("wrong-source", REQUEST.with_header("ce_source", b"urn:kith:source:RSC/events")),
    "a body that cannot be": ("wrong-source", REQUEST.with_header("ce_source", b"urn:kith:source:admin/events")),
    "an endless body": ("wrong-source", REQUEST.with_header("ce_source", b"urn:kith:source:%s/events" % (b"x" * 9000))),
    "a body alone": ("wrong-source", LISTING.with_header("ce_source", b"urn:kith:source:bcs/")),
    "a service that is none": ("wrong-source", LISTING.with_header("ce_source", b"urn:kith:source:bcs/billing")),
    "a system without a name": ("wrong-source", LISTING.with_header("ce_source", b"urn:kith:source:bcs/systems/")),
    "systems at large": ("wrong-source", LISTING.with_header("ce_source", b"urn:kith:source:bcs/systems")),
    "a system of a service": ("wrong-source", LISTING.with_header("ce_source", b"urn:kith:source:bcs/events/crm")),
    "an endless system": (
        "wrong-source",
        LISTING.with_header("ce_source", b"urn:kith:source:bcs/systems/" + b"x" * 100_000),
    ),
    "a system that tells a fact": (
        "wrong-source",
        PUBLISHED.with_header("ce_source", b"urn:kith:source:iop/systems/crm"),
    ),
    "another service that tells a fact": (
        "wrong-source",
        PUBLISHED.with_header("ce_source", b"urn:kith:source:iop/directory"),
    ),
    "a system that knows a person": (
        "wrong-source",
        golden("directory.person-updated").with_header("ce_source", b"urn:kith:source:bcs/systems/crm"),
    ),
    "a source that is no absolute URI": ("wrong-source", LISTING.with_header("ce_source", b"/bcs/events")),
    "a source of another scheme": ("wrong-source", LISTING.with_header("ce_source", b"urn:other:source:bcs/events")),
    "a source that is an address": ("wrong-source", LISTING.with_header("ce_source", b"https://bcs.org/events")),
    "a request to a body that does not lead": ("wrong-source", WELCOMED._replace(topic="kith.inbox.rsc.directory")),
    "a decision of a body that does not lead": (
        "wrong-source",
        WELCOME.with_header("ce_source", b"urn:kith:source:rsc/directory"),
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
    "content with very many parts": ("too-complex", LISTING.with_data(DATA | {"more": [0] * (MOST_PARTS + 1)})),
    "content that is long and deep": ("too-complex", LISTING._replace(value=b" " * 20_000 + DEEP)),
    "a list": ("invalid-data", LISTING.with_data([DATA])),
    "a field of another kind": ("invalid-data", LISTING.with_data(DATA | {"listing": 5})),
    "a time without an offset": (
        "invalid-data",
        LISTING.with_data(DATA | {"listing": DATA["listing"] | {"starts": "2027-01-01T00:00:00"}}),
    ),
    "fewer places than none": ("invalid-data", PROPOSAL.with_data(_with_quota("bcs", -5))),
    "a number that JSON does not carry": ("invalid-data", _with_version(2**53)),
    "a number that the database does not hold": ("invalid-data", _with_version(2**63)),
    "an endless number": ("invalid-data", _with_version(10**4000)),
    "no key": ("wrong-key", LISTING._replace(key=None)),
    "the key of another entity": ("wrong-key", LISTING._replace(key=b"bcs/other")),
    "a key that is not UTF-8": ("wrong-key", LISTING._replace(key=b"\xff")),
    "a network of another body": (
        "wrong-key",
        NETWORK._replace(topic="kith.shared.ni.directory").with_header("ce_source", b"urn:kith:source:ni/directory"),
    ),
    "a seal for another person": ("wrong-key", SEALED.with_header("kith-person", b"p-9876543210")),
    "no seal where a header speaks of one": ("sealed", SEALED.with_data({"person": PERSON.decode()})),
    "a seal that is no text": ("sealed", SEALED.with_data({"person": PERSON.decode(), "sealed": ["e30="]})),
    "a list that should have a seal": ("invalid-data", SEALED.with_data([])),
    "a text that should have a seal": ("invalid-data", SEALED._replace(value=b'"text"')),
    "truncated content with a seal": ("invalid-data", SEALED._replace(value=b"{")),
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


@pytest.mark.parametrize("opened", [b"\x00", b"", b"{", b"5", b'["network"]', b"null"])
def test_it_refuses_a_seal_around_no_object(opened: bytes) -> None:
    with pytest.raises(Unreadable, match=r"^sealed: "):
        SEALED.read(lambda *_: opened)


@pytest.mark.parametrize("open_sealed", [None, _no_key, _altered])
def test_it_refuses_what_does_not_open(open_sealed: Any) -> None:
    with pytest.raises(Unreadable, match=r"^sealed: "):
        SEALED.read(open_sealed)


def test_sealed_fields_are_checked_like_others() -> None:
    with pytest.raises(Unreadable, match="invalid-data: the field network is not"):
        SEALED.read(lambda *_: b'{"network": "not a name"}')
    with pytest.raises(Unreadable, match="invalid-data: the field network is not"):
        SEALED.read(lambda *_: b"{}")


def test_the_key_that_is_fetched_is_the_key_that_is_used() -> None:
    headers = [("kith-person", None), *SEALED.headers]
    asked: list[str] = []

    def opened(person: str, _: str) -> bytes:
        asked.append(person)
        return b'{"network": "bcs/womens-forum"}'

    SEALED._replace(headers=headers).read(opened)
    assert asked == [person_of(headers)] == [PERSON.decode()]
    assert person_of(LISTING.headers) is None


def test_a_header_without_a_value_says_nothing() -> None:
    bare = PUBLISHED
    for name in ("kith-stream", "kith-number", "ce_correlationid", "ce_time"):
        bare = bare.with_header(name, None)
    silent = [
        (name, None) for name in ("kith-stream", "kith-number", "ce_correlationid", "ce_time", "kith-person", "x")
    ]
    envelope = bare._replace(headers=[*bare.headers, *silent]).read()
    assert (envelope.stream, envelope.number, envelope.correlation, envelope.time) == ("", 0, "", "")


@pytest.mark.parametrize("id_", ["!", "~" * 128, '"{}%s$set'])
def test_each_id_that_is_read_can_be_named_in_a_refusal(id_: str) -> None:
    envelope = golden("directory.charter-network").with_header("ce_id", id_.encode()).read()
    told = Refusal("x", "x").told()
    assert NetworkCommandRefused(command=envelope.id, type="x", **told).command == id_


@pytest.mark.parametrize(
    "source",
    [
        "urn:kith:source:bcs/systems/crm",
        "urn:kith:source:bcs/systems/http",
        "urn:kith:source:bcs/events",
        "urn:kith:source:bcs/directory",
    ],
)
def test_systems_and_services_of_a_body_send_commands(source: str) -> None:
    envelope = LISTING.with_header("ce_source", source.encode()).read()
    assert (envelope.source, envelope.body) == (source, "bcs")


ACCEPTED: Final[dict[str, tuple[str, bytes | None]]] = {
    "bytes of an agent that traces": ("dd-pathway-ctx", b"\xff\xfe\x00\x80"),
    "a trace": ("traceparent", b"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"),
    "an empty name": ("", b"\xff"),
    "a name in other letters": ("Content-Type", b"text/plain"),
    "an attribute that nobody knows": ("ce_more", b"anything"),
    "an attribute without a value": ("ce_more", None),
}


@pytest.mark.parametrize("case", ACCEPTED)
def test_what_decides_nothing_is_left_to_whoever_sent_it(case: str) -> None:
    headers = (
        [ACCEPTED[case], *LISTING.headers, ACCEPTED[case]]
        if case != "an attribute that nobody knows"
        else [
            ACCEPTED[case],
            *LISTING.headers,
        ]
    )
    assert LISTING._replace(headers=headers).read().message == LISTING.read().message


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("content-type", b"application/json"),
        ("content-type", b"Application/JSON; charset=UTF-8"),
        ("content-type", b'application/json;charset="utf-8"'),
        ("content-type", None),
        ("ce_time", b"2027-01-01T00:00:00Z"),
        ("ce_time", b"2027-01-01t00:00:00.123456789+05:30"),
        ("ce_time", b"2016-12-31T23:59:60Z"),
        ("ce_subject", LISTING.key),
        ("ce_partitionkey", LISTING.key),
    ],
)
def test_each_form_that_a_rule_allows_is_read(name: str, value: bytes | None) -> None:
    assert LISTING.with_header(name, value).read().message == LISTING.read().message


def test_all_faulty_fields_are_told_and_nothing_that_was_in_them() -> None:
    data = {"event": "no name", "listing": DATA["listing"] | {"title": "", "starts": "soon", "zone": 5}}
    with pytest.raises(Unreadable) as refusal:
        LISTING.with_data(data).read()
    assert tuple(each.field for each in refusal.value.faults) == (
        "event",
        "listing.title",
        "listing.zone",
        "listing.starts",
    )
    assert refusal.value.sentence.startswith("these fields are not as the contract says: event, listing.title, ")


def test_every_code_is_provoked_here() -> None:
    tree = ast.parse(inspect.getsource(registry) + inspect.getsource(header_rules))
    calls = [
        node for node in ast.walk(tree) if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Unreadable"
    ]
    codes = {call.args[0].value for call in calls if isinstance(call.args[0], ast.Constant)}
    assert len(calls) >= len(codes) > 9
    assert codes == {code for code, _ in REFUSED.values()}
