"""Templates, and what every page is sent with."""

from collections.abc import Mapping, Sequence
from hashlib import blake2b
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse, Response

from kith_console import words
from kith_console.faults import plain
from kith_console.live import mark_of
from kith_contracts.message import WHOLE, Fault

if TYPE_CHECKING:
    from kith_console.visit import Visit

HERE: Final = Path(__file__).parent
POLICY: Final = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS: Final = {
    "content-security-policy": POLICY,
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "interest-cohort=(), camera=(), microphone=(), geolocation=()",
}
LANGUAGES: Final = ("en", "cy")
LANGUAGE: Final = "kith-language"
"""The cookie with the language that somebody has chosen."""


class Pages:
    """The templates in both languages, read as they are first shown."""

    def __init__(self, names: "words.Names") -> None:
        self._names = names
        self._environments: dict[str, Environment] = {}

    def show(self, visit: "Visit", template: str, content: Mapping[str, Any], status: int) -> Response:
        """A page for this visitor."""
        language = language_of(visit.request.cookies.get(LANGUAGE, ""), visit.request.headers.get("accept-language"))
        environment = self._in(language)
        told: Sequence[Fault] = content.get("faults", ())
        faults = [plain(each, environment.filters["translated"]) for each in told]
        rest = {name: value for name, value in content.items() if name != "faults"}
        said, visit.session.said = visit.session.said, ""
        text = environment.get_template(template).render(
            visit=visit,
            language=language,
            faults=faults,
            fault_of=lambda field: next((each for each in faults if _is_at(each.field, field)), None),
            said=said,
            **rest,
        )
        headers = {**HEADERS, "content-language": language, "vary": "Cookie, Accept-Language"}
        signed_in = visit.session.signed_in or said
        headers["cache-control"] = "no-store" if signed_in else "no-cache"
        return HTMLResponse(text, status, headers)

    def _in(self, language: str) -> Environment:
        if language not in self._environments:
            self._environments[language] = _environment(language, self._names)
        return self._environments[language]


def language_of(chosen: str, accepted: str | None) -> str:
    """English, unless somebody has chosen Welsh, or prefers it."""
    if chosen in LANGUAGES:
        return chosen
    first = (accepted or "").split(",")[0].partition(";")[0].strip().lower()
    return "cy" if first.partition("-")[0] == "cy" else "en"


def _is_at(place: str, field: str) -> bool:
    return place == field or place.startswith(f"{field}.") or (field == WHOLE and place == WHOLE)


def _environment(language: str, names: "words.Names") -> Environment:
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    translations = NullTranslations() if language == "en" else _translations(language)
    environment.install_gettext_translations(translations, newstyle=True)  # type: ignore[attr-defined]
    environment.filters.update(words.filters("en_GB" if language == "en" else language, names))
    environment.filters["mark"] = mark_of
    environment.filters["translated"] = translations.gettext
    environment.globals["asset"] = _assets()
    return environment


def _translations(language: str) -> Translations:
    """The sentences of this language, from its catalogue. What has none there stays in English."""
    compiled = BytesIO()
    with (HERE / "locale" / f"{language}.po").open("rb") as catalogue:
        write_mo(compiled, read_po(catalogue, locale=language))
    compiled.seek(0)
    return Translations(compiled)


def _assets() -> Any:
    """The address of a file that never changes under it, so that a browser may keep it for ever."""
    marks = {
        file.name: blake2b(file.read_bytes(), digest_size=6).hexdigest() for file in sorted((HERE / "static").iterdir())
    }
    return lambda name: f"/static/{name}?{marks[name]}"
