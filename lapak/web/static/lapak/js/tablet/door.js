/**
 * The tablet at the door: scanning, the counter, and a side that follows what happens at the branch. What
 * was found about a person leaves the screen by itself.
 */

import { keepAlive, keepClock, reloadNightly } from "../device.js";
import { follow } from "../live.js";
import { InOrder } from "../ui/in_order.js";
import { announce } from "../ui/page.js";
import { Counter } from "./counter.js";
import { LateScans } from "./late.js";
import { watch } from "./scanner.js";

const RESULT_STAYS_MS = 60_000;
const REFRESH_EVERY_MS = 30_000;

const page = /** @type {HTMLElement} */ (document.getElementById("pintu"));
const side = /** @type {HTMLElement} */ (document.getElementById("samping"));
const result = /** @type {HTMLElement} */ (document.getElementById("hasil"));
const scanner = /** @type {HTMLElement} */ (document.getElementById("pemindai"));
const idle = result.innerHTML;
const beganEmpty = !result.querySelector("[data-result]");

const order = new InOrder();
const counter = new Counter((html) => {
  order.overtake();
  showSide(html);
});
/** @type {ReturnType<typeof setTimeout> | undefined} */
let leaving;

const lateBox = /** @type {HTMLElement} */ (document.getElementById("susulan"));
const late = new LateScans(page.dataset.late ?? "", showLeft, showLate);

/** @param {number} left */
function showLeft(left) {
  const badge = /** @type {HTMLElement} */ (lateBox.querySelector("[data-late-left]"));
  badge.textContent = left ? String(left) : "";
  badge.hidden = left === 0;
  if (left) lateBox.hidden = false;
}

/** @param {string} html one line about a check-in that was sent */
function showLate(html) {
  lateBox.querySelector("ul")?.insertAdjacentHTML("beforeend", html);
  refreshSide();
}

/** @param {CustomEvent} event a check-in that the server did not get: it is kept, and sent later */
function keepLate(event) {
  const form = event.detail.elt instanceof Element ? event.detail.elt.closest("form") : null;
  const path = event.detail.pathInfo?.requestPath ?? "";
  const isWalkIn = path === page.dataset.walkIn;
  if (!isWalkIn && path !== page.dataset.arrive) return;
  const entry = String(event.detail.requestConfig?.parameters?.entry ?? new FormData(form ?? undefined).get("entry") ?? "").trim();
  if (!entry) return;
  late.keep({ entry, walkIn: isWalkIn });
  const shown = /** @type {HTMLTemplateElement} */ (document.getElementById("dicatat")).content.cloneNode(true);
  result.replaceChildren(shown);
  /** @type {HTMLElement} */ (result.querySelector("[data-late-number]")).textContent = `#${late.left}`;
  const field = document.querySelector("#masuk input[name=entry]");
  if (field instanceof HTMLInputElement) field.value = "";
  resultShown();
}

/** @param {string} html */
function showSide(html) {
  const fresh = document.createElement("template");
  fresh.innerHTML = html;
  side.replaceChildren(fresh.content);
  const here = /** @type {HTMLElement | null} */ (side.querySelector("[data-here-now]"))?.dataset["hereNow"];
  const shown = document.querySelector("[data-here]");
  if (shown && here) shown.textContent = here; // on the way to the list
}

async function askSide() {
  const answer = await fetch(page.dataset.side ?? "", { cache: "no-store" }).catch(() => null);
  return answer?.ok ? answer.text() : null;
}

async function refreshSide() {
  if (counter.isBusy) return;
  const html = await order.newest(askSide);
  if (html !== null && !counter.isBusy) showSide(html);
}

/** @param {string} code */
function enter(code) {
  const field = document.querySelector("#masuk input[name=entry]");
  const form = document.getElementById("masuk");
  if (!(field instanceof HTMLInputElement) || !(form instanceof HTMLFormElement)) return;
  field.value = code;
  navigator.vibrate?.(60);
  form.requestSubmit();
}

/** @param {boolean} works */
function showCamera(works) {
  for (const part of scanner.querySelectorAll("[data-scan-words], .corners")) part.toggleAttribute("hidden", !works);
  scanner.querySelector("[data-scan-denied]")?.toggleAttribute("hidden", works);
}

/** @param {boolean} isOnline */
function showConnection(isOnline) {
  document.querySelector("[data-online]")?.toggleAttribute("hidden", !isOnline);
  document.querySelector("[data-offline]")?.toggleAttribute("hidden", isOnline);
  if (isOnline) late.send();
}

function clear() {
  if (late.left) {
    result.innerHTML = idle;
    return;
  }
  if (beganEmpty) result.innerHTML = idle;
  else location.assign(location.pathname);
}

function resultShown() {
  clearTimeout(leaving);
  if (!result.querySelector("[data-result]")) return;
  leaving = setTimeout(clear, RESULT_STAYS_MS);
  announce(result.querySelector("h2")?.textContent ?? "");
}

side.addEventListener("submit", (event) => {
  if (!(event.target instanceof HTMLFormElement)) return;
  event.preventDefault();
  counter.press(event.target);
});
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.target === result) resultShown();
});
document.addEventListener("htmx:sendError", (event) => keepLate(/** @type {CustomEvent} */ (event)));
document.addEventListener("htmx:responseError", (event) => {
  const failed = /** @type {CustomEvent} */ (event);
  if (failed.detail.xhr.status >= 502) keepLate(failed);
});
document.addEventListener("lapak:live-refused", () => location.reload());

for (const clock of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-clock][data-zone]"))) {
  keepClock(clock, clock.dataset.zone ?? "");
}
keepAlive({ aliveUrl: page.dataset.alive ?? "", pairUrl: page.dataset.pair ?? "", onAnswer: showConnection });
reloadNightly();
setInterval(refreshSide, REFRESH_EVERY_MS);
follow(page.dataset.live ?? "", { journal: refreshSide, ready: refreshSide, poll: refreshSide });
resultShown();
watch({
  video: /** @type {HTMLVideoElement} */ (scanner.querySelector("video")),
  libraryUrl: scanner.dataset.library ?? "",
  onCode: enter,
  onCamera: showCamera,
});
