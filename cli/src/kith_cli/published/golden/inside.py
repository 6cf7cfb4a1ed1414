"""Golden messages of what is said inside a network."""

from typing import Any

from kith_cli.published.golden.event import FORUM, at
from kith_cli.published.golden.golden import DELIVERY, PERSON, Golden, refused
from kith_contracts.directory import inside as i


def of_inside() -> list[Golden]:
    own, spring = "bcs/directory", {"network": FORUM, "round_up": "spring"}
    opened = i.OpenRoundUp(**spring, title="Notices for spring", until=at(-500), slots=12)
    text = "We meet in person on 4 May.\n\nThe clinic for CVs has times in March."
    notice: dict[str, Any] = {"person": PERSON, **spring, "text": "I look for two people to share a stand in June."}
    sentence = "That time is over. Choose one to come."
    duties = [i.Duty(role="chair", hours=4, held_by="A"), i.Duty(role="newsletter", hours=2, held_by="B")]
    refusal = refused(i.InsideCommandRefused, i.OpenRoundUp, "deadline-past", sentence, field="until")
    return [
        Golden(i.Announce(network=FORUM, announcement="spring-2027", text=text), "bcs", own),
        Golden(
            i.SayWhereWeTalk(
                network=FORUM,
                where_we_talk="https://lists.example.org/forum",
                replies_to="forum-committee@example.org",
            ),
            "bcs",
            own,
        ),
        Golden(i.ShareWork(network=FORUM, most_hours=6, duties=duties), "bcs", own),
        Golden(opened, "bcs", own),
        Golden(i.PutNotice(**notice), "bcs", own),
        Golden(i.StrikeNotice(**spring, notice=DELIVERY), "bcs", own),
        Golden(i.CloseRoundUp(**spring), "bcs", own, i.OpenRoundUp),
        Golden(i.ClearRoundUp(**spring, notices=[DELIVERY]), "bcs", own, i.CloseRoundUp),
        Golden(refusal, "bcs", own, i.OpenRoundUp),
        Golden(
            i.TellAnnounced(network=FORUM, kind="round-up", name="spring", until=at(-500)), "bcs", own, i.CloseRoundUp
        ),
    ]
