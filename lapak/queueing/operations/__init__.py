"""The queue, written: `arriving` into it, `waiting` in it, `tickets` from the call to the end of the visit,
`keeping` turns for another office or day, `serving` what the desks can take, `door` questions at the door and
late check-ins, `hall` the counters there, `alarms` who is told when a zone fills.
"""

from lapak.queueing.operations.alarms import (
    forget_samples,
    note_sent,
    sample_all,
    take_alarm,
    watch,
    watch_all,
)
from lapak.queueing.operations.arriving import DayOver, arrive, come_back
from lapak.queueing.operations.door import (
    NotedScan,
    QuestionsInvalid,
    count_screened,
    end_scan,
    note_scan,
    set_screening,
)
from lapak.queueing.operations.hall import HallRefused, count_person, undo_count
from lapak.queueing.operations.keeping import close_unserved, transfer
from lapak.queueing.operations.nearing import NEAR_KIND, TravelInvalid, set_travel, tell_near
from lapak.queueing.operations.serving import note_places
from lapak.queueing.operations.tickets import (
    BoothTaken,
    call,
    finish,
    leave,
    no_show,
    recall,
    return_first,
    skip,
    start_service,
    stop_waiting,
)
from lapak.queueing.operations.waiting import (
    NoPager,
    TooManyCompanions,
    go_online,
    hold,
    let_pass,
    resume,
    set_companions,
    set_priority,
    set_waits,
)

__all__ = [
    "NEAR_KIND",
    "BoothTaken",
    "DayOver",
    "HallRefused",
    "NoPager",
    "NotedScan",
    "QuestionsInvalid",
    "TooManyCompanions",
    "TravelInvalid",
    "arrive",
    "call",
    "close_unserved",
    "come_back",
    "count_person",
    "count_screened",
    "end_scan",
    "finish",
    "forget_samples",
    "go_online",
    "hold",
    "leave",
    "let_pass",
    "no_show",
    "note_places",
    "note_scan",
    "note_sent",
    "recall",
    "resume",
    "return_first",
    "sample_all",
    "set_companions",
    "set_priority",
    "set_screening",
    "set_travel",
    "set_waits",
    "skip",
    "start_service",
    "stop_waiting",
    "take_alarm",
    "tell_near",
    "transfer",
    "undo_count",
    "watch",
    "watch_all",
]
