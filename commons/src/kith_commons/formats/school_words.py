"""Whether an entry of a school's calendar is a time without school: by its words, for such files have nothing else."""

import re
from typing import Final

HALF_TERM: Final = re.compile(r"half[\s-]*terms?|mid[\s-]*terms?|hanner tymor")
FREE: Final = (
    *("holidays?", "vacations?", "breaks?", "recess", "clos(?:ed|ures?)", "no school", "bank holidays?", "days? off"),
    *("inset", "in-?service", "training", "non-?pupils?", "occasional", "staff", "development", "baker"),
    *(r"\w*ferien", r"\w*frei", "vacances", "cong[ée]s?", "vacaciones", "vacanze", r"\w*vakantie", "gwyliau"),
)
"""Words of days on which pupils are at home: holidays, and days on which their teachers learn."""
SCHOOL: Final = (
    *("terms?", "semesters?", "trimesters?", "school year", "academic year", "exams?", "open (?:day|evening)s?"),
    *("tymor", "trimestres?", r"\w*halbjahr", "schuljahr", "unterricht", "curso", "rentr[ée]e", "reprise"),
)
"""Words of days on which school is on."""
EDGE: Final = (
    *("first day", "last day", "end of", "start of", "returns?", "back to", "re-?opens?", "resumes?", "closes"),
    *("begins?", "starts?", "ends?", "finish(?:es)?", "break(?:s|ing)? up", r"schul(?:beginn|start|anfang|schluss)"),
)
"""Words of the one day with which either begins or ends: people are at school on it, or it says nothing."""


def _any(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(words)})\b")


_FREE, _SCHOOL, _EDGE = map(_any, (FREE, SCHOOL, EDGE))


def without_school(name: str, days: int) -> bool:
    """Whether something of this name, which lasts so many days, is a time without school. A half term is; a term, and
    the first or last day of anything, is none. What has no such word is taken to be one: it is in a file of holidays.
    """
    words = HALF_TERM.sub(" holiday ", name.casefold())
    free = bool(_FREE.search(words))
    if _EDGE.search(words):
        return free and days > 1
    return free or not _SCHOOL.search(words)
