"""A modified client at a booth: it calls every address it should not, and negotiates by hand.

It knows more than a stranger could: the ids of other people's calls and visits. Everything must be refused.
"""

import json
from dataclasses import dataclass
from uuid import uuid4

import httpx

from robots.client import Visitor
from robots.company import Company
from robots.legs import Leg

STAFF_PAGES = ("/meja/", "/meja/ubin/", "/meja/ruang/", "/persetujuan/", "/kantor/perangkat/", "/admin/")
STAFF_PRESSES = ("/meja/fokus/", "/meja/tahan/", "/meja/selesai/", "/meja/ajukan/", "/meja/terima/")
FORGED = "WyJkZXNrIl0:1:forged"
VISIT_PRESSES = ("tangan", "sedang", "benar", "rekening", "kontak", "tanda-tangan", "hp")


@dataclass
class Hostile:
    """Tries, from one booth, to reach what belongs to others. `refused` counts what it did not get."""

    company: Company
    refused: int = 0
    tried: int = 0

    async def attack(
        self, booth: Visitor, *, own_call: str, other_calls: list[str], other_visits: list[str]
    ) -> None:
        """Try everything once from this booth; whatever is not refused is noted as a violation."""
        self._booth = booth
        for call in other_calls:
            await self._reach_into(call)
        for visit in other_visits:
            for press in VISIT_PRESSES:
                await self._post(
                    f"/kunjungan/{visit}/{press}/", reason="help", entry="phone", stage="reading"
                )
        for page in STAFF_PAGES:
            await self._get(page)
        for press in STAFF_PRESSES:
            await self._post(press, number="1", place=str(uuid4()))
        await self._forge_permissions()
        await self._negotiate_more(own_call)

    async def _reach_into(self, call: str) -> None:
        for side in ("participant", "officer"):
            await self._get(f"/panggilan/{call}/keadaan/?side={side}")
            await self._post(f"/panggilan/{call}/denyut/", side=side, bytes_received="0")
            await self._say(call, "renew", {"page": "x"}, side=side)

    async def _forge_permissions(self) -> None:
        await self._get("/live/?token=desk")
        await self._post("/live-token/", token=FORGED, position="")

    async def _negotiate_more(self, call: str) -> None:
        """Offer by hand, and answer with more than the mode of the own call allows."""
        leg = self.company.leg(call, "participant")
        if leg is None or leg.pc is None:
            return
        body = {"sdp": leg.pc.localDescription.sdp, "peer": leg.peer, "n": 99}
        await self._say(call, "description", {**body, "type": "offer"}, leg=leg)
        if leg.mode == "hold":
            wide = leg.pc.localDescription.sdp.replace("a=inactive", "a=sendrecv").replace(
                "a=recvonly", "a=sendrecv"
            )
            await self._say(call, "description", {**body, "sdp": wide, "type": "answer"}, leg=leg)

    async def _say(
        self,
        call: str,
        kind: str,
        body: dict[str, object],
        *,
        side: str = "participant",
        leg: Leg | None = None,
    ) -> None:
        epoch = str(leg.epoch if leg else 0)
        fields = {"kind": kind, "epoch": epoch, "side": side, "body": json.dumps(body)}
        await self._post(f"/panggilan/{call}/kirim/", **fields)

    async def _get(self, address: str) -> None:
        request = self._booth.http.build_request("GET", address)
        self._judge("GET", address, await self._booth.http.send(request, follow_redirects=False))

    async def _post(self, address: str, **values: str) -> None:
        headers = {"X-CSRFToken": self._booth.csrf_token}
        request = self._booth.http.build_request("POST", address, data=values, headers=headers)
        self._judge("POST", address, await self._booth.http.send(request, follow_redirects=False))

    def _judge(self, method: str, address: str, answer: httpx.Response) -> None:
        """A refusal is an error of the caller, or being sent to the door where staff sign in."""
        self.tried += 1
        at_the_door = answer.is_redirect and "/masuk/" in answer.headers.get("Location", "")
        if answer.is_client_error or at_the_door:
            self.refused += 1
        else:
            self.company.findings.note(f"{method} {address} answered {answer.status_code} to a stranger")
