// The officer's desk. The server decides who is in focus; this page shows it, and lets media follow.

import { OfficerStar } from "../call/officer_star.js";
import { follow } from "../live.js";
import { Alerts } from "./alerts.js";
import { Attention } from "./attention.js";
import { post, refresh, word } from "./page_parts.js";
import { Papers } from "./papers.js";
import { Stills } from "./stills.js";
import { Talk } from "./talk.js";
import { Tiles } from "./tiles.js";
import { startTimers } from "./timers.js";
import { Work } from "./work.js";

const BEAT_EVERY_MS = 5_000;
const DESK_EVENTS = /^(place|hand|person|still|desk|ticket|call)\./;
const WORK_EVENTS = /^(still|place|person)\./;

const settings = /** @type {HTMLElement} */ (document.getElementById("console"));
const star = new OfficerStar();
const tiles = new Tiles(star);
const work = new Work(tiles);
const attention = new Attention({ star, tiles, work });
const alerts = new Alerts();
new Papers();
new Stills(work);
const talk = new Talk(work);

/** Tell the server that the officer is there; a closed desk leads back to the start screen. */
async function beat() {
  try {
    const answer = await post("/meja/denyut/", {});
    if (answer.status === 404 || answer.status === 409) location.reload();
  } catch {
    // the network is away: the live stream says so
  }
}

/** @param {import("../live.js").JournalEvent} event */
function onJournal(event) {
  star.onJournal(event);
  if (event.what === "hand.raised") alerts.handRaised(tiles.nameOfVisit(event.data["number"]));
  if (event.what === "desk.closed" && event.data["desk"] === settings.dataset["desk"]) location.reload();
  if (DESK_EVENTS.test(event.what)) refresh("tiles");
  if (WORK_EVENTS.test(event.what) && !work.isCleared) refresh("work");
}

/** Ask for everything again: after a gap nobody knows what was missed. */
function catchUp() {
  refresh("tiles");
  if (!work.isCleared) refresh("work");
}

star.addEventListener("problem", (event) => {
  const { code } = /** @type {CustomEvent} */ (event).detail;
  const key = { denied: "denied", insecure: "denied", in_use: "in-use" }[/** @type {string} */ (code)] ?? "absent";
  alerts.banner("warning", word(key));
});
document.addEventListener("lapak:offline", () => alerts.offline());
document.addEventListener("lapak:online", () => alerts.online());
document.addEventListener("lapak:live-refused", () => location.reload());
document.addEventListener("htmx:afterSettle", () => tiles.read());
document.body.addEventListener("htmx:sendError", () => alerts.offline());

startTimers({ overdue: () => refresh("tiles") });
setInterval(beat, BEAT_EVERY_MS);
void beat();

tiles.read();
attention.start();
follow(settings.dataset["token"] ?? "", {
  journal: onJournal,
  mailbox: (event) => star.onMailbox(event),
  line: (event) => talk.onLine(event),
  ready: catchUp,
  poll: catchUp,
});
await star.open(); // the officer may still be asked for the camera; everything else works meanwhile
tiles.connect();
document.body.dataset["media"] = "open";
