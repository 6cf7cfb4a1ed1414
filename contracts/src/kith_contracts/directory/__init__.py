"""The messages of the directory, by noun."""

from kith_contracts.directory import inside, letters, membership, networks, offices, reports, welcome
from kith_contracts.message import Message

MESSAGES: tuple[type[Message], ...] = tuple(
    message
    for noun in (
        inside,
        letters,
        membership,
        networks,
        offices,
        reports,
        welcome,
    )
    for message in noun.MESSAGES
)
