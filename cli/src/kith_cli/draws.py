"""`kith draw verify`: computes a draw of places again from its record, without any node."""

import json
from pathlib import Path

from pydantic import ValidationError

from kith_cli.errors import StackError
from kith_cli.topics import AsJson
from kith_contracts.events.draws import DrawRecord, fault_of, rank_of, ticket_of

FINE, FAILED = 0, 1
MOST_BYTES = 1_000_000


def verify(file: Path, *, as_json: AsJson = False) -> int:
    """Compute a draw again: its seed from the shares, each ticket from the seed, the order from the tickets.

    The exit code is 0 when all comes out as the record says.

    Parameters
    ----------
    file
        The record, or what a node answers at `/events/v1/<body>/draws/<lead>/<event>/<part>`, or below
        `/events/v1/<body>/people/<person>` to who was in it: then their position in the draw is told.
    as_json
        Print `{"right", "code", "sentence", "field", "entries", "withheld", "rank"}` for programs.
    """
    record, registration = _read(file)
    rank = rank_of(record, registration) if registration else None
    wrong = fault_of(record)
    withheld = [share.body for share in record.shares if not share.share]
    if as_json:
        found = (
            {"code": wrong.code, "sentence": wrong.sentence, "field": wrong.field}
            if wrong
            else {"code": "", "sentence": "", "field": ""}
        )
        answer = {"right": wrong is None, **found, "entries": len(record.order)}
        print(json.dumps({**answer, "withheld": withheld, "rank": rank}))
    elif wrong:
        print(f"This draw is not right: {wrong.sentence} ({wrong.code}, {wrong.field})")
        print("Next: ask the other hosts for their records of this draw, and compare them.")
    else:
        _tell(record, withheld)
        if registration:
            print(f"You were drawn as number {rank}." if rank else "You were not in the draw when it was closed.")
    return FAILED if wrong else FINE


def _tell(record: DrawRecord, withheld: list[str]) -> None:
    given = [share.body for share in record.shares if share.share]
    entries, closes = len(record.order), f"{record.closes:%Y-%m-%d %H:%M %Z}"
    print(f"Right: {record.event}, {record.part}, {entries} in the draw, closed {closes}.")
    print(f"The seed is made of shares of: {', '.join(given)}.")
    if withheld:
        print(f"Committed to a share and did not reveal it in time: {', '.join(withheld)}.")
    if record.order:
        print(f"First drawn: {record.order[0]}, with the ticket {ticket_of(record.seed, record.order[0])[:16]}...")


def _read(file: Path) -> tuple[DrawRecord, str]:
    """The record, and by which pseudonym who has asked for it was in the draw, if that is said."""
    try:
        if file.stat().st_size > MOST_BYTES:
            raise StackError(f"{file} is too large for the record of a draw.")
        content = json.loads(file.read_bytes())
        return DrawRecord.model_validate(content.get("record", content)), str(content.get("registration") or "")
    except OSError as error:
        raise StackError(f"{file} cannot be read: {error.strerror}.") from None
    except (ValueError, AttributeError) as error:
        where = ".".join(map(str, error.errors()[0]["loc"])) if isinstance(error, ValidationError) else "JSON"
        raise StackError(f"{file} is no record of a draw: look at {where or 'the whole'}.") from None
