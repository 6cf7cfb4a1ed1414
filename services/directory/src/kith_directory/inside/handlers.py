"""The catalogue of what is said inside a network: announcements, round-ups, where its people talk."""

from kith_chassis.decision import Circumstances, Handler, Ref
from kith_contracts.directory.inside import (
    Announce,
    ClearRoundUp,
    CloseRoundUp,
    InsideCommandRefused,
    OpenRoundUp,
    PutNotice,
    SayWhereWeTalk,
    ShareWork,
    StrikeNotice,
)
from kith_contracts.directory.networks import PersonCommandRefused
from kith_directory.inside import announcements, round_ups, work
from kith_directory.inside.announcements import Announcement, Talk
from kith_directory.inside.round_ups import Notice, RoundUp, notice_of
from kith_directory.inside.work import Work
from kith_directory.networks.network import Network
from kith_directory.people.person import Person


def _announcement(command: Announce, _at: Circumstances) -> tuple[Ref, ...]:
    return (Network.at(command.network), Announcement.at(command.network, command.announcement))


def _talk(command: SayWhereWeTalk, _at: Circumstances) -> tuple[Ref, ...]:
    return (Network.at(command.network), Talk.at(command.network))


def _work(command: ShareWork, _at: Circumstances) -> tuple[Ref, ...]:
    return (Network.at(command.network), Work.at(command.network))


def _round_up(command: OpenRoundUp, _at: Circumstances) -> tuple[Ref, ...]:
    return (Network.at(command.network), RoundUp.at(command.network, command.round_up))


def _notice(command: PutNotice, at: Circumstances) -> tuple[Ref, ...]:
    own = notice_of(at.keyed, command.person, command.network, command.round_up)
    return (Person.at(command.person), RoundUp.at(command.network, command.round_up), Notice.at(own))


def _struck(command: StrikeNotice, _at: Circumstances) -> tuple[Ref, ...]:
    return (RoundUp.at(command.network, command.round_up), Notice.at(command.notice))


def _cleared(command: ClearRoundUp, _at: Circumstances) -> tuple[Ref, ...]:
    return (RoundUp.at(command.network, command.round_up), *[Notice.at(each) for each in command.notices])


HANDLERS = (
    Handler(Announce, announcements.announce, _announcement, InsideCommandRefused, reads=announcements.there),
    Handler(SayWhereWeTalk, announcements.say_where, _talk, InsideCommandRefused),
    Handler(ShareWork, work.share, _work, InsideCommandRefused),
    Handler(OpenRoundUp, round_ups.open_round_up, _round_up, InsideCommandRefused, reads=round_ups.there),
    Handler(PutNotice, round_ups.put_notice, _notice, PersonCommandRefused),
    Handler(StrikeNotice, round_ups.strike, _struck, InsideCommandRefused),
    Handler(CloseRoundUp, round_ups.close, lambda m, _: (RoundUp.at(m.network, m.round_up),)),
    Handler(ClearRoundUp, round_ups.clear, _cleared),
)
COMMANDS = (Announce, SayWhereWeTalk, ShareWork, OpenRoundUp, PutNotice, StrikeNotice)
