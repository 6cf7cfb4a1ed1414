"""What a suggestion would change, from one value that was typed."""

from typing import Any

import pytest

from kith_console.agreements.suggestions import change_of
from kith_contracts.events.suggestions import Change


@pytest.mark.parametrize(
    ("field", "value", "change"),
    [
        ("cost_pence", "£450", {"cost_pence": 45_000}),
        ("return_days", "10", {"return_days": 10}),
        ("branding", "Both logos.", {"branding": "Both logos."}),
        ("seats/talk", "12", {"seats": [{"part": "talk", "quotas": {"bcs": 12}}]}),
    ],
)
def test_one_value_is_a_change_of_one_clause(field: str, value: str, change: dict[str, Any]) -> None:
    assert change_of("bcs", field, value) == change
    assert Change.model_validate(change).model_dump(exclude_unset=True) == change


def test_what_is_no_number_goes_to_the_node_as_it_was_typed() -> None:
    assert change_of("bcs", "cost_pence", "a lot") == {"cost_pence": "a lot"}
