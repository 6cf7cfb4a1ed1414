"""Which answers still count: a party may have answered a text that the lead has amended meanwhile."""

from typing import Final, Self

from pydantic import BaseModel, ConfigDict

from kith_commons.agreement.agreement import Agreement, Stance
from kith_contracts.agreements.terms import OnBehalf

MOST: Final = 100
"""Texts that are remembered; an answer to one that is older comes from somewhere else than the present."""


class Texts(BaseModel):
    """The texts of an agreement, and since which of them each party has had the same to accept."""

    model_config = ConfigDict(frozen=True)

    versions: dict[str, int]
    """The version of each text, by hash."""
    since: dict[str, int]
    """By party and behalf: the first version of the unbroken row, up to the present, that says the same to it."""

    @classmethod
    def first(cls, agreement: Agreement) -> Self:
        return cls(
            versions={agreement.hash: agreement.version},
            since={_name(each): agreement.version for each in agreement.stances},
        )

    def amended(self, before: Agreement, after: Agreement) -> "Texts":
        """With one text more."""
        same = {_name(each): each.digest for each in before.stances}
        since = {
            _name(each): self.since[_name(each)] if same.get(_name(each)) == each.digest else after.version
            for each in after.stances
        }
        versions = {**self.versions, after.hash: after.version}
        return Texts(versions=dict(list(versions.items())[-MOST:]), since=since)

    def knows(self, text_hash: str) -> bool:
        return text_hash in self.versions

    def counts(self, body: str, on_behalf: OnBehalf, text_hash: str) -> bool:
        """Whether an answer to that text is one to the present text too: what concerns the party is the same, and
        was never different in between. The party judges its own answer in the same way.
        """
        since = self.since.get(f"{body}/{on_behalf}")
        return since is not None and self.versions.get(text_hash, 0) >= since


def _name(stance: Stance) -> str:
    return f"{stance.body}/{stance.on_behalf}"
