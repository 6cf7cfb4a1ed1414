"""Names as they are typed, of a body and of whoever has a folder of keys; what is none is refused before it is used."""

from typing import Annotated, Any, Final

from cyclopts import Parameter
from pydantic import TypeAdapter, ValidationError

from kith_contracts.access.cluster import SYSTEMS
from kith_contracts.words import OFFICE, BodySlug

_SLUG: Final[TypeAdapter[str]] = TypeAdapter(BodySlug)
_NO_SLUG: Final = "A slug has 2 to 31 small letters and digits, and begins with a letter: bcs."


def _body(_type: object, value: Any) -> None:
    try:
        _SLUG.validate_python(value)
    except ValidationError as error:
        reserved = error.errors()[0]["type"] == "value_error"
        raise ValueError(f"The slug {value} is reserved." if reserved else _NO_SLUG) from None


def _holder(type_: object, value: Any) -> None:
    if value is not None and value != OFFICE:
        _body(type_, value.removesuffix(SYSTEMS))


Body = Annotated[str, Parameter(validator=_body)]
"""The slug of a body."""
Holder = Annotated[str, Parameter(validator=_holder)]
"""Who has a folder of keys: a body, its systems, `office`."""
HOLDER: Final = Parameter(validator=_holder)
