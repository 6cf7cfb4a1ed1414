"""The part of the catalogue about money: what was paid, the account of it, and who pays whom."""

from kith_chassis.catalogue import on, one, page
from kith_contracts.directory.money import GrantUpdated
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
from kith_events.event.loads import EVENT, PROPOSAL
from kith_events.settlement import grants, lead, party
from kith_events.settlement.grants import Grants
from kith_events.settlement.lead import Books
from kith_events.settlement.party import OwnBooks

BOOKS = one(Books, "event")
OWN = one(OwnBooks, "event")
GRANTS = one(Grants, lambda _, at: at.body)
TEXTS = page(lead.agreed_texts)

HANDLERS = (
    # as a party
    on(RecordCost, party.record_cost, EventCommandRefused)(proposal=PROPOSAL, books=OWN, grants=GRANTS),
    on(GrantUpdated, grants.hear_grant)(grants=GRANTS),
    on(AnswerBooks, party.answer_books, EventCommandRefused)(books=OWN),
    on(MarkPayment, party.mark_payment, EventCommandRefused)(books=OWN),
    on(BooksClosed, party.hear_books)(proposal=PROPOSAL, books=OWN, grants=GRANTS),
    # as lead
    on(CloseBooks, lead.close_books, EventCommandRefused)(event=EVENT, books=BOOKS, texts=TEXTS),
    on(CostRecorded, lead.take_cost)(event=EVENT, books=BOOKS),
    on(BooksAnswered, lead.take_verdict)(books=BOOKS),
    on(PaymentMarked, lead.take_mark)(books=BOOKS),
)
