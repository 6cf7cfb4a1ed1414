"""Whatever a host has written as venue, and a person as name: a mail keeps its headers, its parts and its form."""

from email.message import EmailMessage
from typing import Final

import pytest
from support.nasty import NASTY, Skeleton
from support.notify.mails import calendar, decided, text
from support.notify.scenes import person, plan, published
from support.speaking import Node

from kith_notify.handlers import HANDLERS

PLAIN: Final = "Somewhere"


def mail(words: str) -> EmailMessage:
    node = Node(HANDLERS, "bcs")
    node.hear(person(name=words))
    node.hear(published(plan=plan(venue=words)), "iop")
    (found,) = decided({"lectures": "granted"}, node=node)
    return found


@pytest.mark.parametrize("words", NASTY)
def test_a_mail_has_the_headers_and_parts_that_it_has(words: str) -> None:
    found, plain = mail(words), mail(PLAIN)
    assert [(part.keys(), part.get_content_type()) for part in found.walk()] == [
        (part.keys(), part.get_content_type()) for part in plain.walk()
    ]
    assert (found["to"], found["subject"], found["from"]) == (plain["to"], plain["subject"], plain["from"])
    assert found["to"].addresses[0].addr_spec == "ann-1@example.org"
    assert Skeleton(text(found, "html")).elements == Skeleton(text(plain, "html")).elements
    assert len(text(found).splitlines()) == len(text(plain).splitlines())
    assert calendar(found).keys() == calendar(plain).keys()
    assert [part.keys() for part in calendar(found).walk("VEVENT")] == [
        part.keys() for part in calendar(plain).walk("VEVENT")
    ]
