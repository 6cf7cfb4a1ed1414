"""What comes as CloudEvents is read as the HTTP binding says, and what has not the form of any is named."""

import base64
import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith_chassis.http.cloud_events import given_in
from kith_contracts.headers import Unreadable
from kith_contracts.pages.cloud_events import BATCH, MOST, STRUCTURED

EVENT = {"specversion": "1.0", "id": "1", "source": "urn:kith:source:bcs/systems/crm", "type": "org.kith.x.v1"}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=10,
)


def structured(**more: Any) -> bytes:
    return json.dumps({**EVENT, "data": {"a": 1}, **more}).encode()


def refused(kind: str, content: bytes) -> str:
    with pytest.raises(Unreadable) as caught:
        given_in(kind, (), content)
    return caught.value.code


def test_binary_mode_has_the_attributes_in_headers_and_nothing_else_of_them() -> None:
    headers = [("ce-id", "1"), ("ce-type", "t"), ("x-other", "y"), ("content-type", "application/json")]
    (event,) = given_in("application/json", headers, b'{"a": 1}')
    assert event.headers == [("ce_id", b"1"), ("ce_type", b"t")]
    assert event.data == b'{"a": 1}'


def test_binary_mode_takes_values_apart_that_are_quoted_and_percent_encoded() -> None:
    (event,) = given_in("application/json", [("ce-subject", "%C3%A9%20%25"), ("ce-id", '"a\\"b"')], b"")
    assert event.headers == [("ce_subject", "é %".encode()), ("ce_id", b'a"b')]
    assert event.data is None


def test_a_header_that_is_there_twice_stays_twice() -> None:
    (event,) = given_in("application/json", [("ce-id", "1"), ("ce-id", "2")], b"{}")
    assert event.headers == [("ce_id", b"1"), ("ce_id", b"2")]


def test_structured_mode_has_all_in_one_object() -> None:
    (event,) = given_in(STRUCTURED, [("ce-id", "another")], structured(count=3, flag=True, none=None))
    told = dict(event.headers)
    assert told["ce_id"] == b"1", "headers do not count"
    assert (told["ce_count"], told["ce_flag"], "ce_none" in told) == (b"3", b"true", False)
    assert event.data is not None
    assert json.loads(event.data) == {"a": 1}


def test_data_may_be_in_base64() -> None:
    content = {**EVENT, "data_base64": base64.b64encode(b'{"a":1}').decode()}
    (event,) = given_in(STRUCTURED, (), json.dumps(content).encode())
    assert event.data == b'{"a":1}'
    for wrong in ("?", 1, "YQ"):
        assert refused(STRUCTURED, json.dumps({**EVENT, "data_base64": wrong}).encode()) == "no-data"


def test_a_batch_keeps_its_order() -> None:
    content = json.dumps([{**EVENT, "id": str(number), "data": {}} for number in range(MOST)]).encode()
    assert [dict(each.headers)["ce_id"] for each in given_in(BATCH, (), content)] == [
        str(number).encode() for number in range(MOST)
    ]


@pytest.mark.parametrize(
    ("kind", "content", "code"),
    [
        (STRUCTURED, b"{", "not-json"),
        (STRUCTURED, b"\xff", "not-json"),
        (STRUCTURED, b"[" * 100_000, "not-json"),
        (STRUCTURED, b"[]", "no-envelope"),
        (STRUCTURED, b"1", "no-envelope"),
        (BATCH, b"{}", "no-envelope"),
        (BATCH, b"[]", "no-envelope"),
        (BATCH, b"[1]", "no-envelope"),
        (BATCH, json.dumps([EVENT] * (MOST + 1)).encode(), "no-envelope"),
        (STRUCTURED, structured(data_base64="e30="), "no-envelope"),
        (STRUCTURED, structured(extra={}), "bad-header"),
        (STRUCTURED, structured(extra=1.5), "bad-header"),
    ],
)
def test_what_has_not_the_form_is_named(kind: str, content: bytes, code: str) -> None:
    assert refused(kind, content) == code


@given(JSON)
def test_content_comes_out_as_it_went_in(data: Any) -> None:
    (event,) = given_in(STRUCTURED, (), json.dumps({**EVENT, "data": data}).encode())
    assert event.data is not None
    assert json.loads(event.data) == data


@given(st.sampled_from([STRUCTURED, BATCH]), st.binary() | JSON.map(lambda value: json.dumps(value).encode()))
def test_nothing_but_unreadable_comes_of_any_bytes(kind: str, content: bytes) -> None:
    with suppress(Unreadable):
        assert given_in(kind, (), content)
