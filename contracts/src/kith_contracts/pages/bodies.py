"""Organisations, as the registry, their own profile and the office show them."""

from datetime import datetime
from typing import Literal

from kith_contracts.consortium import BodyKind, BodyRegistered
from kith_contracts.descriptions import Described
from kith_contracts.directory.networks import ProfilePublished


class KeyState(Described):
    """A key with which a body signs."""

    name: str
    not_after: datetime
    state: Literal["good", "to come", "over", "revoked"]


class BodyState(Described):
    """A body, as the registry and its own public facts show it."""

    body: str
    name: str
    kind: BodyKind
    status: Literal["admitted", "suspended"]
    since: datetime | None
    """Since when it is suspended; null for an admitted one."""
    keys: list[KeyState]
    signs_until: datetime | None
    """When its last key runs out: from then on nothing that it says counts. Null if it has no good key."""
    heard: datetime | None
    """When the broker took its newest word about its profile or a network. A node that has nothing to say says nothing:
    so an old date is a reason to ask, and no proof that it is away.
    """


class BodyPage(Described):
    """A body: its entry in the registry, and its own profile."""

    registered: BodyRegistered
    profile: ProfilePublished | None
