from django.db import models
from django.db.models import F, Q

from lapak.booking.rules.release import LIVE, LotState
from lapak.booking.rules.states import Channel, Priority
from lapak.kernel.ids import new_id


class Release(models.Model):
    """One day of a branch and channel that is given out by lot, then turn by turn.

    `commitment` is public from the beginning, `seed` from the draw on. `drawn` people took part in the draw
    for `places`; `called` is the highest rank whose turn came, `numbered` the last rank given.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    branch = models.ForeignKey("offices.Branch", on_delete=models.CASCADE, related_name="+")
    channel = models.CharField(max_length=8, choices=[(channel, channel) for channel in Channel])
    day = models.DateField()
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    priority_percent = models.PositiveSmallIntegerField()
    commitment = models.CharField(max_length=64)
    seed = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, blank=True)
    places = models.PositiveIntegerField(default=0)
    drawn = models.PositiveIntegerField(default=0)
    numbered = models.PositiveIntegerField(default=0)
    called = models.PositiveIntegerField(default=0)
    drawn_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["branch", "channel", "day"], name="release_once"),
            models.CheckConstraint(condition=Q(opens_at__lt=F("closes_at")), name="release_opens_first"),
            models.CheckConstraint(
                condition=Q(drawn_at=None, digest="", drawn=0) | (Q(drawn_at__isnull=False) & ~Q(digest="")),
                name="release_drawn_with_digest",
            ),
            models.CheckConstraint(
                condition=Q(drawn__lte=F("numbered"), called__lte=F("numbered")), name="release_numbers"
            ),
        ]
        indexes = [
            models.Index(fields=["closes_at"], name="release_under_way", condition=Q(ended_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.branch_id} {self.channel} {self.day}"


class LotEntry(models.Model):
    """One person's place in the line of a release.

    `ticket` follows from person and release, so that nobody can choose it. `draw_rank` and `draw_priority`
    are what was published of the draw and never change; `rank` is the place in line, by the draw or by
    arrival for who came later or begins anew. A turn holds until `turn_until`; `kept` says that it is for a
    place kept for priority people. `code_hash` finds the entry by the code its person keeps.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="entries")
    subject_id = models.UUIDField()
    person_key = models.CharField(max_length=64)
    ticket = models.CharField(max_length=16)
    code_hash = models.CharField(max_length=64, blank=True)
    priority = models.CharField(max_length=10, choices=[(kind, kind) for kind in Priority], blank=True)
    state = models.CharField(max_length=8, choices=[(state, state) for state in LotState])
    draw_rank = models.PositiveIntegerField(null=True)
    draw_priority = models.BooleanField(default=False)
    rank = models.PositiveIntegerField(null=True)
    kept = models.BooleanField(default=False)
    entered_at = models.DateTimeField()
    turn_at = models.DateTimeField(null=True)
    turn_until = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["release", "person_key"], name="lot_one_per_person"),
            models.UniqueConstraint(fields=["release", "ticket"], name="lot_ticket_once"),
            models.UniqueConstraint(fields=["release", "rank"], name="lot_rank_once"),
            models.UniqueConstraint(fields=["release", "draw_rank"], name="lot_draw_rank_once"),
            models.UniqueConstraint(
                fields=["person_key"], condition=Q(state__in=LIVE), name="lot_one_line_per_person"
            ),
            models.UniqueConstraint(
                fields=["subject_id"], condition=Q(state__in=LIVE), name="lot_one_line_per_subject"
            ),
            models.CheckConstraint(
                condition=~Q(state=LotState.TURN) | Q(rank__isnull=False, turn_until__isnull=False),
                name="lot_turn_has_rank_and_end",
            ),
            models.CheckConstraint(condition=Q(kept=False) | ~Q(priority=""), name="lot_kept_for_priority"),
        ]
        indexes = [
            models.Index(fields=["release", "rank"], name="lot_in_line", condition=Q(state=LotState.WAITING)),
            models.Index(
                fields=["release", "turn_until"], name="lot_turns", condition=Q(state=LotState.TURN)
            ),
            models.Index(fields=["subject_id"], name="lot_of_subject"),
            models.Index(fields=["code_hash"], name="lot_by_code"),
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.ticket}"
