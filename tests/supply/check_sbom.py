"""What `make sbom` has written: valid by the schema of CycloneDX, with all that the image of a node holds."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any, Final

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

ROOT: Final = Path(__file__).parents[2]
WRITTEN: Final = ROOT / "reports" / "sbom.json"
PIN: Final = re.compile(r"^([a-z0-9-]+)(?:\[[^]]*\])?==([^ ;\\]+)", re.MULTILINE)


@cache
def sbom() -> dict[str, Any]:
    written: dict[str, Any] = json.loads(WRITTEN.read_bytes())
    return written


def test_it_is_valid() -> None:
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(WRITTEN.read_text()) is None


def test_it_names_each_pinned_package_and_our_own() -> None:
    named = {(each["purl"].rpartition("@")[0], each["version"]) for each in sbom()["components"]}
    pins = set(PIN.findall((ROOT / "deploy" / "requirements-node.lock").read_text()))
    ours = {(f"kith-{name}", "0.1.0") for name in ("contracts", "chassis", "commons", "directory", "events", "notify")}
    assert named == {(f"pkg:pypi/{name}", version) for name, version in pins | ours}
    assert sbom()["metadata"]["component"]["name"] == "kith-cli"


def test_it_says_what_needs_what() -> None:
    needs = {each["ref"]: set(each.get("dependsOn", ())) for each in sbom()["dependencies"]}
    names = {each["bom-ref"]: each["name"] for each in sbom()["components"]}
    (contracts,) = [ref for ref, name in names.items() if name == "kith-contracts"]
    assert {names[ref] for ref in needs[contracts]} >= {"pydantic", "pydantic_core", "PyNaCl"}
    assert contracts in needs[sbom()["metadata"]["component"]["bom-ref"]]


def test_it_names_no_path_of_this_machine() -> None:
    assert str(ROOT) not in WRITTEN.read_text()
    assert "file:" not in WRITTEN.read_text()
