"""Organisations, as the registry, their own profile and the office show them."""

from datetime import datetime
from typing import Literal

from kith_contracts.consortium import BodyKind, BodyRegistered
from kith_contracts.descriptions import Described
from kith_contracts.directory.networks import ProfilePublished


class KeyState(Described):
    """A key with which a body signs."""

    name: str
    """Name of the key in the registry. A signature names the key with which it was made."""
    not_after: datetime
    """When the key ends. What is signed with it later does not count."""
    state: Literal["good", "to come", "over", "revoked"]
    """`good`: it counts now. `to come`: it counts later. `over`: it has ended. `revoked`: it was declared lost."""


class BodyState(Described):
    """A body, as the registry and its own public facts show it."""

    body: str
    """Slug of the organisation, such as `bcs`."""
    name: str
    """Name of the organisation in the registry."""
    kind: BodyKind
    status: Literal["admitted", "suspended"]
    """`admitted`: it takes part. `suspended`: nothing that it says counts."""
    since: datetime | None
    """Since when it is suspended; null for an admitted one."""
    keys: list[KeyState]
    """All its signing keys in the registry, those that have ended too."""
    signs_until: datetime | None
    """When its last key runs out: from then on nothing that it says counts. Null if it has no good key."""
    heard: datetime | None
    """When the broker took its newest word about its profile or a network. A node that has nothing to say says nothing:
    so an old date is a reason to ask, and no proof that it is away.
    """


class BodyPage(Described):
    """A body: its entry in the registry, and its own profile."""

    registered: BodyRegistered
    """Its entry in the registry of the consortium: slug, name, kind, status and signing keys."""
    profile: ProfilePublished | None
    """What it says of itself; null if it has not published a profile."""
