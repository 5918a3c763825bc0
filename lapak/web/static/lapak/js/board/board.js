/**
 * The lobby board: fetches what it shows when something happens at the branch and each half minute, calls
 * new numbers out once, and says when it has lost the connection.
 */

import { keepAlive, keepClock, reloadNightly } from "../device.js";
import { follow } from "../live.js";
import { announce } from "../ui/page.js";
import { callOut, spoken, startSound } from "./voice.js";

const REFRESH_EVERY_MS = 30_000;
const SETTLE_MS = 150;
const NEW_FOR_MS = 3_500;

const page = /** @type {HTMLElement} */ (document.getElementById("papan"));
const content = /** @type {HTMLElement} */ (document.getElementById("isi"));
const offline = /** @type {HTMLElement} */ (document.querySelector("[data-offline]"));
const soundButton = /** @type {HTMLButtonElement} */ (document.querySelector("[data-sound]"));

let known = new Set(calls().map((call) => call.id));
let speaking = Promise.resolve();
let isFetching = false;
let isAskedAgain = false;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let settling;

/** What the board shows as called, oldest first. */
function calls() {
  const shown = /** @type {HTMLElement[]} */ ([...content.querySelectorAll("[data-call]")]);
  return shown.reverse().map((element) => ({
    id: element.dataset.call ?? "",
    label: element.dataset.label ?? "",
    booth: element.dataset.booth ?? "",
    element,
  }));
}

/** Several things happen together when desks fill: ask once when they have settled. */
function refreshSoon() {
  clearTimeout(settling);
  settling = setTimeout(refresh, SETTLE_MS);
}

async function refresh() {
  if (isFetching) {
    isAskedAgain = true;
    return;
  }
  isFetching = true;
  try {
    const answer = await fetch(page.dataset.content ?? "", { cache: "no-store" });
    if (answer.ok) show(await answer.text());
  } catch {
    // the network is away: the next round tries again, and the offline line says so meanwhile
  } finally {
    isFetching = false;
    if (isAskedAgain) {
      isAskedAgain = false;
      refreshSoon();
    }
  }
}

/** @param {string} html */
function show(html) {
  const fresh = document.createElement("template");
  fresh.innerHTML = html;
  content.replaceChildren(fresh.content);
  const now = calls();
  const added = now.filter((call) => !known.has(call.id));
  known = new Set(now.map((call) => call.id));
  if (added.length) callNew(added);
}

/** @param {ReturnType<typeof calls>} added */
function callNew(added) {
  const main = added.find((call) => call.element.classList.contains("board-call"));
  if (main) {
    main.element.classList.add("is-new");
    setTimeout(() => main.element.classList.remove("is-new"), NEW_FOR_MS);
  }
  const sentences = added.map((call) => sentence(call.label, call.booth));
  announce(sentences.join(". "));
  const aloud = added.map((call) => sentence(spoken(call.label), call.booth));
  speaking = speaking.then(() => callOut(aloud));
}

/** @param {string} label @param {string} booth */
function sentence(label, booth) {
  return (page.dataset.say ?? "").replace("{nomor}", label).replace("{bilik}", booth);
}

async function offerSound() {
  soundButton.hidden = await startSound();
}

soundButton.addEventListener("click", offerSound);
document.addEventListener("lapak:offline", () => { offline.hidden = false; });
document.addEventListener("lapak:online", () => { offline.hidden = true; });
document.addEventListener("lapak:live-refused", () => location.reload());

for (const clock of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-clock][data-zone]"))) {
  keepClock(clock, clock.dataset.zone ?? "");
}
keepAlive({ aliveUrl: page.dataset.alive ?? "", pairUrl: page.dataset.pair ?? "" });
reloadNightly();
offerSound();
setInterval(refresh, REFRESH_EVERY_MS);
follow(page.dataset.live ?? "", { journal: refreshSoon, ready: refresh, poll: refresh });
