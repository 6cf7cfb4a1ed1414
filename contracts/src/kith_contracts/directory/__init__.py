"""The messages of the directory, by noun."""

from kith_contracts.directory import inside, letters, membership, networks, reports, welcome
from kith_contracts.message import Message

MESSAGES: tuple[type[Message], ...] = tuple(
    message
    for noun in (
        inside,
        letters,
        membership,
        networks,
        reports,
        welcome,
    )
    for message in noun.MESSAGES
)
