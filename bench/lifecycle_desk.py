"""One process of officers and checkers: takes lists of claims from standard input through the operations.

Each line is a JSON object: officer, checkers, claims; a line is the answer. The last one it prints is the
seconds of each step.
"""

import gc
import io
import json
import os
import random
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from itertools import cycle
from typing import Any, TypeVar
from uuid import UUID

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lapak.config.settings.demonstration")

import django

django.setup()

from PIL import Image, ImageDraw  # noqa: E402 with the rest

from lapak.claims import steps  # noqa: E402 needs Django
from lapak.claims.models import Claim, PaperState  # noqa: E402 needs Django
from lapak.claims.operations import desk_work, signing  # noqa: E402 needs Django
from lapak.claims.operations.checking import Approved  # noqa: E402 needs Django
from lapak.claims.operations.desk_work import Found  # noqa: E402 needs Django
from lapak.claims.queries.assess import ASSESSED, required_checks  # noqa: E402 needs Django
from lapak.kernel.actors import Actor  # noqa: E402 needs Django
from lapak.kernel.clock import utc_now  # noqa: E402 needs Django
from lapak.kernel.errors import DomainError, Unavailable  # noqa: E402 needs Django
from lapak.people.rules import Role  # noqa: E402 needs Django
from lapak.reading import read_beside  # noqa: E402 needs Django

Done = TypeVar("Done")
PAUSE_SECONDS = 0.3
PICTURES = 200  # drawn by other people's phones, before the measurement
TO_EXPLAIN = ("signal_unexplained", "difference_unexplained")
spent: dict[str, float] = defaultdict(float)


def main() -> int:
    """Work until the input ends."""
    pictures = [_signature(random.Random(number)) for number in range(PICTURES)]
    Claim.objects.exists()
    gc.collect()
    gc.freeze()  # as the web process does
    print("ready", flush=True)
    began = time.process_time()
    for line in sys.stdin:
        given = json.loads(line)
        _serve(given["officer"], given["checkers"], [UUID(one) for one in given["claims"]], pictures)
        print("done", flush=True)
    print(json.dumps({**spent, "processor": time.process_time() - began}))
    return 0


def _serve(officer_id: int, checker_ids: list[int], ids: list[UUID], pictures: list[bytes]) -> None:
    officer = Actor.staff(staff_id=officer_id, role=Role.OFFICER)
    points, kinds = _to_look_at(ids)
    _all("begin", lambda: desk_work.begin_service_all(claim_ids=ids, actor=officer, now=utc_now()))
    _all("checks", lambda: desk_work.set_checks(found=points, actor=officer, now=utc_now()))
    _all("papers", lambda: desk_work.accept_papers(kinds=kinds, actor=officer, now=utc_now()))
    booth = Actor.device(device_id=f"signing-{officer_id}")
    drawn = dict(zip(ids, cycle(pictures), strict=False))
    _all("sign", lambda: signing.sign_forms(drawn=drawn, actor=booth, now=utc_now()))
    _all("verify", lambda: desk_work.verify_all(versions=dict.fromkeys(ids), actor=officer, now=utc_now()))
    left = ids
    for checker_id in checker_ids:  # the second one where a sum needs two
        checker = Actor.staff(staff_id=checker_id, role=Role.CHECKER)
        if left:
            done = _all("approve", lambda looked_at=left, by=checker: _patiently(looked_at, by))
            left = [id for id, one in done.items() if not one.progress.is_complete]
    assert not left, left


def _patiently(ids: list[UUID], checker: Actor) -> dict[UUID, Any]:
    """Press again when the core system does not answer; look again at what changed meanwhile."""
    versions = dict(Claim.objects.filter(pk__any_of=ids).values_list("pk", "version"))
    while True:
        try:
            verdicts = dict(steps.approve_all(versions=versions, actor=checker, now=utc_now()))
            break
        except Unavailable:
            time.sleep(PAUSE_SECONDS)
    for id, verdict in verdicts.items():
        if isinstance(verdict, DomainError) and verdict.code in TO_EXPLAIN:
            verdicts[id] = _with_a_word(id, versions[id], checker)
    changed = [id for id, one in verdicts.items() if getattr(one, "code", "") == "changed_meanwhile"]
    return {**verdicts, **_patiently(changed, checker)} if changed else verdicts


def _with_a_word(id: UUID, version: int, checker: Actor) -> Approved:
    """Approve alone what has to be explained."""
    spent["explained"] += 1
    while True:
        try:
            return steps.approve(
                claim_id=id, expected_version=version, actor=checker, now=utc_now(), note="Sudah dicocokkan."
            )
        except Unavailable:
            time.sleep(PAUSE_SECONDS)


def _all(name: str, step: Callable[[], Mapping[UUID, Done | DomainError]]) -> dict[UUID, Done]:
    begun = time.perf_counter()
    verdicts = step()
    spent[name] += time.perf_counter() - begun
    done: dict[UUID, Done] = {}
    for id, verdict in verdicts.items():
        if isinstance(verdict, DomainError):
            raise AssertionError(f"{name} {id}: {verdict.code} {verdict.fields}")
        done[id] = verdict
    return done


def _to_look_at(ids: list[UUID]) -> tuple[dict[UUID, dict[str, Found]], dict[UUID, list[str]]]:
    """Return the points of each list, and the papers that were given."""
    kinds: dict[UUID, list[str]] = {id: [] for id in ids}
    for claim_id, kind in PaperState.objects.filter(claim__any_of=ids, state="given").values_list(
        "claim", "kind"
    ):
        kinds[claim_id].append(kind)
    today = utc_now().date()
    rows = list(Claim.objects.filter(pk__any_of=ids))
    read_beside(rows, *ASSESSED)
    return {
        row.pk: {item.code: Found(True) for item in required_checks(row, on=today)} for row in rows
    }, kinds


def _signature(chance: random.Random) -> bytes:
    """Return what a phone sends of a signature: a smooth line on white, as a JPEG."""
    sheet = Image.new("RGB", (1200, 360), "white")
    turns = [(x + chance.randint(-60, 60), chance.randint(60, 300)) for x in range(150, 1100, 60)]
    ImageDraw.Draw(sheet).line(turns, fill="#171D33", width=6, joint="curve")
    written = io.BytesIO()
    sheet.resize((600, 180), Image.Resampling.BILINEAR).save(written, "JPEG", quality=92)
    return written.getvalue()


if __name__ == "__main__":
    sys.exit(main())
