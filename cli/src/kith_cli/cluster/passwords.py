"""New passwords: known to a file before the cluster knows them, and proven before they stand in the old one's place."""

import asyncio
import time
from pathlib import Path
from typing import Final

from aiokafka.client import AIOKafkaClient
from aiokafka.errors import KafkaError

from kith_chassis.kafka.cluster import FILE, Cluster, Credential, new_credential
from kith_chassis.keys.keyring import Keyring
from kith_chassis.path import crash
from kith_cli.cluster.admin import Admin
from kith_cli.cluster.apply import PAUSE, SEEN_WITHIN, locked
from kith_cli.errors import StackError

NEXT: Final = "next"
"""The folder, below a principal's own, of a password that is not proven yet."""


def prove(cluster: Cluster, within: float = SEEN_WITHIN) -> None:
    """Log in with what its file says; a broker learns of a new password a moment after it is set. StackError."""
    deadline = time.monotonic() + within
    while not asyncio.run(_logs_in(cluster)):
        if time.monotonic() > deadline:
            raise StackError(f"{cluster.principal} cannot log in. Next: kith bodies rotate, with the same folder")
        time.sleep(PAUSE)


def renew(office: Cluster, principal: str, into: Path) -> None:
    """Another password for a user that there is, in the place of the file that holds the old one. Where this was
    interrupted it goes on with the password that it had made.
    """
    with locked(into):
        following = Keyring(into / principal, NEXT)
        if not (following.folder / FILE).exists():
            following.write(FILE, new_credential(principal).kept)
        candidate = Cluster(office.bootstrap, NEXT, into / principal, office.protocol, office.ca_file)
        crash.point("password-kept")
        with Admin(office) as admin:
            admin.set_passwords([_checked(candidate, principal)])
        crash.point("password-set")
        prove(candidate)
        (following.folder / FILE).replace(into / principal / FILE)
        following.folder.rmdir()


def _checked(candidate: Cluster, principal: str) -> Credential:
    credential = candidate.credential()
    if credential.user != principal:
        raise StackError(f"{candidate.keys}/{NEXT}/{FILE} is of {credential.user}: remove it, and do this again.")
    return credential


async def _logs_in(cluster: Cluster) -> bool:
    client = AIOKafkaClient(**cluster.arguments())
    try:
        await client.bootstrap()
    except KafkaError:
        return False
    finally:
        await client.close()
    return True
