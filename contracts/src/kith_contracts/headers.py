"""The headers of a record, each with its rule. Those that decide are read strictly; all others are left to whoever sent
them: agents that trace add some, twice or in bytes that are no text.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Final

from kith_contracts.message import Fault

Headers = Iterable[tuple[str, bytes | None]]

VISIBLE: Final = re.compile(r"[!-~]{1,128}")
STREAM: Final = re.compile(r"[0-9a-f]{1,64}")
NUMBER: Final = re.compile(r"[0-9]{1,15}")
PERSON: Final = re.compile(r"[a-z0-9][a-z0-9-]{7,39}")
SOURCES: Final = "urn:kith:source:"
"""How each source begins: a name that is unique for all, and no address of any machine."""
SOURCE: Final = re.compile(SOURCES + r"([a-z][a-z0-9]{1,30})/([a-z][a-z0-9-]{0,40}|systems/[a-z0-9][a-z0-9-]{0,40})")
"""`urn:kith:source:bcs/directory`, a service; `urn:kith:source:bcs/systems/crm`, one of the body's own systems, which
may send commands only."""
TIME: Final = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?([Zz]|[+-][0-9]{2}:[0-9]{2})"
)
JSON: Final = re.compile(r'application/json(\s*;\s*charset="?utf-8"?)?', re.IGNORECASE)
SCHEMA: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{0,30}:[!-~]{1,460}")
"""An absolute URI, as CloudEvents demands."""
FORMS: Final[Mapping[str, re.Pattern[str]]] = {
    "ce_id": VISIBLE,
    "ce_type": VISIBLE,
    "ce_time": TIME,
    "ce_dataschema": SCHEMA,
    "ce_correlationid": VISIBLE,
    "content-type": JSON,
    "kith-stream": STREAM,
    "kith-number": NUMBER,
    "kith-person": PERSON,
}
"""What each must be, where it is there. `ce_subject` and `ce_partitionkey` must be the key of the record."""
REQUIRED: Final = ("ce_id", "ce_type")
LIKE_THE_KEY: Final = ("ce_subject", "ce_partitionkey")
STRUCTURED: Final = b"application/cloudevents"


class Unreadable(Exception):
    """Bytes that no reader can take. `code` is stable; `sentence` names no content, for it is logged and kept."""

    def __init__(self, code: str, sentence: str, faults: tuple[Fault, ...] = ()) -> None:
        """`faults` are all fields that are not as the contract says, and why."""
        super().__init__(f"{code}: {sentence}")
        self.code, self.sentence, self.faults = code, sentence, faults


def source_of(body: str, speaker: str) -> str:
    """The source of what a service of this body says, or `systems/crm`."""
    return f"{SOURCES}{body}/{speaker}"


def body_of_source(source: str) -> str:
    """The body that speaks, where the source is of its form."""
    return source[len(SOURCES) :].partition("/")[0]


def decides(name: str) -> bool:
    """Whether a header of this name counts for Kith."""
    return name == "content-type" or name.startswith(("ce_", "kith-"))


def person_of(headers: Headers) -> str | None:
    """Whose key opens this record, before it is read; None for one that is not sealed, or that names nobody."""
    for name, value in headers:
        if name == "kith-person" and value is not None and PERSON.fullmatch(text := value.decode("ascii", "replace")):
            return text
    return None


def texts_of(headers: Headers, key: bytes | None) -> dict[str, str]:
    """The headers that decide, by name, each as its rule says; one without a value says nothing. Raises Unreadable."""
    given = [(name, value) for name, value in headers if value is not None and decides(name)]
    if any(name == "content-type" and value.lower().startswith(STRUCTURED) for name, value in given):
        raise Unreadable("no-envelope", "send CloudEvents in binary mode: the attributes as headers, the data as JSON")
    try:
        texts = {name: value.decode() for name, value in given}
    except UnicodeDecodeError:
        raise Unreadable("bad-header", "a header of CloudEvents or of Kith is not UTF-8") from None
    if len(texts) < len(given):
        raise Unreadable("bad-header", "a header of CloudEvents or of Kith is there twice")
    if texts.get("ce_specversion") != "1.0":
        raise Unreadable("no-envelope", "there is no ce_specversion 1.0: send CloudEvents in binary mode")
    for name, form in FORMS.items():
        if (name in texts or name in REQUIRED) and not form.fullmatch(texts.get(name, "")):
            raise Unreadable("bad-header", f"{name} is missing, too long, or not of its form")
    if "ce_time" in texts and not _is_a_time(texts["ce_time"]):
        raise Unreadable("bad-header", "ce_time is no time of the calendar")
    for name in LIKE_THE_KEY:
        if name in texts and texts[name].encode() != key:
            raise Unreadable("wrong-key", f"{name} is not the key of the record")
    return texts


@lru_cache(1000)
def _is_a_time(text: str) -> bool:
    """A leap second is one, although Python knows none."""
    plain = text.upper().replace(":60", ":59", 1) if text[17:19] == "60" else text.upper()
    try:
        datetime.fromisoformat(plain)
    except ValueError:
        return False
    return True
