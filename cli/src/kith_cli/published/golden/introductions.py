"""Golden messages of introductions: two are named, both say yes, contacts follow, and it has helped."""

from typing import Any

from kith_cli.published.golden.event import EVENT, at
from kith_cli.published.golden.golden import KEY, PERSON, PSEUDONYM, REGISTRATION, STOCK, Golden, refused
from kith_contracts.events import introductions as i
from kith_contracts.notify.occasions import TellIntroduction

OTHER_KEY = "3p7bfXt9wbTTW2HC7OQ1Nz-DQ8hbeGdNrfx-FG-IK08"
"""That of Bob in RFC 7748, section 6.1."""
SIGNATURE = f"eyJhbGciOiJFZERTQSJ9..{'Aa' * 43}"


def of_introductions() -> list[Golden]:
    lead, own = "iop/events", "bcs/events"
    reason = "You both came back from a long leave, and each has asked me how others did it."
    made: dict[str, Any] = {"event": EVENT, "introduction": STOCK}
    mine: dict[str, Any] = {"person": PERSON, "introduction": STOCK[::-1]}
    sentence = "These two were introduced before. Once is enough."
    refusal = refused(i.IntroductionRefused, i.Introduce, "introduced-already", sentence, field="b")
    offered = i.IntroductionOffered(**made, pseudonym=PSEUDONYM, beyond="ni", reason=reason, until=at(504))
    telling = TellIntroduction(**mine, event=EVENT, step="offered")
    signed: dict[str, Any] = {"at": at(1), "signature": SIGNATURE}
    answered = i.IntroductionAnswered(**made, signed_key=i.SignedKey(public=KEY, **signed))
    passed = i.KeyPassed(**made, body="ni", signed_key=i.SignedKey(public=OTHER_KEY, **signed))
    box = "a2VtIGFuZCBjaXBoZXJ0ZXh0"
    return [
        Golden(i.Introduce(event=EVENT, a=PSEUDONYM, b=REGISTRATION, reason=reason), "iop", lead),
        Golden(i.CloseIntroduction(event=EVENT, pair=STOCK), "iop", lead),
        Golden(refusal, "iop", lead, i.Introduce),
        Golden(offered, "bcs", lead, i.Introduce),
        Golden(answered, "iop", own, i.AnswerIntroduction),
        Golden(passed, "bcs", lead, i.IntroductionAnswered),
        Golden(i.HandContact(**made, public=OTHER_KEY, box=box), "iop", own, i.KeyPassed),
        Golden(i.ContactReleased(**made, box=box), "bcs", lead, i.HandContact),
        Golden(i.IntroductionFollowed(**made, outcome="helped"), "iop", own, i.SayHowItWent),
        Golden(i.AnswerIntroduction(**mine, answer="yes", contact="ada@example.org"), "bcs", own),
        Golden(i.SayHowItWent(**mine, outcome="helped"), "bcs", own),
        Golden(i.PursueIntroduction(introduction=STOCK), "bcs", own),
        Golden(telling, "bcs", own, i.IntroductionOffered),
    ]
