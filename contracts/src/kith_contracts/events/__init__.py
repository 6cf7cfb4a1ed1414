"""The messages of joint events, by noun."""

from kith_contracts.events import (
    actions,
    agreements,
    answers,
    asks,
    calendar_links,
    check_in,
    checks,
    codes,
    details,
    draws,
    entries,
    facilitators,
    grants,
    holds,
    introductions,
    leads,
    letters,
    mixing,
    online,
    outcomes,
    places,
    programme,
    settlement,
    speakers,
    suggestions,
)
from kith_contracts.message import Message

MESSAGES: tuple[type[Message], ...] = tuple(
    message
    for noun in (
        actions,
        agreements,
        answers,
        asks,
        calendar_links,
        check_in,
        checks,
        codes,
        details,
        draws,
        entries,
        facilitators,
        grants,
        holds,
        introductions,
        leads,
        letters,
        mixing,
        online,
        outcomes,
        places,
        programme,
        settlement,
        speakers,
        suggestions,
    )
    for message in noun.MESSAGES
)
