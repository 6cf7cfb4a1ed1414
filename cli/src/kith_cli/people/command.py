"""`kith people watch`: lists that are put into a folder are taken in by the node."""

import json
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Annotated, Any, Final

from cyclopts import Parameter

from kith_chassis.path import crash
from kith_cli.errors import StackError
from kith_cli.keys import AsJson
from kith_cli.names import Body
from kith_cli.node_api import NodeApi, Told
from kith_cli.people.folder import DONE, LARGEST, REFUSED, Dropped, alone_in, content_of, dropped, put_away
from kith_cli.send import NodeUrl

FINE, LEFT = 0, 2
"""Exit codes; 1 is a failure, after which the same command goes on where it was."""
WRONG: Final = frozenset({400, 409, 413, 415, 422})
"""How the node answers where the file is wrong, and not the node, the token or the way."""
SETTLED: Final = 5.0
ROUND: Final = 10.0
Once = Annotated[bool, Parameter("--once", negative="")]
Seconds = Annotated[float, Parameter(validator=lambda _, value: _positive(value))]


def watch(
    body: Body,
    folder: Path,
    *,
    node: NodeUrl,
    once: Once = False,
    settle: Seconds = SETTLED,
    every: Seconds = ROUND,
    as_json: AsJson = False,
) -> int:
    """Take in each list of people that is put into a folder. It makes accounts, never memberships.

    Each file is tried first, and taken in if every line is right. It moves to `done` or `refused`, with a file beside
    it that says what came of it: numbers, and lines that are wrong, without anybody of the list. Who is left out is
    told there, and never forgotten. The same list again changes nothing. Reads KITH_TOKEN, of a system with the scope
    people:write. With --once the exit code is 2 if a file was refused; 1 is a failure.

    Parameters
    ----------
    body
        Whose people they are: `bcs`.
    folder
        Where lists are put, as .csv, .tsv or .txt.
    node
        Address of the node, http://127.0.0.1:8080.
    once
        Take in what is there, and end: for cron.
    settle
        Seconds for which a file must not have changed: then it is whole.
    every
        Seconds between two looks.
    as_json
        Print a line of JSON for each file.
    """
    with closing(NodeApi(node, body)) as api:
        while True:
            refused = 0
            for name, result in _round(api, folder, settle):
                refused += result["status"] == REFUSED
                print(json.dumps(result) if as_json else f"{name}: {_words(result)}", flush=True)
            if once:
                return LEFT if refused else FINE
            time.sleep(every)


def _round(api: NodeApi, folder: Path, settle: float) -> Iterator[tuple[str, dict[str, Any]]]:
    """What came of each file that is whole now; nothing while another watcher works here."""
    with alone_in(folder) as alone:
        for file in dropped(folder) if alone else ():
            if time.time() - file.changed < settle:
                continue
            content = content_of(file)
            if content is None:
                continue
            where, result = _taken(api, file, content)
            crash.point("list-taken")
            put_away(file, where, result)
            yield file.path.name, result


def _taken(api: NodeApi, file: Dropped, content: bytes) -> tuple[str, dict[str, Any]]:
    """Where the file goes, and what is told of it. Raises StackError if it is not the file that is wrong."""
    if len(content) > LARGEST:
        error = {"code": "too-large", "sentence": f"The file is larger than {LARGEST:,} bytes. Split it."}
        return REFUSED, {"file": file.path.name, "status": REFUSED, "errors": [error]}
    told = api.hand("directory", "people/list", content, trial="true")
    if told.fine:
        crash.point("list-tried")
        told = api.hand("directory", "people/list", content)
    if told.fine:
        left = {"proposed": _proposed(told.content["left_out"])} if told.content["left_out"] else {}
        return DONE, {"file": file.path.name, "status": DONE, **told.content, **left}
    if told.status in WRONG:
        return REFUSED, {"file": file.path.name, "status": REFUSED, "errors": _errors(told)}
    detail = str(told.content.get("detail", told.status))
    raise StackError(f"{detail} {file.path.name} stays where it is. KITH_TOKEN must have the scope people:write.")


def _errors(told: Told) -> list[dict[str, str]]:
    """Each with its place in the file, `3.address`, where there is one."""
    faults = told.content.get("errors") or [told.content | {"sentence": told.content.get("detail", "")}]
    return [{name: str(each[name]) for name in ("field", "code", "sentence") if each.get(name)} for each in faults]


def _proposed(left_out: int) -> str:
    return (
        f"{left_out} of an earlier list are not in this one, and stay. To have them forgotten for good, send this list "
        f"with that number: on the page of your organisation, or over HTTP with forget={left_out}."
    )


def _words(result: dict[str, Any]) -> str:
    if result["status"] == REFUSED:
        places = [f"{each.get('field', '')} {each['sentence']}".strip() for each in result["errors"]]
        return "; ".join(["refused, and nothing is taken in", *places])
    numbers = ", ".join(f"{result[name]} {name}" for name in ("new", "changed", "unchanged"))
    return f"{numbers}. {result.get('proposed', '')}".strip()


def _positive(value: float) -> None:
    if not 0 <= value <= 86_400:  # noqa: PLR2004 - a day
        raise ValueError("Seconds are from 0 to 86400.")
