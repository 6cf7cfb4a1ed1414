"""`kith contracts`: write what others read of the contracts, and refuse what would leave them behind."""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Final

from cyclopts import Parameter

from kith_chassis.http.api import application
from kith_chassis.service import Service
from kith_cli.conform import rules
from kith_cli.published import problems
from kith_cli.published.asyncapi import document
from kith_cli.published.compatibility import broken
from kith_cli.published.counterexample import shown
from kith_cli.published.examples import with_examples
from kith_cli.published.golden.all import samples
from kith_cli.published.schemas import as_text, schemas
from kith_contracts.registry import MODELS, Unreadable, read
from kith_contracts.rules import violations
from kith_directory.app import DIRECTORY
from kith_events.app import EVENTS
from kith_notify.app import NOTIFY

SCHEMAS: Final = Path("contracts/schemas")
SAMPLES: Final = Path("contracts/samples")
ASYNCAPI: Final = Path("docs/asyncapi.json")
OPENAPI: Final = Path("docs/openapi")
PROBLEMS: Final = Path("docs/problems.md")
RULES: Final = Path("contracts/conformance") / rules.FILE
SERVICES: Final = (DIRECTORY, EVENTS, NOTIFY)
NEW_MAJOR: Final = "Give the message a new major version, or add an optional field instead."

Repository = Annotated[Path, Parameter(help="The root of the repository.")]
Breaking = Annotated[
    bool, Parameter(help="Write even what breaks others, and remove what is gone: only before a first release.")
]
Against = Annotated[Path | None, Parameter(help="The root of an earlier release, to compare with that as well.")]


def export(folder: Repository = Path(), *, breaking: Breaking = False) -> int:
    """Write schemas, samples, the AsyncAPI document and the OpenAPI documents anew, and say what changed.

    Writes nothing, and returns 1, when those who use what is written there now would be left behind.
    """
    if not (folder / "contracts").is_dir():
        return _refuse([f"{folder.resolve()} has no folder contracts."], "Name the root of the repository.")
    if sentences := [] if breaking else [*_broken(folder), *_unread(folder)]:
        return _refuse(sentences, NEW_MAJOR)
    changes = [*_written(folder), *(_removed(folder) if breaking else ())]
    for change in changes:
        print(change)
    print(f"{len(changes)} files changed." if changes else "Everything is as it should be.")
    return 0


def check(folder: Repository = Path(), *, against: Against = None) -> int:
    """Say whether the committed contracts are those of the code, and whether everyone can live with them.

    Returns 1 when a contract breaks a rule, a schema breaks an earlier one, a sample is not read, or a file is stale.
    """
    roots = [root for root in (folder, against) if root is not None]
    findings = (
        (list(_violations()), "Correct the model."),
        ([sentence for root in roots for sentence in _broken(root)], NEW_MAJOR),
        ([sentence for root in roots for sentence in _unread(root)], "Change the model: a sample is read for ever."),
        (list(_stale(folder)), "Run `kith contracts export`, read the difference, and commit it."),
    )
    if found := [_refuse(sentences, next_step) for sentences, next_step in findings if sentences]:
        return max(found)
    print(f"{len(MODELS)} contracts keep the rules, read what was published, and are written down as they are.")
    return 0


def _refuse(sentences: list[str], next_step: str) -> int:
    for sentence in sentences:
        print(sentence)
    print(next_step)
    return 1


@cache
def _violations() -> tuple[str, ...]:
    return tuple(sentence for model in MODELS.values() for sentence in violations(model))


@cache
def _files() -> Mapping[Path, str]:
    """All that is generated, by its place in the repository."""
    return {
        **{SCHEMAS / name: as_text(schema) for name, schema in schemas().items()},
        **{SAMPLES / name: as_text(sample) for name, sample in samples().items()},
        ASYNCAPI: as_text(document()),
        PROBLEMS: problems.page(),
        RULES: rules.text(),
        **{OPENAPI / f"{service.name}.json": as_text(openapi(service)) for service in SERVICES},
    }


def openapi(*services: Service) -> dict[str, Any]:
    """What a service offers over HTTP, or a node that offers these services behind one port."""
    return _openapi(*(each.name for each in services))


@cache
def _openapi(*names: str) -> dict[str, Any]:
    title = f"Kith: {names[0]}" if len(names) == 1 else "Kith"
    return with_examples(application([each for each in SERVICES if each.name in names], {}, title).openapi())


def _written(root: Path) -> Iterator[str]:
    for path, text in _files().items():
        place = root / path
        before = place.read_text("utf-8") if place.exists() else None
        if before != text:
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text, "utf-8")
            yield f"{'new' if before is None else 'changed'}: {path}"


def _removed(root: Path) -> Iterator[str]:
    """Remove schemas and samples of types that are gone."""
    for folder in (SCHEMAS, SAMPLES):
        for place in sorted((root / folder).glob("*.json")):
            if (path := folder / place.name) not in _files():
                place.unlink()
                yield f"removed: {path}"


def _published(folder: Path) -> dict[str, Any]:
    return {path.name: json.loads(path.read_bytes()) for path in sorted(folder.glob("*.json"))}


def _broken(root: Path) -> Iterator[str]:
    """All breaks, each schema with a message that shows it for each who is left behind."""
    before, after = _published(root / SCHEMAS), schemas()
    for name, sentences in broken(before, after).items():
        yield from (f"{SCHEMAS}/{name}: {sentence}" for sentence in sentences)
        sample = root / SAMPLES / name
        if name in after and sample.exists():
            data = json.loads(sample.read_bytes())["data"]
            yield from (f"  {each}" for each in shown(before[name], after[name], data))


def _unread(root: Path) -> Iterator[str]:
    """Samples that the code of today cannot read; also those that nothing generates any more."""
    for name, sample in _published(root / SAMPLES).items():
        headers = [(header, text.encode()) for header, text in sample["headers"].items()]
        try:
            read(sample["topic"], headers, json.dumps(sample["data"]).encode(), key=sample["key"].encode())
        except Unreadable as error:
            yield f"{SAMPLES}/{name}: {error}"


def _stale(root: Path) -> Iterator[str]:
    for path, text in _files().items():
        if not (root / path).exists():
            yield f"{path}: is not written yet"
        elif (root / path).read_text("utf-8") != text:
            yield f"{path}: is not what the code says today"
