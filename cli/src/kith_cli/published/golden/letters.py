"""Golden messages about letters."""

from kith_cli.published.golden.golden import Golden
from kith_contracts import letters

STREAM = "0f1e2d3c4b5a6978"


def of_letters() -> list[Golden]:
    place = {"place": "0"}
    return [
        Golden(letters.LettersMissing(stream=STREAM, number=4, until=6, **place), "bcs", "iop/events"),
        Golden(letters.LettersGone(stream=STREAM, until=4, **place), "iop", "bcs/events"),
        Golden(letters.LettersSent(sent=[letters.Sent(stream=STREAM, number=6)], **place), "iop", "bcs/events"),
    ]
