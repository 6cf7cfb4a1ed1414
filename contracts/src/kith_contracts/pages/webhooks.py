"""Webhooks as their owner sees them: how each stands, its keys, and what was tried."""

from pydantic import Field

from kith_contracts.descriptions import Described
from kith_contracts.notify.webhooks import FactType, Mailed, WebhookName, WebhookStatus
from kith_contracts.words import Code, FullName, Moment, Url


class OwnWebhook(Described):
    """A webhook of the organisation, and how it stands."""

    webhook: WebhookName
    url: Url
    """Where facts are sent."""
    types: list[FactType]
    """Only facts of these types; none means all."""
    names: list[FullName]
    """Only facts about these networks and events; none means all."""
    status: WebhookStatus
    reason: Code
    """Why it is stopped, otherwise empty."""
    sentence: str
    """The same for people, and what to do."""
    mailed: Mailed
    """Whether those who speak for the organisation were mailed that it is stopped."""
    sent_up_to: int = Field(ge=0)
    """Number of the last fact that was tried or was not wanted."""
    to_send_again: int = Field(ge=0)
    """How many facts were not taken, and are sent again."""
    next_attempt: Moment | None
    """When the next of these is tried."""


class WebhookKeys(Described):
    """By what a receiver knows that a request comes from this node (Standard Webhooks 1.0.0). For a day after a change
    there are two of each, the new one first.
    """

    secrets: list[str]
    """Shared secrets, `whsec_...`, for signatures `v1` (HMAC-SHA256). Keep them as you keep passwords."""
    public_keys: list[str]
    """Public keys, `whpk_...`, for signatures `v1a` (Ed25519)."""


class WebhookAttempt(Described):
    """One request to the server of a webhook."""

    number: int = Field(ge=0)
    """Number of the fact that was sent; 0 for the question whether facts may be sent."""
    attempt: int = Field(ge=1)
    """Which attempt it was, from 1."""
    at: Moment
    """When it began."""
    status: int | None
    """Status of the answer; null if none came."""
    trouble: str
    """Code of what went wrong on the way, `too-slow`; empty if an answer came."""
    sentence: str
    """The same for people, and what to do."""
    milliseconds: int = Field(ge=0)
    """How long it took."""
    excerpt: str
    """The beginning of the answer, as text."""
    next: Moment | None
    """When it is tried again; null if it was taken, or is given up."""
