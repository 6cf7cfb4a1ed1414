"""Golden messages about how a person wants to be told, and what is put off because of it."""

from kith_cli.published.golden.event import EVENT, FORUM, at
from kith_cli.published.golden.golden import DELIVERY, PERSON, Golden, refused
from kith_contracts.notify import deliveries as n
from kith_contracts.notify import preferences as p


def of_mail() -> list[Golden]:
    own, told = "bcs/notify", {"person": PERSON, "delivery": DELIVERY}
    chosen = p.SetMailPreferences(
        person=PERSON,
        how_much="weekly",
        address="ada@home.example",
        quiet_until=at(900),
        quiet_hours=p.QuietHours(begin="21:00", end="07:30"),
        weekly=p.WeeklyAt(day="friday", time="08:00"),
        zone="Europe/London",
        language="cy",
    )
    sentence = "There is no such time zone. Give one such as Europe/London."
    refusal = refused(p.MailCommandRefused, p.SetMailPreferences, "zone-unknown", sentence, person=PERSON, field="zone")
    return [
        Golden(chosen, "bcs", own),
        Golden(p.SetNetworkMail(person=PERSON, network=FORUM, mail="more"), "bcs", own),
        Golden(p.StopMail(**told), "bcs", own),
        Golden(refusal, "bcs", own, p.SetMailPreferences),
        Golden(n.SettleDelivery(**told, subject=EVENT, how="later", why="quiet-hours", at=at(8)), "bcs", own),
        Golden(n.WakeDelivery(**told), "bcs", own, n.SettleDelivery),
        Golden(n.SendWeekly(person=PERSON, number=3), "bcs", own, n.SettleDelivery),
    ]
