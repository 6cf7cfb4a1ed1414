"""What an owner may say of a webhook, and what follows; what the worker has met counts for that version alone."""

from datetime import timedelta
from typing import Any

import pytest
from support.records import golden
from support.speaking import NOW, Node, keyed_for

from kith_contracts.notify import webhooks as w
from kith_notify.handlers import HANDLERS
from kith_notify.webhooks.keys import keys_told, signing_keys
from kith_notify.webhooks.webhook import MOST, MOST_REPLAYS, OVERLAP, Webhook

NAME = "bcs/crm"
URL = "https://crm.bcs.example/kith"


def wanted(**more: Any) -> w.SetWebhook:
    return w.SetWebhook(**{"webhook": NAME, "url": URL, **more})


def home(*, active: bool = True) -> Node:
    """Some facts, and a webhook."""
    node = Node(HANDLERS, "bcs")
    published = golden("events.event-published").read().message
    for _ in range(3):
        node.hear(published, "iop")
    node.hear(wanted(types=["org.kith.events.event-published.v1"], names=["bcs/womens-forum"]))
    if active:
        node.hear(w.NoteWebhook(webhook=NAME, version=1, status="active"))
    return node


def crm(node: Node) -> Webhook:
    found: Webhook = node.state(Webhook.at(NAME))
    return found


def test_a_new_webhook_waits_and_begins_after_what_was_said_before() -> None:
    assert (crm(home(active=False)).status, crm(home()).status) == ("waiting", "active")
    assert crm(home()).start == 3


def test_what_is_left_out_stays_and_a_new_address_has_to_agree() -> None:
    node = home()
    node.hear(wanted(names=[]))
    assert (crm(node).types, crm(node).names, crm(node).status) == (
        ("org.kith.events.event-published.v1",),
        (),
        "active",
    )
    node.hear(wanted(url="https://other.bcs.example"))
    assert (crm(node).status, crm(node).types) == ("waiting", ("org.kith.events.event-published.v1",))


@pytest.mark.parametrize("reason", ["gone", "failing", "no-handshake"])
def test_one_that_was_stopped_says_why_and_begins_again_when_it_is_set(reason: str) -> None:
    node = home()
    (told,) = node.hear(w.NoteWebhook(webhook=NAME, version=2, status="stopped", reason=reason)).says
    assert isinstance(told, w.WebhookUpdated)
    assert (told.status, told.reason) == ("stopped", reason)
    assert told.sentence
    assert (told.server, URL) == ("https://crm.bcs.example", "https://crm.bcs.example/kith"), "the rest may be a secret"
    node.hear(wanted())
    assert (crm(node).status, crm(node).reason) == ("waiting", "")


def test_its_owner_is_to_be_mailed_once_for_each_stop() -> None:
    node = home()
    stop, version = {"status": "stopped", "reason": "gone"}, crm(node).version
    node.hear(w.NoteWebhook(webhook=NAME, version=version, **stop))
    node.hear(w.NoteWebhook(webhook=NAME, version=version, **stop))
    assert crm(node).mailed == "due"
    mailed = w.NoteWebhook(webhook=NAME, version=version + 1, status="stopped", mailed="sent")
    for _ in range(2):
        assert not node.hear(mailed).says
        assert (crm(node).mailed, crm(node).version) == ("sent", version + 1)
    node.hear(wanted())
    assert crm(node).mailed == ""
    node.hear(mailed)
    assert crm(node).mailed == "", "that was of the stop before"


def test_what_the_worker_has_met_of_an_earlier_version_changes_nothing() -> None:
    node = home()
    node.hear(wanted(url="https://other.bcs.example"))
    node.hear(w.NoteWebhook(webhook=NAME, version=2, status="stopped", reason="gone"))
    assert crm(node).status == "waiting"
    node.hear(w.RemoveWebhook(webhook=NAME))
    node.hear(w.NoteWebhook(webhook=NAME, version=3, status="active"))
    assert Webhook.at(NAME).path not in node.states


def test_a_removed_one_is_gone_and_makes_room() -> None:
    node = home()
    for number in range(MOST - 1):
        node.hear(wanted(webhook=f"bcs/crm-{number}"))
    assert node.refusal(wanted(webhook="bcs/one-more")) == ("too-many-webhooks", "webhook")
    (told,) = node.hear(w.RemoveWebhook(webhook=NAME)).says
    assert isinstance(told, w.WebhookUpdated)
    assert told.status == "removed"
    node.hear(wanted(webhook="bcs/one-more"))
    node.hear(w.RemoveWebhook(webhook="bcs/one-more"))
    before, keys = told.version, signing_keys(keyed_for("bcs"), crm(home()), NOW)
    node.hear(wanted())
    assert crm(node).version > before, "who keeps the newest version reads of the new one"
    assert not {*keys} & {*signing_keys(keyed_for("bcs"), crm(node), NOW)}, "old keys do not sign again"
    assert crm(node).place != crm(home()).place, "and what waited for the old one is not sent"
    node.hear(w.RemoveWebhook(webhook=NAME))
    assert node.refusal(w.RemoveWebhook(webhook=NAME)) == ("webhook-unknown", "webhook")


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"webhook": "iop/crm"}, "not-our-webhook", "webhook"),
        ({"url": "http://crm.bcs.example"}, "address-not-https", "url"),
        ({"url": "https://user@crm.bcs.example"}, "address-form", "url"),
        ({"url": "https://2130706433/"}, "address-form", "url"),
        ({"types": ["org.kith.directory.person-updated.v1"]}, "type-unknown", "types.0"),
        ({"types": ["org.kith.directory.charter-network.v1"]}, "type-unknown", "types.0"),
    ],
)
def test_what_cannot_be_is_refused(change: dict[str, Any], code: str, field: str) -> None:
    assert Node(HANDLERS, "bcs").refusal(wanted(**change)) == (code, field)


def test_keys_change_once_a_day_and_the_old_ones_sign_until_then() -> None:
    node, keyed = home(), keyed_for("bcs")
    before = keys_told(keyed, crm(node), NOW)
    node.hear(w.RotateWebhookKeys(webhook=NAME))
    assert node.refusal(w.RotateWebhookKeys(webhook=NAME))[0] == "keys-just-rotated"
    both = keys_told(keyed, crm(node), NOW)
    assert (both.secrets[1:], both.public_keys[1:]) == (before.secrets, before.public_keys)
    later = keys_told(keyed, crm(node), NOW + OVERLAP)
    assert (later.secrets, later.public_keys) == (both.secrets[:1], both.public_keys[:1])
    node.hear(w.RotateWebhookKeys(webhook=NAME), now=NOW + OVERLAP)
    assert crm(node).generation == 3
    assert node.refusal(w.RotateWebhookKeys(webhook="bcs/none"))[0] == "webhook-unknown"


def test_no_two_webhooks_generations_or_bodies_share_a_key() -> None:
    one = crm(home())
    keys = [
        key
        for body in ("bcs", "iop")
        for webhook in (one, one.but(webhook="bcs/hr"), one.but(generation=2))
        for key in signing_keys(keyed_for(body), webhook, NOW)
    ]
    assert len(keys) == len({each.partition("_")[2] for each in keys}) == 12


def test_a_replay_is_of_a_span_that_there_is() -> None:
    node = home()
    node.hear(w.ReplayFacts(webhook=NAME, first=1))
    (span,) = crm(node).replays
    assert (span.first, span.last, span.since) == (1, 3, None), "up to the newest"
    node.hear(w.ReplayFacts(webhook=NAME, since=NOW - timedelta(days=1), last=2))
    assert (crm(node).replays[1].first, crm(node).replays[1].last) == (1, 2)
    for span_, code, field in (
        ({}, "span-unclear", "first"),
        ({"first": 1, "since": NOW}, "span-unclear", "first"),
        ({"first": 100}, "span-empty", "first"),
        ({"first": 2, "last": 1}, "span-empty", "last"),
    ):
        assert node.refusal(w.ReplayFacts(webhook=NAME, **span_)) == (code, field)
    while len(crm(node).replays) < MOST_REPLAYS:
        node.hear(w.ReplayFacts(webhook=NAME, first=1))
    assert node.refusal(w.ReplayFacts(webhook=NAME, first=1))[0] == "too-many-replays"
    over = crm(node).replays[0].id
    node.hear(w.NoteWebhook(webhook=NAME, version=1, status="active", replayed=over))
    assert over not in {each.id for each in crm(node).replays}
    node.hear(w.ReplayFacts(webhook=NAME, first=1))
    assert node.refusal(w.ReplayFacts(webhook="bcs/none", first=1))[0] == "webhook-unknown"
    assert home(active=False).refusal(w.ReplayFacts(webhook=NAME, first=1))[0] == "webhook-not-active"
