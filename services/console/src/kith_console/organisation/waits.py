"""What else waits for who speaks for the organisation: suggestions, what was promised, accounts, payments."""

import asyncio
from collections.abc import Iterable
from typing import NamedTuple

from kith_console.committee.promises import after_events
from kith_console.committee.tasks import Task, promised, suggested
from kith_console.visit import Visit
from kith_console.words import money
from kith_contracts.pages.agreements import AgreementLine
from kith_contracts.pages.settlement import OwnSettlement
from kith_contracts.pages.shared_networks import SharedNetworkLine

FOR_A_TEXT, FOR_AN_ANSWER, FOR_A_WELCOME = 5, 3, 1
"""Minutes that it takes to read a text and say yes; to answer a question; to welcome people."""


class Books(NamedTuple):
    """An event that is over, and its account as we have it."""

    line: AgreementLine
    own: OwnSettlement


async def waits(
    visit: Visit, lines: list[AgreementLine], shared: list[SharedNetworkLine], books: Iterable[Books]
) -> list[Task]:
    """All of it, what others wait for first."""
    changes, over = await asyncio.gather(suggested(visit, lines, shared), after_events(visit, lines))
    return [*changes, *accounts(visit, books), *promised(over)]


def accounts(visit: Visit, books: Iterable[Books]) -> list[Task]:
    """Accounts that we have not said yes to, and payments of ours that are to be made."""
    found = []
    for line, own in books:
        account, inner = own.account, f"books/{line.subject}"
        if account is None:
            continue
        asked = visit.body in {each.body for each in account.shares}
        answered = visit.body in {each.body for each in account.answers}
        if account.status == "closed" and asked and not answered:
            found.append(Task(f"The account of {line.title}: is it right?", inner, 3))
        if account.status == "settled":
            found += [
                Task(f"Pay {_to(visit, each.payee)} {money(each.pence, account.currency)} for {line.title}", inner, 2)
                for each in account.payments
                if each.payer == visit.body and not each.sent
            ]
    return found


def _to(visit: Visit, body: str) -> str:
    return visit.console.names.short(body)
