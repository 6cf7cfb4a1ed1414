"""`kith keys`: the keys with which a body, or the office, signs. Their private halves never leave the keyring."""

import json
import os
import sys
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Final

from cyclopts import Parameter

from kith_chassis.keys.keyring import Keyring, KeyringError
from kith_chassis.keys.signing import FOLDER, Signer, key_pairs, new_key
from kith_chassis.keys.trust import OFFICE_FILE, public_halves
from kith_cli.errors import StackError
from kith_cli.names import Holder
from kith_contracts.consortium import SigningKey
from kith_contracts.signing import PublicHalf
from kith_contracts.words import OFFICE

Keys = Annotated[Path, Parameter(name="--keys", env_var="KITH_KEYS")]
NO_FOLDER: Final = "KITH_KEYS is not set: the folder with the office's signing key. Next: kith keys new office"
AsJson = Annotated[bool, Parameter("--json", negative="")]


def new(
    body: Holder,
    *,
    keys: Keys,
    out: Annotated[Path | None, Parameter(name="--out")] = None,
    first: Annotated[bool, Parameter("--first", negative="")] = False,
    at_once: Annotated[bool, Parameter("--at-once", negative="")] = False,
) -> None:
    """Make a key, and print its public half as one line of JSON.

    The first key of a body is for use at once, a further one from tomorrow on, so that others know it before.

    Parameters
    ----------
    body
        Its slug, or `office` for the consortium's office.
    keys
        The folder of the node's keys.
    out
        Write the public half into this file, in place of printing it.
    first
        Only if there is none yet; else show the newest that there is.
    at_once
        For use at once, because the one before is lost.
    """
    keyring = Keyring(keys, body)
    made = not (first and keyring.names(FOLDER))
    half = new_key(keyring, body, datetime.now(UTC), at_once=at_once) if made else _halves(keys, body)[-1]
    if out:
        out.write_text(half.model_dump_json() + "\n")
    else:
        print(half.model_dump_json())
    where = out or "the line above"
    if made:
        print(
            f"The private half is in {keyring.folder / FOLDER}; keep a copy where nobody else reads it.",
            file=sys.stderr,
        )
    if body == OFFICE:
        print("Next: kith bodies admit gives it to each body, as office.json", file=sys.stderr)
    else:
        print(f"Next: give {where} to the office: kith bodies admit, or rotate-key, --key FILE", file=sys.stderr)


def list_keys(body: Holder, *, keys: Keys, as_json: AsJson = False) -> int:
    """Show the public halves of a keyring, one line of JSON each, the one that is used last at the end.

    Parameters
    ----------
    body
        Its slug, or `office`.
    keys
        The folder of the node's keys.
    as_json
        Print a list for programs.
    """
    halves = _halves(keys, body)
    if as_json:
        print(json.dumps([each.model_dump(mode="json") for each in halves], indent=2))
    for each in [] if as_json else halves:
        print(each.model_dump_json())
    return 0


def office_of(keys: Path | None) -> tuple[PublicHalf, ...]:
    """Whose registry to believe: what KITH_OFFICE_KEY says; for the office itself, its own keyring."""
    text, named = os.environ.get("KITH_OFFICE_KEY", ""), os.environ.get("KITH_OFFICE_KEY_FILE")
    if keys and not (text or named) and (keys / OFFICE).is_dir():
        return _halves(keys, OFFICE)
    given = sorted(keys.glob(f"*/{OFFICE_FILE}")) if keys and not (text or named) else []
    file = given[0] if given else Path(named) if named else None
    try:
        return public_halves(text, file)
    except KeyringError as error:
        raise StackError(str(error)) from None


def equip(keys: Path | None, bodies: Iterable[str]) -> dict[str, SigningKey]:
    """A key for the office and for each of these bodies, where there is none yet: for what runs on one machine."""
    if keys is None:
        raise StackError(NO_FOLDER)
    for body in (OFFICE, *(bodies := list(bodies))):
        if not Keyring(keys, body).names(FOLDER):
            new_key(Keyring(keys, body), body, datetime.now(UTC))
    return {body: key_pairs(Keyring(keys, body), body)[0].half.key for body in bodies}


def office_text(keys: Path | None) -> str:
    """What a node is told in KITH_OFFICE_KEY, where the office's keyring is at hand."""
    return "\n".join(each.model_dump_json() for each in office_of(keys))


def signer(keys: Path | None) -> Callable[[bytes], str]:
    """Signs as the office."""
    if keys is None:
        raise StackError(NO_FOLDER)
    try:
        return Signer(OFFICE, Keyring(keys, OFFICE), lambda: None)
    except KeyringError as error:
        raise StackError(str(error)) from None


def public_half(file: Path) -> PublicHalf:
    """What `kith keys new` has printed."""
    try:
        return PublicHalf.model_validate_json(file.read_text())
    except (OSError, ValueError):
        raise StackError(f"{file} is not the public half of a key, as `kith keys new` prints it.") from None


def _halves(keys: Path, body: str) -> tuple[PublicHalf, ...]:
    try:
        return tuple(pair.half for pair in key_pairs(Keyring(keys, body), body))
    except KeyringError as error:
        raise StackError(str(error)) from None
