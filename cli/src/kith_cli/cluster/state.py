"""What there is of Kith on a cluster, and what there should be: a pure function of the registry and the contracts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from kith_contracts.access.cluster import Quota, Right, principals_of, quota_of, rights_of
from kith_contracts.consortium import BodyRegistered
from kith_contracts.registry import topics_for
from kith_contracts.topics import Topic

PREFIX: Final = "kith."
"""All topics of Kith begin with it, and no others."""


@dataclass(frozen=True)
class State:
    """Observed or desired."""

    topics: Mapping[str, Topic] = field(default_factory=dict)
    users: frozenset[str] = frozenset()
    """Who has a password."""
    rights: frozenset[Right] = frozenset()
    quotas: Mapping[str, Quota] = field(default_factory=dict)
    """By principal."""


@dataclass(frozen=True)
class Desired(State):
    """What should be; and whose topics, users and quotas may stay though nobody needs them."""

    suspended: frozenset[str] = frozenset()
    """Principals of bodies that are suspended: they have no rights. What else they have is kept for their return."""
    kept: frozenset[str] = frozenset()
    """The topics of those bodies."""


def desired(bodies: Iterable[BodyRegistered]) -> Desired:
    """What the cluster of a consortium of these bodies should hold."""
    known = list(bodies)
    admitted = [each.body for each in known if each.status == "admitted"]
    others = [each.body for each in known if each.status != "admitted"]
    principals = [principal for body in admitted for principal in principals_of(body)]
    return Desired(
        topics={topic.name: topic for topic in topics_for(admitted)},
        users=frozenset(principals),
        rights=frozenset(right for body in admitted for right in rights_of(body)),
        quotas={principal: quota_of(principal) for principal in principals},
        suspended=frozenset(principal for body in others for principal in principals_of(body)),
        kept=frozenset(topic.name for topic in topics_for(others)),
    )


def ours(whole: State, principals: Iterable[str]) -> State:
    """Of all that is on a cluster, what concerns Kith: its topics, and who may do something with them or with what
    belongs to these principals. Other tenants of the cluster are left alone.
    """
    known = set(principals)
    groups = tuple(f"{principal}." for principal in known)
    rights = frozenset(right for right in whole.rights if right.principal in known or _reaches(right, groups))
    known |= {right.principal for right in rights}
    return State(
        topics={name: topic for name, topic in whole.topics.items() if name.startswith(PREFIX)},
        users=frozenset(whole.users & known),
        rights=rights,
        quotas={principal: quota for principal, quota in whole.quotas.items() if principal in known},
    )


def _reaches(right: Right, groups: tuple[str, ...]) -> bool:
    """Whether it covers a topic of Kith, or a group of one of these prefixes."""
    managed = {"topic": (PREFIX,), "group": groups}.get(right.resource, ())
    if right.pattern == "literal":
        return bool(managed) and (right.name == "*" or right.name.startswith(managed))
    return any(right.name.startswith(prefix) or prefix.startswith(right.name) for prefix in managed)
