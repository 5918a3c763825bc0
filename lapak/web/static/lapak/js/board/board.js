/**
 * The lobby board: fetches what it shows when something happens at the branch and each half minute, calls new
 * numbers out once, is dark at night, and says when it has lost the connection.
 */

import { keepAlive, keepLook, reloadNightly } from "../device.js";
import { follow } from "../live.js";
import { announce } from "../ui/page.js";
import { Caller } from "./caller.js";
import { BranchClock } from "./clock.js";
import { Voice } from "./voice.js";

const REFRESH_EVERY_MS = 30_000;
const SETTLE_MS = 150;
const NEW_FOR_MS = 3_500;
const LOOK_EVERY_MS = 5_000;
const TRUE_FOR_MS = 75_000; // two refreshes that did not come
const ADVICE_STAYS_MS = 20_000;
const NIGHT_CLOCK_MOVES_MS = 60_000;

const page = /** @type {HTMLElement} */ (document.getElementById("papan"));
const content = /** @type {HTMLElement} */ (document.getElementById("isi"));
const offline = /** @type {HTMLElement} */ (document.querySelector("[data-offline]"));
const offlineSince = /** @type {HTMLElement} */ (document.querySelector("[data-offline-since]"));
const silent = /** @type {HTMLElement} */ (document.querySelector("[data-silent]"));
const night = /** @type {HTMLElement} */ (document.querySelector("[data-night]"));
const advice = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[data-advice] > *")]);

const voice = new Voice();
const clock = new BranchClock(page.dataset.zone ?? "");
const caller = new Caller({
  say: (call) => voice.call(call),
  isStill: (key) => told().some((call) => call.key === key),
  shows: (key) => { spoken = key; mark(); },
});
let spoken = "";
let newest = calling();
let known = new Set(told().map((call) => call.key));
let isFetching = false;
let isAskedAgain = false;
let isStreamDown = false;
let trueAt = performance.now();
/** @type {ReturnType<typeof setTimeout> | undefined} */
let settling;

/** What the board is to say aloud, oldest first. */
function told() {
  const items = /** @type {HTMLElement[]} */ ([...content.querySelectorAll("[data-aloud] > li")]);
  return items.map((item) => ({
    key: item.dataset.key ?? "",
    text: item.textContent ?? "",
    sentence: item.dataset.sentence ?? "",
    clips: (item.dataset.clips ?? "").split(" "),
  }));
}

/** The call in the middle of the board. */
function calling() {
  return content.querySelector(".board-call")?.getAttribute("data-call") ?? "";
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
  const askedAt = performance.now();
  const html = await ask();
  isFetching = false;
  if (html !== null) show(html, askedAt);
  if (isAskedAgain) {
    isAskedAgain = false;
    refreshSoon();
  }
}

/** What the server shows now; null while the network or the server is away: the next round tries again. */
async function ask() {
  try {
    const answer = await fetch(page.dataset.content ?? "", { cache: "no-store", signal: AbortSignal.timeout(REFRESH_EVERY_MS) });
    return answer.ok ? await answer.text() : null;
  } catch {
    return null;
  }
}

/** @param {string} html @param {number} askedAt */
function show(html, askedAt) {
  const sheet = document.createElement("template");
  sheet.innerHTML = html;
  content.replaceChildren(sheet.content);
  trueAt = performance.now();
  takeFacts(askedAt);
  const now = told();
  const added = now.filter((call) => !known.has(call.key));
  known = new Set(now.map((call) => call.key));
  if (added.length) {
    announce(added.map((call) => call.text).join(". "));
    caller.add(added);
  }
  mark();
  look();
}

/** What the server says beside what is seen: the time, how loud, and whether the branch sleeps. @param {number} askedAt */
function takeFacts(askedAt) {
  const facts = /** @type {HTMLElement | null} */ (content.querySelector("[data-now]"));
  if (!facts) return;
  clock.hear(facts.dataset.now ?? "", askedAt);
  voice.volume = Number(facts.dataset.volume) / 100;
  page.dataset.darkUntil = facts.dataset.darkUntil ?? "";
  put('[data-shown="last"]', facts.dataset.last ?? "");
  put('[data-shown="section"]', facts.dataset.section ?? "");
}

/** Show a text outside the fragment; without text its paragraph is away. @param {string} where @param {string} text */
function put(where, text) {
  const place = /** @type {HTMLElement | null} */ (document.querySelector(where));
  const line = place?.closest("p") ?? place;
  if (!place || !line) return;
  if (place.textContent !== text) place.textContent = text;
  line.hidden = text === "";
}

/** Let a new call draw the eye, and show which one is being spoken. */
function mark() {
  const main = content.querySelector(".board-call");
  const call = calling();
  if (main && call && call !== newest) {
    main.classList.add("is-new");
    setTimeout(() => main.classList.remove("is-new"), NEW_FOR_MS);
  }
  newest = call;
  for (const card of content.querySelectorAll("[data-call]")) {
    card.classList.toggle("is-spoken", spoken !== "" && card.getAttribute("data-call") === spoken);
  }
}

/** Is what the board shows still true, does the branch sleep, may it sound? */
function look() {
  const isLost = isStreamDown || performance.now() - trueAt > TRUE_FOR_MS;
  if (isLost && offline.hidden) offlineSince.textContent = clock.time(clock.now() - (performance.now() - trueAt));
  offline.hidden = !isLost;
  document.body.classList.toggle("is-lost", isLost);
  const darkUntil = Date.parse(page.dataset.darkUntil ?? "");
  night.hidden = !(clock.now() < darkUntil); // also without a connection it shines when the branch opens
  silent.hidden = voice.isOn;
}

async function startSound() {
  await voice.start();
  look();
}

/** @param {boolean} isDown */
function streamIs(isDown) {
  isStreamDown = isDown;
  look();
}

let shownAdvice = 0;
function nextAdvice() {
  shownAdvice = (shownAdvice + 1) % Math.max(1, advice.length);
  advice.forEach((line, index) => { line.hidden = index !== shownAdvice; });
}

/** The clock of a dark board wanders, so that nothing burns in. */
function moveNightClock() {
  if (night.hidden) return;
  night.style.setProperty("--x", String(Math.random()));
  night.style.setProperty("--y", String(Math.random()));
}

for (const touch of ["pointerdown", "keydown"]) document.addEventListener(touch, startSound);
document.addEventListener("lapak:offline", () => streamIs(true));
document.addEventListener("lapak:online", () => streamIs(false));
document.addEventListener("lapak:live-refused", () => location.reload());

takeFacts(performance.now());
clock.keep(
  /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-clock]")),
  /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-date]")),
);
keepAlive({
  aliveUrl: page.dataset.alive ?? "",
  pairUrl: page.dataset.pair ?? "",
  tell: () => new URLSearchParams({ sound: voice.isOn ? "on" : "off" }),
});
reloadNightly({ clock: () => clock.clockMinutes(), isBusy: () => caller.isSpeaking });
startSound();
setInterval(refresh, REFRESH_EVERY_MS);
setInterval(look, LOOK_EVERY_MS);
setInterval(nextAdvice, ADVICE_STAYS_MS);
setInterval(moveNightClock, NIGHT_CLOCK_MOVES_MS);
follow(page.dataset.live ?? "", {
  journal: (event) => {
    keepLook(event, page.dataset.device ?? "");
    refreshSoon();
  },
  ready: refresh,
  poll: refresh,
});
