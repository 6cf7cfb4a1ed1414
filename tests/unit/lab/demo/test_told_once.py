"""The demo's check of mails: what counts as told, what as told twice, and what a killed node may repeat."""

import pytest

from kith_lab.demo.checks import told_once
from kith_lab.servers.mail import CaughtMail

PLACE, MORE = "Your place on 13 December", "Your calendar for 13 December"


def mail(number: int, subject: str = PLACE, body: str = "bcs") -> CaughtMail:
    text = f"Subject: {subject}\nMessage-ID: <{number}@{body}.example>\n\nYour place is confirmed."
    return CaughtMail(f"events@{body}.example", ("ada@mail.example",), text.encode())


@pytest.mark.parametrize(
    ("mails", "told", "doubled", "lost", "ok"),
    [
        ([mail(1)], 1, 0, 0, True),
        ([mail(1), mail(2, MORE)], 1, 0, 0, True),
        ([mail(1, body="ni"), mail(1, body="ni")], 1, 0, 0, True),
        ([mail(1), mail(1)], 1, 1, 0, False),
        ([mail(1), mail(2)], 2, 0, 0, False),
        ([mail(1, body="ni"), mail(2, body="ni")], 2, 0, 0, False),
        ([mail(2, MORE)], 0, 0, 1, False),
        ([], 0, 0, 1, False),
        ([mail(1, "Women in Tech")], 1, 0, 0, False),
    ],
)
def test_everyone_is_told_once(mails: list[CaughtMail], told: int, doubled: int, lost: int, ok: bool) -> None:
    messages, check = told_once({"ada@mail.example": 1}, mails)
    assert (messages["told"], messages["doubled"], messages["lost"], check.ok) == (told, doubled, lost, ok)
