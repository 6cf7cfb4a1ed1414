"""A practice that nobody foresaw: a book club with a prize is one template file, and no code."""

import tomllib
from pathlib import Path

from support.events.circle import Circle

from kith_contracts.events.practice import Choice, Reply, Template

FILE = Path(__file__).parents[3] / "practices" / "book-club.toml"


def test_a_book_club_with_a_prize_is_a_file() -> None:
    circle = Circle("iop", "bcs", "ni")
    books = [Choice(choice=name, title=name.title()) for name in ("middlemarch", "emma")]
    circle.start(Template(**tomllib.loads(FILE.read_text())), choices=books, jury=["ni", "bcs", "iop"])

    for body in circle.nodes:
        for number in range(3):
            chosen = "emma" if number == 0 else "middlemarch"
            circle.person_answers(body, number, "next-month", Reply(question="book", chosen=[chosen]))
    circle.close("next-month")
    read = circle.outcome("next-month")
    assert read.winners == ["middlemarch"]
    assert {each.count for each in read.figures} == {read.answers} == {"hidden to protect others"}, "of 6 and 3"

    proposed = {("bcs", 0): "Entangled Life", ("iop", 0): "The Dawn of Everything", ("iop", 1): "Piranesi"}
    for (body, number), title in proposed.items():
        circle.person_answers(body, number, "nominations", Reply(question="book", title=title, text="It stays."))
    circle.close("nominations")
    life, dawn, piranesi = (circle.entry("nominations", title) for title in proposed.values())

    circle.body_answers("ni", "jury", Reply(question="merit", scores={life: 5, dawn: 5, piranesi: 3}))
    circle.body_answers("iop", "jury", Reply(question="merit", scores={life: 4}))
    circle.body_answers("bcs", "jury", Reply(question="merit", scores={dawn: 4, piranesi: 4}))
    circle.close("jury")
    won = circle.seen("bcs", "jury").put
    assert won.outcome
    assert {each.title for each in won.choices} == {"Entangled Life", "The Dawn of Everything"}
    assert set(won.outcome.tied) == set(won.outcome.winners) == {life, dawn}
    statuses = {title: circle.answered(*who, "nominations").status for who, title in proposed.items()}
    assert statuses == {"Entangled Life": "accepted", "The Dawn of Everything": "accepted", "Piranesi": "declined"}

    for body in circle.nodes:
        for number in range(2):
            circle.person_answers(body, number, "feedback", Reply(question="heard", scores={"heard": 4 + number}))
    circle.close("feedback")
    feedback = circle.outcome("feedback")
    assert (feedback.answers, feedback.figures[0].mean) == ("5 or more", ""), "nearly all have said the same"
    assert not circle.refused
