"""Secrets that the environment gives to the tool, for which no option should stand in a command line."""

from kith_chassis.secret import given_secret
from kith_cli.errors import StackError


def given(variable: str) -> str | None:
    """That of `KITH_X`, or of the file that `KITH_X_FILE` names; raises StackError."""
    try:
        return given_secret(variable)
    except ValueError as error:
        raise StackError(f"{error}.") from None
