"""Draws what a run of the demo printed as an animated SVG, for the README: `make picture`.

Reads the run from standard input and writes the picture to standard output. It shows the lines of the story and the
checks as they were printed, ten times as fast, and leaves out the tables between them.
"""

import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

COMMAND: Final = "$ make demo"
FASTER: Final = 10
CHECK_SECONDS: Final = 0.25
LINE, MARGIN, LETTER, SIZE = 18, 16, 7.9, 13
STORY: Final = re.compile(r"^ *(\d+\.\d) s  \S")
CHECK: Final = re.compile(r"^(ok {2}|FAIL) \S")
STYLE: Final = (
    "text{font:13px ui-monospace,Menlo,Consolas,'DejaVu Sans Mono',monospace;fill:#d6dbe1;white-space:pre}"
    ".time{fill:#9aa5b1}.ok{fill:#5fd38d}.FAIL{fill:#ff8a80}"
    "@media (prefers-reduced-motion:no-preference){text{animation:show .01s both}"
    "@keyframes show{from{visibility:hidden}to{visibility:visible}}}"
)


@dataclass(frozen=True)
class Shown:
    """One line of the picture: when it appears, in seconds; a word at its head in another colour; the rest."""

    at: float
    head: str
    rest: str
    style: str = "time"


def shown(run: str) -> list[Shown]:
    """The lines of a run that the picture has. Raises ValueError for text that is no whole run."""
    lines = run.splitlines()
    story = [line for line in lines if STORY.match(line)]
    checks = list(_checks(lines))
    if not story or not checks:
        raise ValueError("This is no whole run of the demo: it has no story or no checks.")
    told = [Shown(0.5 + float(line.split()[0]) / FASTER, line[:8], line[8:]) for line in story]
    end = told[-1].at + 1
    checked = [
        Shown(end + number * CHECK_SECONDS, line[:4], line[4:], line[:4].strip()) for number, line in enumerate(checks)
    ]
    last = Shown(checked[-1].at + 1, "", next(line for line in reversed(lines) if line.strip()))
    return [Shown(0, "", COMMAND), *told, Shown(end, "", ""), *checked, Shown(end, "", ""), last]


def _checks(lines: Sequence[str]) -> Iterator[str]:
    """The lines of the checks, and those on which they go on."""
    inside = False
    for line in lines:
        inside = bool(CHECK.match(line)) or (inside and bool(line.strip()))
        if inside:
            yield line if CHECK.match(line) else f"     {line}"


def draw(lines: Sequence[Shown]) -> str:
    """The picture."""
    width = round(2 * MARGIN + LETTER * max(len(each.head + each.rest) for each in lines))
    height = 2 * MARGIN + LINE * len(lines)
    marks = [each.style for each in lines if each.style in ("ok", "FAIL")]
    told = f"The story of the demo, then its checks: {marks.count('ok')} of {len(marks)} are ok. {lines[-1].rest}"
    texts = "\n".join(_text(each, MARGIN + SIZE + LINE * row) for row, each in enumerate(lines) if each.rest)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
        ' role="img" aria-labelledby="title desc">\n'
        '<title id="title">A recording of make demo</title>\n'
        f'<desc id="desc">{escape(told)}</desc>\n<style>{STYLE}</style>\n'
        f'<rect width="{width}" height="{height}" rx="8" fill="#16202b"/>\n{texts}\n</svg>\n'
    )


def _text(line: Shown, y: int) -> str:
    head = f'<tspan class="{line.style}">{escape(line.head)}</tspan>' if line.head else ""
    return f'<text x="{MARGIN}" y="{y}" style="animation-delay:{line.at:.2f}s">{head}{escape(line.rest)}</text>'


if __name__ == "__main__":
    sys.stdout.write(draw(shown(sys.stdin.read())))
