"""An invented kind of subject: a shelf of templates that bodies keep together. It has no plan, no places and no end."""

from typing import Any, ClassVar, Final

from kith_commons.agreement.acceptance import Shown
from kith_commons.agreement.agreement import Clause, hash_of
from kith_commons.agreement.lead import Led
from kith_commons.agreement.party import Offered
from kith_commons.agreement.suggestions import Known
from kith_commons.agreement.template import Messages, Template
from kith_contracts.agreements import messages, suggestions, terms
from kith_contracts.message import Body, Refusal
from kith_contracts.words import BodySlug, Line, Pence, Section

SHELF: Final = "iop/shelf"


class Keeper(terms.Party):
    """Who keeps the shelf, and what for."""

    task: Body[Line]
    pence: Body[Pence] = 100


class ShelfTerms(terms.Terms[Keeper]):
    """What is kept, under which licence, and who writes the text now: not for ever the body in the name."""

    lead: Body[BodySlug] = "iop"
    licence: Body[Line] = "CC BY 4.0"
    templates: Body[list[Line]] = []  # noqa: RUF012 - pydantic copies it

    @property
    def led_by(self) -> str:
        return self.lead


class ShelfChange(Section):
    """Another licence."""

    licence: Body[Line]


class ShelfSuggestion(suggestions.Suggestion[ShelfChange]):
    """A change of the licence."""


class ShelfProposed(messages.AgreementProposed[ShelfTerms]):
    """The present text."""

    contract: ClassVar = messages.AgreementProposed.contract.of("library")


class ShelfAnswered(messages.AgreementAnswered):
    """Accepted or declined."""

    contract: ClassVar = messages.AgreementAnswered.contract.of("library")


class ShelfWithdrawn(messages.AgreementWithdrawn):
    """A party leaves."""

    contract: ClassVar = messages.AgreementWithdrawn.contract.of("library")


class ShelfStatusChanged(messages.AgreementStatusChanged):
    """How it stands."""

    contract: ClassVar = messages.AgreementStatusChanged.contract.of("library")


class ShelfUpdated(messages.AgreementUpdated[ShelfTerms]):
    """For a body's own systems."""

    contract: ClassVar = messages.AgreementUpdated.contract.of("library")


class ShelfChangeSuggested(suggestions.ChangeSuggested[ShelfChange]):
    """A change that a party suggests."""

    contract: ClassVar = suggestions.ChangeSuggested.contract.of("library")


class ShelfSuggestionAnswered(suggestions.SuggestionAnswered[ShelfSuggestion]):
    """What became of it."""

    contract: ClassVar = suggestions.SuggestionAnswered.contract.of("library")


class ShelfSuggestionUpdated(suggestions.SuggestionUpdated[ShelfSuggestion]):
    """For a body's own systems."""

    contract: ClassVar = suggestions.SuggestionUpdated.contract.of("library")


def _clauses(text: ShelfTerms) -> list[Clause]:
    own = [Clause(f"task of {each.body}", "network", each.task, frozenset({each.body})) for each in text.parties]
    costs = [Clause(f"cost of {each.body}", "body", each.pence, frozenset({each.body})) for each in text.parties]
    bodies = [each.body for each in text.parties]
    return [
        Clause("licence", "network", text.licence),
        Clause("templates", "network", text.templates),
        Clause("keepers", "network", [text.lead, *bodies]),
        *own,
        *costs,
    ]


def _words(text: ShelfTerms) -> dict[str, str]:
    costs = {f"cost of {each.body}": f"{each.pence} pence" for each in text.parties}
    tasks = {f"task of {each.body}": each.task for each in text.parties}
    keepers = ", ".join([f"{text.lead} leads", *[each.body for each in text.parties]])
    shelf = {"licence": text.licence, "templates": "; ".join(text.templates), "keepers": keepers}
    return {**shelf, **costs, **tasks}


def _changed(text: ShelfTerms, change: ShelfChange) -> ShelfTerms | Refusal:
    return text.model_copy(update={"licence": change.licence})


def _shown(text: ShelfTerms) -> Shown:
    keepers = tuple(each.body for each in text.parties)
    return Shown("shelf", text.subject, keepers, (), hash_of({"licence": text.licence, "lead": text.lead}))


KIND: Final[Template[ShelfTerms, ShelfChange]] = Template(
    kind="shelf",
    clauses=_clauses,
    words=_words,
    shown=_shown,
    ends=lambda _: None,
    changed=_changed,
    whole=lambda _, change: change,
    messages=Messages(
        proposed=ShelfProposed,
        answered=ShelfAnswered,
        withdrawn=ShelfWithdrawn,
        status_changed=ShelfStatusChanged,
        updated=ShelfUpdated,
        suggested=ShelfChangeSuggested,
        suggestion=ShelfSuggestion,
        suggestion_answered=ShelfSuggestionAnswered,
        suggestion_updated=ShelfSuggestionUpdated,
    ),
)


class LedShelf(Led[ShelfTerms]):
    """The shelf, at its lead."""

    template: ClassVar[Template[Any, Any]] = KIND


class OfferedShelf(Offered[ShelfTerms]):
    """The shelf, at a party."""

    template: ClassVar[Template[Any, Any]] = KIND


class KnownChange(Known):
    """A change of the shelf."""

    suggestion: ShelfSuggestion


def text(*bodies: str, **changes: Any) -> ShelfTerms:
    """The text on the shelf, kept by IOP and these."""
    keepers = [Keeper(body=body, task=f"{body} keeps it tidy") for body in ("iop", *bodies)]
    return ShelfTerms(**{"subject": SHELF, "version": 1, "parties": keepers, "templates": ["Book club"], **changes})
