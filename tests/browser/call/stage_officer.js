import { csrfToken, follow } from "/static/lapak/js/live.js";
import { OfficerStar } from "/static/lapak/js/call/officer_star.js";

const { token, calls } = document.body.dataset;
const ids = calls.split(",");
const star = new OfficerStar();
const log = { pictures: {}, resumed: [], states: {}, problems: [] };

star.addEventListener("picture", ({ detail }) => (log.pictures[detail.callId] = performance.now()));
star.addEventListener("resumed", ({ detail }) => log.resumed.push(detail));
star.addEventListener("state", ({ detail }) => (log.states[detail.callId] = detail.state));
star.addEventListener("problem", ({ detail }) => log.problems.push(detail));

/** Set modes as the desk will: {call: mode}. */
async function setModes(modes) {
  const answer = await fetch("/uji/mode/", {
    method: "POST",
    body: new URLSearchParams(modes),
    headers: { "X-CSRFToken": csrfToken() },
  });
  star.apply(await answer.json());
}

/** One person in focus, the rest in `rest`. */
async function focus(callId, rest = "hold") {
  star.press(callId);
  await setModes(Object.fromEntries(ids.map((id) => [id, id === callId ? "focus" : rest])));
}

function place(shown = ids) {
  star.setPlaces(shown.map((callId) => ({ callId, video: document.getElementById(`v${ids.indexOf(callId)}`) })));
}

await star.open();
window.stage = { star, log, ids, focus, setModes, place, connection: (id) => star.connection(id) };
follow(token, { journal: (event) => star.onJournal(event), mailbox: (event) => star.onMailbox(event) });
if (!location.hash.includes("later")) place();
