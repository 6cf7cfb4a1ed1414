"""What the checker of types says of a field becomes words for people; what the node says itself stays."""

from datetime import date
from typing import Annotated, Any, Literal

import pytest
from pydantic import AwareDatetime, Field, TypeAdapter, ValidationError

from kith_console.faults import plain
from kith_contracts.faults import fault_of
from kith_contracts.message import Fault

Short = Annotated[str, Field(min_length=1, max_length=80, pattern="^[a-z]*$")]
Sum = Annotated[int, Field(ge=0, le=100_000_000)]
Few = Annotated[list[int], Field(min_length=1, max_length=2)]


@pytest.mark.parametrize(
    ("field", "type_", "value", "words"),
    [
        ("pence", Sum, "twelve", "Write a sum, such as 12.50."),
        ("terms.cost_pence", Sum, 100_000_001, "At most £1,000,000."),
        ("capacity", Sum, -1, "At least 0."),
        ("capacity", Sum, "many", "Write a whole number."),
        ("capacity", Sum, 1.5, "Write a whole number."),
        ("title", Short, "", "Fill this in."),
        ("title", Short, "a" * 81, "At most 80 characters."),
        ("title", Short, "A b", "This cannot be read. Write it in the form that is asked for."),
        ("starts", AwareDatetime, "T18:00", "Write a day and a time."),
        ("starts", AwareDatetime, "2027-01-01T18:00", "Write a day and a time."),
        ("day", date, "soon", "Write a day."),
        ("rule", Literal["lead", "majority"], "none", "Choose one of these."),
        ("bodies", Few, [], "Choose at least one."),
        ("bodies", Few, [1, 2, 3], "At most 2 of these."),
    ],
)
def test_nobody_reads_of_integers_and_strings(field: str, type_: Any, value: Any, words: str) -> None:
    with pytest.raises(ValidationError) as found:
        TypeAdapter(type_).validate_python(value)
    assert plain(fault_of(found.value.errors()[0], field), str).sentence == words


def test_what_the_node_says_itself_stays_and_what_is_replaced_is_in_their_language() -> None:
    own = Fault(field="pence", code="spent-above-grant", sentence="£20.00 are granted.")
    assert plain(own, str.upper) == own
    over = Fault(field="by", code="date-over", sentence="That day is over. Choose today or a day to come.")
    assert plain(over, str.upper) == over
    missing = Fault(field="what", code="missing", sentence="Field required")
    assert plain(missing, str.upper) == missing.model_copy(update={"sentence": "FILL THIS IN."})
