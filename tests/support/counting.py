"""What the lead of an event holds, and how it would go about learning from it who is in a closed part.

Each attack takes what is held and answers with those whom it accuses; it knows the agreement, which is no secret.
"""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from typing import Any, Final, NamedTuple

CLOSED: Final = "circle"
PSEUDONYM: Final = re.compile(r"(?<![a-z2-7])[a-z2-7]{26}(?![a-z2-7])")
SECOND: Final = 1.0


class Seen(NamedTuple):
    """A record on a topic that the lead may read."""

    topic: str
    partition: int
    offset: int
    key: str
    headers: dict[str, str]
    data: dict[str, Any]

    @property
    def body(self) -> str:
        return self.headers["ce_source"].removeprefix("urn:kith:source:").split("/")[0]

    @property
    def type(self) -> str:
        return self.headers["ce_type"].split(".")[-2]

    @property
    def time(self) -> datetime:
        return datetime.fromisoformat(self.headers["ce_time"])

    @property
    def letter(self) -> bool:
        return self.topic.startswith("kith.inbox.")


@dataclass
class Held:
    """Everything: documents of the databases, records, lines of the log, answers of its own node."""

    documents: list[dict[str, Any]] = field(default_factory=list)
    records: list[Seen] = field(default_factory=list)
    log: list[str] = field(default_factory=list)
    answers: dict[str, Any] = field(default_factory=dict)

    @property
    def door(self) -> dict[str, tuple[str, str]]:
        """Names and bodies of those who have a place in an open part, by pseudonym."""
        rows = self.answers["door-list"]["registrants"]
        return {row["registration"]: (row["details"].get("door-name", ""), row["body"]) for row in rows}

    def letters(self) -> Iterator[Seen]:
        """Letters of other bodies, in the order in which they were appended."""
        for record in self.records:
            if record.letter and record.body != "iop":
                yield record

    def of_closed(self) -> list[Seen]:
        return [record for record in self.letters() if record.data.get("part") == CLOSED]

    def of_open(self) -> list[Seen]:
        return [each for each in self.letters() if each.data.get("part") != CLOSED and "pseudonym" in each.data]

    def pieces(self) -> Iterator[str]:
        """The smallest pieces in which two words stand together: an object's own fields, a line, an envelope."""
        for document in self.documents:
            yield from _pieces(document)
        for record in self.records:
            yield " ".join([record.key, *record.headers.values()])
            yield from _pieces(record.data)
        yield from self.log
        yield from _pieces(self.answers)


def _pieces(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        inner = [json.loads(each) if _is_json(each) else each for each in value.values()]
        yield " ".join(str(each) for each in [*value, *inner] if not isinstance(each, dict | list))
        for each in inner:
            yield from _pieces(each)
    elif isinstance(value, list):
        for each in value:
            yield from _pieces(each)


def _is_json(value: Any) -> bool:
    return isinstance(value, str) and value.startswith(("{", "["))


# The attacks


def a_name_stands_beside_the_circle(held: Held) -> set[str]:
    """Look for a registrant of an open part, by name or pseudonym, wherever the closed part is named."""
    known = {word: name for alias, (name, _) in held.door.items() for word in (alias, name) if word}
    beside = [piece for piece in held.pieces() if re.search(rf"\b{CLOSED}\b", piece)]
    return {name for piece in beside for word, name in known.items() if word in piece}


def anybody_stands_beside_the_circle(held: Held) -> set[str]:
    """Look for any pseudonym at all wherever the closed part is named: enough to count a body's people."""
    return {
        alias for piece in held.pieces() if re.search(rf"\b{CLOSED}\b", piece) for alias in PSEUDONYM.findall(piece)
    }


def it_was_said_at_the_same_time(held: Held) -> set[str]:
    """Join a letter about the closed part with a request for an open one that was made within the same second."""
    return {
        held.door.get(place.data["pseudonym"], ("", ""))[0]
        for closed in held.of_closed()
        for place in held.of_open()
        if closed.body == place.body and abs((closed.time - place.time).total_seconds()) <= SECOND
    }


def it_was_said_in_the_same_breath(held: Held) -> set[str]:
    """Join letters about the closed part with those about open ones that come from one stream."""
    streams = {(each.body, each.headers["kith-stream"]) for each in held.of_closed()}
    return {each.data["pseudonym"] for each in held.of_open() if (each.body, each.headers["kith-stream"]) in streams}


def numbers_are_missing(held: Held) -> set[str]:
    """Look for gaps in the numbers of a body's letters: something was said that we were not told."""
    numbers: dict[tuple[str, str], list[Seen]] = defaultdict(list)
    for each in held.letters():
        numbers[each.body, each.headers["kith-stream"]].append(each)
    accused = set()
    for letters in numbers.values():
        for before, after in pairwise(sorted(letters, key=_number)):
            if _number(after) - _number(before) > 1:
                accused.add(str(before.data.get("pseudonym", before.body)))
    return accused


def _number(letter: Seen) -> int:
    return int(letter.headers["kith-number"])


def two_bodies_that_should_look_alike_do_not(held: Held) -> set[str]:
    """Compare all that can be counted and measured of two small bodies, which asked for the same of the open parts."""
    ni, rsc = (_looks(held, body) for body in ("ni", "rsc"))
    return {f"ni and rsc differ in {name}" for name in ni if ni[name] != rsc[name]}


def _looks(held: Held, body: str) -> dict[str, Any]:
    letters = [each for each in held.letters() if each.body == body]
    (closed,) = [part for part in held.answers["led"]["closed_parts"] if part["part"] == CLOSED]
    return {
        "types": Counter(each.type for each in letters),
        "order of types": [each.type for each in letters if each.type != "share-details"],  # sent when we grant
        "sizes": sorted(
            len(json.dumps(each.data)) for each in letters if each.type != "agreement-answered"
        ),  # its name
        "streams": len({each.headers["kith-stream"] for each in letters}),
        "numbers": sorted(_number(each) for each in letters),
        "blocks": closed["blocks_by_body"].get(body),
        "public facts": sum(each.body == body and not each.letter for each in held.records),
    }


def a_block_came_back_whole_where_others_kept_theirs(held: Held) -> set[str]:
    """A body of one block that gives it back has nobody there, so one that keeps its only block has somebody."""
    given = Counter(
        {
            body: count
            for part in held.answers["agreed"]
            if part["part"] == CLOSED
            for body, count in part["quotas"].items()
        }
    )
    back: Counter[str] = Counter()
    for each in held.letters():
        back[each.body] += len(each.data.get("blocks", ()))
    empty = {body for body in given if given[body] - back[body] <= 0}
    return {body for body in given if empty and given[body] == 1 and body not in empty}


def the_public_face_tells_how_full_it_is(held: Held) -> set[str]:
    """Follow what is published of the closed part while people ask."""
    faces = [each.data.get("availability", ()) for each in held.records if each.type == "event-published"]
    return {str(part) for face in faces for part in face if part["part"] == CLOSED}


def a_box_is_longer_than_others(held: Held) -> set[str]:
    """Boxes that only the door may open: their length tells who says more, or of more parts."""
    lengths = {each.data["pseudonym"]: len(each.data["box"]) for each in held.letters() if "box" in each.data}
    usual = Counter(lengths.values()).most_common(1)
    return {alias for alias, length in lengths.items() if length != usual[0][0]}


def the_codes_are_listed_body_by_body(held: Held) -> set[str]:
    """Tell from the place of a code in the list at the door whose it is."""
    codes = held.answers["codes"]["codes"]
    return set() if codes == sorted(codes) else {*codes}


def the_log_names_somebody(held: Held) -> set[str]:
    """Read the log of the lead's own node."""
    return {line for line in held.log if CLOSED in line or PSEUDONYM.search(line)}


def the_node_counts_for_us(held: Held) -> set[str]:
    """Ask the lead's own node how many people there are in the closed part."""
    counting = {"granted", "waiting", "used", "granted_by_body", "held"}
    return {
        f"{name} of {CLOSED}"
        for found in _objects(held.answers)
        if found.get("part") == CLOSED
        for name in counting & found.keys()
    }


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for each in value.values():
            yield from _objects(each)
    elif isinstance(value, list):
        for each in value:
            yield from _objects(each)


ATTACKS: Final[tuple[Callable[[Held], set[str]], ...]] = (
    a_name_stands_beside_the_circle,
    anybody_stands_beside_the_circle,
    it_was_said_at_the_same_time,
    it_was_said_in_the_same_breath,
    numbers_are_missing,
    two_bodies_that_should_look_alike_do_not,
    a_block_came_back_whole_where_others_kept_theirs,
    the_public_face_tells_how_full_it_is,
    a_box_is_longer_than_others,
    the_codes_are_listed_body_by_body,
    the_log_names_somebody,
    the_node_counts_for_us,
)
