"""Golden messages of joining online."""

from kith_cli.published.golden.event import EVENT
from kith_cli.published.golden.golden import Golden, refused
from kith_contracts.events import online as j
from kith_contracts.notify.occasions import TellJoining


def of_joining() -> list[Golden]:
    own, addresses = "iop/events", {"lectures-online": "https://meet.example.org/j/4829?pwd=k4m2q7xwz3ab"}
    sentence = "This part is in a room. Only what is online has an address to join."
    wrong = refused(j.JoinAddressesRefused, j.SetJoinAddresses, "part-in-person", sentence, field="addresses.lectures")
    return [
        Golden(j.SetJoinAddresses(event=EVENT, addresses=addresses), "iop", own),
        Golden(j.PassJoinAddresses(event=EVENT), "iop", own),
        Golden(j.CloseJoinAddresses(event=EVENT), "iop", own),
        Golden(wrong, "iop", own, j.SetJoinAddresses),
        Golden(j.JoinAddressesTold(event=EVENT, addresses=addresses, version=1), "bcs", own, j.SetJoinAddresses),
        Golden(TellJoining(event=EVENT, parts=[*addresses], number=1), "bcs", "bcs/events", j.JoinAddressesTold),
    ]
