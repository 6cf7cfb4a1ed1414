"""Golden messages, one for each type and major version, as records on their topics.

What is once published here, `registry.read` accepts for ever. The story: societies prepare a day on returning to work.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from kith_cli.published.golden.actions import of_after
from kith_cli.published.golden.agreements import of_agreements
from kith_cli.published.golden.asks import of_asks
from kith_cli.published.golden.check_in import of_arrivals
from kith_cli.published.golden.checks import of_checks
from kith_cli.published.golden.event import EVENT, FORUM, HASH, ZONE, acceptances, at, plan, terms
from kith_cli.published.golden.facilitators import of_facilitators
from kith_cli.published.golden.golden import (
    ABOUT,
    BCS,
    DELIVERY,
    KEY,
    PERSON,
    PSEUDONYM,
    REGISTRATION,
    Golden,
    id_of,
    refused,
)
from kith_cli.published.golden.holds import of_holds
from kith_cli.published.golden.inside import of_inside
from kith_cli.published.golden.introductions import of_introductions
from kith_cli.published.golden.letters import of_letters
from kith_cli.published.golden.mail import of_mail
from kith_cli.published.golden.money import of_money
from kith_cli.published.golden.online import of_joining
from kith_cli.published.golden.places import of_places
from kith_cli.published.golden.programme import of_programmes
from kith_cli.published.golden.shared_networks import of_shared_networks
from kith_cli.published.golden.webhooks import of_webhooks
from kith_cli.published.golden.welcome import of_welcome
from kith_cli.published.schemas import file_name
from kith_contracts import consortium as c
from kith_contracts import erasure as f
from kith_contracts.completion import EventCommandDone, NetworkCommandDone
from kith_contracts.directory import membership as m
from kith_contracts.directory import networks as d
from kith_contracts.directory import offices as o
from kith_contracts.directory.audiences import LeaveAudiences
from kith_contracts.directory.charters import NetworkCharter, Officer, TermsOfReference
from kith_contracts.directory.lists import KeepListColumns, ListColumn
from kith_contracts.directory.visibility import ChooseVisibility
from kith_contracts.events import agreements as e
from kith_contracts.events import terms as a
from kith_contracts.message import Command, Done
from kith_contracts.notify import deliveries as n
from kith_contracts.notify import occasions as told_of


def samples() -> dict[str, dict[str, Any]]:
    """All samples, by the name of their file, in order of name."""
    groups = (
        _of_networks,
        of_shared_networks,
        of_money,
        _of_people,
        of_agreements,
        _of_events,
        of_places,
        of_programmes,
        of_asks,
        of_holds,
        of_checks,
        _of_mails,
        _of_forgetting,
        of_after,
        of_arrivals,
        of_introductions,
        of_facilitators,
        of_joining,
        of_inside,
        of_welcome,
        of_letters,
        of_mail,
        of_webhooks,
    )
    goldens = {file_name(golden.message.contract): golden for group in groups for golden in group()}
    return {name: goldens[name].record() for name in sorted(goldens)}


def _of_networks() -> list[Golden]:
    charter = NetworkCharter(
        name="BCS Women's Forum",
        purpose="Women in computing meet, learn from each other and are heard.",
        aims=["A clinic for CVs twice a year", "One meeting in person a year"],
        for_you_if="This is for you if you are a woman who works in computing, or would like to.",
        findable="everyone",
        joinable="ask",
        how_to_ask="Write to the committee; it answers within a week.",
        regions=["London", "Scotland"],
        officers=[Officer(role="chair", until=date(2027, 9, 30)), Officer(role="treasurer", filled=False)],
        terms=TermsOfReference(version=2, text="A committee is elected each September.", review_by=date(2027, 6, 1)),
    )
    key = c.SigningKey(name="2026-11-23", x=HASH[:43], not_before=at(-2600), not_after=at(280))
    registered = c.BodyRegistered(body="bcs", name=BCS, kind="professional-society", keys=[key], version=1)
    charity = d.Identifier(scheme="charity", value="292786")
    crm, own, site, region = "bcs/systems/crm", "bcs/directory", "https://www.bcs.org", "United Kingdom"
    columns: dict[ListColumn, str] = {"number": "Membership no", "name": "Member", "address": "Contact"}
    profile = d.PublishProfile(body="bcs", name=BCS, summary=ABOUT, website=site, region=region, identifiers=[charity])
    listed = charter.model_dump(include={"name", "purpose", "how_to_ask"})
    published = d.NetworkPublished(network=FORUM, **listed, status="active", charter=charter, version=3)
    updated = d.NetworkUpdated(network=FORUM, charter=charter, status="active", version=4)
    sentence = "The network has ended and stays ended; charter a new one."
    refusal = refused(d.NetworkCommandRefused, d.SetNetworkStatus, "network-ended", sentence, field="status")
    return [
        Golden(registered, "office", "office/registry"),
        Golden(profile, "bcs", crm),
        Golden(d.CharterNetwork(network=FORUM, charter=charter), "bcs", crm),
        Golden(d.DescribeNetwork(network=FORUM, charter=charter), "bcs", crm),
        Golden(KeepListColumns(body="bcs", columns=columns), "bcs", crm),
        Golden(d.SetNetworkStatus(network=FORUM, status="resting"), "bcs", crm),
        Golden(d.ProfilePublished(**profile.model_dump(), version=2), "bcs", own, d.PublishProfile),
        Golden(published, "bcs", own, d.CharterNetwork),
        Golden(updated, "bcs", own, d.DescribeNetwork),
        Golden(refusal, "bcs", own, d.SetNetworkStatus),
        Golden(_done(NetworkCommandDone, d.SetNetworkStatus), "bcs", own, d.SetNetworkStatus),
        Golden(_done(EventCommandDone, e.ListEvent), "bcs", "bcs/events", e.ListEvent),
    ]


def _done(fact: Callable[..., Done], command: type[Command]) -> Done:
    return fact(command=id_of(command), type=command.contract.type, system="crm")


def _of_people() -> list[Golden]:
    request, welcome = HASH[:32], "Welcome; we meet on the first Thursday of each month."
    joined = {"person": PERSON, "network": FORUM}
    own, known = "bcs/directory", {"name": "Ada Example", "address": "ada@example.org"}
    enrol = d.EnrolPerson(person=PERSON, enrolled_as="member", **known, how_much="everything", audiences=["returner"])
    updated = d.PersonUpdated(**enrol.model_dump(), networks=[FORUM], version=5)
    refusal = refused(d.PersonCommandRefused, m.JoinNetwork, "by-invitation", "By invitation only.", person=PERSON)
    return [
        Golden(enrol, "bcs", own),
        Golden(LeaveAudiences(person=PERSON, out_of=["returner"]), "bcs", own),
        Golden(m.JoinNetwork(person=PERSON, network=FORUM, note="I have just moved to Leeds."), "bcs", own),
        Golden(m.AdmitToNetwork(person=PERSON, network=FORUM), "bcs", own),
        Golden(m.AnswerJoinRequest(network=FORUM, request=request, answer="admitted", sentence=welcome), "bcs", own),
        Golden(
            m.SettleJoinRequest(**joined, request=request, answer="admitted", sentence=welcome),
            "bcs",
            own,
            m.AnswerJoinRequest,
        ),
        Golden(m.TellOne(**joined, news="request", told=at(0)), "bcs", own, m.SettleJoinRequest),
        Golden(m.DropJoinRequest(network=FORUM, request=request), "bcs", own, m.LeaveNetwork),
        Golden(m.CountMember(network=FORUM, change=1), "bcs", own, m.SettleJoinRequest),
        Golden(m.LeaveNetwork(person=PERSON, network=FORUM), "bcs", own),
        *_of_offices(own),
        Golden(ChooseVisibility(person=PERSON, network=FORUM, seen_by="committee"), "bcs", own),
        Golden(updated, "bcs", own, m.AdmitToNetwork),
        Golden(refusal, "bcs", own, m.JoinNetwork),
    ]


def _of_events() -> list[Golden]:
    book_at = "https://www.bcs.org/colloquium"
    listing = a.Listing(
        title="Ada Lovelace Colloquium", zone=ZONE, starts=at(720), ends=at(727), venue="Glasgow", book_at=book_at
    )
    published = e.EventPublished(
        event=EVENT,
        status="open",
        plan=plan(),
        hosts=[a.Host(body=party.body, networks=party.networks) for party in terms().parties],
        hash=HASH,
        acceptances=acceptances(),
        availability=[
            a.Availability(part="lectures", places="available"),
            a.Availability(part="workshops", places="few"),
        ],
        details=a.DetailsKey(key=KEY, opens=at(-72), closes=at(728)),
        version=2,
    )
    return [
        Golden(e.ListEvent(event="bcs/ada-lovelace-colloquium", listing=listing), "bcs", "bcs/systems/crm"),
        Golden(e.ReturnSeats(event=EVENT), "iop", "iop/events"),
        Golden(e.EndEvent(event=EVENT), "iop", "iop/events"),
        Golden(published, "iop", "iop/events", e.AnswerAgreement),
    ]


def _of_offices(own: str) -> list[Golden]:
    chair = {"person": PERSON, "network": FORUM, "role": "Chair"}
    return [
        Golden(o.OfferOffice(**chair, until=date(2028, 12, 31)), "bcs", own),
        Golden(o.HandOverOffice(**chair, to="p-4t5u6v7w", until=date(2028, 12, 31)), "bcs", own),
        Golden(o.AnswerOffice(**chair, accepted=True), "bcs", own),
        Golden(o.StepDown(**chair), "bcs", own),
        Golden(o.EndOffice(**chair, began=at(0)), "bcs", own),
        Golden(o.VacateOffice(network=FORUM, office=HASH[:32], began=at(0)), "bcs", own, o.EndOffice),
        Golden(o.ReviewOffice(network="iop/returners", role="treasurer"), "bcs", own),
    ]


def _of_mails() -> list[Golden]:
    own, told = "bcs/notify", {"person": PERSON, "delivery": DELIVERY}
    tell = told_of.TellMembers(event=EVENT, networks=["iop/women-in-physics", FORUM], after=PERSON)
    record = n.RecordDelivery(**told, subject=EVENT, told=False, reason="The server asks for patience.")
    fact = n.MessageTold(**told, occasion="published", subject=EVENT, status="told", attempts=2, version=2)
    change = told_of.TellChange(event=EVENT, occasion="changed", number=4, parts=["lectures"], attendance=DELIVERY)
    role = told_of.NoteRole(person=PERSON, event=EVENT, role="speaks", began=DELIVERY)
    asked = told_of.TellAsked(
        subject=EVENT, practice="prize", step="nominations", who="members", networks=[FORUM], until=at(-900)
    )
    return [
        Golden(tell, "bcs", own),
        Golden(asked, "bcs", own),
        Golden(change, "bcs", own),
        Golden(role, "bcs", "bcs/events"),
        Golden(record, "bcs", own),
        Golden(fact, "bcs", own, n.RecordDelivery),
    ]


def _of_forgetting() -> list[Golden]:
    forgetting, receipt, directory = "f" * 32, "5ee0ff1ce42a1b2c3d4e5f6071829304", "bcs/directory"
    asked = f.Receipt(receipt=receipt, body="iop", asked=at(900), answered=at(901), deleted=["places"])
    ids: dict[str, Any] = {"person": PERSON, "forgetting": forgetting}
    record = f.RecordForgetting(forgetting=forgetting, service="events", cleared=True, receipts=[asked])
    one = f.ForgetRegistration(**ids, registration=REGISTRATION, subject=EVENT, parts=["lectures"])
    ask = f.ForgetPseudonym(subject=EVENT, pseudonym=PSEUDONYM, parts=["lectures"])
    forgotten = f.PseudonymForgotten(subject=EVENT, pseudonym=PSEUDONYM, deleted=["places"], at=at(901))
    return [
        Golden(f.ForgetPerson(person=PERSON), "bcs", directory),
        Golden(f.PursueForgetting(**ids), "bcs", directory, f.ForgetPerson),
        Golden(f.ForgetRegistrations(**ids), "bcs", directory, f.ForgetPerson),
        Golden(one, "bcs", "bcs/events", f.ForgetRegistrations),
        Golden(f.ForgetDeliveries(**ids), "bcs", directory, f.ForgetPerson),
        Golden(ask, "iop", "bcs/events", f.ForgetRegistrations),
        Golden(forgotten, "bcs", "iop/events", f.ForgetPseudonym),
        Golden(record, "bcs", "bcs/events", f.PseudonymForgotten),
        Golden(f.PursueErasure(pseudonym=PSEUDONYM), "bcs", "bcs/events"),
    ]
