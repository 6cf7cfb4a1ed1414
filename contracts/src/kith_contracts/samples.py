"""Golden messages, one for each type and major version, as records on their topics.

What is once published here, `registry.read` accepts for ever. The story: societies prepare a day on returning to work.
"""

import hashlib
from datetime import date
from typing import Any, Final, NamedTuple

from kith_contracts import agreements as a
from kith_contracts import consortium as c
from kith_contracts import directory as d
from kith_contracts import events as e
from kith_contracts import forgetting as f
from kith_contracts import notify as n
from kith_contracts import places as p
from kith_contracts.message import Message, Refused
from kith_contracts.sampled_event import EVENT, FORUM, HASH, ZONE, at, plan, proof, terms, yeses
from kith_contracts.schemas import file_name
from kith_contracts.topics import Channel
from kith_contracts.visibility import ChooseVisibility

BCS: Final = "BCS, The Chartered Institute for IT"
ABOUT: Final = "The professional body for computing in the United Kingdom."
PERSON: Final = "p-0123456789"
PSEUDONYM: Final = "mfrggzdfmztwq2lknnwg23tpob"
REGISTRATION: Final = "nbswy3dpeb3w64tmmqxhi2dfor"
DELIVERY: Final = "c0ffee0042a1b2c3d4e5f60718293a4b"
TIME: Final = "2026-11-23T09:30:00Z"


class Golden(NamedTuple):
    """A message, whose topic it travels on, who sends it, and the command that it follows from."""

    message: Message
    body: str
    source: str
    cause: type[Message] | None = None

    def record(self) -> dict[str, Any]:
        """Topic, key, headers and data, in the binary mode of the Kafka binding of CloudEvents 1.0.2."""
        contract, key = self.message.contract, self.message.key
        headers = {
            "ce_specversion": "1.0",
            "ce_type": contract.type,
            "ce_source": self.source,
            "ce_dataclassification": contract.channel.partition(".")[0],
            "content-type": "application/json",
            "ce_id": id_of(type(self.message)),
            "ce_subject": key,
            "ce_time": TIME,
            "ce_partitionkey": key,
        }
        if self.cause:  # decided by a service, which numbers what it says
            stream, number = _digest(self.source)[:16], str(1 + int(_digest(contract.type)[:3], 16))
            headers |= {"ce_id": f"{stream}.{number}", "kith-stream": stream, "kith-number": number}
            if contract.channel is not Channel.INBOX:  # two wishes of one command are not to be joined by a host
                headers["ce_correlationid"] = id_of(self.cause)
        data = self.message.model_dump(mode="json")
        return {"topic": contract.topic(self.body), "key": key, "headers": headers, "data": data}


def samples() -> dict[str, dict[str, Any]]:
    """All samples, by the name of their file, in order of name."""
    groups = (_of_networks, _of_people, _of_agreements, _of_events, _of_places, _of_mails, _of_forgetting)
    goldens = {file_name(golden.message.contract): golden for group in groups for golden in group()}
    return {name: goldens[name].record() for name in sorted(goldens)}


def id_of(model: type[Message]) -> str:
    """The id of a sample that nobody decided: a UUIDv7 (RFC 9562) of the day of the story."""
    digest = _digest(model.contract.type)
    return f"01a207bd-a9c0-7{digest[:3]}-8{digest[3:6]}-{digest[6:18]}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _refused(model: type[Refused], command: type[Message], code: str, sentence: str, **more: str) -> Refused:
    fields = {"command": id_of(command), "type": command.contract.type, "code": code, "sentence": sentence}
    return model(**fields, **more)


def _of_networks() -> list[Golden]:
    charter = d.NetworkCharter(
        name="BCS Women's Forum",
        purpose="Women in computing meet, learn from each other and are heard.",
        aims=["A clinic for CVs twice a year", "One meeting in person a year"],
        for_you_if="This is for you if you are a woman who works in computing, or would like to.",
        joinable="ask",
        how_to_ask="Write to the committee; it answers within a week.",
        regions=["London", "Scotland"],
        officers=[d.Officer(role="chair", until=date(2027, 9, 30)), d.Officer(role="treasurer", filled=False)],
        terms=d.TermsOfReference(version=2, text="A committee is elected each September.", review_by=date(2027, 6, 1)),
    )
    key = c.SigningKey(name="2026-11-23", x=HASH[:43], not_before=at(-2600), not_after=at(280))
    registered = c.BodyRegistered(body="bcs", name=BCS, kind="professional-society", keys=[key], version=1)
    charity = d.Identifier(scheme="charity", value="292786")
    crm, own, site, region = "/bcs/systems/crm", "/bcs/directory", "https://www.bcs.org", "United Kingdom"
    profile = d.PublishProfile(body="bcs", name=BCS, summary=ABOUT, website=site, region=region, identifiers=[charity])
    listed = charter.model_dump(include={"name", "purpose", "how_to_ask"})
    published = d.NetworkPublished(network=FORUM, **listed, status="active", charter=charter, version=3)
    updated = d.NetworkUpdated(network=FORUM, charter=charter, status="active", version=4)
    sentence = "The network has ended and stays ended; charter a new one."
    refused = _refused(d.NetworkCommandRefused, d.SetNetworkStatus, "network-ended", sentence, field="status")
    return [
        Golden(registered, "office", "/office/registry"),
        Golden(profile, "bcs", crm),
        Golden(d.CharterNetwork(network=FORUM, charter=charter), "bcs", crm),
        Golden(d.DescribeNetwork(network=FORUM, charter=charter), "bcs", crm),
        Golden(d.SetNetworkStatus(network=FORUM, status="resting"), "bcs", crm),
        Golden(d.ProfilePublished(**profile.model_dump(), version=2), "bcs", own, d.PublishProfile),
        Golden(published, "bcs", own, d.CharterNetwork),
        Golden(updated, "bcs", own, d.DescribeNetwork),
        Golden(refused, "bcs", own, d.SetNetworkStatus),
    ]


def _of_people() -> list[Golden]:
    own, known = "/bcs/directory", {"name": "Ada Example", "address": "ada@example.org"}
    enrol = d.EnrolPerson(person=PERSON, **known, how_much="everything", audiences=["returner"])
    updated = d.PersonUpdated(**enrol.model_dump(), networks=[FORUM], version=5)
    refused = _refused(d.PersonCommandRefused, d.JoinNetwork, "by-invitation", "By invitation only.", person=PERSON)
    return [
        Golden(enrol, "bcs", own),
        Golden(d.JoinNetwork(person=PERSON, network=FORUM), "bcs", own),
        Golden(d.AdmitToNetwork(person=PERSON, network=FORUM), "bcs", own),
        Golden(d.LeaveNetwork(person=PERSON, network=FORUM), "bcs", own),
        Golden(ChooseVisibility(person=PERSON, network=FORUM, seen_by="committee"), "bcs", own),
        Golden(updated, "bcs", own, d.AdmitToNetwork),
        Golden(refused, "bcs", own, d.JoinNetwork),
    ]


def _of_agreements() -> list[Golden]:
    answer = e.AnswerAgreement(event=EVENT, hash=HASH, on_behalf="body", note="Gladly.")
    answers = [
        e.PartyAnswer(body="iop", by_body="accepted", by_network="accepted"),
        e.PartyAnswer(body="bcs", by_body="accepted", note="Gladly."),
        e.PartyAnswer(body="ni"),
    ]
    updated = e.AgreementUpdated(event=EVENT, terms=terms(), hash=HASH, status="proposed", answers=answers, version=2)
    sentence = "The shares of all parties in cash must add up to 100 %."
    refused = _refused(e.EventCommandRefused, e.AmendAgreement, "shares-not-100", sentence, field="terms.parties")
    site, own = "/iop/systems/website", "/iop/events"
    return [
        Golden(e.ProposeAgreement(event=EVENT, terms=terms()), "iop", site),
        Golden(e.AmendAgreement(event=EVENT, terms=terms(version=2)), "iop", site),
        Golden(answer, "bcs", "/bcs/systems/crm"),
        Golden(e.AgreementProposed(event=EVENT, terms=terms(), hash=HASH), "bcs", own, e.ProposeAgreement),
        Golden(e.AgreementAnswered(**answer.model_dump(), proof=proof()), "iop", "/bcs/events", e.AnswerAgreement),
        Golden(updated, "iop", own, e.AnswerAgreement),
        Golden(refused, "iop", own, e.AmendAgreement),
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
        acceptances=yeses(),
        availability=[a.Availability(part="lectures", places="available"), a.Availability(part="circle", places="few")],
        version=2,
    )
    return [
        Golden(e.ListEvent(event="bcs/ada-lovelace-colloquium", listing=listing), "bcs", "/bcs/systems/crm"),
        Golden(e.ReturnSeats(event=EVENT), "iop", "/iop/events"),
        Golden(published, "iop", "/iop/events", e.AnswerAgreement),
    ]


def _of_places() -> list[Golden]:
    place: dict[str, Any] = {"event": EVENT, "part": "circle", "pseudonym": PSEUDONYM, "number": 1}
    asked: dict[str, Any] = {"person": PERSON, "event": EVENT}
    own, full = "/bcs/events", "The circle is full. You are third on the list."
    decided = p.PlaceDecided(**place, version=1, status="waiting", code="full", sentence=full)
    waiting = p.PartRegistration(part="circle", status="waiting", code="full", sentence=full)
    parts = [p.PartRegistration(part="lectures", status="granted"), waiting]
    registration = p.RegistrationUpdated(**asked, registration=REGISTRATION, parts=parts, decision=1, version=3)
    sentence = "Your organisation does not take part in this event."
    refused = _refused(p.PlaceCommandRefused, p.AskForPlaces, "not-taking-part", sentence, field="event", person=PERSON)
    return [
        Golden(p.AskForPlaces(**asked, parts=["lectures", "circle"]), "bcs", own),
        Golden(p.GiveUpPlaces(**asked, parts=["circle"]), "bcs", own),
        Golden(p.RequestPlace(**place), "iop", own, p.AskForPlaces),
        Golden(p.ReleasePlace(**place), "iop", own, p.GiveUpPlaces),
        Golden(decided, "bcs", "/iop/events", p.AskForPlaces),
        Golden(registration, "bcs", own, p.AskForPlaces),
        Golden(refused, "bcs", own, p.AskForPlaces),
    ]


def _of_mails() -> list[Golden]:
    own, told = "/bcs/notify", {"person": PERSON, "delivery": DELIVERY}
    tell = n.TellMembers(event=EVENT, networks=["iop/women-in-physics", FORUM], after=PERSON)
    record = n.RecordDelivery(**told, told=False, reason="The server asks for patience.")
    fact = n.MessageTold(**told, occasion="published", event=EVENT, status="told", attempts=2, version=2)
    return [Golden(tell, "bcs", own), Golden(record, "bcs", own), Golden(fact, "bcs", own, n.RecordDelivery)]


def _of_forgetting() -> list[Golden]:
    forgetting, receipt, directory = "f" * 32, "5ee0ff1ce42a1b2c3d4e5f6071829304", "/bcs/directory"
    asked = f.Receipt(receipt=receipt, body="iop", asked=at(900), answered=at(901), deleted=["places"])
    ids: dict[str, Any] = {"person": PERSON, "forgetting": forgetting}
    record = f.RecordForgetting(forgetting=forgetting, service="events", cleared=True, receipts=[asked])
    one = f.ForgetRegistration(**ids, registration=REGISTRATION, event=EVENT, parts=["lectures"])
    ask = f.ForgetPseudonym(event=EVENT, pseudonym=PSEUDONYM, parts=["lectures"])
    forgotten = f.PseudonymForgotten(event=EVENT, pseudonym=PSEUDONYM, deleted=["places"], at=at(901))
    return [
        Golden(f.ForgetPerson(person=PERSON), "bcs", directory),
        Golden(f.PursueForgetting(**ids), "bcs", directory, f.ForgetPerson),
        Golden(f.ForgetRegistrations(**ids), "bcs", directory, f.ForgetPerson),
        Golden(one, "bcs", "/bcs/events", f.ForgetRegistrations),
        Golden(f.ForgetDeliveries(**ids), "bcs", directory, f.ForgetPerson),
        Golden(ask, "iop", "/bcs/events", f.ForgetRegistrations),
        Golden(forgotten, "bcs", "/iop/events", f.ForgetPseudonym),
        Golden(record, "bcs", "/bcs/events", f.PseudonymForgotten),
        Golden(f.PursueErasure(pseudonym=PSEUDONYM), "bcs", "/bcs/events"),
    ]
