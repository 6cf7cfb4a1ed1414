"""Calendars, feeds and linked data as others read them: each with two readers that share no code with who wrote it."""

import json
import warnings
from calendar import timegm
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, NamedTuple

import feedparser
import vobject
from ical.calendar_stream import IcsCalendarStream
from lxml import etree
from pyld import jsonld
from rdflib import Graph, URIRef

ATOM: Final = Path(__file__).with_name("atom.rng")
WINDOWS: Final = {chr(each): bytes([each]).decode("cp1252", "ignore") or chr(each) for each in range(0x80, 0xA0)}
ENTRY: Final = "{http://www.w3.org/2005/Atom}"
SCHEMA: Final = "https://schema.org/"
LONGEST_LINE: Final = 75
"""Bytes (RFC 5545, 3.1)."""


class Read(NamedTuple):
    """An entry of a calendar, as a reader understands it."""

    uid: str
    title: str
    starts: datetime
    ends: datetime
    sequence: int
    status: str
    place: str
    text: str
    busy: bool


def calendar(content: bytes) -> list[Read]:
    """The entries, in order of their ids, as both readers understand them."""
    text = content.decode()
    assert text.endswith("\r\n")
    assert all(len(line.encode()) <= LONGEST_LINE for line in text.split("\r\n"))
    one = sorted(_by_vobject(text))
    other = sorted(_by_ical(text))
    assert one == other
    return one


def _by_vobject(text: str) -> list[Read]:
    vobject.icalendar.__dict__["__tzidMap"].clear()  # it would know a zone by the first calendar that named it
    read = vobject.readOne(text)
    assert read.contents.get("vevent") or read.contents.get("vtimezone"), "a calendar has one component at least"
    return [
        Read(
            each.uid.value,
            each.summary.value,
            each.dtstart.value.astimezone(UTC),
            each.dtend.value.astimezone(UTC),
            int(each.sequence.value),
            each.status.value,
            each.location.value,
            each.contents["description"][0].value if "description" in each.contents else "",
            each.transp.value == "OPAQUE",
        )
        for each in read.contents.get("vevent", [])
    ]


def _by_ical(text: str) -> list[Read]:
    read = IcsCalendarStream.calendar_from_ics(text)
    return [
        Read(
            each.uid,
            each.summary or "",
            _moment(each.start),
            _moment(each.end),
            each.sequence or 0,
            str(each.status.value if each.status else ""),
            each.location or "",
            each.description or "",
            each.transparency == "OPAQUE",
        )
        for each in read.events
    ]


def _moment(when: Any) -> datetime:
    assert isinstance(when, datetime)
    return when.astimezone(UTC)


class Told(NamedTuple):
    """An entry of a feed, as a reader understands it."""

    id: str
    title: str
    published: datetime
    updated: datetime
    links: tuple[tuple[str, str, str], ...]
    """Each as relation, media type, address; in order."""


def feed(content: bytes) -> Any:
    """A page of a feed: as RFC 4287 has it, and as feedparser and a reading of the bare elements both understand it."""
    grammar = etree.RelaxNG(etree.parse(ATOM))
    document = etree.fromstring(content)
    assert grammar.validate(document), grammar.error_log
    read = feedparser.parse(content)
    assert not read.bozo, read.get("bozo_exception")
    assert read.version == "atom10"
    own = [_by_elements(each) for each in document.iter(f"{ENTRY}entry")]
    assert [_by_feedparser(each) for each in read.entries] == own
    page = read.feed
    assert (page.id, page.title) == tuple(document.findtext(f"{ENTRY}{name}") for name in ("id", "title"))
    assert _links(page.links) == _links(each.attrib for each in document.findall(f"{ENTRY}link"))
    assert len({each.id for each in read.entries}) == len(read.entries)
    return read


def _by_feedparser(entry: Any) -> Told:
    published, updated = [
        datetime.fromtimestamp(timegm(each), UTC) for each in (entry.published_parsed, entry.updated_parsed)
    ]
    return Told(entry.id, entry.title, published, updated, _links(entry.links))


def _by_elements(entry: Any) -> Told:
    id, title, *moments = [entry.findtext(f"{ENTRY}{name}") for name in ("id", "title", "published", "updated")]
    published, updated = [datetime.fromisoformat(each).astimezone(UTC).replace(microsecond=0) for each in moments]
    links = _links(each.attrib for each in entry.findall(f"{ENTRY}link"))
    return Told(id, _mended(title), published, updated, links)


def _mended(text: str) -> str:
    """As feedparser has it: what looks as if it were encoded twice it decodes twice, and what Unicode has for control
    characters it reads as Windows means it.
    """
    text = text.strip()
    with suppress(UnicodeError):
        text = text.encode("iso-8859-1").decode()
    return "".join(WINDOWS.get(each, each) for each in text)


def _links(links: Iterable[Any]) -> tuple[tuple[str, str, str], ...]:
    """As a reader is to take them: without a word a link is an alternate (RFC 4287, 4.2.7.2)."""
    return tuple((each.get("rel", "alternate"), each.get("type", ""), each["href"]) for each in links)


def linked(content: bytes) -> dict[str, Any]:
    """JSON-LD as two processors understand it: the expanded document; both find the same statements."""
    vocabulary = {"@context": {"@vocab": SCHEMA}}

    def known(url: str, _options: Any) -> dict[str, Any]:
        assert url.rstrip("/") == SCHEMA.rstrip("/"), "nothing else is to be fetched"
        return {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": url, "document": vocabulary}

    given = json.loads(content)
    (expanded,) = jsonld.expand(given, {"documentLoader": known})
    quads = jsonld.to_rdf(given, {"documentLoader": known})["@default"]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # rdflib speaks of itself
        graph = Graph().parse(data=json.dumps({**given, **vocabulary}), format="json-ld")
    assert len(graph) == len({json.dumps(each, sort_keys=True) for each in quads}) > 0
    assert all(str(each).startswith(SCHEMA) for each in graph.predicates() if "22-rdf-syntax" not in str(each))
    assert (URIRef(given["@id"]), None, None) in graph
    found: dict[str, Any] = expanded
    return found
