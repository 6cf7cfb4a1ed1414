"""Golden messages of agreements: drafted, proposed, answered, changed by suggestions, left."""

from typing import Final

from kith_cli.published.golden.event import EVENT, HASH, proof, terms
from kith_cli.published.golden.golden import Golden, refused
from kith_contracts.events import agreements as e
from kith_contracts.events import suggestions as s

WHY: Final = "Our committee has no time this year."


def of_agreements() -> list[Golden]:
    answer = e.AnswerAgreement(event=EVENT, hash=HASH, on_behalf="body", answer="accepted", note="Gladly.")
    answers = [
        e.PartyAnswer(body="iop", by_body="accepted", by_network="accepted"),
        e.PartyAnswer(body="bcs", by_body="accepted", note="Gladly."),
        e.PartyAnswer(body="ni"),
    ]
    updated = e.AgreementUpdated(event=EVENT, terms=terms(), hash=HASH, status="proposed", answers=answers, version=2)
    sentence = "The shares of all parties in cash must add up to 100 %."
    refusal = refused(e.EventCommandRefused, e.AmendAgreement, "shares-not-100", sentence, field="terms.parties")
    site, own = "iop/systems/website", "iop/events"
    missing = [e.Missing(body="bcs", on_behalf="network"), e.Missing(body="ni", on_behalf="body")]
    stands = e.StandingChanged(event=EVENT, text=1, status="partly-accepted", missing=missing, version=2)
    return [
        Golden(e.DraftAgreement(event=EVENT, terms=terms()), "iop", site),
        Golden(e.WithdrawAgreement(event=EVENT, why=WHY), "ni", "ni/systems/crm"),
        Golden(e.AgreementWithdrawn(event=EVENT, why=WHY), "iop", "ni/events", e.WithdrawAgreement),
        Golden(stands, "bcs", own, e.AnswerAgreement),
        *_suggestions(),
        Golden(e.ProposeAgreement(event=EVENT, terms=terms()), "iop", site),
        Golden(e.AmendAgreement(event=EVENT, terms=terms(version=2)), "iop", site),
        Golden(answer, "bcs", "bcs/systems/crm"),
        Golden(e.AgreementProposed(event=EVENT, terms=terms(), hash=HASH), "bcs", own, e.ProposeAgreement),
        Golden(e.AgreementAnswered(**answer.model_dump(), proof=proof()), "iop", "bcs/events", e.AnswerAgreement),
        Golden(updated, "iop", own, e.AnswerAgreement),
        Golden(refusal, "iop", own, e.AmendAgreement),
    ]


def _suggestions() -> list[Golden]:
    change = s.Change(parties=[s.PartyChange(body="ni", kind_percent=0), s.PartyChange(body="iop", kind_percent=100)])
    why = "We have nobody who could bring anything."
    suggested = s.Suggestion(suggestion=HASH, change=change, why=why, by=["ni"])
    taken = suggested.model_copy(update={"status": "taken", "reason": "It is in version 2."})
    crm, site, own = "ni/systems/crm", "iop/systems/website", "iop/events"
    return [
        Golden(s.SuggestChange(event=EVENT, hash=HASH, change=change, why=why), "ni", crm),
        Golden(s.ChangeSuggested(event=EVENT, change=change, why=why), "iop", "ni/events", s.SuggestChange),
        Golden(s.SuggestionAnswered(event=EVENT, suggestion=suggested, version=2), "ni", own, s.ChangeSuggested),
        Golden(s.TakeSuggestion(event=EVENT, suggestions=[HASH]), "iop", site),
        Golden(s.DeclineSuggestion(event=EVENT, suggestion=HASH, reason="The rooms are booked."), "iop", site),
        Golden(
            s.SuggestionUpdated(event=EVENT, id=HASH, suggestion=taken, version=3), "ni", "ni/events", s.TakeSuggestion
        ),
    ]
