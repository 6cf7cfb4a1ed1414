"""What can be known of settings before anything starts: files and folders that are missing, closed, full or wrong."""

import json
from collections.abc import Callable, Iterable, Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import Final

from pymongo.errors import PyMongoError

from kith_chassis import addresses
from kith_chassis.http.tokens import keys_in
from kith_chassis.keys.keyring import KeyringError
from kith_chassis.keys.signing import key_pairs
from kith_chassis.keys.trust import keyring_of, office_keys
from kith_chassis.mongo import connect
from kith_chassis.settings import Settings

PROBE: Final = "probe"


def faults(settings: Settings) -> Iterator[str]:
    """Every setting that cannot work, in a sentence that begins with its variable."""
    for variable, look in LOOKS:
        try:
            look(settings)
        except (KeyringError, ValueError, OSError, PyMongoError) as error:
            sentence = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
            yield sentence if sentence.startswith("KITH_") else f"{variable}: {sentence}"


def mistyped(environment: Iterable[str]) -> dict[str, str]:
    """Variables that no setting has, and of which setting each may be a slip of the pen. Tools have others."""
    known = [f"KITH_{name.upper()}" for name in Settings.model_fields]
    environment = [name for name in environment if not name.startswith("KITH_CONSOLE_")]  # the pages have their own
    strange = {name for name in environment if name.startswith("KITH_")} - set(known)
    return {name: near[0] for name in sorted(strange) if (near := get_close_matches(name, known, n=1, cutoff=0.85))}


def _keys(settings: Settings) -> None:
    for body in settings.bodies:
        settings.cluster(body).arguments()
        keyring = keyring_of(settings, body)
        key_pairs(keyring, body)
        try:
            keyring.write(PROBE, b"")
            keyring.destroy(PROBE)
        except OSError as error:
            raise KeyringError(
                f"{keyring.folder} cannot be written to ({error.strerror}). The node makes keys there twice a day."
            ) from None


def _issuer(settings: Settings) -> None:
    if (file := settings.jwks_file) is None:
        return
    try:
        usable = keys_in(json.loads(file.read_bytes()))
    except OSError as error:
        raise ValueError(f"{file} cannot be read ({error.strerror})") from None
    except (ValueError, RecursionError):
        usable = {}
    if not usable:
        raise ValueError(f'{file} has no key that we can use. It must be a JWK set, {{"keys": [...]}}')


def _calendars(settings: Settings) -> None:
    if settings.calendars is not None and not _is_folder(settings.calendars):
        raise ValueError(f"there is no folder {settings.calendars}")


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        return False


def _database(settings: Settings) -> None:
    try:
        connect(settings.mongo_url.get_secret_value()).close()
    except PyMongoError:  # it could quote the password
        raise ValueError(addresses.NO_DATABASE) from None


LOOKS: Final[tuple[tuple[str, Callable[[Settings], object]], ...]] = (
    ("KITH_KEYS", _keys),
    ("KITH_OFFICE_KEY", office_keys),
    ("KITH_JWKS_FILE", _issuer),
    ("KITH_CALENDARS", _calendars),
    ("KITH_MONGO_URL", _database),
)
