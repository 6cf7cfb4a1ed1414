"""What can be known of images and compose files without an engine: their form, pins, names and limits."""

import importlib.util
import json
import re
import shlex
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema_rs import validator_for

from kith_chassis.settings import Settings
from kith_cli.main import app
from kith_console.settings import ConsoleSettings

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
CONSORTIUM, NODE = ROOT / "compose.yaml", DEPLOY / "node" / "compose.yaml"
DOCKERFILE = (DEPLOY / "Dockerfile").read_text()
README = (DEPLOY / "README.md").read_text()
EXAMPLE = (DEPLOY / "node" / ".env.example").read_text()
SPECIFICATION = validator_for(
    json.loads((ROOT / "tests" / "support" / "compose_spec" / "compose-spec.json").read_text())
)
VARIABLE = re.compile(r"\bKITH_[A-Z_]+\b")
PINNED = re.compile(r"[a-z0-9./-]+:v?\d+\.\d+\.\d+(-[a-z0-9-]+)?")
SETTINGS = {
    **{f"KITH_{name.upper()}": field for name, field in Settings.model_fields.items()},
    **{f"KITH_CONSOLE_{name.upper()}": field for name, field in ConsoleSettings.model_fields.items()},
}
NOT_FOR_DEPLOYMENT = {"KITH_CRASH": "for fault tests only"}
LOCKS = ("requirements-services.lock", "requirements-node.lock")


def compose(path: Path) -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load(path.read_text())
    return content


SERVICES = {
    f"{file}-{name}": service
    for file, path in (("consortium", CONSORTIUM), ("node", NODE))
    for name, service in compose(path)["services"].items()
}
each_service = pytest.mark.parametrize("service", SERVICES.values(), ids=SERVICES)


def project(path: Path) -> dict[str, Any]:
    content: dict[str, Any] = tomllib.loads(path.read_text())["project"]
    return content


def distribution(requirement: str) -> str:
    return re.split(r"[^a-z0-9-]", requirement, maxsplit=1)[0]


def pins(lock: Path) -> dict[str, set[str]]:
    """The hashes of each `name==version`."""
    found: dict[str, set[str]] = {}
    for line in lock.read_text().splitlines():
        if match := re.match(r"([a-z0-9-]+==\S+)", line):
            current = found.setdefault(match[1], set())
        elif match := re.search(r"--hash=(sha256:[0-9a-f]{64})", line):
            current.add(match[1])
    return found


# Compose files


@pytest.mark.parametrize("path", [CONSORTIUM, NODE], ids=["consortium", "node"])
def test_a_compose_file_is_as_the_compose_specification_says(path: Path) -> None:
    SPECIFICATION.validate(compose(path))


def test_the_schema_refuses_a_misspelt_key() -> None:
    wrong = compose(NODE)
    wrong["services"]["node"]["port"] = wrong["services"]["node"].pop("ports")
    assert not SPECIFICATION.is_valid(wrong)


@each_service
def test_an_image_is_pinned_to_a_patch(service: dict[str, Any]) -> None:
    assert PINNED.fullmatch(service["image"])


@each_service
def test_a_port_is_published_on_the_loopback_address_only(service: dict[str, Any]) -> None:
    assert all(port.startswith("127.0.0.1:") for port in service.get("ports", []))


@each_service
def test_a_service_has_limits_and_no_more_rights_than_it_needs(service: dict[str, Any]) -> None:
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["logging"]["driver"] == "json-file"
    assert {"max-size", "max-file"} <= service["logging"]["options"].keys()
    assert service["mem_limit"]
    assert service["pids_limit"]
    assert service["restart"]
    # Kafka's image writes its configuration into its own folders when it starts.
    assert service.get("read_only") is (None if "kafka" in service["image"] else True)


def test_each_body_of_the_consortium_has_its_own_secret_database_and_network() -> None:
    content = compose(CONSORTIUM)
    for body, other in (("bcs", "iop"), ("iop", "bcs")):
        service, database = content["services"][body], content["services"][f"{body}-mongodb"]
        assert service["environment"]["KITH_BODIES"] == body
        assert [each["source"] for each in service["secrets"]] == [body]
        assert f"{body}-mongodb:" in service["environment"]["KITH_MONGO_URL"]
        assert service["networks"] == database["networks"] == [body]
        assert not any(volume.startswith(other) for volume in database["volumes"])


def test_a_secret_is_never_in_the_environment() -> None:
    for path in (CONSORTIUM, NODE):
        content = compose(path)
        assert all("file" in secret for secret in content["secrets"].values())
        assert all("KITH_SECRET" not in service.get("environment", {}) for service in content["services"].values())


def test_the_commands_of_the_office_are_those_of_the_tool(monkeypatch: pytest.MonkeyPatch) -> None:
    office = compose(CONSORTIUM)["services"]["office"]
    monkeypatch.setenv("KITH_KAFKA_BOOTSTRAP", office["environment"]["KITH_KAFKA_BOOTSTRAP"])
    lines = office["command"][-1].splitlines()
    assert lines
    for line in lines:
        tool, *tokens = shlex.split(line)
        assert tool == "kith"
        app.parse_args(tokens, exit_on_error=False, print_error=False)


# Variables


def test_every_variable_that_is_given_is_a_setting() -> None:
    given = {name for text in (DOCKERFILE, EXAMPLE, *_compose_texts()) for name in VARIABLE.findall(text)}
    assert given <= SETTINGS.keys()


def told_in_the_readme() -> dict[str, str]:
    """The variables of the table of settings, and what sets each."""
    rows = re.findall(r"^\| (`KITH_.*?) \|.*\| (.*?)\|$", README, re.MULTILINE)
    return {name: where.strip() for names, where in rows for name in VARIABLE.findall(names)}


def test_every_setting_is_told_in_the_readme_or_the_example() -> None:
    filled_in = re.findall(r"^#?(KITH_\w+)=", EXAMPLE, re.MULTILINE)
    assert not told_in_the_readme().keys() & set(filled_in)
    assert SETTINGS.keys() - NOT_FOR_DEPLOYMENT.keys() <= {*told_in_the_readme(), *filled_in}


def test_every_setting_reaches_the_node_from_where_the_readme_says() -> None:
    environment = compose(NODE)["services"]["node"]["environment"]
    assert told_in_the_readme()
    for name, where in told_in_the_readme().items():
        assert (name in environment) == ("compose" in where), name
        assert (name in DOCKERFILE) == ("image" in where), name


def test_what_is_to_be_filled_in_is_what_the_node_is_given() -> None:
    told = set(re.findall(r"^#?(KITH_\w+)=", EXAMPLE, re.MULTILINE))
    assert told == set(re.findall(r"\$\{(KITH_\w+):", NODE.read_text()))
    must = set(re.findall(r"^(KITH_\w+)=$", EXAMPLE, re.MULTILINE))
    assert must == set(re.findall(r"\$\{(KITH_\w+):\?", NODE.read_text()))


def written(default: object) -> str:
    """As a variable has it."""
    return str(default).lower() if isinstance(default, bool) else str(default)


def test_what_need_not_be_filled_in_has_the_default_of_the_setting() -> None:
    for text, pattern in ((NODE.read_text(), r"\$\{(KITH_\w+):-(.*?)\}"), (EXAMPLE, r"(?m)^#(KITH_\w+)=(.*)$")):
        defaults = re.findall(pattern, text)
        assert defaults
        assert [(name, written(SETTINGS[name].default)) for name, _ in defaults] == defaults


def _compose_texts() -> list[str]:
    return [CONSORTIUM.read_text(), NODE.read_text()]


# The image


def test_the_image_is_built_from_a_pinned_base_and_says_so() -> None:
    (base,) = re.findall(r"^FROM (\S+:\S+) AS", DOCKERFILE, re.MULTILINE)
    assert PINNED.fullmatch(base)
    assert f'org.opencontainers.image.base.name="docker.io/library/{base}"' in DOCKERFILE


def test_the_image_has_the_version_of_the_tool() -> None:
    version = project(ROOT / "cli" / "pyproject.toml")["version"]
    assert f"ARG VERSION={version}\n" in DOCKERFILE
    ours = {service["image"] for service in SERVICES.values() if "build" in service}
    assert ours == {f"kith-node:{version}"}


def test_the_image_does_not_run_as_root_and_has_no_shell_in_its_commands() -> None:
    instructions = re.findall(r"^(USER|CMD|ENTRYPOINT|STOPSIGNAL|  CMD) (.*)$", DOCKERFILE, re.MULTILINE)
    assert [value for name, value in instructions if name == "USER"] == ["10001:10001"]
    assert [value for name, value in instructions if name == "STOPSIGNAL"] == ["SIGTERM"]
    commands = [json.loads(value) for name, value in instructions if name.strip() in ("CMD", "ENTRYPOINT")]
    assert all(isinstance(command, list) for command in commands)


def test_there_is_an_image_for_each_service_alone_and_for_the_node() -> None:
    stages = dict(re.findall(r"^FROM runtime AS run-(\w+)\nCMD (.*)$", DOCKERFILE, re.MULTILINE))
    services = {path.parent.name for path in (ROOT / "services").glob("*/pyproject.toml")}
    assert stages.keys() == {*services, "node"}
    assert json.loads(stages.pop("node")) == ["kith", "node"]
    for name, command in stages.items():
        assert json.loads(command) == ["python", "-m", f"kith_{name}"]
        assert importlib.util.find_spec(f"kith_{name}.__main__")


def test_the_context_holds_every_package_and_nothing_that_is_not_named() -> None:
    comment, first, *rules = (ROOT / ".dockerignore").read_text().splitlines()
    assert (comment[0], first) == ("#", "*")
    named = {rule[1:] for rule in rules if rule.startswith("!")}
    packages = {path.parent.relative_to(ROOT) for path in _packages()}
    assert {str(package / part) for package in packages for part in ("pyproject.toml", "src")} <= named
    # Docker's own matching passes over a folder that is only named by a pattern.
    assert all(any(ROOT.glob(name)) and "/*/" not in name for name in named)


def _packages() -> list[Path]:
    members = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["uv"]["workspace"]["members"]
    return [path for member in members for path in ROOT.glob(f"{member}/pyproject.toml")]


# Pins


@pytest.mark.parametrize("lock", LOCKS)
def test_the_pins_of_an_image_are_those_that_were_tested(lock: str) -> None:
    tested, shipped = pins(ROOT / "requirements.lock"), pins(DEPLOY / lock)
    assert shipped
    for name, hashes in shipped.items():
        assert hashes
        assert hashes <= tested.get(name, set()), f"{name}: make the locks anew"


@pytest.mark.parametrize("lock", LOCKS)
def test_an_image_has_all_that_its_packages_need_and_no_tool_of_ours(lock: str) -> None:
    shipped = {name.partition("==")[0] for name in pins(DEPLOY / lock)}
    lab = project(ROOT / "lab" / "pyproject.toml")["dependencies"]
    left_out = {distribution(dependency) for dependency in lab if not dependency.startswith("kith-")}
    needed = {
        distribution(dependency)
        for path in _packages()
        if path.parent.name != "lab" and (path.parent.name != "cli" or "node" in lock)
        for dependency in project(path)["dependencies"]
        if not dependency.startswith("kith-")
    }
    assert needed <= shipped
    groups = tomllib.loads((ROOT / "pyproject.toml").read_text())["dependency-groups"]
    tools = {distribution(tool) for group in groups.values() for tool in group}
    assert not shipped & ({*left_out, *tools} - needed)
