"""An action comes back to the person: once each morning, in their own words or without, and nothing outside tells."""

from datetime import date
from typing import Any

import pytest
from support.notify.mails import everything, sent, text
from support.notify.scenes import EVENT, PERSON, REGISTRATION, TELLING, deliveries, home, mailed, person

from kith_contracts.events.actions import ActionUpdated

WORDS = "I'll ask <Ruth> for one day a week at home & tell Sam."


def action(returned: int = 1, version: int = 2, **changes: Any) -> ActionUpdated:
    fields = {"text": WORDS, "by": date(2027, 3, 19), "mail": "words", "status": "said"}
    ids = {"person": PERSON, "action": REGISTRATION, "event": EVENT}
    return ActionUpdated(**{**ids, **fields, "returned": returned, "version": version, **changes})


def test_it_is_in_the_persons_own_words_and_the_subject_tells_nothing() -> None:
    node = home()
    node.hear(action())
    mail = sent(node, deliveries(node)[0])
    assert mail["Subject"] == "Your note of 12 March"
    assert WORDS in text(mail)
    assert "I&#39;ll ask &lt;Ruth&gt; for one day a week at home &amp; tell Sam." in text(mail, "html")
    assert not [word for word in TELLING if word in everything(mail)]


def test_who_chose_so_is_sent_no_word_of_it() -> None:
    node = home()
    node.hear(action(mail="link"))
    mail = sent(node, deliveries(node)[0])
    assert "Ruth" not in mail.as_string()
    assert "your own page at BCS" in text(mail)


def test_once_each_morning_and_again_on_another() -> None:
    node = home()
    for version, day in enumerate((1, 1, 3, 3, 10), 2):
        node.hear(action(day, version))
    assert [each.number for each in deliveries(node)] == [1, 3, 10]


@pytest.mark.parametrize("changes", [{"returned": 0}, {"status": "done"}, {"status": "not-done"}])
def test_nothing_is_sent_before_the_morning_nor_when_it_is_finished(changes: dict[str, Any]) -> None:
    node = home()
    node.hear(action(**changes))
    assert not deliveries(node)


def test_who_wants_to_hear_nothing_hears_nothing() -> None:
    node = home()
    node.hear(person(how_much="nothing", version=2))
    node.hear(action())
    assert mailed(node) == []
