"""Mails about introductions: one for each step, in words that tell nothing."""

from support.notify.mails import everything, sent, text
from support.notify.scenes import EVENT, PERSON, TELLING, deliveries, home, mailed, person

from kith_contracts.notify.occasions import TellIntroduction


def telling(step: str = "offered", introduction: str = "0" * 32) -> TellIntroduction:
    fields = {"person": PERSON, "event": EVENT, "introduction": introduction, "step": step}
    return TellIntroduction.model_validate(fields)


def test_each_step_is_told_once_by_a_mail_that_tells_nothing() -> None:
    node = home()
    for _ in range(2):
        for step in ("offered", "made", "asked"):
            node.hear(telling(step))
    found = deliveries(node)
    assert [each.number for each in found] == [1, 2, 3]
    for each in found:
        mail = sent(node, each)
        assert mail["Subject"] == "Something for you to look at, about 12 March"
        assert "your page at BCS" in text(mail)
        assert not [word for word in (*TELLING, "introduc", "meet") if word in everything(mail)]
        assert list(mail.iter_attachments()) == []


def test_another_introduction_is_another_mail_and_who_wants_none_gets_none() -> None:
    node = home()
    node.hear(telling())
    node.hear(telling(introduction="1" * 32))
    assert len(deliveries(node)) == 2
    quiet = home()
    quiet.hear(person(how_much="nothing", version=2))
    quiet.hear(telling())
    assert mailed(quiet) == []
