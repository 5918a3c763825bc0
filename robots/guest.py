"""A person during a visit: before the camera of a booth or a phone, doing what the screen asks."""

import asyncio
import contextlib
import time

from robots.client import Refused
from robots.company import Company
from robots.drawings import id_card, paper, signature
from robots.pages import File, PageChanged
from robots.participant_leg import ParticipantLeg
from robots.person import Person, softened
from robots.room import Room
from robots.senses import Senses
from robots.tracks import Camera, Microphone

FRAMES_PER_SECOND = 8.0
CARD = (640, 404)
ID_CARD_STEP = 2
SUM_STEP = 4
NEWS_SECONDS = 5.0


class Guest:
    """Answers the call, shows the identity card when asked, checks data, photographs, reads and signs."""

    def __init__(self, *, person: Person, company: Company) -> None:
        self.person = person
        self.ticket = ""
        self.over: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._company = company
        self._card = id_card(person=person, size=CARD)
        self._begun = ""
        self._has_asked = False

    def leg(self, room: Room, call_id: str) -> ParticipantLeg:
        """Return this person's end of the call: face and voice are theirs alone."""
        company = self._company
        looks = self.person.looks if company.officer_looks else softened(self.person.looks)
        caption = f"{self.person.name}  {self.ticket}".strip()
        camera = Camera(
            looks=looks, caption=caption, size=company.picture, frames_per_second=FRAMES_PER_SECOND
        )
        leg = ParticipantLeg(
            visitor=room.visitor,
            call_id=call_id,
            camera=camera,
            microphone=Microphone(tone_hz=looks.tone_hz),
            senses=Senses(
                side="participant",
                who=self.person.name,
                expects=company.officer_looks,
                findings=company.findings,
            ),
        )
        company.legs.append(leg)
        return leg

    async def be_served(self, room: Room, *, within: float) -> None:
        """Do what the screen asks until the visit is over. Raises TimeoutError."""
        deadline = time.monotonic() + within
        visit = ""
        while time.monotonic() < deadline:
            room.news.clear()
            if visit and self._is_over(room, visit):
                return
            if room.says("call"):
                visit = room.ticket
                await self._act(room)
            try:
                await asyncio.wait_for(room.news.wait(), timeout=NEWS_SECONDS)
            except TimeoutError:
                continue
        raise TimeoutError(f"{self.person.name} was not served within {within:.0f} s, at {room.says('task')}")

    def _is_over(self, room: Room, visit: str) -> bool:
        """Return whether this visit has left the screen; back in line it goes on later."""
        is_here = bool(room.says("call")) or room.says("state") == "line"
        return room.ticket != visit or not is_here

    async def _act(self, room: Room) -> None:
        shown, focused = room.shown, room.says("mode") == "focus"
        if room.leg is not None:
            shows = focused and room.step == ID_CARD_STEP
            room.leg.camera.hold_up(self._card if shows else None)
        if focused:
            self._has_asked = False
        if focused and not self._is_asked_to_work(room):
            return  # officer and person talk
        task = {
            "check": self._confirm_data,
            "photo": self._photograph,
            "papers": self._photograph,
            "identity": self._identify,
            "contact": self._give_contact,
            "account": self._give_account,
            "submit": self._submit,
            "form": self._sign,
            "rest": self._say_ready,
        }.get(room.says("task"))
        if task is None:
            return
        try:
            await self._begin(room)
            if room.shown is shown:  # otherwise something new is to be done first
                await task(room)
        except Refused as refusal:
            if refusal.status not in (403, 404):  # the visit has just ended
                raise

    def _is_asked_to_work(self, room: Room) -> bool:
        """Return whether the officer, being here, waits for something: the form is signed at its step."""
        own_time = room.says("task") in ("check", "form", "rest")
        return room.says("hand") == "task" and (not own_time or room.step >= SUM_STEP)

    async def _begin(self, room: Room) -> None:
        """Tell once what is being done, after the time it takes to read."""
        part = next(room.told.all(data_part="task"), None)
        stage = part.attributes.get("data-stage", "") if part else ""
        if not stage or self._begun == f"{room.says('call')}:{stage}":
            return
        self._begun = f"{room.says('call')}:{stage}"
        await self._tell_stage(room, stage)
        await asyncio.sleep(self._company.thinking_seconds)

    async def _tell_stage(self, room: Room, stage: str) -> None:
        with contextlib.suppress(Refused):  # only the tile says it; the officer may have moved on meanwhile
            await room.visitor.post(f"/kunjungan/{room.ticket}/sedang/", stage=stage)

    async def _confirm_data(self, room: Room) -> None:
        await self._send(room, "benar")

    async def _photograph(self, room: Room) -> None:
        kind = room.shown.form("kind", "picture", action="/foto/").values["kind"]
        picture = File(f"{kind}.jpg", paper(kind=kind, person=self.person), "image/jpeg")
        await self._send(room, "foto", picture=picture)

    async def _identify(self, room: Room) -> None:
        person = self.person
        await self._send(
            room,
            "identitas",
            nik=person.nik,
            kpj=person.kpj,
            name=person.name,
            birth_date=person.birth_date_as_written,
            reason=person.reason,
        )

    async def _give_contact(self, room: Room) -> None:
        await self._send(room, "kontak", phone=self.person.phone, email=self.person.email)

    async def _give_account(self, room: Room) -> None:
        person = self.person
        await self._send(room, "rekening", bank_code=person.bank_code, account_number=person.account_number)

    async def _submit(self, room: Room) -> None:
        await self._send(room, "kirim")

    async def _sign(self, room: Room) -> None:
        await self._tell_stage(room, "signing")
        await self._send(room, "tanda-tangan", agrees="yes", signature=signature(person=self.person))

    async def _say_ready(self, room: Room) -> None:
        if room.says("confirmed") != "yes" or self._has_asked:
            return
        self._has_asked = True
        await self._send(room, "tangan", reason="task_done")

    async def _send(self, room: Room, task: str, **values: str | File) -> None:
        form = room.shown.form(*values, action=f"/kunjungan/{room.ticket}/{task}/")
        page = await room.send(form.fill(**values))
        if page.status == 422 and task != "tangan":
            said = page.root.first(data_part="task").text
            raise PageChanged(f"{self.person.name}: {task} was not taken: {said}")
