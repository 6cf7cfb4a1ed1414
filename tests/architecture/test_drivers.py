"""Who may touch a client library: its private attributes in one module each, drivers in few files of a service."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
PRIVATE: Final = {
    "chassis/src/kith_chassis/kafka/aiokafka_private.py",
    "chassis/src/kith_chassis/kafka/faststream_private.py",
    "cli/src/kith_cli/cluster/client.py",  # kafka-python's, of the operator's tool
}
"""The only modules that touch what a client library keeps to itself: each names the version that it was tried on."""
OVERRIDDEN: Final = {"chassis/src/kith_chassis/kafka/batches.py": {"_maybe_uncompress"}}
"""What a class of ours overrides, and calls as its base has it; its tests read broken batches by it."""
OURS: Final = {"_asdict", "_replace", "_fields", "_make"}
"""Public in spite of the letter: of every named tuple."""
OWN: Final = {"chassis/src/kith_chassis/path/ledger.py": {"_session"}, "lab/src/kith_lab/demo/nursery.py": {"_exit"}}
"""A class that makes another of its kind; and Python's own way to end a forked process."""
CLIENTS: Final = {"aiokafka", "bson", "confluent_kafka", "faststream", "fastapi", "motor", "pymongo", "starlette"}
ROLES: Final = ("api", "page", "worker")
ALSO: Final = {
    "services/directory/src/kith_directory/networks/feeds.py": "answers with calendars and feeds",
    "services/events/src/kith_events/pages/event.py": "a page, named for what it shows",
    "services/events/src/kith_events/pages/office.py": "the same",
    "services/events/src/kith_events/pages/own_registrations.py": "the same",
    "services/notify/src/kith_notify/deliveries/leases.py": "what the delivery worker keeps in the database",
    "services/notify/src/kith_notify/webhooks/progress.py": "what the sender of webhooks keeps there",
}
"""Files of services that import a client library besides, and why."""


def sources(*folders: str) -> Iterator[tuple[str, ast.Module]]:
    for folder in folders:
        for path in sorted(ROOT.glob(f"{folder}/src/**/*.py")):
            yield str(path.relative_to(ROOT)), ast.parse(path.read_text())


def private(tree: ast.Module) -> set[str]:
    """Names that begin with an underscore and are another's: attributes but of oneself, and imports from libraries."""
    touched = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and not (
            isinstance(node.value, ast.Name) and node.value.id in ("self", "cls")
        ):
            touched.add(node.attr)
        if isinstance(node, ast.ImportFrom) and node.module and not node.module.startswith("kith_"):
            touched |= {each.name for each in node.names}
            touched |= set(node.module.split("."))
    return {name for name in touched if name.startswith("_") and not name.startswith("__")} - OURS


def imported(tree: ast.Module) -> set[str]:
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {each.name.split(".")[0] for each in node.names}
        if isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.split(".")[0])
    return found


def test_private_attributes_of_libraries_are_touched_in_one_module_each() -> None:
    found = {
        path: private(tree) for path, tree in sources("contracts", "commons", "chassis", "services/*", "cli", "lab")
    }
    touching = {path for path, names in found.items() if names - OVERRIDDEN.get(path, set()) - OWN.get(path, set())}
    assert touching - PRIVATE == set()
    assert PRIVATE - touching == set(), "a module in the list touches nothing private any more"


def test_the_contracts_import_faststream_in_the_decoder_alone_and_no_other_client() -> None:
    found = {path: imported(tree) & CLIENTS for path, tree in sources("contracts")}
    assert {path: names for path, names in found.items() if names} == {
        "contracts/src/kith_contracts/faststream.py": {"faststream"}
    }


def test_only_the_files_that_answer_or_work_import_a_client_library() -> None:
    found = {
        path: imported(tree) & CLIENTS
        for path, tree in sources("services/directory", "services/events", "services/notify")
    }
    importing = {path for path, names in found.items() if names}
    assert len(importing) > 10
    named = {path for path in importing if Path(path).stem.startswith(ROLES[0]) or Path(path).stem in ROLES}
    assert importing - named == set(ALSO)


def test_the_pages_know_a_node_over_http_and_no_broker_and_no_driver() -> None:
    found = {path: imported(tree) & CLIENTS for path, tree in sources("services/console")}
    assert {path: names for path, names in found.items() if names - {"starlette"}} == {}
