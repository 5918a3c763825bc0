"""Letters of the claims' scene."""

from uuid import UUID

from lapak.claims.operations import checking
from lapak.letters import steps
from lapak.letters.operations import Reserved
from lapak.letters.queries import LetterView, content
from lapak.letters.rules.kinds import Kind
from lapak.letters.steps import Composed
from lapak.web.letters.content import compose
from tests.operations.claims.claim_scene import Scene

ADDRESS = "https://lapak.example.id/cek"


def composed(letter: Reserved) -> Composed:
    return compose(letter, check_url=f"{ADDRESS}/{letter.code}/")


def issue(scene: Scene, claim_id: UUID, kind: Kind) -> LetterView | None:
    return steps.issue(claim_id=claim_id, kind=kind, compose=composed, now=scene.now)


def pdf_of(scene: Scene, claim_id: UUID, kind: Kind) -> bytes:
    letter = issue(scene, claim_id, kind)
    assert letter is not None
    return content(letter_id=letter.id, claim_id=claim_id)


def reject(scene: Scene, claim_id: UUID, *, reason: str = "data_differs") -> None:
    scene.wait(seconds=1)
    checking.reject(
        claim_id=claim_id,
        reason_code=reason,
        expected_version=scene.version(claim_id),
        actor=scene.checker,
        now=scene.now,
    )


def paid(scene: Scene) -> UUID:
    claim_id = scene.approved()
    scene.deliver()
    return claim_id
