"""Leaks that are not there: each is planted in what a lead holds, and the attack which seeks it has to find it."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any, Final

from support import counting
from support.counting import CLOSED, Held, Seen


def _copied(held: Held, record: Seen, *, offset: int = 1, headers: dict[str, str] | None = None, **data: Any) -> None:
    """One letter more, like this one."""
    changed = record._replace(offset=record.offset + offset, headers=record.headers | (headers or {}))
    held.records.append(changed._replace(data={**record.data, **data}))


def _of_ni(held: Held) -> Seen:
    """The request of the one person of NI who is in the circle."""
    return next(each for each in held.of_open() if each.body == "ni")


def a_request_for_the_circle_under_the_pseudonym_of_the_talk(held: Held) -> None:
    _copied(held, _of_ni(held), part=CLOSED)


def a_request_under_a_pseudonym_of_its_own(held: Held) -> None:
    _copied(held, _of_ni(held), part=CLOSED, pseudonym="a2" * 13)


def a_block_is_asked_for_at_once(held: Held) -> None:
    record = _of_ni(held)
    asking = {"event": record.data["event"], "part": CLOSED}
    held.records.append(record._replace(offset=record.offset + 1, data=asking))


def a_block_is_asked_for_in_the_stream_of_the_wish(held: Held) -> None:
    record = _of_ni(held)
    later = record.headers | {"ce_time": "2037-01-01T00:00:00+00:00"}
    held.records.append(record._replace(data={"event": record.data["event"], "part": CLOSED}, headers=later))


def one_count_for_all_that_is_said(held: Held) -> None:
    record = _of_ni(held)
    held.records.remove(record)
    number = str(int(record.headers["kith-number"]) - 2)
    held.records.append(record._replace(headers=record.headers | {"kith-number": number}))


def one_letter_more_of_the_body_with_somebody_there(held: Held) -> None:
    _copied(held, _of_ni(held), headers={"kith-number": "99"})


def a_body_with_nobody_there_gives_its_only_block_back(held: Held) -> None:
    record = next(each for each in held.of_open() if each.body == "rsc")
    _copied(held, record, part=CLOSED, blocks=[4])


def the_face_says_few(held: Held) -> None:
    face = next(each for each in held.records if each.type == "event-published")
    face.data["availability"].append({"part": CLOSED, "places": "few"})


def a_box_without_padding(held: Held) -> None:
    record = next(each for each in held.letters() if "box" in each.data)
    record.data["box"] = record.data["box"][:200]


def codes_in_the_order_of_blocks(held: Held) -> None:
    held.answers["codes"]["codes"].reverse()


def a_line_with_a_pseudonym(held: Held) -> None:
    held.log.append(f'{{"event": "refused", "registration": "{_of_ni(held).data["pseudonym"]}"}}')


def a_page_with_numbers(held: Held) -> None:
    held.answers["led"]["closed_parts"][0]["granted"] = 7


LEAKS: Final[dict[Callable[[Held], set[str]], Callable[[Held], None]]] = {
    counting.a_name_stands_beside_the_circle: a_request_for_the_circle_under_the_pseudonym_of_the_talk,
    counting.anybody_stands_beside_the_circle: a_request_under_a_pseudonym_of_its_own,
    counting.it_was_said_at_the_same_time: a_block_is_asked_for_at_once,
    counting.it_was_said_in_the_same_breath: a_block_is_asked_for_in_the_stream_of_the_wish,
    counting.numbers_are_missing: one_count_for_all_that_is_said,
    counting.two_bodies_that_should_look_alike_do_not: one_letter_more_of_the_body_with_somebody_there,
    counting.a_block_came_back_whole_where_others_kept_theirs: a_body_with_nobody_there_gives_its_only_block_back,
    counting.the_public_face_tells_how_full_it_is: the_face_says_few,
    counting.a_box_is_longer_than_others: a_box_without_padding,
    counting.the_codes_are_listed_body_by_body: codes_in_the_order_of_blocks,
    counting.the_log_names_somebody: a_line_with_a_pseudonym,
    counting.the_node_counts_for_us: a_page_with_numbers,
}
"""For each attack the leak that it lives on."""


def planted(held: Held, leak: Callable[[Held], None]) -> Held:
    """What is held, and the leak in it."""
    changed = deepcopy(held)
    leak(changed)
    return changed
