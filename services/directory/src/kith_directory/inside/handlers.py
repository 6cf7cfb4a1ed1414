"""The part of the catalogue about what is said inside a network: announcements, round-ups, where its people talk."""

from kith_chassis.catalogue import many, on, one, page
from kith_contracts.directory.announcements import (
    AnnouncementDeclined,
    AnnouncementPassed,
    AnnouncementSubmitted,
    AnswerAnnouncement,
    WhereWeTalkSaid,
)
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
from kith_directory.inside import announcements, owners, round_ups, talk, work
from kith_directory.inside.announcements import Announcement
from kith_directory.inside.owners import WaitingAnnouncement
from kith_directory.inside.round_ups import Notice, RoundUp, notice_of
from kith_directory.inside.talk import Talk
from kith_directory.inside.work import Work
from kith_directory.networks.network import Network
from kith_directory.people.person import Person
from kith_directory.shared_networks.network import SharedNetwork

NETWORK = one(Network, "network")
SHARED = one(SharedNetwork, "subject")
OWNED = one(SharedNetwork, "network")
PERSON = one(Person, "person")
ANNOUNCEMENT = one(Announcement, "network", "announcement")
TALK = one(Talk, "network")
WORK = one(Work, "network")
ROUND_UP = one(RoundUp, "network", "round_up")
NOTICE = one(Notice, "notice")
OWN = one(Notice, lambda m, at: notice_of(at.keyed, m.person, m.network, m.round_up))

HANDLERS = (
    on(Announce, owners.announce, InsideCommandRefused)(
        network=NETWORK,
        shared=OWNED,
        before=ANNOUNCEMENT,
        ours=one(Announcement, lambda m, at: (m.network, owners.named(at.body, m.announcement))),
        waiting=one(WaitingAnnouncement, lambda m, at: (m.network, owners.named(at.body, m.announcement))),
        known=page(announcements.there),
    ),
    on(AnswerAnnouncement, owners.answer, InsideCommandRefused)(
        shared=OWNED,
        waiting=one(WaitingAnnouncement, lambda m, _: (m.network, owners.named(m.by, m.announcement))),
    ),
    on(AnnouncementSubmitted, owners.take_submitted)(
        shared=SHARED,
        waiting=one(WaitingAnnouncement, lambda m, at: (m.subject, owners.named(at.sender, m.announcement))),
    ),
    on(AnnouncementPassed, owners.take_passed)(
        shared=SHARED,
        before=one(Announcement, lambda m, _: (m.subject, owners.named(m.by, m.announcement))),
        waiting=one(WaitingAnnouncement, lambda m, _: (m.subject, owners.named(m.by, m.announcement))),
        known=page(announcements.there),
    ),
    on(AnnouncementDeclined, owners.hear_declined)(
        shared=SHARED,
        waiting=one(WaitingAnnouncement, lambda m, at: (m.subject, owners.named(at.body, m.announcement))),
    ),
    on(SayWhereWeTalk, talk.say, InsideCommandRefused)(network=NETWORK, shared=OWNED, talk=TALK),
    on(WhereWeTalkSaid, talk.hear)(shared=SHARED, talk=one(Talk, "subject")),
    on(ShareWork, work.share, InsideCommandRefused)(network=NETWORK, before=WORK),
    on(OpenRoundUp, round_ups.open_round_up, InsideCommandRefused)(
        network=NETWORK, shared=OWNED, before=ROUND_UP, known=page(round_ups.there)
    ),
    on(PutNotice, round_ups.put_notice, PersonCommandRefused)(person=PERSON, round_up=ROUND_UP, before=OWN),
    on(StrikeNotice, round_ups.strike, InsideCommandRefused)(round_up=ROUND_UP, notice=NOTICE),
    on(CloseRoundUp, round_ups.close)(round_up=ROUND_UP),
    on(ClearRoundUp, round_ups.clear)(round_up=ROUND_UP, notices=many(Notice, "notices")),
)
