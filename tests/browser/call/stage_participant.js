import { follow } from "/static/lapak/js/live.js";
import { ParticipantLeg } from "/static/lapak/js/call/participant_leg.js";

const { token, calls, kind } = document.body.dataset;
const log = { problems: [], modes: [], mail: [] };
const leg = new ParticipantLeg({
  callId: calls,
  kind,
  video: document.getElementById("v0"),
  preview: document.getElementById("preview"),
});
leg.addEventListener("problem", ({ detail }) => log.problems.push(detail));
leg.addEventListener("mode", ({ detail }) => log.modes.push(detail.mode));
window.stage = { leg, log, ids: [calls], connection: () => leg.pc };
follow(token, {
  journal: (event) => leg.onJournal(event),
  mailbox: (event) => {
    log.mail.push(event);
    leg.onMailbox(event);
  },
  ready: () => leg.start(),
});
