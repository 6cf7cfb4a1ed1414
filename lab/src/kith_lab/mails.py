"""`kith mails`: the mails that the demo has caught, in a list, one of them, or as they were sent."""

import json
import re
import sys
from pathlib import Path
from typing import Annotated, Final

from cyclopts import Parameter
from rich.console import Console
from rich.table import Table

from kith_lab.servers.mailbox import FOLDER, Kept, kept, one

FINE, FAILED = 0, 1
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def mails(
    number: int | None = None,
    *,
    raw: Annotated[bool, Parameter("--raw", negative="")] = False,
    as_json: Annotated[bool, Parameter("--json", negative="")] = False,
    data: Annotated[Path, Parameter(name="--data", env_var="KITH_DATA")] = Path(".kith"),
) -> int:
    """Show the mails that the demo has caught: all in a list, or one by its number.

    Parameters
    ----------
    number
        Which one to show; without it all are listed.
    raw
        Write the mail as it was sent.
    as_json
        Print it for programs.
    data
        The folder that holds everything of Kith's.
    """
    folder = data / "demo" / FOLDER
    if number is None:
        return _all(kept(folder), folder, as_json=as_json)
    if (found := one(folder, number)) is None:
        print(f"There is no mail of number {number} in {folder}. `kith mails` lists them.", file=sys.stderr)
        return FAILED
    if raw:
        sys.stdout.buffer.write(found.content)
    elif as_json:
        print(json.dumps({"number": number, "headers": found.headers, "parts": found.parts}, indent=2))
    else:
        print(*[f"{name}: {plain(value)}" for name, value in found.headers.items()], sep="\n")
        for kind, text in found.parts:
            print(f"\n--- {kind}\n{plain(text)}")
    return FINE


def plain(text: str) -> str:
    """As a terminal may show it: nothing in it moves the cursor, or turns what follows."""
    return _CONTROL.sub("\ufffd", text.replace("\r\n", "\n"))


def _all(found: list[Kept], folder: Path, *, as_json: bool) -> int:
    if as_json:
        print(json.dumps([{"number": each.number, **each.headers} for each in found], indent=2))
        return FINE
    if not found:
        print(f"There are no mails in {folder}. `kith demo` makes some.", file=sys.stderr)
        return FAILED
    table = Table("number", "to", "subject", "date")
    for each in found:
        table.add_row(str(each.number), *[plain(each.headers.get(name, "")) for name in ("To", "Subject", "Date")])
    Console(markup=False, highlight=False).print(table)
    return FINE
