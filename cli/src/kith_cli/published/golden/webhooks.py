"""Golden messages of webhooks: a CRM that is told of what happens."""

from typing import Any

from kith_cli.published.golden.golden import Golden, refused
from kith_contracts.notify import webhooks as w


def of_webhooks() -> list[Golden]:
    own: dict[str, Any] = {"webhook": "bcs/crm"}
    said: dict[str, Any] = {
        **own,
        "url": "https://crm.bcs.example/kith",
        "types": ["org.kith.events.event-published.v1"],
        "names": ["bcs/womens-forum"],
    }
    told = {name: value for name, value in said.items() if name != "url"} | {"server": "https://crm.bcs.example"}
    system, service = "bcs/systems/crm", "bcs/notify"
    sentence = "A webhook is of one's own organisation."
    refusal = refused(w.WebhookCommandRefused, w.SetWebhook, "not-our-webhook", sentence, field="webhook")
    how = {"status": "active", "reason": "", "sentence": "", "version": 2}
    return [
        Golden(w.SetWebhook(**said), "bcs", system),
        Golden(w.RemoveWebhook(**own), "bcs", system),
        Golden(w.RotateWebhookKeys(**own), "bcs", system),
        Golden(w.ReplayFacts(**own, first=120, last=140), "bcs", system),
        Golden(w.NoteWebhook(**own, version=1, status="active"), "bcs", service),
        Golden(w.WebhookUpdated(**told, **how), "bcs", service, w.SetWebhook),
        Golden(refusal, "bcs", service, w.SetWebhook),
    ]
