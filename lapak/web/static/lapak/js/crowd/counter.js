/**
 * The counter of one zone on a guard's phone. Presses are shown at once, kept on the phone, and sent in order
 * until the server has answered each: a press counts once, however bad the network, and none is lost when the
 * page is loaded anew. A press says how old it is, so that the clock of the phone does not matter.
 */

import { keepAlive } from "../device.js";
import { csrfToken } from "../live.js";
import { InOrder } from "../ui/in_order.js";
import { announce } from "../ui/page.js";

const TRY_AGAIN_MS = 3_000;
const REFRESH_EVERY_MS = 10_000;
const KEPT = "lapak-penghitung";

/** @typedef {{id: string, zone: string, delta: number, at: number, isUndo: boolean}} Press */

const page = /** @type {HTMLElement} */ (document.querySelector("[data-counter]"));
const inside = /** @type {HTMLElement} */ (page.querySelector("[data-inside]"));
const word = /** @type {HTMLElement} */ (page.querySelector("[data-word]"));
const undoForm = /** @type {HTMLFormElement} */ (page.querySelector(".counter-undo"));
const zone = page.dataset["zone"] ?? "hall";

const order = new InOrder();
/** @type {Press[]} */
let unsent = read();
let known = Number(inside.textContent);
let isSending = false;

/** @returns {Press[]} */
function read() {
  try {
    return JSON.parse(localStorage.getItem(KEPT) ?? "[]");
  } catch {
    return [];
  }
}

function keep() {
  try {
    localStorage.setItem(KEPT, JSON.stringify(unsent));
  } catch {
    // a phone without storage still counts while the page is open
  }
}

function show() {
  const coming = unsent.filter((one) => one.zone === zone).reduce((sum, one) => sum + one.delta, 0);
  inside.textContent = String(Math.max(0, known + coming));
  const badge = /** @type {HTMLElement} */ (document.querySelector("[data-offline]"));
  badge.hidden = !unsent.length;
  document.querySelector("[data-online]")?.toggleAttribute("hidden", unsent.length > 0);
  const words = page.dataset["unsentWords"] ?? "{n}";
  /** @type {HTMLElement} */ (badge.querySelector("[data-unsent]")).textContent = words.replace("{n}", String(unsent.length));
}

/** @param {{inside: number, level: string, word: string}} figures */
function take(figures) {
  known = figures.inside;
  if (page.dataset["level"] !== figures.level && figures.level === "full") announce(figures.word, { assertive: true });
  page.dataset["level"] = figures.level;
  word.textContent = figures.word;
}

/** @param {Press} press */
function add(press) {
  unsent.push(press);
  keep();
  show();
  navigator.vibrate?.(30);
  send();
}

/** @param {Press} press @returns {Promise<"done" | "later">} */
async function post(press) {
  const body = new URLSearchParams({
    zona: press.zone,
    tap_id: press.id,
    ...(press.isUndo ? {} : { delta: String(press.delta), age: String(Math.max(0, Date.now() - press.at)) }),
  });
  const url = (press.isUndo ? page.dataset["undo"] : page.dataset["press"]) ?? "";
  try {
    const answer = await fetch(url, { method: "POST", body, headers: { "X-CSRFToken": csrfToken(), "X-Part": "1" } });
    if (answer.status === 403 || answer.status >= 500) return "later";
    if (answer.ok && press.zone === zone) {
      order.overtake();
      take(await answer.json());
    }
    return "done";
  } catch {
    return "later";
  }
}

async function send() {
  if (isSending) return;
  isSending = true;
  for (let first = unsent[0]; first; first = unsent[0]) {
    if ((await post(first)) === "later") {
      await new Promise((resolve) => { setTimeout(resolve, TRY_AGAIN_MS); });
      continue;
    }
    unsent.shift();
    keep();
    show();
  }
  isSending = false;
}

async function ask() {
  const answer = await fetch(`${page.dataset["now"]}?zona=${zone}`, { cache: "no-store" }).catch(() => null);
  return answer?.ok ? answer.json() : null;
}

async function refresh() {
  if (unsent.length) return;
  const figures = await order.newest(ask);
  if (figures === null || unsent.length) return;
  take(figures);
  show();
}

page.addEventListener("submit", (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement)) return;
  event.preventDefault();
  const field = /** @type {HTMLInputElement} */ (form.elements.namedItem("tap_id"));
  const last = /** @type {HTMLInputElement} */ (undoForm.elements.namedItem("tap_id"));
  if (form === undoForm) {
    const delta = Number(form.dataset["delta"] ?? 0);
    add({ id: field.value, zone, delta: -delta, at: Date.now(), isUndo: true });
    form.hidden = true;
    return;
  }
  const delta = Number(/** @type {HTMLInputElement} */ (form.elements.namedItem("delta")).value);
  last.value = crypto.randomUUID();
  undoForm.dataset["delta"] = String(delta);
  undoForm.hidden = false;
  add({ id: last.value, zone, delta, at: Date.now(), isUndo: false });
});

window.addEventListener("online", () => { send(); refresh(); });
keepAlive({ aliveUrl: page.dataset["alive"] ?? "", pairUrl: page.dataset["pair"] ?? "" });
setInterval(refresh, REFRESH_EVERY_MS);
show();
send();
refresh();
