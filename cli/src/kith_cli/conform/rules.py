"""The rules: data that any language can read, published as `contracts/conformance/rules.json`."""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Final, NamedTuple

FILE: Final = "rules.json"


class Rule(NamedTuple):
    """One thing that is required, why, how to mend what breaks it, and examples that break it and nothing else."""

    id: str
    of: str
    """`messages`, `sender` or `receiver`: what is looked at."""
    title: str
    requires: str
    why: str
    mend: str
    source: str
    """Where it is written."""
    bad: list[Any]
    code: str = ""
    """The code with which a node refuses it; `*` if each fault has its own; empty if a node takes it."""


class Finding(NamedTuple):
    """Something that breaks a rule."""

    rule: str
    place: str
    """Which event, field or request: `2.data.webhook`."""
    sentence: str


def text() -> str:
    """The file, as it is published."""
    return files(__package__).joinpath(FILE).read_text("utf-8")


@cache
def rules() -> Mapping[str, Rule]:
    """All rules, by id."""
    return {each["id"]: Rule(**each) for each in json.loads(text())["rules"]}
