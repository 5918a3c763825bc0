import pytest

from lapak.queueing.rules.entry import EntryKind, kind_of


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("LAPAK:ABC", EntryKind.QR),
        (" lapak:abc ", EntryKind.QR),
        ("3603 4512 0590 0001", EntryKind.NIK),
        ("3603", EntryKind.NIK),
        ("2003451205900001", EntryKind.NIK),
        ("K-2020-0618-0742", EntryKind.CLAIM_NUMBER),
        ("2020 0618 0742", EntryKind.CLAIM_NUMBER),
        ("k20200618-0742", EntryKind.CLAIM_NUMBER),
    ],
)
def test_what_is_typed_or_scanned_is_told_apart(text: str, kind: EntryKind) -> None:
    assert kind_of(text) == kind
