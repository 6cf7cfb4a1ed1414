"""The page of all HTTP paths names each operation once, with who may call it."""

from pathlib import Path

import pytest

from kith_cli.published.command import SERVICES, openapi
from kith_cli.published.reference import reference


def test_the_page_has_a_heading_for_each_operation_and_its_description(tmp_path: Path) -> None:
    reference(tmp_path / "made" / "reference.md")
    text = (tmp_path / "made" / "reference.md").read_text("utf-8")
    headings = [line for line in text.splitlines() if line.startswith("### ")]
    paths = openapi(*SERVICES)["paths"]
    addresses = {f"### `{method.upper()} {path}`": one for path, each in paths.items() for method, one in each.items()}
    assert sorted(headings) == sorted(addresses)
    for heading, operation in addresses.items():
        assert f"{heading}\n\n{operation['description']}\n" in text


def test_without_a_file_it_is_printed(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    reference(tmp_path / "reference.md")
    reference()
    assert capsys.readouterr().out == (tmp_path / "reference.md").read_text("utf-8")
