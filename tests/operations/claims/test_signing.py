"""Who cannot sign agrees by word or thumb print; how it was done is kept and shown."""

import io
from uuid import UUID

import pytest
from PIL import Image

from lapak.claims.models import Signature
from lapak.claims.operations import desk_work, filing, signing
from lapak.claims.operations.needs import ask_for_help, forget_needs
from lapak.claims.queries.needs import needs_of
from lapak.claims.rules.needs import Need
from lapak.claims.rules.signing import Way
from lapak.journal.models import Entry
from lapak.kernel.errors import Conflict, InvalidInput, NotAllowed
from tests.operations.claims.claim_scene import Scene


def still() -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (640, 360), "#557799").save(buffer, "JPEG")
    return buffer.getvalue()


def served(scene: Scene) -> UUID:
    claim_id = scene.filed()
    desk_work.begin_service(claim_id=claim_id, actor=scene.officer, now=scene.now)
    return claim_id


def consent(scene: Scene, claim_id: UUID, way: Way, witness: str = "", **changed: object) -> None:
    facts = {"actor": scene.officer, "now": scene.now, "still": still(), **changed}
    signing.take_consent(claim_id=claim_id, way=way, witness=witness, **facts)


def test_a_spoken_consent_counts_as_signed_and_says_who_read_it_aloud(scene: Scene) -> None:
    claim_id = served(scene)
    consent(scene, claim_id, Way.SPOKEN)
    view = scene.view(claim_id)
    assert view.signed is not None
    assert (view.signed.way, view.signed.taken_by, view.net) == ("spoken", "Petugas1", 61_263_200)
    form = next(one for one in view.papers if one.asked.kind == "formulir_f5")
    assert form.document_id == view.signed.document_id


def test_a_claim_signed_by_word_goes_all_the_way(scene: Scene) -> None:
    claim_id = scene.examined()
    consent(scene, claim_id, Way.SPOKEN)
    assert scene.verify(claim_id).net == 61_263_200
    assert scene.approve(claim_id).sent_back == ""


def test_a_thumb_print_needs_a_witness_by_name(scene: Scene) -> None:
    claim_id = served(scene)
    with pytest.raises(InvalidInput) as refused:
        consent(scene, claim_id, Way.THUMB, "  ")
    assert [(one.field, one.code) for one in refused.value.fields] == [("witness", "witness_missing")]
    consent(scene, claim_id, Way.THUMB, " Wati  Susanti ")
    assert Signature.objects.get().witness == "Wati Susanti"
    assert "Wati" not in repr(list(Entry.objects.values()))


def test_nobody_but_the_officer_of_the_claim_takes_a_consent_down(scene: Scene) -> None:
    claim_id = served(scene)
    with pytest.raises(NotAllowed, match="not_your_claim"):
        consent(scene, claim_id, Way.SPOKEN, actor=scene.other_officer)
    with pytest.raises(NotAllowed):
        consent(scene, claim_id, Way.SPOKEN, actor=scene.person(claim_id))
    with pytest.raises(InvalidInput):
        consent(scene, claim_id, Way.DRAWN)
    assert not Signature.objects.exists()


def test_before_the_talk_nothing_is_signed(scene: Scene) -> None:
    claim_id = scene.filed()
    with pytest.raises(Conflict, match="claim_moved_on"):
        consent(scene, claim_id, Way.SPOKEN)


def test_a_new_account_takes_the_consent_back(scene: Scene) -> None:
    claim_id = served(scene)
    consent(scene, claim_id, Way.SPOKEN)
    scene.give_account(claim_id, "112000014474")
    assert scene.view(claim_id).signed is None
    assert Signature.objects.count() == 1


def test_help_is_kept_changed_and_forgotten_and_never_told(scene: Scene) -> None:
    claim_id = filing.start_draft(now=scene.now).claim_id
    actor = scene.person(claim_id)
    wanted = [Need.WHEELCHAIR, Need.TYPING]
    ask_for_help(claim_id=claim_id, needs=wanted, actor=actor, now=scene.now)
    assert needs_of(claim_ids=[claim_id]) == {claim_id: (Need.TYPING, Need.WHEELCHAIR)}
    told = repr(list(Entry.objects.values()))
    assert "typing" not in told
    assert "wheelchair" not in told
    before = scene.version(claim_id)
    ask_for_help(claim_id=claim_id, needs=wanted, actor=actor, now=scene.now)
    assert scene.version(claim_id) == before
    ask_for_help(claim_id=claim_id, needs=[], actor=actor, now=scene.now)
    assert needs_of(claim_ids=[claim_id]) == {}


def test_help_goes_with_the_end_of_the_claim_and_not_before(scene: Scene) -> None:
    claim_id = scene.approved()
    ask_for_help(claim_id=claim_id, needs=[Need.COMPANION], actor=scene.person(claim_id), now=scene.now)
    assert forget_needs() == 0
    scene.deliver()
    assert scene.view(claim_id).paid_at is not None
    assert forget_needs() == 1
