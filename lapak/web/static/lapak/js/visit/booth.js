// The screen of a booth: free, called, in a talk, on hold, farewell. It runs for months without anybody at it.

import { keepLook } from "../device.js";
import { csrfToken, follow } from "../live.js";
import { Room } from "./room.js";
import { words } from "./words.js";

const BEAT_EVERY_MS = 5_000;
const FAREWELL_MS = 20_000;
const CODE_EVERY_MS = 12 * 60_000;
const RELOAD_HOUR = 3; // nobody is in a booth then
const RELOAD_AFTER_MS = 12 * 60 * 60_000;
const USUAL_VOLUME = 6;
const LOUDEST = 10;
const SAT_DOWN = "duduk";

const page = document.body;
const root = /** @type {HTMLElement} */ (document.getElementById("kunjungan"));
const room = new Room(page, root);
const openedAt = Date.now();
const CONTENT = root.dataset["content"] ?? "";
let volume = USUAL_VOLUME;
let missedBeats = 0;
let largeAskedBy = "";
/** @type {ReturnType<typeof setTimeout> | undefined} */
let farewellTimer;
let farewellOf = "";
/** @type {ReturnType<typeof setInterval> | undefined} */
let codeTimer;

/** Who asked for large letters finds them; a press changes it for the rest of the visit. */
function showAsAsked() {
  if (!room.ticket || largeAskedBy === room.ticket || !room.told("large")) return;
  largeAskedBy = room.ticket;
  document.documentElement.classList.add("huruf-besar");
  page.querySelector("[data-large-text]")?.setAttribute("aria-pressed", "true");
}

function modeChanged() {
  showAsAsked();
  document.body.classList.toggle("booth--calm", room.mode !== "focus");
  if (["hold", "work", "focus"].includes(room.mode)) offerOwnPhone();
}

/** Somebody sat down: from now on the server shows more than the number. */
function sitDown() {
  sessionStorage.setItem(SAT_DOWN, room.ticket);
  askAsSeated();
  void room.refresh();
}

function askAsSeated() {
  const seated = sessionStorage.getItem(SAT_DOWN);
  root.dataset["content"] = seated ? `${CONTENT}?duduk=${seated}` : CONTENT;
}

/** A new visit, or none any more. */
function visitChanged() {
  if (farewellTimer && !room.ticket) return;
  endFarewell();
  stopOwnPhone();
  setVolume(USUAL_VOLUME);
  showAsAsked();
  if (!room.ticket) {
    sessionStorage.removeItem(SAT_DOWN);
    askAsSeated();
    forgetLargeText();
  }
}

/** @param {string} outcome */
function farewell(outcome) {
  const kept = { served: "served", returned: "returned", handed_over: "returned" }[outcome];
  const source = page.querySelector(`[data-part="farewell"] [data-outcome="${kept}"]`);
  const said = source?.cloneNode(true);
  farewellOf = room.ticket;
  room.forget();
  if (!said) return room.refreshSoon();
  root.querySelector('[data-part="calm"]')?.replaceChildren(said);
  room.mode = "farewell";
  room.rests = true;
  farewellTimer = setTimeout(() => { endFarewell(); void room.refresh(); }, FAREWELL_MS);
}

function endFarewell() {
  clearTimeout(farewellTimer);
  farewellTimer = undefined;
  room.rests = false;
}

function forgetLargeText() {
  document.documentElement.classList.remove("huruf-besar");
  page.querySelector("[data-large-text]")?.setAttribute("aria-pressed", "false");
  document.cookie = "huruf_besar=0; Path=/; Max-Age=0; SameSite=Lax";
}

/** The code for the own phone, made once the person is here, and anew before it runs out. */
function offerOwnPhone() {
  if (codeTimer) return;
  void fetchOwnPhone();
  codeTimer = setInterval(() => void fetchOwnPhone(), CODE_EVERY_MS);
}

function stopOwnPhone() {
  clearInterval(codeTimer);
  codeTimer = undefined;
  root.querySelector("[data-own-phone]")?.replaceChildren();
}

/** The code, or that a phone has opened it. A code for another phone lets the one before out. */
async function fetchOwnPhone(isOther = false) {
  const { ticket } = room;
  const answer = await post(`/kunjungan/${ticket}/hp/`, isOther ? { lain: "1" } : {}).catch(() => null);
  const html = answer?.ok ? await answer.text() : "";
  const place = root.querySelector("[data-own-phone]");
  if (place && html && ticket === room.ticket) place.innerHTML = html;
}

/** @param {string} address @param {Record<string, string>} [fields] */
function post(address, fields = {}) {
  return fetch(address, { method: "POST", body: new URLSearchParams(fields), headers: { "X-CSRFToken": csrfToken() } });
}

/** A sign of life; what the booth serves comes back, so that it finds out what it missed. */
async function beat() {
  try {
    const answer = await post(root.dataset["beat"] ?? "");
    if (answer.redirected || answer.status === 403) return location.reload(); // no longer paired
    if (!answer.ok) throw new Error(String(answer.status));
    const { visit } = await answer.json();
    if (missedBeats > 1 && room.told("call") === "") room.cover("");
    missedBeats = 0;
    root.removeAttribute("data-away");
    if (visit !== room.ticket && !farewellTimer) room.refreshSoon();
    if (farewellTimer && visit && visit !== farewellOf) {
      endFarewell();
      room.refreshSoon();
    }
  } catch {
    missedBeats += 1;
    if (missedBeats > 1) root.setAttribute("data-away", words("again"));
  }
}

function tick() {
  const clock = page.querySelector("[data-clock]");
  const timeZone = root.dataset["timezone"];
  const time = new Intl.DateTimeFormat("id-ID", { hour: "2-digit", minute: "2-digit", timeZone }).format(Date.now());
  if (clock) clock.textContent = `${time} ${root.dataset["zone"]}`;
  const hour = Number(new Intl.DateTimeFormat("en-GB", { hour: "2-digit", timeZone }).format(Date.now()));
  const isOld = Date.now() - openedAt > RELOAD_AFTER_MS;
  if (!room.ticket && !farewellTimer && isOld && hour === RELOAD_HOUR) location.reload();
}

/** @param {number} to of ten */
function setVolume(to) {
  volume = Math.min(LOUDEST, Math.max(0, to));
  const video = document.getElementById("petugas");
  if (video instanceof HTMLVideoElement) video.volume = volume / LOUDEST;
  const shown = page.querySelector("[data-volume-shown]");
  if (shown) shown.textContent = String(volume);
}

/** The person wants to leave: the officer is told, who ends the visit. */
function leave() {
  const dialog = document.getElementById("selesai");
  if (dialog instanceof HTMLDialogElement) dialog.close();
  void room.send(`/kunjungan/${room.ticket}/tangan/`, new URLSearchParams({ reason: "task_done" }));
}

page.addEventListener("click", ({ target }) => {
  const pressed = target instanceof Element ? target.closest("[data-volume], [data-start], [data-leave], [data-other-phone]") : null;
  if (!(pressed instanceof HTMLElement)) return;
  if (pressed.dataset["volume"]) setVolume(volume + Number(pressed.dataset["volume"]));
  if (pressed.hasAttribute("data-leave")) leave();
  if (pressed.hasAttribute("data-start")) sitDown();
  if (pressed.hasAttribute("data-other-phone")) void fetchOwnPhone(true);
});

room.addEventListener("mode", modeChanged);
room.addEventListener("visit", visitChanged);
room.addEventListener("phone", () => void fetchOwnPhone());
room.addEventListener("ended", (event) => farewell(/** @type {CustomEvent} */ (event).detail.outcome));
document.addEventListener("lapak:live-refused", () => !room.ticket && location.reload());

follow(root.dataset["token"] ?? "", {
  journal: (event) => {
    const { what } = event;
    if (what === "device.revoked") location.reload();
    else if (what === "device.look") keepLook(event, root.dataset["device"] ?? "");
    else if (what !== "place.ended") room.refreshSoon();
  },
  ready: () => room.refreshSoon(),
  poll: () => room.refresh(),
});
setVolume(USUAL_VOLUME);
askAsSeated();
setInterval(beat, BEAT_EVERY_MS);
setInterval(tick, BEAT_EVERY_MS);
tick();
void beat();
void room.refresh();
