"""Golden messages of agreements: drafted, proposed, answered, changed by suggestions, left."""

from typing import Final

from kith_cli.published.golden.event import EVENT, HASH, acceptances, at, proof, terms
from kith_cli.published.golden.golden import PSEUDONYM, Golden, refused
from kith_contracts.agreements import messages as m
from kith_contracts.agreements.succession import Backing
from kith_contracts.events import agreements as e
from kith_contracts.events import leads as l
from kith_contracts.events import suggestions as s
from kith_contracts.events.requests import Why

WHY: Final = "Our committee has no time this year."


def of_agreements() -> list[Golden]:
    answer = e.AnswerAgreement(subject=EVENT, hash=HASH, on_behalf="body", answer="accepted", note="Gladly.")
    answers = [
        m.PartyAnswer(body="iop", by_body="accepted", by_network="accepted"),
        m.PartyAnswer(body="bcs", by_body="accepted", note="Gladly."),
        m.PartyAnswer(body="ni"),
    ]
    updated = e.AgreementUpdated(subject=EVENT, terms=terms(), hash=HASH, status="proposed", answers=answers, version=2)
    sentence = "The shares of all parties in cash must add up to 100 %."
    refusal = refused(e.EventCommandRefused, e.AmendAgreement, "shares-not-100", sentence, field="terms.parties")
    site, own = "iop/systems/website", "iop/events"
    missing = [m.Missing(body="bcs", on_behalf="network"), m.Missing(body="ni", on_behalf="body")]
    stands = e.AgreementStatusChanged(subject=EVENT, text=1, status="partly-accepted", missing=missing, version=2)
    return [
        Golden(e.DraftAgreement(subject=EVENT, terms=terms()), "iop", site),
        Golden(e.WithdrawAgreement(subject=EVENT, why=WHY), "ni", "ni/systems/crm"),
        Golden(e.AgreementWithdrawn(subject=EVENT, why=WHY), "iop", "ni/events", e.WithdrawAgreement),
        Golden(stands, "bcs", own, e.AnswerAgreement),
        *_suggestions(),
        *_leads(),
        Golden(e.ProposeAgreement(subject=EVENT, terms=terms()), "iop", site),
        Golden(e.AmendAgreement(subject=EVENT, terms=terms(version=2)), "iop", site),
        Golden(answer, "bcs", "bcs/systems/crm"),
        Golden(e.AgreementProposed(subject=EVENT, terms=terms(), hash=HASH), "bcs", own, e.ProposeAgreement),
        Golden(e.AgreementAnswered(**answer.model_dump(), proof=proof()), "iop", "bcs/events", e.AnswerAgreement),
        Golden(updated, "iop", own, e.AnswerAgreement),
        Golden(refusal, "iop", own, e.AmendAgreement),
    ]


def _leads() -> list[Golden]:
    text = terms().model_copy(update={"deputies": ["bcs", "ni"]})
    signed = {"at": at(-2400), "signature": proof().signature}
    agreed = l.EventAgreed(subject=EVENT, terms=text, acceptances=acceptances(), version=7, **signed)
    asked = l.EventTakeOverProposed(subject=EVENT, term=2, face=HASH)
    backing = Backing(body="ni", at=at(-2400), signature=proof().signature)
    backed = l.EventTakeOverAnswered(
        subject=EVENT, term=2, backing=backing, sentence="iop was heard at 09:00 on 22 November.", agreed=agreed
    )
    why = Why(position=3, source="quota", at=at(-1200))
    place = l.HeldPlace(part="lectures", pseudonym=PSEUDONYM, number=1, version=1, status="granted", why=why)
    block = l.HeldBlock(part="returners", block=1, codes=["k3v5rq7m2n4p6s7t"] * 2)
    held = l.PlacesHeld(event=EVENT, term=2, places=[place], blocks=[block], last=True)
    return [
        Golden(l.ShowEventLead(subject=EVENT), "iop", "iop/events"),
        Golden(agreed, "bcs", "iop/events", l.ShowEventLead),
        Golden(l.HandOverEvent(subject=EVENT, to="bcs"), "iop", "iop/systems/website"),
        Golden(l.TakeOverEvent(subject=EVENT), "bcs", "bcs/systems/crm"),
        Golden(asked, "ni", "bcs/events", l.TakeOverEvent),
        Golden(backed, "bcs", "ni/events", l.EventTakeOverProposed),
        Golden(l.TellPlaces(event=EVENT, term=2), "ni", "ni/events", l.EventAgreed),
        Golden(held, "bcs", "ni/events", l.TellPlaces),
    ]


def _suggestions() -> list[Golden]:
    change = s.Change(parties=[s.PartyChange(body="ni", kind_percent=0), s.PartyChange(body="iop", kind_percent=100)])
    why = "We have nobody who could bring anything."
    suggested = s.Suggestion(suggestion=HASH, change=change, why=why, by=["ni"])
    taken = suggested.model_copy(update={"status": "taken", "reason": "It is in version 2."})
    updated = s.SuggestionUpdated(subject=EVENT, id=HASH, suggestion=taken, version=3)
    crm, site, own = "ni/systems/crm", "iop/systems/website", "iop/events"
    return [
        Golden(s.SuggestChange(subject=EVENT, hash=HASH, change=change, why=why), "ni", crm),
        Golden(s.ChangeSuggested(subject=EVENT, change=change, why=why), "iop", "ni/events", s.SuggestChange),
        Golden(s.SuggestionAnswered(subject=EVENT, suggestion=suggested, version=2), "ni", own, s.ChangeSuggested),
        Golden(s.TakeSuggestion(subject=EVENT, suggestions=[HASH]), "iop", site),
        Golden(s.DeclineSuggestion(subject=EVENT, suggestion=HASH, reason="The rooms are booked."), "iop", site),
        Golden(updated, "ni", "ni/events", s.TakeSuggestion),
    ]
