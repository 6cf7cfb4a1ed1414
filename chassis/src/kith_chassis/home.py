"""Which secret and which folder of keys belong to the database of a body. A node with others does not start.

With another secret every person has another id, so nobody would be found; with another folder nothing personal opens.
"""

import secrets
from typing import Final

from kith_chassis.keys.keyring import Keyring, KeyringError
from kith_chassis.keys.vault import Vault

FILE: Final = "id"
"""In the keyring: a random name of this folder. A copy of the folder has the same."""
COLLECTION: Final = "home"
UNCHANGED: Final = "Nothing is lost, and nothing was changed."
OTHER_DATABASE: Final = "If the database is the wrong one: KITH_MONGO_URL, KITH_DATABASE_PREFIX."


class WrongHome(Exception):
    """The secret or the folder of keys is not that of the database; the text says of which bodies, and what to do."""


async def fault(vault: Vault, keyring: Keyring, body: str) -> str:
    """What of this node does not belong to the database of this body, in a sentence, if anything. The first node to ask
    notes its own; of several that are first at once, only one does.
    """
    homes = vault.keys.database[COLLECTION]
    known = await homes.find_one({"_id": body})
    if known is None:
        if closed := await _closed(vault, keyring, body):
            return closed
        folder = keyring.create(FILE, secrets.token_hex(16).encode()).decode()
        mine = {"secret": vault.keyed("home"), "folder": folder}
        await homes.update_one({"_id": body}, {"$setOnInsert": mine}, upsert=True)
        known = await homes.find_one({"_id": body})
    if known["secret"] != vault.keyed("home"):
        return (
            f"KITH_SECRET or KITH_SECRET_FILE: this is not the secret with which the database of {body} was made. "
            f"{UNCHANGED} Start again with that one; it cannot be replaced by another. {OTHER_DATABASE}"
        )
    if known["folder"] != _folder(keyring):
        return (
            f"KITH_KEYS: {keyring.folder} is not the folder of keys with which the database of {body} was made. "
            f"{UNCHANGED} Start again with that folder or its newest copy. {OTHER_DATABASE}"
        )
    return await _closed(vault, keyring, body)


def _folder(keyring: Keyring) -> str:
    try:
        return keyring.read(FILE).decode(errors="replace")
    except KeyringError:
        return ""


async def _closed(vault: Vault, keyring: Keyring, body: str) -> str:
    """That the newest keys of persons do not open, if so: as with an older copy of the folder."""
    newest = await vault.keys.find_one({"wrapped": {"$exists": True}}, sort=[("day", -1)])
    if newest is None or vault.opens(newest):
        return ""
    day = newest["day"].partition(".")[0]
    return (
        f"KITH_KEYS: {keyring.folder} does not open the keys of persons in the database of {body}, as of {day}. "
        f"{UNCHANGED} Put back the copy of the folder that belongs to this database, and look whether KITH_SECRET or "
        "KITH_SECRET_FILE is the right one."
    )
