"""`kith bodies admit`: an organisation is admitted, or comes back."""

import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from kith_chassis.kafka.cluster import FILE, Cluster
from kith_chassis.keys.keyring import Keyring
from kith_chassis.keys.trust import OFFICE_FILE
from kith_cli.bodies import KeyFile, key_of, observed
from kith_cli.cluster.passwords import prove
from kith_cli.errors import StackError
from kith_cli.keys import office_text
from kith_cli.names import Body
from kith_cli.office import admit_bodies
from kith_cli.office_registry import again
from kith_cli.reach import Reach
from kith_cli.topics import registry
from kith_contracts.access.cluster import principals_of
from kith_contracts.consortium import BodyKind, BodyRegistered


def admit(
    body: Body,
    name: str | None = None,
    kind: BodyKind | None = None,
    *,
    reach: Reach,
    into: Annotated[Path | None, Parameter(name="--into")] = None,
    key: KeyFile | None = None,
) -> None:
    """Make topics, users, rights and quotas of a body, and say in the registry that it takes part.

    `kith bodies admit bcs` brings back a body that was suspended: what is not given stays as it was.

    Parameters
    ----------
    body
        Its slug, `bcs`: letters and digits.
    name
        Its name in full; needed the first time.
    kind
        What kind of organisation it is; the first time `other`, if it is not said.
    into
        The folder for its credentials: `<into>/bcs/kafka.json` for its node, `<into>/bcs-systems/kafka.json`;
        and for the office's public key, `<into>/bcs/office.json`. Needed while it has no passwords.
    key
        A file with the public half of its signing key, as `kith keys new` printed it at the body.
    """
    office = reach.as_principal()
    keys = [key_of(body, key)] if key else []
    known, before = asyncio.run(registry(office)).get(body), observed(office, body).users
    made = [principal for principal in principals_of(body) if principal not in before]
    if not (known or name):
        raise StackError(f"The registry does not name {body} yet. Next: kith bodies admit {body} NAME --into FOLDER")
    if made and into is None:
        raise StackError(f"{body} gets new passwords. Next: the same with --into FOLDER, the folder for them")
    first = BodyRegistered(body=body, name=name or body, kind=kind or "other", keys=keys, version=1)
    wanted = again(known, name, kind, keys) if known else first
    asyncio.run(admit_bodies(office, [wanted], into))
    print(f"{body} is admitted.")
    if into is not None:
        _hand_out(office, body, made, into)
    if not made:
        print(f"It has its passwords already. For new ones: kith bodies rotate {body} --into FOLDER")
    _tell_next(body, wanted)


def _tell_next(body: str, wanted: BodyRegistered) -> None:
    if not wanted.keys:
        print(
            f"Warning: {body} has no signing key in the registry, so nobody believes what it says.\n"
            f"Next, at {body}: kith keys new {body}; then here: kith bodies rotate-key {body} --key FILE",
            file=sys.stderr,
        )
    print("Next: docs/joining.md, from where its node starts")


def _hand_out(office: Cluster, body: str, made: Sequence[str], into: Path) -> None:
    """The passwords of users that were made now, tried before, and the public half of the office's key."""
    for principal in made:
        prove(Cluster(office.bootstrap, principal, into, office.protocol, office.ca_file))
        print(f"{into / principal / FILE}: give it to {body}, by a safe way, and keep no copy.")
    Keyring(into, body).write(OFFICE_FILE, office_text(office.keys).encode() + b"\n")
