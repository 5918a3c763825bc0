// The phone: waiting room, the call, tasks; or, beside a booth, the tasks alone.

import { announce } from "../ui/page.js";
import { Alarm } from "./alarm.js";
import "./device_check.js";
import { Room } from "./room.js";

const LOOK_AGAIN_MS = 15_000;
const SPOKEN_MINUTES = 2;

const root = /** @type {HTMLElement} */ (document.getElementById("kunjungan"));
const room = new Room(document.body, root);
const alarm = new Alarm();
let spokenWait = Number.NaN;
let calls = "";

/** Waiting time is spoken only when it changed by two minutes or more. */
function speakOfWaiting() {
  const wait = Number(room.told("wait"));
  if (!room.told("wait") || Math.abs(wait - spokenWait) < SPOKEN_MINUTES) return;
  spokenWait = wait;
  announce(room.told("line"));
}

/** Being called to a booth, called once more, or called to the phone while waiting: each is loud once. */
function ringWhenCalled() {
  const now = room.told("calls") || room.told("call");
  if (now && now !== calls) alarm.start(root.dataset["alarm"] ?? "");
  if (!now) alarm.stop();
  calls = now;
}

room.addEventListener("shown", ringWhenCalled);
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
