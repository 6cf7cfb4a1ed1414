"""Golden messages of facilitators."""

from typing import Any

from kith_contracts import facilitating as f
from kith_contracts.golden import PERSON, PSEUDONYM, REGISTRATION, STOCK, Golden
from kith_contracts.practices import Reply
from kith_contracts.sampled_event import EVENT


def of_facilitators() -> list[Golden]:
    own = "/iop/events"
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
