"""The golden messages: what is once published is read for ever, by us and by the official CloudEvents library."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import pytest
from cloudevents.core.bindings.kafka import KafkaMessage, from_binary, to_binary
from cloudevents.core.formats.json import JSONFormat
from support.records import SAMPLES, encoded, of_sample

from kith_cli.published.golden.golden import TIME, id_of
from kith_cli.published.schemas import as_text, file_name
from kith_contracts.letters import OfLetters
from kith_contracts.message import Fact
from kith_contracts.registry import MODELS
from kith_contracts.topics import Channel

FOLDER: Final = Path(__file__).parents[2] / "contracts" / "samples"
PUBLISHED: Final = {path.name: json.loads(path.read_bytes()) for path in sorted(FOLDER.glob("*.json"))}


def test_the_committed_sample_is_that_of_the_code(subtests: pytest.Subtests) -> None:
    for name in SAMPLES:
        with subtests.test(name):
            assert (FOLDER / name).read_text("utf-8") == as_text(SAMPLES[name]), (
                "run `kith contracts export` and commit it"
            )


def test_each_type_has_a_sample() -> None:
    assert set(SAMPLES) == {file_name(model.contract) for model in MODELS.values()}


def test_what_was_once_published_is_read(subtests: pytest.Subtests) -> None:
    for name in PUBLISHED:
        with subtests.test(name):
            sample = PUBLISHED[name]
            headers = sample["headers"]
            envelope = of_sample(sample).read()
            assert envelope.message.contract.type == headers["ce_type"]
            assert envelope.message.model_dump(mode="json") == sample["data"]
            assert (envelope.id, envelope.source, envelope.time) == (
                headers["ce_id"],
                headers["ce_source"],
                headers["ce_time"],
            )
            assert (envelope.stream, str(envelope.number)) == (
                headers.get("kith-stream", ""),
                headers.get("kith-number", "0"),
            )
            assert (envelope.topic, envelope.message.key) == (sample["topic"], sample["key"])
            assert envelope.correlation == headers.get("ce_correlationid", "")


def test_the_official_cloudevents_library_reads_the_same(subtests: pytest.Subtests) -> None:
    for name in PUBLISHED:
        with subtests.test(name):
            sample = PUBLISHED[name]
            headers: dict[str, Any] = dict(sample["headers"])
            event = from_binary(_kafka(sample), JSONFormat())
            assert event.get_specversion() == "1.0"
            assert (event.get_id(), event.get_source(), event.get_type()) == tuple(
                headers[f"ce_{attribute}"] for attribute in ("id", "source", "type")
            )
            assert (event.get_subject(), event.get_datacontenttype()) == (sample["key"], "application/json")
            assert event.get_time() == datetime(2026, 11, 23, 9, 30, tzinfo=UTC) == datetime.fromisoformat(TIME)
            schema = json.loads((FOLDER.parent / "schemas" / name).read_bytes())
            assert (event.get_dataschema(), urlsplit(event.get_source()).scheme) == (schema["$id"], "urn")
            assert event.get_extension("partitionkey") == sample["key"]
            assert event.get_extension("dataclassification") in set(_classes(schema))
            assert event.get_extension("correlationid") == headers.get("ce_correlationid")
            assert event.get_data() == sample["data"]


def test_what_the_official_library_writes_is_read_here(subtests: pytest.Subtests) -> None:
    for name in PUBLISHED:
        with subtests.test(name):
            sample = PUBLISHED[name]
            written = to_binary(from_binary(_kafka(sample), JSONFormat()), JSONFormat())
            record = of_sample(sample)._replace(headers=list(written.headers.items()), value=written.value)
            theirs = record.read()
            assert theirs == of_sample(sample).read()._replace(appended=theirs.appended, stream="", number=0)


def test_decided_messages_are_numbered_and_no_host_can_join_two_of_them_by_their_command() -> None:
    for sample in SAMPLES.values():
        model = MODELS[sample["headers"]["ce_type"]]
        decided = "kith-stream" in sample["headers"] or issubclass(model, OfLetters)
        assert decided or not issubclass(model, Fact) or model.contract.channel is Channel.REGISTRY
        if model.contract.channel is Channel.INBOX:
            assert decided
            assert "ce_correlationid" not in sample["headers"]


def test_ids_of_samples_are_those_of_the_day_and_differ() -> None:
    ids = [id_of(model) for model in MODELS.values()]
    milliseconds = int(ids[0].replace("-", "")[:12], 16)
    assert datetime.fromtimestamp(milliseconds / 1000, UTC) == datetime.fromisoformat(TIME)
    assert len({sample["headers"]["ce_id"] for sample in SAMPLES.values()}) == len(set(ids)) == len(ids)


def test_a_sample_is_classified_by_the_strictest_class_of_its_fields() -> None:
    order = ["public", "aggregate", "body", "personal"]
    for name, sample in SAMPLES.items():
        classes = _classes(json.loads((FOLDER.parent / "schemas" / name).read_bytes()))
        assert sample["headers"]["ce_dataclassification"] == max(classes, key=order.index), name


def _classes(part: Any) -> Iterator[str]:
    """The class of each field, however deep, as the schema tells it."""
    if isinstance(part, list):
        part = dict(enumerate(part))
    if isinstance(part, dict):
        for name, inner in part.items():
            if name == "x-kith-class":
                yield inner
            else:
                yield from _classes(inner)


def _kafka(sample: dict[str, Any]) -> KafkaMessage:
    headers = {name: text.encode() for name, text in sample["headers"].items()}
    return KafkaMessage(headers=headers, key=sample["key"].encode(), value=encoded(sample["data"]))
