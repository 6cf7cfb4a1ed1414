"""Pages that the service makes by itself, from templates: what people wrote is text in them and nothing else."""

from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from kith_chassis.http.pages import policy_of


def filled(template: str, **content: Any) -> str:
    """The page, as HTML."""
    return _environment().get_template(template).render(content)


@cache
def policy(template: str) -> str:
    """What a browser may do with it (Content Security Policy): use the style and script that stand in the template."""
    environment = _environment()
    assert environment.loader
    return policy_of(environment.loader.get_source(environment, template)[0])


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("kith_events"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
