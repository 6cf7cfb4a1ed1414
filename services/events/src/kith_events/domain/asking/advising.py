"""What who asks may want to look at again in a practice, in sentences. It warns, and never blocks."""

from collections.abc import Iterator

from kith_contracts.agreements import AgreementTerms
from kith_contracts.practices import Template


def hints(template: Template, terms: AgreementTerms | None) -> list[str]:
    """One sentence for each thing that looks like an oversight, beside what the agreement says, if there is one."""
    return [*_on_sponsor(template, terms)]


def _on_sponsor(template: Template, terms: AgreementTerms | None) -> Iterator[str]:
    """A prize that none of those gives whom the agreement names as sponsors."""
    names = [each.name for each in terms.sponsors] if terms else []
    given = template.sponsor.casefold()
    if template.prize and names and not any(name.casefold() in given for name in names):
        yield f"The agreement names {', '.join(names)} as sponsors, and none of them gives the prize. Is that meant?"
