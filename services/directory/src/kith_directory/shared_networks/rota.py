"""The rota of a shared network: who takes turns in what, by the texts that were in force one after the other."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Final, Self

from pydantic import BaseModel, ConfigDict

from kith_commons.rota import MONTHS, Duty, Span, Swap, Turn, turns_of
from kith_contracts.directory.terms import NetworkTerms, OwnerDuty, Size
from kith_contracts.words import BodySlug, Moment

SIZES: Final[dict[Size, int]] = {"small": 1, "medium": 2, "large": 4}


class Rota(BaseModel):
    """What the owners take turns in, and how much each of them can carry, from a day on. The order says nothing."""

    model_config = ConfigDict(frozen=True)

    since: Moment
    sizes: dict[BodySlug, Size]
    duties: list[OwnerDuty]

    @classmethod
    def by(cls, terms: NetworkTerms, since: datetime) -> Self:
        duties = sorted(terms.duties, key=lambda each: each.duty)
        return cls(since=since, sizes={each.body: each.size for each in terms.parties}, duties=duties)

    @property
    def span(self) -> Span:
        duties = [Duty(each.duty, MONTHS[each.every], each.weight) for each in self.duties]
        owners = {body: SIZES[size] for body, size in self.sizes.items()}
        return Span(self.since.astimezone(UTC).date(), owners, duties)


Swaps = Mapping[Moment, Sequence[Swap]]
"""By the moment since when a rota is in force: what was swapped by it, in the order in which it was agreed on."""


def turns(rotas: Sequence[Rota], year: int, swaps: Swaps = MappingProxyType({})) -> list[Turn]:
    """The turns of a year, by these rotas in their order. With a rota go the swaps that were made by it."""
    return turns_of([each.span._replace(swaps=swaps.get(each.since, ())) for each in rotas], year)
