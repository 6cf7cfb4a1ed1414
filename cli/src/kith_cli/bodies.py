"""`kith bodies`: an organisation gets new passwords, is suspended, is removed. Rights go before users."""

import asyncio
import json
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from kith_chassis.kafka.cluster import FILE, Cluster
from kith_cli.cluster.admin import Admin
from kith_cli.cluster.apply import carry_out, wait_until_seen
from kith_cli.cluster.passwords import renew
from kith_cli.cluster.plan import Change, revocations
from kith_cli.cluster.state import State, ours
from kith_cli.errors import StackError
from kith_cli.keys import public_half
from kith_cli.names import HOLDER, Body
from kith_cli.office import register
from kith_cli.office_registry import news, suspended, with_key, with_revoked
from kith_cli.reach import Reach
from kith_cli.topics import AsJson, registry
from kith_contracts.access.cluster import principals_of
from kith_contracts.consortium import BodyRegistered, SigningKey
from kith_contracts.registry import topics_for
from kith_contracts.words import OFFICE

KeyFile = Annotated[Path, Parameter(name="--key")]
Since = Annotated[datetime | None, Parameter(name="--since")]
Into = Annotated[Path, Parameter(name="--into")]


def rotate(body: Body, *, into: Into, reach: Reach) -> None:
    """Give both users of a body new passwords. Connections that are open go on, for an hour at most.

    Parameters
    ----------
    body
        Its slug.
    into
        The folder for its credentials, as for `admit`. What is killed goes on with the same command.
    """
    office = reach.as_principal()
    missing = set(principals_of(body)) - observed(office, body).users
    if missing:
        raise StackError(f"There is no user {', '.join(sorted(missing))}. Next: kith bodies admit {body}")
    for principal in principals_of(body):
        renew(office, principal, into)
        print(f"{into / principal / FILE}: the new password works. Give it to {body}, by a safe way.")
    print("Next: its node takes the new file by itself; it has an hour")


def suspend(body: Body, *, reach: Reach) -> None:
    """Take all rights from a body, then tell everyone. Topics, users and passwords stay for its return.

    Parameters
    ----------
    body
        Its slug.
    """
    _say_suspended(body, take_rights(reach.as_principal(), body))
    print(f"Next: kith bodies admit {body} brings it back; kith bodies remove {body} takes its passwords too")


def take_rights(office: Cluster, body: str) -> int:
    """Take all rights from a body, then say in the registry that it is suspended; how many rights it had. Blocks."""
    known = _registered(office, body)
    done = _take(office, body, lambda found: revocations(found, principals_of(body)))
    _say(office, suspended(known, datetime.now(UTC)), known)
    return done


def _say_suspended(body: str, rights: int) -> None:
    print(f"{body} is suspended; {rights} rights are gone.")


def remove(
    body: Body,
    *,
    reach: Reach,
    delete_topics: Annotated[tuple[str, ...], Parameter(negative="", consume_multiple=True)] = (),
) -> None:
    """Suspend a body, then take its users and quotas away. Topics are deleted only if they are named; the registry goes
    on naming the body, as suspended, because what it has said can still be verified.

    Parameters
    ----------
    body
        Its slug.
    delete_topics
        Topics of this body that are deleted for good, each by its name.
    """
    if strange := set(delete_topics) - _topics_of(body):
        raise StackError(f"These are no topics of {body}: {', '.join(sorted(strange))}")
    office = reach.as_principal()
    _say_suspended(body, take_rights(office, body))
    principals = principals_of(body)

    def changes(found: State) -> Sequence[Change]:
        quotas = [Change("remove quota", each) for each in principals if each in found.quotas]
        users = [Change("delete user", each) for each in principals if each in found.users]
        topics = [Change("delete topic", each) for each in sorted(delete_topics) if each in found.topics]
        return [*quotas, *users, *topics]

    done = _take(office, body, changes)
    print(f"{body} is removed: {done} users, quotas and topics are gone. The registry names it as suspended.")
    left = sorted(_topics_of(body) & observed(office, body).topics.keys())
    if left:
        named = " ".join(left)
        print(
            f"{len(left)} topics are left. To delete them for good: kith bodies remove {body} --delete-topics {named}"
        )


def rotate_key(body: Body, *, key: KeyFile, reach: Reach) -> None:
    """Publish a further signing key of a body; those before stay, so that what they have signed can be verified.

    Parameters
    ----------
    body
        Its slug.
    key
        A file with the public half, as `kith keys new` printed it at the body.
    """
    office = reach.as_principal()
    known, half = _registered(office, body), key_of(body, key)
    is_news = _say(office, with_key(known, half), known)
    what = "published" if is_news else "known already"
    print(f"{body}/{half.name} is {what}, for use from {half.not_before:%Y-%m-%d}.")


def revoke_key(body: Body, name: str, *, reach: Reach, since: Since = None) -> None:
    """Say that a key may be in other hands: what was appended with it from then on does not count.

    Parameters
    ----------
    body
        Its slug.
    name
        Of the key, as `kith bodies list --json` shows it.
    since
        From when on, `2026-11-22T10:00:00+00:00`; now, if it is not said.
    """
    office = reach.as_principal()
    known, moment = _registered(office, body), (since or datetime.now(UTC)).astimezone(UTC)
    _say(office, with_revoked(known, name, moment), known)
    print(f"{body}/{name} is revoked: what was appended from {moment.isoformat()} on does not count.")
    print(f"Next, at {body}: kith keys new {body} --at-once")


def list_bodies(
    *,
    reach: Reach,
    who: Annotated[str, Parameter(name="--as", env_var="KITH_PRINCIPAL"), HOLDER] = OFFICE,
    as_json: AsJson = False,
) -> int:
    """Show the bodies that the registry names.

    Parameters
    ----------
    who
        Who asks, the office or a body: the name of a folder of keys.
    as_json
        Print them for programs.
    """
    found = asyncio.run(registry(reach.as_principal(who)))
    if as_json:
        print(json.dumps([each.model_dump(mode="json") for each in found.values()], indent=2))
    for each in [] if as_json else found.values():
        print(f"{each.body:16} {each.status:10} {each.name} ({each.kind})")
    if not found:
        print("No body is admitted yet. Next: kith bodies admit SLUG NAME KIND --into FOLDER", file=sys.stderr)
    return 0 if found else 1


def key_of(body: str, file: Path) -> SigningKey:
    half = public_half(file)
    if half.body != body:
        raise StackError(f"{file} is a key of {half.body}, not of {body}.")
    return half.key


def _registered(office: Cluster, body: str) -> BodyRegistered:
    found = asyncio.run(registry(office))
    if body not in found:
        raise StackError(f"The registry does not name {body}. It names: {', '.join(found) or 'nobody'}")
    return found[body]


def _say(office: Cluster, wanted: BodyRegistered, known: BodyRegistered) -> bool:
    """Write this to the registry, unless it holds the same; whether it was news. StackError if somebody else has
    written about this body at the same moment: of one version the first counts, and ours is lost.
    """
    fact = news(wanted, known)
    if fact:
        asyncio.run(register(office, [fact]))
        if _registered(office, fact.body) != fact:
            raise StackError(f"Somebody else has changed {fact.body} at the same moment. Next: do the same again")
    return fact is not None


def _topics_of(body: str) -> set[str]:
    return {topic.name for topic in topics_for([body]) if f".{body}." in topic.name}


def observed(office: Cluster, body: str) -> State:
    with Admin(office) as admin:
        return ours(admin.observe(_topics_of(body)), principals_of(body))


def _take(office: Cluster, body: str, changes: Callable[[State], Sequence[Change]]) -> int:
    """Do these with what there is now of a body; how many they are."""
    with Admin(office) as admin:
        wanted = changes(ours(admin.observe(_topics_of(body)), principals_of(body)))
        carry_out(admin, wanted)
        wait_until_seen(admin, wanted)
    return len(wanted)
