"""Whether events are as a node takes them: envelope, contract, order and size. Pure: texts in, findings out."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from pydantic import ValidationError

from kith_cli.conform.rules import Finding
from kith_contracts.access.table import TABLE, Role
from kith_contracts.headers import JSON, SOURCE, TIME, VISIBLE, Unreadable
from kith_contracts.message import Command, Message
from kith_contracts.registry import LARGEST, model_of

NAME: Final = re.compile(r"[a-z0-9]{1,40}")
AHEAD: Final = timedelta(minutes=5)
LIKE_THE_KEY: Final = ("subject", "partitionkey")


def events_in(content: str) -> tuple[list[tuple[str, Any]], list[Finding]]:
    """The events of a text, each with its place: one, a list, or one on each line."""
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        return _of_lines(content)
    several = found if isinstance(found, list) else [found]
    return [(str(number), each) for number, each in enumerate(several)], []


def _of_lines(content: str) -> tuple[list[tuple[str, Any]], list[Finding]]:
    events, wrong = [], []
    for number, line in enumerate(content.splitlines(), 1):
        if line.strip():
            try:
                events.append((f"line {number}", json.loads(line)))
            except (ValueError, RecursionError) as error:
                wrong.append(Finding("json", f"line {number}", f"This is not JSON: {error}."[:200]))
    return events, wrong


def check(events: Sequence[tuple[str, Any]], now: datetime) -> list[Finding]:
    """All that is wrong with these events, by themselves and among each other."""
    alone = [finding for place, event in events for finding in check_one(place, event, now)]
    readable = [(place, event) for place, event in events if isinstance(event, dict)]
    return [*alone, *_repeated(readable), *_out_of_order(readable)]


def check_one(place: str, event: Any, now: datetime) -> Iterator[Finding]:
    """All that is wrong with one event."""
    if not isinstance(event, dict):
        yield Finding("object", place, "This is no object.")
        return
    if (size := len(json.dumps(event, ensure_ascii=False).encode("utf-8", "surrogatepass"))) > LARGEST:
        yield Finding("size", place, f"It has {size} bytes.")
        return
    yield from _attributes(place, event, now)
    model = _model(event)
    if isinstance(model, str):
        yield Finding("type", f"{place}.type", model)
    elif not _for_systems(model):
        yield Finding("for-systems", f"{place}.type", "No system of an organisation may send this.")
    else:
        yield from _content(place, event, model)


def _attributes(place: str, event: dict[str, Any], now: datetime) -> Iterator[Finding]:
    yield from _forms(place, event)
    if event.get("specversion") != "1.0":
        yield Finding("specversion", f"{place}.specversion", f"It is {event.get('specversion')!r}.")
    if not VISIBLE.fullmatch(_text(event, "id")):
        yield Finding("id", f"{place}.id", "It is missing, too long, or has other signs.")
    if not (found := SOURCE.fullmatch(_text(event, "source"))) or not found[2].startswith("systems/"):
        yield Finding("source", f"{place}.source", "It is missing, or no source of a system.")
    if event.get("datacontenttype") is not None and not JSON.fullmatch(_text(event, "datacontenttype")):
        yield Finding("content-type", f"{place}.datacontenttype", "It is not application/json.")
    when = moment(event)
    if when is None and event.get("time") is not None:
        yield Finding("time", f"{place}.time", "It is no moment with an offset from UTC.")
    if when and when > now + AHEAD:
        yield Finding("clock", f"{place}.time", "It is in the future.")


def _forms(place: str, event: dict[str, Any]) -> Iterator[Finding]:
    for name, value in event.items():
        if name not in ("data", "data_base64") and not NAME.fullmatch(name):
            yield Finding("attribute-name", f"{place}.{name}", "A name has small letters and digits alone.")
        if name != "data" and isinstance(value, dict | list | float):
            yield Finding("attribute-value", f"{place}.{name}", "This is a list, an object or a fraction.")


def _model(event: dict[str, Any]) -> type[Message] | str:
    """What its type stands for, or what is wrong with that."""
    if not (type_ := _text(event, "type")):
        return "It is missing."
    try:
        return model_of(type_)
    except Unreadable as error:
        return f"{error.sentence[:1].upper()}{error.sentence[1:]}."


def _for_systems(model: type[Message]) -> bool:
    contract = model.contract
    line = TABLE.get(f"{contract.service}-{contract.name}", ())
    return issubclass(model, Command) and any(grant.role is Role.SYSTEM for grant in line)


def _content(place: str, event: dict[str, Any], model: type[Message]) -> Iterator[Finding]:
    if event.get("dataschema") not in (None, model.contract.schema):
        yield Finding("dataschema", f"{place}.dataschema", f"The schema of this type is {model.contract.schema}.")
    if ("data" in event) == ("data_base64" in event):
        yield Finding("data-there", f"{place}.data", "There is no data, or twice.")
        return
    if "data" not in event:
        return
    try:
        message = model.model_validate_json(json.dumps(event["data"]))
    except ValidationError as error:
        for each in error.errors(include_input=False, include_url=False):
            where = ".".join(map(str, (place, "data", *each["loc"])))
            yield Finding("data", where, f"{each['msg']}.")
        return
    for name in LIKE_THE_KEY:
        if event.get(name) not in (None, message.key):
            yield Finding("subject", f"{place}.{name}", f"The key that follows from the data is {message.key}.")


def _repeated(events: Iterable[tuple[str, dict[str, Any]]]) -> Iterator[Finding]:
    known: dict[tuple[str, str], tuple[str, str]] = {}
    for place, event in events:
        name, said = (_text(event, "source"), _text(event, "id")), said_by(event)
        before, where = known.setdefault(name, (said, place))
        if name[1] and before != said:
            yield Finding("id-once", f"{place}.id", f"The event {where} has this id and says something else.")


def _out_of_order(events: Iterable[tuple[str, dict[str, Any]]]) -> Iterator[Finding]:
    newest: dict[str, tuple[datetime, str]] = {}
    for place, event in events:
        model, when = _model(event), moment(event)
        if isinstance(model, str) or when is None:
            continue
        try:
            key = model.model_validate(event.get("data")).key
        except (ValidationError, ValueError, KeyError):
            continue
        before = newest.get(key)
        if before and when < before[0]:
            yield Finding("order", f"{place}.time", f"The event {before[1]} is about the same, and is later.")
        newest[key] = max(before or (when, place), (when, place))


def said_by(event: dict[str, Any]) -> str:
    """What an event says, to compare it with another of the same id."""
    return json.dumps([event.get(name) for name in ("type", "data", "data_base64")], sort_keys=True)


def moment(event: dict[str, Any]) -> datetime | None:
    """The time of an event, if it is one."""
    text = _text(event, "time")
    if not TIME.fullmatch(text):
        return None
    try:
        return datetime.fromisoformat(text.upper())
    except ValueError:
        return None


def _text(event: dict[str, Any], name: str) -> str:
    value = event.get(name)
    return value if isinstance(value, str) else ""
