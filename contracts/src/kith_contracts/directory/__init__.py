"""The messages of the directory, by noun."""

from kith_contracts.directory import (
    agreements,
    announcements,
    duties,
    inside,
    leads,
    letters,
    lists,
    membership,
    money,
    networks,
    offices,
    reports,
    suggestions,
    welcome,
)
from kith_contracts.message import Message

MESSAGES: tuple[type[Message], ...] = tuple(
    message
    for noun in (
        agreements,
        announcements,
        duties,
        inside,
        leads,
        letters,
        lists,
        membership,
        money,
        networks,
        offices,
        reports,
        suggestions,
        welcome,
    )
    for message in noun.MESSAGES
)
