"""Plain pages for people and printers: headings and tables that a screen reader can follow, and no script.

What is given to these functions is HTML already: whoever calls them escapes.
"""

from collections.abc import Iterable, Sequence


def page(title: str, style: str, body: str, *, language: str = "en", head: str = "") -> str:
    """A whole page. `language` is that of the page (BCP 47); `head` is what its head has besides, line by line."""
    return (
        f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n<title>{title}</title>\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"{head}<style>{style}</style>\n</head>\n<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


def table(caption: str, head: Iterable[str], rows: Iterable[Sequence[str]]) -> str:
    """A table whose first column names each row."""
    titles = "".join(f'<th scope="col">{each}</th>' for each in head)
    lines = "\n".join(
        f'<tr><th scope="row">{first}</th>{"".join(f"<td>{each}</td>" for each in rest)}</tr>' for first, *rest in rows
    )
    return (
        f"<table>\n<caption>{caption}</caption>\n<thead><tr>{titles}</tr></thead>\n<tbody>\n{lines}\n</tbody>\n</table>"
    )
