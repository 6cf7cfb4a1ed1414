"""What can go wrong on the path of a message, and what is done about it.

Unreadable   (contracts)  bytes that no reader can take: parked at once, with the reason
TooLarge     (wire)       a decision says more than may be sent: its record is parked, its states are not kept
Unwritable                the database refuses what this record says: the record is parked, alone
Conflict                  a state is not what was decided on: load and decide again
Fenced                    another process owns the partition now: forget it
(an alarm)                the log no longer holds what comes next: the partition has stopped, see `Flow.alarms`
anything of `FORBIDDEN`   a right is missing, as while a body is suspended: the same, for as long as it takes
NoKey                     no key may sign now: wait until the office has published one
WrongPassword             the database refuses user or password when the process starts: it ends, and says so
NotTied      (catalogue)  a line of the catalogue does not fit its decision: the process does not start
a refusal (`is_refusal`)  a server refuses user or password later: wait, and say that it is no outage
anything of `PASSING`     a server is away: wait, with growing pauses, and do the same again
anything else             a bug in a decision: the record is parked; elsewhere: see `recovery`, all else goes on
"""

from collections.abc import Iterable
from functools import cache
from typing import Final

from aiokafka.errors import (
    AuthenticationFailedError,
    GroupAuthorizationFailedError,
    KafkaError,
    SaslAuthenticationFailed,
    TopicAuthorizationFailedError,
)
from pymongo.errors import OperationFailure, PyMongoError

from kith_contracts.descriptions import field_names
from kith_contracts.registry import MODELS


class NoKey(Exception):
    """No key of ours is known to others and valid now, so nothing can be said to them."""


FORBIDDEN: Final = (TopicAuthorizationFailedError, GroupAuthorizationFailedError)
NO_RIGHTS: Final = (
    "The consortium's office has suspended this organisation, or has not admitted it yet, so it may not write or read. "
    "No server is away, and nothing is lost. Ask the office."
)
"""What is meant by any of them."""
PASSING: Final = (KafkaError, PyMongoError, OSError, TimeoutError, NoKey)


AUTHENTICATION_FAILED: Final = 18
"""MongoDB's code."""


class WrongPassword(Exception):
    """A server refuses the user or password of our settings, which no waiting mends."""


class Unwritable(Exception):
    """The database refuses these records for what they say, and will refuse them again."""


class Conflict(Exception):
    """A state or claim is no longer what the decision was made on."""


class Fenced(Exception):
    """Another process has taken over a partition of ours."""


def is_refusal(error: BaseException | None) -> bool:
    """Whether a server is there, and refuses our user or password."""
    if isinstance(error, OperationFailure):
        return error.code == AUTHENTICATION_FAILED
    return isinstance(error, SaslAuthenticationFailed | AuthenticationFailedError)


def told_place(steps: Iterable[int | str]) -> str:
    """Where in a request something is wrong, `terms.seats.0.pool`. A step can be a name that the sender made up, and so
    content: only those are told that the contracts know.
    """
    return ".".join(str(step) if isinstance(step, int) or step in _known_names() else "*" for step in steps)


@cache
def _known_names() -> frozenset[str]:
    names = (field_names(model) for model in MODELS.values())
    return frozenset({"idempotency-key", "after", "most", "id"}.union(*names))


def told(error: BaseException) -> str:
    """What may be logged of an error: servers name addresses and codes, all others could quote a message."""
    name, code = type(error).__name__, getattr(error, "code", None)
    if isinstance(error, FORBIDDEN):
        return f"{name}: {NO_RIGHTS}"
    if isinstance(error, PyMongoError):
        return f"{name}, code {code}" if code else name
    return f"{name}: {error}" if isinstance(error, (*PASSING, WrongPassword)) and str(error) else name
