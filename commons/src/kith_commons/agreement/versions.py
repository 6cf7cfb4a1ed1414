"""The texts that a party has received, each by its version, so that any two can be laid side by side."""

from typing import Any, ClassVar, Final, Generic, TypeVar

from pydantic import BaseModel, ConfigDict

from kith_contracts.agreements.terms import Terms

KEPT: Final = 50
"""Texts of an agreement that are kept: no lead fills our database."""

T = TypeVar("T", bound=Terms[Any])


class KeptText(BaseModel, Generic[T]):
    """One version of the text, as the lead proposed it to us. A service keeps it in a state of its own, guarded by what
    it keeps of the agreement, with which it is written.
    """

    model_config = ConfigDict(frozen=True)

    kind: ClassVar[str] = "text"
    guarded: ClassVar[bool] = True
    terms: T
    hash: str

    @property
    def id(self) -> str:
        return f"{self.terms.subject}/{place(self.terms.version)}"


def place(version: int) -> str:
    """Where this version is, or was: the one that comes so many later takes its place."""
    return str(version % KEPT)
