"""What the agreement on a network says, clause by clause, in plain words."""

from typing import Final

from kith_commons.agreement.differences import NEEDED, NOTHING
from kith_contracts.directory.charters import NetworkCharter
from kith_contracts.directory.terms import BudgetLine, NetworkTerms, Office, Owner, OwnerDuty

SIGNS: Final = {"GBP": "£", "EUR": "€"}
FINDS: Final = {
    "everyone": "everyone finds it",
    "name-only": "everyone finds its name alone",
    "invitation": "only invitation finds it",
}
JOINS: Final = {
    "anyone": "people of the owners join at once",
    "ask": "people of the owners ask to join",
    "invited": "people of the owners are invited",
}
CLAIMANTS: Final = {"owners": "each owner may ask for it", "lead": "the lead alone may ask for it"}


def in_words(terms: NetworkTerms) -> dict[str, str]:
    """What each clause says, by its name."""
    sign, charter = SIGNS[terms.currency], terms.charter
    paid = [f"{each.body} pays {money(sign, each.contribution)}" for each in terms.parties if each.contribution]
    read_first = ", and the lead reads it first" if terms.moderated else ""
    last = f"; it ends on {terms.until:%d %B %Y}" if terms.until else ""
    return {
        "charter": _charter(charter),
        "joining": f"{FINDS[charter.findable]}; {JOINS[charter.joinable]}: {charter.how_to_ask}",
        "owners": _listed([f"{each.body} ({each.size})" for each in terms.parties]),
        "deputies": _listed([f"{body} after {n} days" for body, n in _waits(terms)]),
        "offices": _listed([_office(each) for each in terms.offices]),
        "duties": _listed([_duty(each) for each in terms.duties]),
        "writing": f"officers of {'all owners' if terms.writers == 'owners' else 'the lead'} write to all{read_first}",
        "money": f"{_listed(paid)} a year, in {terms.currency}" if paid else NOTHING,
        "lines": _listed([_line(each, sign) for each in terms.lines]),
        "rule": f"{NEEDED[terms.rule]} decide" if terms.rule != "lead" else "the lead decides",
        "notice": f"an owner leaves after {terms.notice_days} days; the first deputy waits {terms.silence_days}{last}",
        **{f"share of {each.body}": _share(each) for each in terms.parties},
    }


def money(sign: str, pence: int) -> str:
    """A sum as people read it, `£2,400.00`."""
    return f"{sign}{pence // 100:,}.{pence % 100:02}"


def _waits(terms: NetworkTerms) -> list[tuple[str, int]]:
    return [(body, terms.silence_days * number) for number, body in enumerate(terms.deputies, 1)]


def _charter(charter: NetworkCharter) -> str:
    review = f", to be reviewed by {charter.terms.review_by:%d %B %Y}" if charter.terms.review_by else ""
    return "; ".join(
        [
            f"{charter.name}: {charter.purpose}",
            f"for you if {charter.for_you_if}",
            *charter.aims,
            *([f"meets in {', '.join(charter.regions)}"] if charter.regions else []),
            f"terms of reference {charter.terms.version}{review}: {charter.terms.text}",
        ]
    )


def _office(office: Office) -> str:
    return f"{office.role} from {office.body}" + (f" until {office.until:%d %B %Y}" if office.until else "")


def _duty(duty: OwnerDuty) -> str:
    return f"{duty.duty}: {duty.task}, each {duty.every}, weight {duty.weight}"


def _line(line: BudgetLine, sign: str) -> str:
    return f"{line.line}: {money(sign, line.pence)} for {line.what_for}, {CLAIMANTS[line.claimants]}"


def _share(owner: Owner) -> str:
    return f"{owner.cash_percent} % in cash, {owner.kind_percent} % in kind"


def _listed(pieces: list[str]) -> str:
    return "; ".join(pieces) or NOTHING
