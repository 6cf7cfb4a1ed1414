"""Defects that are known and not yet mended: each test fails until its mark is taken away with the mending."""

import base64
from typing import Final

import pytest
from contracts.records import SAMPLES, encoded, golden
from pydantic import TypeAdapter, ValidationError

from kith_contracts.directory import NetworkCommandRefused
from kith_contracts.registry import Unreadable, person_of
from kith_contracts.words import Line

REQUEST: Final = golden("events.request-place")
DECIDED: Final = golden("events.place-decided")
JOIN: Final = golden("directory.join-network")
PERSON: Final = b"p-0123456789"


def open_defect(reason: str) -> pytest.MarkDecorator:
    return pytest.mark.xfail(strict=True, reason=reason)


@open_defect("registry.py: the place of an error names the keys of a map, which are content")
def test_no_refusal_repeats_the_key_of_a_map() -> None:
    data = SAMPLES["events.propose-agreement.v1.json"]["data"]
    data = data | {"terms": data["terms"] | {"seats": [{"part": "circle", "quotas": {"CANARY": 1}}]}}
    with pytest.raises(Unreadable) as refusal:
        golden("events.propose-agreement").with_data(data).read()
    assert "CANARY" not in str(refusal.value)


@open_defect("registry.py: _texts decodes None; Kafka headers may be null")
def test_a_header_without_a_value_is_unreadable_and_nothing_worse() -> None:
    with pytest.raises(Unreadable):
        REQUEST._replace(headers=[*REQUEST.headers, ("x", None)]).read()  # type: ignore[list-item]


@open_defect("registry.py: a sealed text that opens to something else than an object escapes as TypeError")
@pytest.mark.parametrize("opened", [b"5", b'["network"]', b"null"])
def test_a_seal_around_no_object_is_unreadable_and_nothing_worse(opened: bytes) -> None:
    sealed = JOIN.with_data({"person": PERSON.decode(), "sealed": base64.b64encode(b"x").decode()})
    with pytest.raises(Unreadable):
        sealed.with_header("kith-person", PERSON).read(lambda *_: opened)


@open_defect("registry.py: person_of takes the first of two headers, read the last")
def test_the_key_that_is_fetched_is_the_key_that_is_used() -> None:
    headers = [*JOIN.headers, ("kith-person", b"p-9876543210"), ("kith-person", PERSON)]
    data = encoded({"person": PERSON.decode(), "sealed": "e30="})
    asked: list[str] = []

    def opened(person: str, _: str) -> bytes:
        asked.append(person)
        return b'{"network": "bcs/womens-forum"}'

    JOIN._replace(headers=headers, value=data).read(opened)
    assert asked == [person_of(headers)]


@open_defect("registry.py: an id may be longer than, or other letters than, MessageId, which a refusal needs")
@pytest.mark.parametrize("id_", ["1" * 129, "two words", "é"])
def test_the_id_of_what_is_read_can_be_named_in_a_refusal(id_: str) -> None:
    try:
        envelope = golden("directory.charter-network").with_header("ce_id", id_.encode()).read()
    except Unreadable:
        return
    NetworkCommandRefused(command=envelope.id, type="x", code="x", sentence="x")


@open_defect("registry.py: kith-stream is not checked, and the chassis uses it as the name of a field")
@pytest.mark.parametrize("stream", ["a.b", "$set", "\0", "x" * 10_000])
def test_the_name_of_a_stream_is_a_short_word(stream: str) -> None:
    with pytest.raises(Unreadable):
        REQUEST.with_header("kith-stream", stream.encode()).read()


@open_defect("registry.py: the body of a source in an inbox may be anything, also what is no name of a body")
@pytest.mark.parametrize("source", ["/rsc.events.x/events", "/RSC/events", "/admin/events", f"/{'x' * 9000}/events"])
def test_the_source_in_an_inbox_is_a_body(source: str) -> None:
    with pytest.raises(Unreadable):
        REQUEST.with_header("ce_source", source.encode()).read()


@open_defect("registry.py: the name of a system or service in a source may be empty or endless")
@pytest.mark.parametrize("source", ["/bcs/", "/bcs/systems/", "/bcs/systems/" + "x" * 100_000])
def test_the_source_of_a_command_has_a_name(source: str) -> None:
    with pytest.raises(Unreadable):
        golden("events.list-event").with_header("ce_source", source.encode()).read()


@open_defect("registry.py: a system of the body may be the source of facts, also of those for everyone")
@pytest.mark.parametrize("name", ["directory.network-published", "directory.person-updated"])
def test_systems_tell_no_facts(name: str) -> None:
    with pytest.raises(Unreadable):
        golden(name).with_header("ce_source", b"/bcs/systems/crm").read()


@open_defect("words.py: a Line may have several, and goes into subjects of mails")
@pytest.mark.parametrize("text", ["a\r\nBcc: everyone@example.org", "a\x00b", "a\x1b[2Jb"])
def test_a_line_is_one_line(text: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Line).validate_python(text)


@open_defect("contracts: integers without a maximum; 2**63 breaks the database, 2**53 the hash of a text")
@pytest.mark.parametrize("number", [2**53, 2**63, 10**4000], ids=["2**53", "2**63", "10**4000"])
def test_no_integer_is_larger_than_json_carries(number: int) -> None:
    data = SAMPLES["events.place-decided.v1.json"]["data"]
    with pytest.raises(Unreadable):
        DECIDED._replace(value=encoded(data).replace(b'"version": 1', b'"version": %d' % number)).read()


@open_defect("agreements.py: the places of a body may be fewer than none")
def test_no_quota_is_below_nought() -> None:
    data = SAMPLES["events.propose-agreement.v1.json"]["data"]
    data = data | {"terms": data["terms"] | {"seats": [{"part": "circle", "quotas": {"bcs": -5}}]}}
    with pytest.raises(Unreadable):
        golden("events.propose-agreement").with_data(data).read()
