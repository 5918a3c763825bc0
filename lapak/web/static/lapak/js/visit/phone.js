// The phone: waiting room, the call, tasks; or, beside a booth, the tasks alone.

import { announce } from "../ui/page.js";
import "./device_check.js";
import { Room } from "./room.js";

const LOOK_AGAIN_MS = 15_000;
const SPOKEN_MINUTES = 2;

const root = /** @type {HTMLElement} */ (document.getElementById("kunjungan"));
const room = new Room(document.body, root);
let spokenWait = Number.NaN;

/** Waiting time is spoken only when it changed by two minutes or more. */
function speakOfWaiting() {
  const wait = Number(room.told("wait"));
  if (!room.told("wait") || Math.abs(wait - spokenWait) < SPOKEN_MINUTES) return;
  spokenWait = wait;
  announce(room.told("line"));
}

room.addEventListener("ended", () => {
  room.forget();
  void room.refresh();
});
room.addEventListener("visit", speakOfWaiting);

setInterval(() => {
  const isWaiting = !room.told("call") && document.visibilityState === "visible";
  if (isWaiting) void room.refresh().then(speakOfWaiting);
}, LOOK_AGAIN_MS);
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && room.refresh());
void room.refresh();
