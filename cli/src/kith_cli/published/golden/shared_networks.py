"""Golden messages of networks that several organisations own: agreed on, handed over, taken over, published."""

from datetime import date
from typing import Final

from kith_cli.published.golden.event import HASH, at, proof
from kith_cli.published.golden.golden import Golden, refused
from kith_cli.published.golden.money import pool
from kith_contracts.agreements import messages as m
from kith_contracts.agreements.succession import Backing, Succession
from kith_contracts.agreements.terms import Acceptance, OnBehalf
from kith_contracts.directory import agreements as n
from kith_contracts.directory import announcements as a
from kith_contracts.directory import duties as d
from kith_contracts.directory import inside as i
from kith_contracts.directory import leads as l
from kith_contracts.directory import suggestions as s
from kith_contracts.directory.charters import NetworkCharter, TermsOfReference
from kith_contracts.directory.terms import BudgetLine, NetworkTerms, Office, Owner, OwnerDuty

NETWORK: Final = "iop/returners"
BEHALVES: Final[tuple[OnBehalf, ...]] = ("body", "network")
SITE: Final = "iop/systems/website"
DIRECTORY: Final = "iop/directory"
WHY: Final = "Our society closes at the end of the year."


def of_shared_networks() -> list[Golden]:
    return [*_between_owners(), *_of_suggestions(), *_of_leads(), *_of_announcements(), *_of_duties(), *_told()]


def _charter() -> NetworkCharter:
    return NetworkCharter(
        name="Returners",
        purpose="For physicists and engineers who come back after a break.",
        for_you_if="You have been away for a year or more.",
        findable="everyone",
        joinable="anyone",
        terms=TermsOfReference(text="Three societies run this network together."),
    )


def _terms(version: int = 1, row: tuple[Succession, ...] = ()) -> NetworkTerms:
    return NetworkTerms(
        subject=NETWORK,
        version=version,
        parties=[
            Owner(body="iop", size="large", cash_percent=60, kind_percent=55, contribution=1_440_00),
            Owner(body="bcs", size="medium", cash_percent=40, kind_percent=40, contribution=960_00),
            Owner(body="ni", size="small", kind_percent=5),
        ],
        charter=_charter(),
        deputies=["bcs", "ni"],
        succession=list(row),
        offices=[Office(role="chair", body="iop")],
        duties=[OwnerDuty(duty="newsletter", task="Write the newsletter.", every="month", weight=2)],
        lines=[BudgetLine(line="day", what_for="The yearly day.", pence=2_400_00)],
    )


def _accepted() -> list[Acceptance]:
    return [
        Acceptance(body=body, on_behalf=behalf, hash=HASH, proof=proof())
        for body in ("iop", "bcs", "ni")
        for behalf in BEHALVES
    ]


def _backing(body: str) -> Backing:
    return Backing(body=body, at=at(-2400), signature=proof().signature)


def _succession() -> Succession:
    of_networks = [each for each in _accepted() if each.on_behalf == "network"]
    return Succession(
        lead="bcs",
        parties=["bcs", "iop", "ni"],
        deputies=["bcs", "ni"],
        term=2,
        shown=HASH,
        acceptances=of_networks,
        backings=[_backing("bcs"), _backing("ni")],
    )


def _agreed() -> n.NetworkAgreed:
    return n.NetworkAgreed(
        subject=NETWORK,
        terms=_terms(),
        acceptances=_accepted(),
        successor="bcs",
        turns_since=at(-2400),
        pool=pool(),
        at=at(-2400),
        signature=proof().signature,
        version=7,
    )


def _between_owners() -> list[Golden]:
    answer = n.AnswerNetworkAgreement(
        subject=NETWORK, hash=HASH, on_behalf="network", answer="accepted", note="Gladly."
    )
    missing = [m.Missing(body="ni", on_behalf="body")]
    stands = n.NetworkAgreementStatusChanged(
        subject=NETWORK, text=1, status="partly-accepted", missing=missing, version=2
    )
    return [
        Golden(n.DraftNetworkAgreement(subject=NETWORK, terms=_terms()), "iop", SITE),
        Golden(n.ProposeNetworkAgreement(subject=NETWORK, terms=_terms()), "iop", SITE),
        Golden(n.AmendNetworkAgreement(subject=NETWORK, terms=_terms(2)), "iop", SITE),
        Golden(answer, "bcs", "bcs/systems/crm"),
        Golden(n.WithdrawNetworkAgreement(subject=NETWORK, why=WHY), "ni", "ni/systems/crm"),
        Golden(
            n.NetworkAgreementProposed(subject=NETWORK, terms=_terms(), hash=HASH),
            "bcs",
            DIRECTORY,
            n.ProposeNetworkAgreement,
        ),
        Golden(
            n.NetworkAgreementAnswered(**answer.model_dump(), proof=proof()),
            "iop",
            "bcs/directory",
            n.AnswerNetworkAgreement,
        ),
        Golden(
            n.NetworkAgreementWithdrawn(subject=NETWORK, why=WHY), "iop", "ni/directory", n.WithdrawNetworkAgreement
        ),
        Golden(stands, "bcs", DIRECTORY, n.AnswerNetworkAgreement),
        Golden(_agreed(), "bcs", DIRECTORY, l.HandOver),
    ]


def _of_suggestions() -> list[Golden]:
    change = s.NetworkChange(parties=[s.OwnerChange(body="ni", size="medium")], silence_days=14)
    why = "We meet every two weeks."
    suggested = s.NetworkSuggestion(suggestion=HASH, change=change, why=why, by=["ni"])
    taken = suggested.model_copy(update={"status": "taken", "reason": "It is in version 2."})
    updated = s.NetworkSuggestionUpdated(subject=NETWORK, id=HASH, suggestion=taken, version=3)
    return [
        Golden(s.SuggestNetworkChange(subject=NETWORK, hash=HASH, change=change, why=why), "ni", "ni/systems/crm"),
        Golden(
            s.NetworkChangeSuggested(subject=NETWORK, change=change, why=why),
            "iop",
            "ni/directory",
            s.SuggestNetworkChange,
        ),
        Golden(
            s.NetworkSuggestionAnswered(subject=NETWORK, suggestion=suggested, version=2),
            "ni",
            DIRECTORY,
            s.NetworkChangeSuggested,
        ),
        Golden(s.TakeNetworkSuggestion(subject=NETWORK, suggestions=[HASH]), "iop", SITE),
        Golden(s.DeclineNetworkSuggestion(subject=NETWORK, suggestion=HASH, reason="We keep to a week."), "iop", SITE),
        Golden(updated, "ni", "ni/directory", s.TakeNetworkSuggestion),
    ]


def _of_leads() -> list[Golden]:
    asked = l.TakeOverProposed(subject=NETWORK, term=2, face=HASH)
    sentence = "iop was heard at 09:00 on 22 November."
    backed = l.TakeOverAnswered(subject=NETWORK, term=2, backing=_backing("ni"), sentence=sentence, agreed=_agreed())
    return [
        Golden(l.HandOver(subject=NETWORK, to="bcs"), "iop", SITE),
        Golden(l.TakeOver(subject=NETWORK), "bcs", "bcs/systems/crm"),
        Golden(l.ShowLead(subject=NETWORK), "iop", DIRECTORY),
        Golden(n.ReleaseOwner(subject=NETWORK, body="ni"), "iop", DIRECTORY),
        Golden(asked, "ni", "bcs/directory", l.TakeOver),
        Golden(backed, "bcs", "ni/directory", l.TakeOverProposed),
    ]


def _of_announcements() -> list[Golden]:
    text = "We meet on 4 May in Leeds, and online."
    spring = {"announcement": "spring-2027"}
    answer = a.AnswerAnnouncement(network=NETWORK, by="ni", answer="declined", sentence="It is out already.", **spring)
    declined = a.AnnouncementDeclined(subject=NETWORK, sentence="It is out already.", **spring)
    return [
        Golden(answer, "iop", SITE),
        Golden(a.AnnouncementSubmitted(subject=NETWORK, text=text, **spring), "iop", "ni/directory", i.Announce),
        Golden(
            a.AnnouncementPassed(subject=NETWORK, by="ni", text=text, **spring),
            "bcs",
            DIRECTORY,
            a.AnnouncementSubmitted,
        ),
        Golden(declined, "ni", DIRECTORY, a.AnswerAnnouncement),
    ]


def _of_duties() -> list[Golden]:
    turn = {"subject": NETWORK, "duty": "newsletter", "period": "2026-11"}
    for_turn = {"for_duty": "newsletter", "for_period": "2027-02"}
    talk = a.WhereWeTalkSaid(subject=NETWORK, where_we_talk="https://lists.example.org/returners", at=at(0))
    said = d.DutySwapSaid(**turn, **for_turn, other="bcs", word="offered", turns_since=at(0), at=at(0))
    return [
        Golden(d.FinishDuty(**turn), "ni", "ni/systems/crm"),
        Golden(d.DutyFinished(**turn, at=at(0)), "bcs", "ni/directory", d.FinishDuty),
        Golden(d.SwapDuty(**turn, **for_turn), "ni", "ni/systems/crm"),
        Golden(d.AnswerDutySwap(**turn, **for_turn, answer="accepted"), "ni", "ni/systems/crm"),
        Golden(said, "bcs", "ni/directory", d.SwapDuty),
        Golden(talk, "bcs", "ni/directory", i.SayWhereWeTalk),
        Golden(d.RemindOwner(subject=NETWORK, day=date(2027, 4, 1)), "ni", "ni/directory"),
    ]


def _told() -> list[Golden]:
    terms = _terms(2, (_succession(),))
    published = n.SharedNetworkPublished(
        subject=NETWORK,
        name=terms.charter.name,
        purpose=terms.charter.purpose,
        how_to_ask=terms.charter.how_to_ask,
        status="active",
        charter=terms.charter,
        owners=terms.bodies,
        deputies=terms.deputies,
        succession=terms.succession,
        acceptances=_accepted(),
        version=3,
    )
    answers = [m.PartyAnswer(body="iop", by_body="accepted", by_network="accepted"), m.PartyAnswer(body="ni")]
    updated = n.NetworkAgreementUpdated(
        subject=NETWORK,
        terms=terms,
        hash=HASH,
        status="partly-accepted",
        answers=answers,
        departed={"rsc": WHY},
        version=4,
    )
    sentence = "iop leads this network now."
    refusal = refused(n.SharedNetworkCommandRefused, n.AmendNetworkAgreement, "lead-changed", sentence, field="subject")
    return [
        Golden(published, "bcs", "bcs/directory", l.TakeOverAnswered),
        Golden(updated, "bcs", "bcs/directory", n.AnswerNetworkAgreement),
        Golden(
            n.SharedNetworkUpdated(subject=NETWORK, terms=terms, status="active", version=2),
            "ni",
            "ni/directory",
            n.NetworkAgreed,
        ),
        Golden(refusal, "bcs", "bcs/directory", n.AmendNetworkAgreement),
    ]
