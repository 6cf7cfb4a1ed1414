"""The part of the catalogue about money: what was paid, the account of it, and who pays whom."""

from typing import Any

from kith_chassis.decision import Circumstances, Handler, Ref
from kith_contracts.events import EventCommandRefused
from kith_contracts.settling import (
    AnswerBooks,
    BooksAnswered,
    BooksClosed,
    CloseBooks,
    CostRecorded,
    MarkPayment,
    PaymentMarked,
    RecordCost,
)
from kith_events.domain.after import books, paying
from kith_events.domain.after.books import Books
from kith_events.domain.after.paying import OwnBooks
from kith_events.domain.agreements.joint import JointEvent
from kith_events.domain.agreements.party import Proposal


def _event_and_books(message: CostRecorded | CloseBooks, _at: Circumstances) -> tuple[Ref, ...]:
    return (JointEvent.at(message.event), Books.at(message.event))


def _books(message: Any, _at: Circumstances) -> tuple[Ref, ...]:
    return (Books.at(message.event),)


def _own(message: Any, _at: Circumstances) -> tuple[Ref, ...]:
    return (OwnBooks.at(message.event),)


def _proposal_and_own(message: RecordCost | BooksClosed, _at: Circumstances) -> tuple[Ref, ...]:
    return (Proposal.at(message.event), OwnBooks.at(message.event))


SETTLING = (
    # as a party
    Handler(RecordCost, paying.record_cost, _proposal_and_own, EventCommandRefused),
    Handler(AnswerBooks, paying.answer_books, _own, EventCommandRefused),
    Handler(MarkPayment, paying.mark_payment, _own, EventCommandRefused),
    Handler(BooksClosed, paying.hear_books, _proposal_and_own),
    # as lead
    Handler(CloseBooks, books.close_books, _event_and_books, EventCommandRefused, reads=books.agreed_texts),
    Handler(CostRecorded, books.take_cost, _event_and_books),
    Handler(BooksAnswered, books.take_verdict, _books),
    Handler(PaymentMarked, books.take_mark, _books),
)
SETTLING_COMMANDS = (RecordCost, CloseBooks, AnswerBooks, MarkPayment)
