"""From what is to what should be: in a safe order, nothing taken away that is not named, and from every point on."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kith_cli.cluster.plan import DELETING, ORDER, Change, plan, revocations
from kith_cli.cluster.state import Desired, State, desired, ours
from kith_contracts.access.cluster import Quota, Right, principals_of, rights_of
from kith_contracts.consortium import BodyRegistered
from kith_contracts.topics import Topic


def registered(*bodies: str, suspended: bool = False) -> list[BodyRegistered]:
    status = "suspended" if suspended else "admitted"
    return [BodyRegistered(body=body, name=body, kind="other", status=status, version=1) for body in bodies]


def done(found: State, *changes: Change) -> State:  # noqa: C901 - one case for each kind
    """What a cluster is after these: a second opinion of what each means."""
    topics, quotas = dict(found.topics), dict(found.quotas)
    users, rights = set(found.users), set(found.rights)
    for kind, name, what in changes:
        match kind, what:
            case "create topic", Topic():
                topics[name] = what
            case "configure topic", tuple():
                config = {**topics[name].config, **dict(what)}  # type: ignore[arg-type]
                topics[name] = topics[name]._replace(config={k: v for k, v in config.items() if v is not None})
            case "create user", _:
                users.add(name)
            case "allow", Right():
                rights.add(what)
            case "set quota", Quota():
                quotas[name] = what
            case "revoke", Right():
                rights.discard(what)
            case "remove quota", _:
                quotas.pop(name)
            case "delete user", _:
                users.discard(name)
            case "delete topic", _:
                topics.pop(name)
    return State(topics, frozenset(users), frozenset(rights), quotas)


WANTED = desired(registered("alpha", "alphabet"))


def test_an_empty_cluster_needs_everything_and_then_nothing() -> None:
    first = plan(WANTED, State())
    assert {change.kind for change in first.changes} == set(ORDER) - DELETING - {"configure topic"}
    assert plan(WANTED, done(State(), *first.changes)).in_order


def test_what_something_is_about_comes_first_and_goes_last() -> None:
    kinds = [change.kind for change in plan(WANTED, State()).changes]
    assert kinds == sorted(kinds, key=ORDER.index)
    assert ORDER.index("create topic") < ORDER.index("create user") < ORDER.index("allow") < ORDER.index("revoke")
    assert ORDER.index("revoke") < ORDER.index("delete user") < ORDER.index("delete topic")


@settings(deadline=None)
@given(st.data())
def test_ended_anywhere_and_begun_again_it_arrives(data: st.DataObject) -> None:
    changes = plan(WANTED, State()).changes
    some = data.draw(st.sets(st.integers(0, len(changes) - 1)))  # of one request a broker may carry out any part
    halfway = done(State(), *[changes[at] for at in some])
    rest = plan(WANTED, halfway)
    assert list(rest.changes) == [change for at, change in enumerate(changes) if at not in some]
    assert plan(WANTED, done(halfway, *rest.changes)).in_order


DRIFT = [
    ("revoke", "rights:alpha", Right("alpha", "read", "topic", "prefixed", "kith.people.")),
    ("revoke", "rights:mallory", Right("mallory", "read", "topic", "literal", "*")),
    ("revoke", "rights:mallory", Right("mallory", "read", "group", "prefixed", "alpha.")),
    ("revoke", "rights:alpha", Right("alpha", "write", "topic", "literal", "kith.registry", "deny")),
    ("revoke", "rights:alpha", Right("alpha", "alter", "cluster", "literal", "kafka-cluster")),
    ("delete topic", "kith.shared.gone.events", Topic("kith.shared.gone.events", 1, {})),
]


@pytest.mark.parametrize(("kind", "target", "extra"), DRIFT, ids=lambda each: str(each)[:40])
def test_what_is_too_much_is_shown_and_stays_until_it_is_named(kind: str, target: str, extra: Right | Topic) -> None:
    right = done(State(), *plan(WANTED, State()).changes)
    if isinstance(extra, Right):
        drifted = replace(right, rights=right.rights | {extra})
    else:
        drifted = replace(right, topics={**right.topics, extra.name: extra})
    found = ours(drifted, WANTED.users)
    held = plan(WANTED, found)
    assert not held.changes
    assert [(change.kind, change.target) for change in held.held_back] == [(kind, target)]
    named = plan(WANTED, found, [target])
    assert not named.held_back
    assert plan(WANTED, ours(done(found, *named.changes), WANTED.users)).in_order


def test_other_tenants_of_the_cluster_are_left_alone() -> None:
    theirs = State(
        topics={"orders": Topic("orders", 3, {})},
        users=frozenset({"shop"}),
        rights=frozenset(
            {Right("shop", "write", "topic", "prefixed", "orders"), Right("shop", "read", "group", "literal", "shop")}
        ),
        quotas={"shop": Quota(1, 1, 1)},
    )
    assert ours(theirs, WANTED.users) == State()


def test_other_settings_are_set_back_and_those_that_nobody_wants_are_taken_away() -> None:
    right = done(State(), *plan(WANTED, State()).changes)
    name = "kith.inbox.alpha.events"
    odd = right.topics[name]._replace(config={"retention.ms": "1", "segment.ms": "5", "max.message.bytes": "1000000"})
    found = replace(right, topics={**right.topics, name: odd})
    [change] = plan(WANTED, found).changes
    assert change.kind == "configure topic"
    assert isinstance(change.what, tuple)
    assert dict(change.what)["segment.ms"] is None  # type: ignore[arg-type]
    assert plan(WANTED, done(found, change)).in_order


def test_partitions_that_tear_keys_apart_are_a_fault_that_nobody_mends_by_itself() -> None:
    right = done(State(), *plan(WANTED, State()).changes)
    name = "kith.inbox.alpha.events"
    found = plan(WANTED, replace(right, topics={**right.topics, name: right.topics[name]._replace(partitions=9)}))
    assert not found.changes
    assert not found.in_order
    assert name in found.faults[0]


def test_who_is_suspended_has_no_rights_and_keeps_the_rest() -> None:
    everything = done(State(), *plan(WANTED, State()).changes)
    wanted = desired([*registered("alpha"), *registered("alphabet", suspended=True)])
    held = plan(wanted, everything)
    assert {change.kind for change in held.held_back} == {"revoke"}
    assert {change.what for change in held.held_back} == rights_of("alphabet")
    without = done(everything, *revocations(everything, principals_of("alphabet")))
    assert plan(wanted, without).in_order
    assert {change.kind for change in plan(WANTED, without).changes} == {"allow"}, "readmitted"


def test_the_hash_of_a_plan_changes_with_the_cluster_the_registry_and_nothing_else() -> None:
    right = done(State(), *plan(WANTED, State()).changes)
    same = replace(right, topics=dict(reversed(list(right.topics.items()))))
    assert plan(WANTED, right).digest == plan(WANTED, same).digest
    others = [
        plan(WANTED, replace(right, users=right.users - {"alpha"})),
        plan(WANTED, replace(right, quotas={})),
        plan(desired(registered("alpha")), right),
        plan(Desired(**{**vars(WANTED), "suspended": frozenset({"x"})}), right),
    ]
    assert len({plan(WANTED, right).digest, *[each.digest for each in others]}) == 5


def test_each_change_is_one_line_for_a_person() -> None:
    changes = [*plan(WANTED, State()).changes, Change("delete user", "alpha"), Change("remove quota", "alpha")]
    lines = [str(change) for change in changes]
    assert "allow alpha to write topic kith.shared.alpha.*" in lines
    assert "create topic kith.inbox.alpha.events (4 partitions)" in lines
    assert all("\n" not in line and len(line) < 160 for line in lines)
