"""What a server that receives facts is asked, and whether its answers are right. Pure: keys and time are given."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from kith_chassis.http.webhook_signature import SHARED, new_private_key, new_secret, signature_headers
from kith_cli.conform.rules import Finding
from kith_cli.published.golden.all import samples
from kith_contracts.pages.cloud_events import STRUCTURED

LONGEST: Final = 15.0
"""Seconds in which an answer must come."""
STALE: Final = 600
"""Seconds by which a time is wrong on purpose."""
LARGE: Final = 890_000
FACTS: Final = ("events.event-published.v1.json", "directory.network-published.v1.json")
ORIGIN: Final = "conform.kith.example"
AT_ONCE: Final = 5


class Try(NamedTuple):
    """One request to the server: what it is about, and whether it is to be taken."""

    rule: str
    headers: dict[str, str]
    content: bytes
    taken: bool = True


class Answer(NamedTuple):
    """What the server said. `status` is 0 where nothing came."""

    rule: str
    status: int
    seconds: float
    headers: Mapping[str, str]
    taken: bool = True


def golden(name: str) -> dict[str, Any]:
    """A golden fact, as a node sends it."""
    sample = samples()[name]
    attributes = {key[3:]: value for key, value in sample["headers"].items() if key.startswith("ce_")}
    attributes.pop("partitionkey", None)
    return {**attributes, "datacontenttype": "application/json", "data": sample["data"]}


def tries(keys: Sequence[str], now: int) -> Iterator[Try]:
    """All requests after the handshake, in their order. `keys` are those that the server was given."""

    def one(rule: str, event: dict[str, Any], id: str, *, at: int = now, by: Sequence[str] = keys, **how: Any) -> Try:
        content = _bytes(event)
        return Try(
            rule, _headers(signature_headers(by, id, at, content)), how.get("sent", content), how.get("taken", True)
        )

    fact, other = (golden(name) for name in FACTS)
    foreign = [new_secret() if key.startswith(SHARED) else new_private_key() for key in keys]
    yield one("takes", fact, "conform-1")
    yield one("takes", other, "conform-2")
    broken = _headers(signature_headers(keys, "conform-3", now, b"something else"))
    yield Try("wrong-signature", broken, _bytes(fact), taken=False)
    altered = _bytes({**fact, "subject": "iop/another"})
    yield one("altered", fact, "conform-4", sent=altered, taken=False)
    yield one("other-key", fact, "conform-5", by=foreign, taken=False)
    yield one("old", fact, "conform-6", at=now - STALE, taken=False)
    yield one("future", fact, "conform-7", at=now + STALE, taken=False)
    yield one("two-signatures", fact, "conform-8", by=[*foreign, *keys])
    yield one("repeated", fact, "conform-1")
    yield one("unknown", {**fact, "type": "org.kith.events.not-thought-of.v1", "colour": "blue"}, "conform-9")
    yield one("large", {**fact, "data": {**fact["data"], "padding": "x" * LARGE}}, "conform-10")
    for number in range(AT_ONCE):
        yield one("at-once", fact, f"conform-{11 + number}")


def judge(answers: Iterable[Answer]) -> list[Finding]:
    """All that is wrong with these answers."""
    return [finding for each in answers for finding in _judged(each)]


def _judged(answer: Answer) -> Iterator[Finding]:
    said = f"It answered {answer.status}." if answer.status else "It did not answer."
    took = 200 <= answer.status < 300  # noqa: PLR2004 - 2xx
    if 300 <= answer.status < 400:  # noqa: PLR2004 - 3xx
        yield Finding("redirects", answer.rule, said)
    elif answer.seconds > LONGEST:
        yield Finding("in-time", answer.rule, f"It took {answer.seconds:.1f} s.")
    elif answer.rule == "handshake":
        allowed = answer.headers.get("webhook-allowed-origin", "").strip()
        if not took or allowed not in ("*", ORIGIN):
            yield Finding("handshake", "handshake", f"{said[:-1]}, and allows {allowed or 'nobody'}.")
    elif took != answer.taken:
        yield Finding(answer.rule, answer.rule, said)


def _headers(signed: dict[str, str]) -> dict[str, str]:
    return {**signed, "content-type": STRUCTURED}


def _bytes(event: dict[str, Any]) -> bytes:
    return json.dumps(event, ensure_ascii=False).encode()
