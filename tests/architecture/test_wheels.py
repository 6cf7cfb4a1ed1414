"""Every wheel says what it is, under which licence, and which versions of its siblings it needs."""

import zipfile
from email import message_from_bytes
from pathlib import Path
from typing import Final

import pytest
from hatchling.builders.wheel import WheelBuilder
from packaging.metadata import Metadata
from packaging.requirements import Requirement
from packaging.version import Version

ROOT: Final = Path(__file__).parents[2]
PACKAGES: Final = sorted(path.parent for path in ROOT.glob("*/pyproject.toml")) + sorted(
    path.parent for path in ROOT.glob("services/*/pyproject.toml")
)


@pytest.fixture(scope="module", params=PACKAGES, ids=lambda path: path.name)
def wheel(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """The wheel of one package, built as it is installed."""
    folder = tmp_path_factory.mktemp(request.param.name)
    (made,) = WheelBuilder(str(request.param)).build(directory=str(folder), versions=["standard"])
    return zipfile.ZipFile(made)


def metadata(wheel: zipfile.ZipFile) -> Metadata:
    (place,) = [name for name in wheel.namelist() if name.endswith(".dist-info/METADATA")]
    return Metadata.from_email(wheel.read(place), validate=True)


def test_there_are_nine_packages() -> None:
    assert len(PACKAGES) == 9


def test_it_carries_a_readme_a_licence_and_classifiers(wheel: zipfile.ZipFile) -> None:
    told = metadata(wheel)
    assert told.summary
    assert told.description
    assert told.description.startswith("# Kith: ")
    assert told.description_content_type == "text/markdown"
    assert told.license_expression == "Apache-2.0"
    assert told.license_files == ["LICENSE"]
    assert "Typing :: Typed" in (told.classifiers or [])


def test_its_links_lead_to_no_stranger(wheel: zipfile.ZipFile) -> None:
    links = dict(each.split(", ", 1) for each in wheel_urls(wheel))
    assert set(links) == {"Source", "Issues", "Changelog", "Security"}
    assert all(each.startswith("https://kith.example/") for each in links.values()), "nothing is public yet: RFC 2606"


def wheel_urls(wheel: zipfile.ZipFile) -> list[str]:
    (place,) = [name for name in wheel.namelist() if name.endswith(".dist-info/METADATA")]
    headers = message_from_bytes(wheel.read(place))
    return [str(each) for each in headers.get_all("Project-URL", [])]


def test_the_licence_inside_is_the_one_of_the_repository(wheel: zipfile.ZipFile) -> None:
    (place,) = [name for name in wheel.namelist() if name.endswith(".dist-info/licenses/LICENSE")]
    assert wheel.read(place) == (ROOT / "LICENSE").read_bytes()


def test_what_it_needs_of_its_siblings_is_bounded_and_fits_this_version(wheel: zipfile.ZipFile) -> None:
    told = metadata(wheel)
    siblings = [each for each in map(Requirement, map(str, told.requires_dist or ())) if each.name.startswith("kith-")]
    assert siblings or told.name == "kith-contracts"
    for each in siblings:
        assert {clause.operator for clause in each.specifier} == {">=", "<"}, each.name
        assert each.specifier.contains(Version(str(told.version)))
