"""Feeds as others follow them: Atom (RFC 4287), a page at a time (RFC 5005, section 3)."""

import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Final, Generic, NamedTuple, TypeVar
from xml.etree.ElementTree import Element, SubElement, tostring

T = TypeVar("T")
MEDIA_TYPE: Final = "application/atom+xml"
NAMESPACE: Final = "http://www.w3.org/2005/Atom"
MOST: Final = 50
"""Entries of a page."""
CURSOR: Final = r"^([0-9]{1,17}-[0-9a-f-]{36})?$"
NEVER: Final = datetime(2026, 1, 1, tzinfo=UTC)
"""When a feed changed last in which there was never anything."""
_NOT_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 has no place for, not even escaped (section 2.2)."""


class Entry(NamedTuple):
    """Something to tell. `id` is a UUID that stays its own whatever changes; its text is plain."""

    id: str
    title: str
    published: datetime
    updated: datetime
    text: str
    links: tuple[tuple[str, str, str], ...] = ()
    """Each as relation, media type, address."""


class Page(NamedTuple):
    """One page of a feed; the newest entries first."""

    id: str
    title: str
    author: str
    updated: datetime
    entries: tuple[Entry, ...]
    itself: str
    """The address of this page."""
    first: str
    next: str = ""
    """Where older entries are; empty on the last page."""


class Feed(NamedTuple):
    """What is the same on each page."""

    id: str
    title: str
    author: str
    address: str
    query: str = ""


class Item(NamedTuple, Generic[T]):
    """Something that an entry can be made of."""

    changed: datetime
    id: str
    of: T

    @property
    def cursor(self) -> str:
        return f"{int(self.changed.timestamp() * 1_000_000)}-{self.id}"


def page(about: Feed, items: Sequence[Item[T]], before: str, tell: Callable[[T], Entry]) -> Page:
    """What changed last, from the cursor on. What changes while somebody pages is on the first page again."""
    ordered = sorted(items, key=lambda each: _place(each.cursor), reverse=True)
    older = [each for each in ordered if not before or _place(each.cursor) < _place(before)]
    shown = older[:MOST]
    return Page(
        id=about.id,
        title=about.title,
        author=about.author,
        updated=max((each.changed for each in items), default=NEVER),
        entries=tuple(tell(each.of) for each in shown),
        itself=_address(about, before),
        first=_address(about, ""),
        next=_address(about, shown[-1].cursor) if len(older) > MOST else "",
    )


def _place(cursor: str) -> tuple[int, str]:
    when, _, id = cursor.partition("-")
    return int(when), id


def _address(about: Feed, before: str) -> str:
    query = "&".join(filter(None, [about.query, f"before={before}" if before else ""]))
    return about.address + (f"?{query}" if query else "")


@lru_cache(32)
def feed(page: Page) -> bytes:
    """The page as XML."""
    root = Element("feed", {"xmlns": NAMESPACE, "xml:lang": "en"})
    _add(root, "id", f"urn:uuid:{page.id}")
    _add(root, "title", page.title)
    _add(root, "updated", _timestamp(page.updated))
    _add(SubElement(root, "author"), "name", page.author)
    _link(root, "self", MEDIA_TYPE, page.itself)
    _link(root, "first", MEDIA_TYPE, page.first)
    if page.next:
        _link(root, "next", MEDIA_TYPE, page.next)
    for each in page.entries:
        entry = SubElement(root, "entry")
        _add(entry, "id", f"urn:uuid:{each.id}")
        _add(entry, "title", each.title)
        _add(entry, "published", _timestamp(each.published))
        _add(entry, "updated", _timestamp(each.updated))
        for link in each.links:
            _link(entry, *link)
        _add(entry, "content", each.text)
    written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _add(to: Element, name: str, text: str) -> None:
    SubElement(to, name).text = _NOT_XML.sub("\ufffd", text)


def _link(to: Element, relation: str, media_type: str, address: str) -> None:
    SubElement(to, "link", {"rel": relation, "type": media_type, "href": _NOT_XML.sub("", address)})


def _timestamp(moment: datetime) -> str:
    """RFC 3339 in UTC."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
