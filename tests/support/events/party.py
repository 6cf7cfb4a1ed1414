"""What a party hears from the lead, and answers."""

from support.events.scenes import EVENT
from support.speaking import Node

from kith_commons.agreement.agreement import hash_of
from kith_contracts.agreements.terms import Answer, OnBehalf
from kith_contracts.events.agreements import AgreementProposed, AnswerAgreement
from kith_contracts.events.terms import EventTerms
from kith_events.handlers import HANDLERS


def received(text: EventTerms, body: str = "bcs") -> Node:
    node = Node(HANDLERS, body)
    node.hear(proposal(text), "iop")
    return node


def proposal(text: EventTerms) -> AgreementProposed:
    return AgreementProposed(subject=EVENT, terms=text, hash=hash_of(text))


def answer(text: EventTerms, on_behalf: OnBehalf = "body", answer: Answer = "accepted") -> AnswerAgreement:
    return AnswerAgreement(subject=EVENT, hash=hash_of(text), on_behalf=on_behalf, answer=answer, note="As agreed.")
