"""The examples of the OpenAPI documents: the tests of this folder send requests of the same form, and all that nodes
answer them is as the documents say. This file comes last; it writes `reports/examples.json`, from which the examples
are renewed.
"""

import json
from pathlib import Path
from typing import Final

import pytest
from support.exchanges import Exchange, Schemas, Witness, schema_of

from kith_cli.published.examples import RECORDED

HERE: Final = Path(__file__)
REPORT: Final = HERE.parents[2] / "reports" / "examples.json"


@pytest.fixture
def told(witness: Witness, request: pytest.FixtureRequest) -> Witness:
    """What was seen, once all files of this folder have run."""
    ran = {item.path for item in request.session.items}
    if missing := {*HERE.parent.glob("test_*.py")} - ran:
        pytest.skip(f"needs the whole folder, without {sorted(path.name for path in missing)} nothing is proved")
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.write_text(json.dumps(witness.examples(), ensure_ascii=False, indent=2) + "\n", "utf-8")
    return witness


def test_each_example_is_asked_for_again_and_goes_well(told: Witness) -> None:
    asked = {id: {each.asked for each in forms.values()} for id, forms in told.seen.items()}
    unasked = {id for id, example in RECORDED.items() if Exchange(**example).asked not in asked.get(id, ())}
    assert not unasked, "put reports/examples.json in the place of cli/src/kith_cli/published/examples.json"


def test_all_answers_of_nodes_are_as_the_document_says(told: Witness) -> None:
    operations, schemas = {each.id: each.operation for each in told.routes}, Schemas(told.document)
    wrong = {
        (id, fault)
        for id, forms in told.seen.items()
        for each in forms.values()
        for fault in schemas.faults(schema_of(operations[id], each.status), each.answer)
    }
    assert not wrong
    assert len(told.seen) > 100
