"""A second look at a drawn claim, from the checker's list to the branch head's page."""

from django.urls import reverse

from tests.operations.claims.approving import head_of
from tests.operations.claims.claim_scene import Scene
from tests.operations.claims.test_samples import drawn
from tests.web.checker.conftest import scene, signed_in

__all__ = ["scene"]


def test_a_finding_goes_from_the_list_to_the_branch_head(scene: Scene) -> None:
    claim_id = drawn(scene)
    other, head = signed_in(scene.other_checker), signed_in(head_of(scene))
    listed = other.get(reverse("checker:samples")).content.decode()
    assert "Hartono S." in listed
    assert "Hartono S." not in signed_in(scene.checker).get(reverse("checker:samples")).content.decode()
    page = other.get(reverse("checker:claim", args=[claim_id])).content.decode()
    assert "Catat temuan" in page
    assert "UNDEFINED VARIABLE" not in page + listed
    where = reverse("checker:look", args=[claim_id])
    refused = other.post(where, {"outcome": "finding", "reason": "paper", "note": ""})
    assert refused.status_code == 422
    assert "Tulis catatannya dulu." in refused.content.decode()
    assert other.post(where, {"outcome": "finding", "reason": "paper", "note": "Stempel"}).status_code == 302
    office = head.get(reverse("office:samples")).content.decode()
    for words in ("Keaslian dokumen diragukan", "Stempel", "menarik kembali", "100%"):
        assert words in office
    empty = head.post(reverse("office:seen", args=[claim_id]), {"note": ""})
    assert empty.status_code == 422
    assert head.post(reverse("office:seen", args=[claim_id]), {"note": "Sudah"}).status_code == 302
    after = head.get(reverse("office:samples")).content.decode()
    assert "Tercatat" in after
    assert "UNDEFINED VARIABLE" not in office + after


def test_the_share_is_set_on_the_page_of_rules(scene: Scene) -> None:
    head = signed_in(head_of(scene))
    where = reverse("office:set_sampling")
    wrong = head.post(where, {"contoh-percent": "101", "contoh-in_force_from": "2999-01-01"})
    assert wrong.status_code == 422
    assert "Isi 0 sampai 100." in wrong.content.decode()
    done = head.post(where, {"contoh-percent": "10", "contoh-in_force_from": "2999-01-01"})
    assert done.status_code == 302
    assert "10% klaim dilihat sekali lagi" in head.get(done["Location"]).content.decode()
