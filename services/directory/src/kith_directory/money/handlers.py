"""The part of the catalogue about the money of networks that several bodies own, one line a message."""

from kith_chassis.catalogue import many, on, one
from kith_contracts.directory.agreements import (
    NetworkAgreed,
    NetworkAgreementStatusChanged,
    SharedNetworkCommandRefused,
)
from kith_contracts.directory.money import (
    AnswerYear,
    AskForMoney,
    CloseYear,
    MoneyAsked,
    OwnerSettled,
    PoolKept,
    RecordSpending,
    YearAnswered,
)
from kith_contracts.events.grants import GrantUsed
from kith_directory.money import answers, asks, books, lead, owner
from kith_directory.money.answers import KeptYear
from kith_directory.money.own import OwnMoney
from kith_directory.networks.network import Network
from kith_directory.shared_networks.handlers import HOME, LED, OFFERED, WAITING
from kith_directory.shared_networks.network import SharedNetwork
from kith_directory.welcome.host import Welcome

OWN = one(OwnMoney, "subject")
KEPT = many(KeptYear, lambda m, _: [(m.subject, str(each.year)) for each in m.accounts])
SETTLED = one(KeptYear, lambda m, _: (m.subject, str(m.pool.account.year)) if m.pool.account else None)
REFUSED = SharedNetworkCommandRefused

HANDLERS = (
    # as owner
    on(AskForMoney, asks.ask, REFUSED)(home=HOME, own=OWN),
    on(RecordSpending, asks.record, REFUSED)(home=HOME, own=OWN),
    on(AnswerYear, answers.answer_year, REFUSED)(home=HOME, own=OWN),
    on(NetworkAgreed, owner.hear_agreed)(
        offered=OFFERED,
        home=HOME,
        led=LED,
        network=one(Network, "subject"),
        welcome=one(Welcome, "subject"),
        own=OWN,
        kept=SETTLED,
    ),
    on(NetworkAgreementStatusChanged, owner.take_status)(offered=OFFERED, home=HOME, waiting=WAITING, own=OWN),
    on(GrantUsed, books.take_used)(home=one(SharedNetwork, "network"), own=one(OwnMoney, "network")),
    on(OwnerSettled, answers.hear_settled)(home=HOME, known=KEPT),
    # as lead
    on(CloseYear, lead.close_year, REFUSED)(led=LED, home=HOME),
    on(MoneyAsked, lead.take_asked)(led=LED),
    on(PoolKept, lead.take_kept)(led=LED),
    on(YearAnswered, lead.take_year_answer)(led=LED),
)
