"""The picture of a run for the README: whole lines of the run, readable as XML, and nothing of what is no run."""

from xml.etree import ElementTree as ET

import pytest

from kith_lab.demo.picture import draw, shown

RUN = """   0.0 s  Kafka and the database start
  12.9 s  seven nodes start
       Places
| part | 240 |

ok   nobody is oversold: 240 of 240 places in lectures;
oversold: none
FAIL homes <and> lead agree: 3 differ

Ready in 27.4 s, story in 82.8 s.
"""


def texts(svg: str) -> list[str]:
    return ["".join(each.itertext()) for each in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]


def test_it_shows_the_story_and_the_checks_as_they_were_printed() -> None:
    assert texts(draw(shown(RUN))) == [
        "$ make demo",
        "   0.0 s  Kafka and the database start",
        "  12.9 s  seven nodes start",
        "ok   nobody is oversold: 240 of 240 places in lectures;",
        "     oversold: none",
        "FAIL homes <and> lead agree: 3 differ",
        "Ready in 27.4 s, story in 82.8 s.",
    ]


def test_its_description_counts_the_checks_that_held() -> None:
    told = ET.fromstring(draw(shown(RUN))).findtext("{http://www.w3.org/2000/svg}desc")
    assert told
    assert "1 of 2 are ok" in told


def test_no_line_appears_before_the_one_above_it() -> None:
    appearing = [each.at for each in shown(RUN) if each.rest]
    assert appearing == sorted(appearing)


@pytest.mark.parametrize("cut", ["Kafka", "ok   "])
def test_what_is_no_whole_run_is_refused(cut: str) -> None:
    with pytest.raises(ValueError, match="no whole run"):
        shown("\n".join(line for line in RUN.splitlines() if line.startswith(("Ready", cut))))
