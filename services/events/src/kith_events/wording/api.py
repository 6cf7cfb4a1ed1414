"""What is answered about wording: the list of words, and what was found in a text."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints


class Words(BaseModel):
    """A word or phrase that leaves people out, what to write instead, and why."""

    words: str
    better: str
    why: str


class Written(BaseModel):
    """A text that somebody is about to publish."""

    model_config = ConfigDict(extra="forbid")
    text: Annotated[str, StringConstraints(max_length=20_000)]


class Found(BaseModel):
    """Where in the text such a word stands, in characters from its start."""

    found: str
    start: int
    better: str
    why: str
