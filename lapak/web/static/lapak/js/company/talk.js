// A conversation of two, beside the desk: the officer offers, the other side answers. It is in focus all along.

import { follow } from "../live.js";
import { OfficerStar } from "../call/officer_star.js";
import { ParticipantLeg } from "../call/participant_leg.js";

const root = /** @type {HTMLElement} */ (document.querySelector("[data-talk]"));
const { side, call, token } = /** @type {Record<string, string>} */ (root.dataset);
const video = /** @type {HTMLVideoElement} */ (root.querySelector(".talk__other"));
const preview = /** @type {HTMLVideoElement} */ (root.querySelector(".talk__self"));
const state = /** @type {HTMLElement} */ (root.querySelector("[data-state]"));

/** @param {"waiting" | "connected" | "noCamera" | "ended"} what */
function say(what) {
  state.textContent = root.dataset[what] ?? "";
}

/** @param {import("../live.js").JournalEvent} event */
function isOver(event) {
  return event.what === "talk.ended" || event.what === "call.ended";
}

async function asOfficer() {
  const star = new OfficerStar();
  star.addEventListener("picture", () => say("connected"));
  star.addEventListener("problem", () => say("noCamera"));
  await star.open();
  star.setPlaces([{ callId: call ?? "", video }]);
  star.press(call ?? "");
  follow(token ?? "", {
    journal: (event) => (isOver(event) ? say("ended") : star.onJournal(event)),
    mailbox: (event) => star.onMailbox(event),
  });
}

function asOther() {
  const leg = new ParticipantLeg({ callId: call ?? "", kind: "phone", video, preview });
  leg.addEventListener("picture", () => say("connected"));
  leg.addEventListener("problem", () => say("noCamera"));
  follow(token ?? "", {
    journal: (event) => (isOver(event) ? say("ended") : leg.onJournal(event)),
    mailbox: (event) => leg.onMailbox(event),
    ready: () => leg.start(),
  });
}

if (side === "officer") void asOfficer();
else asOther();
