"""Golden messages of facilitators."""

from typing import Any

from kith_cli.published.golden.event import EVENT
from kith_cli.published.golden.golden import PERSON, PSEUDONYM, REGISTRATION, STOCK, Golden
from kith_contracts.events import facilitators as f
from kith_contracts.events.practice import Reply


def of_facilitators() -> list[Golden]:
    own = "iop/events"
    who: dict[str, Any] = {"person": PERSON, "event": EVENT}
    reason = "You both came back from a long leave, and each has asked me how others did it."
    replies = [Reply(question="works", text="A person to ring in the first week.")]
    notes = f.WriteNotes(**who, practice="focus-group", step="notes", replies=replies)
    return [
        Golden(f.NameFacilitator(**who), "iop", own),
        Golden(f.DismissFacilitator(**who), "iop", own),
        Golden(f.FacilitateIntroduction(**who, a=PSEUDONYM, b=REGISTRATION, reason=reason), "iop", own),
        Golden(notes, "iop", own),
        Golden(f.EndFacilitator(event=EVENT, facilitator=STOCK), "iop", own),
    ]
