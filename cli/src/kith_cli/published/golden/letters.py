"""Golden messages about letters."""

from kith_cli.published.golden.golden import Golden
from kith_contracts.letters import Kinds, Sent
from kith_contracts.registry import LETTERS

STREAM = "0f1e2d3c4b5a6978"


def of_letters() -> list[Golden]:
    return [golden for service, kinds in LETTERS.items() for golden in _of(service, kinds)]


def _of(service: str, kinds: Kinds) -> list[Golden]:
    sent = [Sent(stream=STREAM, number=6)]
    return [
        Golden(kinds.missing(stream=STREAM, number=4, until=6, place="0"), "bcs", f"iop/{service}"),
        Golden(kinds.gone(stream=STREAM, until=4, place="0"), "iop", f"bcs/{service}"),
        Golden(kinds.sent(sent=sent, place="0"), "iop", f"bcs/{service}"),
    ]
