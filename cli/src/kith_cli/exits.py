"""How a command ends that cannot go on: with one sentence for a person, and an exit code. A trace goes into a file."""

import os
import sys
import tempfile
import traceback
from typing import Final

from aiokafka.errors import KafkaError
from kafka.errors import KafkaError as AdminError
from pydantic import ValidationError
from pymongo.errors import PyMongoError

from kith_chassis.keys.keyring import KeyringError
from kith_cli.errors import StackError

FAULT: Final = 1
INTERRUPTED: Final = 130


def ended(error: BaseException) -> int:
    """Say on standard error what happened; the exit code."""
    error = _first(error)
    if isinstance(error, KeyboardInterrupt):
        return INTERRUPTED
    if isinstance(error, BrokenPipeError):  # who read our output has gone: nothing to say to them
        drop_output()
        return FAULT
    print(f"kith: {_sentence(error)}", file=sys.stderr)
    if isinstance(error, OSError):
        drop_output()
    return FAULT


def drop_output() -> None:
    """What could not be written is not tried again while Python ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.__stdout__.fileno() if sys.__stdout__ else 1)


def _first(error: BaseException) -> BaseException:
    """The one fault that a group of them began with."""
    return _first(error.exceptions[0]) if isinstance(error, BaseExceptionGroup) else error


def _sentence(error: BaseException) -> str:  # noqa: PLR0911 - a table
    match error:
        case StackError() | KeyringError():
            return str(error)
        case KafkaError() | AdminError():
            why = type(error).__name__
            return (
                f"Kafka does not answer as it should ({why}). Is it running, and is KITH_KAFKA_BOOTSTRAP its address?"
            )
        case PyMongoError():
            return f"The database does not answer as it should ({type(error).__name__}). Look at KITH_MONGO_URL."
        case ImportError() if getattr(error.__cause__ or error, "name", "") == "aiosmtpd":
            return "the demo needs more than a node: pip install kith-lab"
        case OSError() if error.strerror:
            return f"{error.filename}: {error.strerror}" if error.filename else error.strerror
        case UnicodeDecodeError():
            return "A file is not text in UTF-8."
        case ValidationError():
            first = error.errors()[0]
            return f"{'.'.join(map(str, first['loc'])) or 'The content'}: {first['msg']}."
    return f"This is a fault of kith: {type(error).__name__}. {_kept(error)}"


def _kept(error: BaseException) -> str:
    """Where the details are. Only the owner may read them: they could quote what was typed."""
    try:
        descriptor, name = tempfile.mkstemp(prefix="kith-", suffix=".log", text=True)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            traceback.print_exception(error, file=file)
    except OSError as full:
        return f"The details could not be written ({full.strerror})."
    return f"The details are in {name}; please send them to the maintainers."
