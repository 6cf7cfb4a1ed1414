"""Secrets from the environment: `KITH_X` itself, or a file that `KITH_X_FILE` names, as Docker mounts it."""

import os
from collections.abc import Mapping
from pathlib import Path


def read_secret(variable: str, file: Path) -> str:
    """The content of the file, without the end of its line; raises ValueError, whose sentence names the variable."""
    try:
        return file.read_text().strip()
    except UnicodeDecodeError:
        raise ValueError(f"{variable}_FILE: {file} is not text") from None
    except OSError as error:
        raise ValueError(f"{variable}_FILE: {file} cannot be read ({error.strerror})") from None


def both_given(variable: str) -> str:
    """What is said of a secret that is given twice."""
    return f"{variable} and {variable}_FILE are both set. Set only one of them"


def given_secret(variable: str, environment: Mapping[str, str] = os.environ) -> str | None:
    """The secret, if the environment has it; raises ValueError."""
    text, file = environment.get(variable), environment.get(f"{variable}_FILE")
    if text and file:
        raise ValueError(both_given(variable))
    return read_secret(variable, Path(file)) if file else text or None
