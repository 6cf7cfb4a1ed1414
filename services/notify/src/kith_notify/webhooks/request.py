"""What a server is asked: whether it agrees, and to take a fact (CloudEvents 1.0.2 in structured mode)."""

from collections.abc import Mapping
from datetime import datetime
from hashlib import blake2b
from typing import Final
from urllib.parse import urlsplit

from kith_chassis.decision import Keyed
from kith_chassis.http.webhook_signature import signature_headers
from kith_chassis.service import BodyService
from kith_contracts.pages.cloud_events import STRUCTURED
from kith_notify.journal.journal import Entry
from kith_notify.webhooks.keys import signing_keys
from kith_notify.webhooks.webhook import Webhook

ASK: Final = "webhook-request-origin"
AGREE: Final = "webhook-allowed-origin"


def of_fact(keyed: Keyed, webhook: Webhook, entry: Entry, now: datetime) -> tuple[dict[str, str], bytes]:
    """Headers and content. The id of the request follows from the fact: it is the same in each attempt and replay, and
    no other fact ever has it.
    """
    content = entry.told().model_dump_json(exclude_none=True).encode()
    id = blake2b(f"{entry.source}\0{entry.message}".encode(), digest_size=16).hexdigest()
    signed = signature_headers(signing_keys(keyed, webhook, now), id, int(now.timestamp()), content)
    return {**signed, "content-type": STRUCTURED}, content


def of_handshake(origin: str) -> dict[str, str]:
    """The headers of the question."""
    return {ASK: origin}


def agrees(headers: Mapping[str, str], origin: str) -> bool:
    """Whether the answer allows this origin, or all."""
    return headers.get(AGREE, "").strip() in ("*", origin)


def origin_of(running: BodyService) -> str:
    """The name under which this node asks: that of its public address, or the slug of the organisation."""
    return urlsplit(running.settings.public_url).hostname or running.body
