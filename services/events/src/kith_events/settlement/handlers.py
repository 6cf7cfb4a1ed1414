"""The part of the catalogue about money: what was paid, the account of it, and who pays whom."""

from typing import Any

from kith_chassis.decision import Circumstances, Handler, Ref
from kith_contracts.events.agreements import EventCommandRefused
from kith_contracts.events.settlement import (
    AnswerBooks,
    BooksAnswered,
    BooksClosed,
    CloseBooks,
    CostRecorded,
    MarkPayment,
    PaymentMarked,
    RecordCost,
)
from kith_events.event.lead import JointEvent
from kith_events.event.party import Proposal
from kith_events.settlement import lead, party
from kith_events.settlement.lead import Books
from kith_events.settlement.party import OwnBooks


def _event_and_books(message: CostRecorded | CloseBooks, _at: Circumstances) -> tuple[Ref, ...]:
    return (JointEvent.at(message.event), Books.at(message.event))


def _books(message: Any, _at: Circumstances) -> tuple[Ref, ...]:
    return (Books.at(message.event),)


def _own(message: Any, _at: Circumstances) -> tuple[Ref, ...]:
    return (OwnBooks.at(message.event),)


def _proposal_and_own(message: RecordCost | BooksClosed, _at: Circumstances) -> tuple[Ref, ...]:
    return (Proposal.at(message.event), OwnBooks.at(message.event))


HANDLERS = (
    # as a party
    Handler(RecordCost, party.record_cost, _proposal_and_own, EventCommandRefused),
    Handler(AnswerBooks, party.answer_books, _own, EventCommandRefused),
    Handler(MarkPayment, party.mark_payment, _own, EventCommandRefused),
    Handler(BooksClosed, party.hear_books, _proposal_and_own),
    # as lead
    Handler(CloseBooks, lead.close_books, _event_and_books, EventCommandRefused, reads=lead.agreed_texts),
    Handler(CostRecorded, lead.take_cost, _event_and_books),
    Handler(BooksAnswered, lead.take_verdict, _books),
    Handler(PaymentMarked, lead.take_mark, _books),
)
COMMANDS = (RecordCost, CloseBooks, AnswerBooks, MarkPayment)
