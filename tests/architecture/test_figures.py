"""Every count of people that leaves a home goes through `kith_commons.figures`."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from pydantic import BaseModel

from kith_contracts.descriptions import Described
from kith_contracts.figures import PublishedFigure
from kith_contracts.message import DataClass, Message
from kith_contracts.topics import Channel

ROOT: Final = Path(__file__).parents[2]
SOURCES: Final = sorted(
    path
    for path in ROOT.glob("**/src/**/*.py")
    if ".venv" not in path.parts and "golden" not in path.parts  # golden messages are invented
)
MAKERS: Final = {"commons/src/kith_commons/figures.py", "contracts/src/kith_contracts/figures.py"}


def models() -> list[type[BaseModel]]:
    """All sections, messages and pages."""
    import kith_contracts.pages
    import kith_contracts.registry

    for path in (ROOT / "contracts/src/kith_contracts/pages").glob("*.py"):
        __import__(f"{kith_contracts.pages.__name__}.{path.stem}")
    return [each for each in _below(Described) if each.__module__.startswith("kith_contracts.")]


def _below(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    for each in model.__subclasses__():
        yield each
        yield from _below(each)


def annotated(annotation: Any) -> set[Any]:
    """The types in an annotation."""
    inner = [each for part in getattr(annotation, "__args__", ()) for each in annotated(part)]
    return {annotation, *inner}


def figures_of(model: type[BaseModel]) -> set[str]:
    return {name for name, field in model.model_fields.items() if PublishedFigure in annotated(field.annotation)}


def test_a_count_of_people_for_everyone_is_a_published_figure() -> None:
    told = {
        f"{model.__name__}.{name}": PublishedFigure in annotated(field.annotation)
        for model in models()
        for name, field in model.model_fields.items()
        if DataClass.AGGREGATE in field.metadata
    }
    assert told, "there are some"
    assert [name for name, fits in told.items() if not fits] == []


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_one_module_alone_makes_published_figures(path: Path) -> None:
    if (name := path.relative_to(ROOT).as_posix()) in MAKERS:
        return
    called = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]
    made = [node for node in called if "PublishedFigure" in map(ast.unparse, (node.func, *node.args))]
    assert not made, f"{name}: {ast.unparse(made[0])}. Take a rule of kith_commons.figures"


def test_no_field_for_a_figure_is_given_a_text_that_was_made_on_the_spot() -> None:
    fields = {model.__name__: names for model in models() if (names := figures_of(model))}
    assert {"Turnout", "PartFigure", "PeoplesAccount", "Outcome", "Figure", "LedAsk", "SizePage"} <= fields.keys()
    wrong = []
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call):
                names = fields.get(ast.unparse(node.func).split(".")[-1], set())
                made = [each for each in node.keywords if each.arg in names and _made(each.value)]
                wrong += [f"{path.name}: {ast.unparse(node)}" for _ in made]
    assert not wrong


def _made(value: ast.expr) -> bool:
    """Whether an expression is a text, or makes one of a number."""
    if isinstance(value, ast.Constant):
        return isinstance(value.value, str) and bool(value.value)
    call = isinstance(value, ast.Call) and ast.unparse(value.func) in ("str", "repr", "format")
    return call or isinstance(value, ast.JoinedStr | ast.BinOp)


# Numbers in the open

OF_THINGS: Final = frozenset(
    """
    alone at_least attempt balance band block blocks blocks_by_body capacity card carried cash_percent contribution
    cost_pence count data_kept_days data_opens_days days decision done draw_hours events every first from_lines
    from_year hours in_person kind_percent least led left milliseconds minutes most most_hours needed next
    notice_days number offer offer_hours online open_years ours own_turns own_weight paid pence percent places pool
    quotas rank remains return_days round said scores seats seed sent_up_to share silence_days size slot
    slot_minutes slots spent sponsored start status term text there times to_send_again to_year together until
    venue_capacity version weight winners year
    """.split()  # noqa: SIM905 - a line for each would be long
)
"""Names of fields whose whole numbers count no people: versions, sums, hours, places and so on."""
EXACT: Final = {
    "FoundColumns.lines": "whoever has sent the list",
    "Intake.changed": "whoever has sent the list",
    "Intake.forgotten": "whoever has sent the list",
    "Intake.left_out": "whoever has sent the list",
    "Intake.lines": "whoever has sent the list",
    "Intake.new": "whoever has sent the list",
    "Intake.unchanged": "whoever has sent the list",
    "BudgetStanding.granted": "money of a network's owners",
    "BudgetStanding.waiting": "money of a network's owners",
    "OwnGrant.used": "money of a network's owners",
    "PartPlaces.granted": "officers of the lead, who see each request",
    "PartPlaces.granted_by_body": "officers of the lead",
    "PartPlaces.offered": "officers of the lead",
    "PartPlaces.waiting": "officers of the lead",
    "PartArrivals.over": "officers of the lead, who see who came",
    "ToRepair.come": "officers of the lead",
    "WalkIn.walk_in": "the number of one person at the door",
    "Moved.round": "the round in which one person sits elsewhere",
    "Why.position": "the lead alone; homes are not told",
    "Year.came": "the sum of figures that are published",
    "Year.pence": "money that five or more had",
    "Year.places": "the sum of figures that are published",
}
"""Exact numbers of people, and who reads them."""


def numbers() -> Iterator[tuple[str, str]]:
    """The whole numbers in sections, in what HTTP answers, and in what others or everyone read on a topic."""
    leaving = {Channel.SHARED, Channel.INBOX}
    for model in models():
        contract = getattr(model, "contract", None)
        if not issubclass(model, Message) or (contract and contract.channel in leaving):
            for name, field in model.model_fields.items():
                if int in annotated(field.annotation):
                    yield model.__name__, name


def test_each_whole_number_that_leaves_a_home_counts_no_people_or_says_who_reads_it() -> None:
    found = {f"{model}.{name}": name for model, name in numbers()}
    assert EXACT.keys() <= found.keys()
    unknown = sorted(full for full, name in found.items() if name not in OF_THINGS and full not in EXACT)
    assert not unknown, "does it count people? Then tell a PublishedFigure; if not, name it in OF_THINGS"
