"""What the next registration of a body says: always its whole state, a function of the one before."""

from datetime import datetime

from kith_cli.errors import StackError
from kith_contracts.consortium import BodyKind, BodyRegistered, SigningKey


def with_key(known: BodyRegistered, key: SigningKey) -> BodyRegistered:
    """A key more; one of the same name stays as it is, for a name means one key for ever."""
    if any(each.name == key.name for each in known.keys):
        return known
    return known.model_copy(update={"keys": [*known.keys, key]})


def with_revoked(known: BodyRegistered, name: str, since: datetime) -> BodyRegistered:
    """The key does not count for what was appended from then on; an earlier `since` than before replaces that."""

    def marked(key: SigningKey) -> SigningKey:
        earlier = min(since, key.compromised_since or since)
        return key.model_copy(update={"compromised_since": earlier}) if key.name == name else key

    if all(key.name != name for key in known.keys):
        raise StackError(f"{known.body} has no key {name}. Look with: kith bodies list --json")
    return known.model_copy(update={"keys": [marked(key) for key in known.keys]})


def suspended(known: BodyRegistered, effective: datetime) -> BodyRegistered:
    """Not heard from then on; a second time with an earlier moment, from that moment."""
    if known.status == "suspended" and known.effective and known.effective <= effective:
        return known
    return known.model_copy(update={"status": "suspended", "effective": effective})


def news(wanted: BodyRegistered, known: BodyRegistered | None) -> BodyRegistered | None:
    """The next version of a registration; None where it says what is known."""
    if known is None:
        return wanted.model_copy(update={"version": 1})
    following = wanted.model_copy(update={"version": known.version + 1})
    return None if following == known.model_copy(update={"version": following.version}) else following


def again(known: BodyRegistered, name: str | None, kind: BodyKind | None, keys: list[SigningKey]) -> BodyRegistered:
    """The same body, admitted: what is not said anew stays as it is."""
    said = {"name": name, "kind": kind, "status": "admitted", "effective": None, "keys": keys}
    return known.model_copy(update={field: value for field, value in said.items() if value or field == "effective"})


def admission(wanted: BodyRegistered, known: BodyRegistered | None, now: datetime) -> BodyRegistered:
    """A body is admitted, or comes back; a repeat removes no key and changes no time."""
    if known is None:
        return wanted
    effective = known.effective if wanted.status == known.status else wanted.effective or now
    kept = wanted.model_copy(update={"effective": effective, "keys": known.keys})
    for key in wanted.keys:
        kept = with_key(kept, key)
    return kept
