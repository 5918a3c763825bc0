"""The list of workers a company hands in: its files and its rows."""

from django.db import models
from django.db.models import F, Q

from lapak.collective.rules.dates import EPOCH_1900
from lapak.collective.rules.verdicts import BUSY_STATES, FilePurpose, FileState, RowVerdict
from lapak.kernel.ids import new_id


class Roster(models.Model):
    """One collective filing of one company, under the mandate in whose name it was begun.

    `rows_given` is the last serial given to a row. `version` grows with every change to files or rows,
    `rows_version` only with what the 30 % sum is worked out from: rows, and who of them the register knows.
    `measured_version` is the one that was measured last, whether there was a sum or not; None for never.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    number = models.CharField(max_length=24, unique=True)
    company = models.ForeignKey("collective.Company", on_delete=models.PROTECT, related_name="rosters")
    mandate = models.ForeignKey("collective.Mandate", on_delete=models.PROTECT, related_name="rosters")
    programme = models.CharField(max_length=8)
    rows_given = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    rows_version = models.PositiveIntegerField(default=1)
    measured_version = models.PositiveIntegerField(null=True)
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.number


class RosterFile(models.Model):
    """An uploaded workbook or ZIP. Its bytes lie encrypted in pieces, `FilePiece`; `sha256` is of the whole.

    `sheets` are those that hold a list, each as `rules.layouts.Layout.as_data()`: where its headings stand
    and which column is which. `rows_total` is an estimate until it is read. `problem` says why the file was
    refused, as code and params; `failures` counts the readings that broke off; `notes` says what was passed
    over, `report` what a ZIP of papers brought. `epoch` is the day 0 of the numbers by which it counts days.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    roster = models.ForeignKey(Roster, on_delete=models.PROTECT, related_name="files")
    purpose = models.CharField(max_length=8, choices=[(one, one) for one in FilePurpose])
    name = models.CharField(max_length=160)
    size = models.PositiveBigIntegerField()
    received = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64)
    state = models.CharField(
        max_length=8, choices=[(one, one) for one in FileState], default=FileState.ARRIVING
    )
    problem = models.JSONField(null=True)
    failures = models.PositiveSmallIntegerField(default=0)
    notes = models.JSONField(default=list)
    sheets = models.JSONField(default=list)
    rows_done = models.PositiveIntegerField(default=0)
    rows_total = models.PositiveIntegerField(default=0)
    report = models.JSONField(default=dict)
    epoch = models.DateField(default=EPOCH_1900)
    uploaded_by = models.CharField(max_length=80)
    created_at = models.DateTimeField()
    moved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["roster"], condition=Q(state__in=BUSY_STATES), name="roster_file_one_at_work"
            ),
            models.UniqueConstraint(
                fields=["roster", "purpose", "sha256"],
                condition=Q(state=FileState.DONE) & ~Q(purpose=FilePurpose.PAPERS),
                name="roster_file_taken_once",
            ),
            models.CheckConstraint(
                condition=Q(received__lte=F("size")), name="roster_file_not_more_than_said"
            ),
            models.CheckConstraint(
                condition=Q(state=FileState.REFUSED, problem__isnull=False)
                | (~Q(state=FileState.REFUSED) & Q(problem=None)),
                name="roster_file_refused_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.pk}"


class FilePiece(models.Model):
    """A part of a file as it arrived, from `offset` (bytes). Its content lies encrypted in the vault."""

    id = models.UUIDField(primary_key=True, default=new_id)
    file = models.ForeignKey(RosterFile, on_delete=models.CASCADE, related_name="pieces")
    offset = models.PositiveBigIntegerField()
    size = models.PositiveIntegerField()
    stored_name = models.CharField(max_length=120, unique=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["file", "offset"], name="file_piece_once")]

    def __str__(self) -> str:
        return f"{self.file_id} from {self.offset}"


class RosterRow(models.Model):
    """One worker on the list: the cells as they were typed, and what they mean.

    `serial` is its number in the roster, never given twice, by which a repaired workbook finds it again;
    `line` is where it stands in its file, from 1, `sheet` on which of the file's `sheets`, from 0. `raw` are
    all cells of the line, texts and numbers, in the order of the headings. What is read from them is empty
    or None where it could not be read. `problems` are what must be repaired, `notes` what was understood
    with a doubt (see `rules.verdicts.Problem`). `last_wage` is rupiah a month. An accepted row has a phone,
    and an e-mail address only where one was given. `version` grows with every change to the row.
    """

    roster = models.ForeignKey(Roster, on_delete=models.PROTECT, related_name="rows")
    file = models.ForeignKey(RosterFile, on_delete=models.PROTECT, related_name="rows")
    serial = models.PositiveIntegerField()
    sheet = models.PositiveSmallIntegerField(default=0)
    line = models.PositiveIntegerField()
    raw = models.JSONField()
    verdict = models.CharField(max_length=9, choices=[(one, one) for one in RowVerdict])
    problems = models.JSONField(default=list)
    notes = models.JSONField(default=list)
    name = models.CharField(max_length=120, blank=True)
    nik = models.CharField(max_length=16, blank=True)
    kpj = models.CharField(max_length=11, blank=True)
    birth_date = models.DateField(null=True)
    started_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    reason = models.CharField(max_length=24, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    email = models.CharField(max_length=254, blank=True)
    bank_code = models.CharField(max_length=8, blank=True)
    account_number = models.CharField(max_length=24, blank=True)
    account_name = models.CharField(max_length=120, blank=True)
    npwp = models.CharField(max_length=16, blank=True)
    last_wage = models.BigIntegerField(null=True)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["roster", "serial"], name="roster_row_serial"),
            models.UniqueConstraint(
                fields=["roster", "nik"],
                condition=Q(verdict=RowVerdict.ACCEPTED),
                name="roster_row_person_once",
            ),
            models.UniqueConstraint(
                fields=["roster", "kpj"],
                condition=Q(verdict=RowVerdict.ACCEPTED),
                name="roster_row_member_once",
            ),
            models.CheckConstraint(
                condition=~Q(verdict=RowVerdict.ACCEPTED)
                | (~Q(nik="") & ~Q(kpj="") & ~Q(name="") & ~Q(reason="") & Q(ended_on__isnull=False)),
                name="roster_row_accepted_is_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["roster", "verdict", "serial"], name="roster_row_by_verdict"),
            models.Index(fields=["nik"], name="roster_row_by_nik"),
        ]

    def __str__(self) -> str:
        return f"row {self.serial} of {self.roster_id}"
