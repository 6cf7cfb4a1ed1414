"""Bad examples of rules, as the checks of `kith conform` see them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from kith_cli.conform import messages, receiver, sender
from kith_cli.conform.receiver import Answer
from kith_cli.conform.rules import rules
from kith_cli.conform.sender import Exchange

OF_ANY = ("redirects", "in-time")
"""Rules that each answer can break."""


def broken(id: str, bad: Any, now: datetime) -> set[str]:
    """The rules that an example breaks."""
    match rules()[id].of:
        case "messages":
            return {each.rule for each in _messages(bad, now)}
        case "sender":
            return {each.rule for each in sender.judge([Exchange(**each) for each in bad], now)}
    refused = {each.rule for each in receiver.tries(["whsec_" + "A" * 43 + "="], 10**9) if not each.taken}
    answer = Answer("takes" if id in OF_ANY else id, **bad, taken=id not in refused)
    return {each.rule for each in receiver.judge([answer])}


def events_of(bad: Any) -> list[Any]:
    """The events of an example."""
    if isinstance(bad, Mapping) and "repeat" in bad:
        return [{**bad["event"], "source": bad["repeat"] * bad["times"]}]
    return bad if isinstance(bad, list) else [bad]


def _messages(bad: Any, now: datetime) -> list[Any]:
    if isinstance(bad, str):
        found, unread = messages.events_in(bad)
        return [*unread, *messages.check(found, now)]
    return messages.check([(str(number), each) for number, each in enumerate(events_of(bad))], now)


def event_of(sample: Mapping[str, Any]) -> dict[str, Any]:
    """A golden message as an event in structured mode."""
    headers = {key[3:]: value for key, value in sample["headers"].items() if key.startswith("ce_")}
    return {**headers, "data": sample["data"]}
