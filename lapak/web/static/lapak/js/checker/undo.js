// An approval leaves ten seconds after it was pressed; until then nothing was sent and it can be undone.
// Leaving the page, or a change of the claim meanwhile, undoes it too.

import { announce } from "../ui/page.js";

const WAIT_MS = 10_000;
const TICK_MS = 200;

/** @type {ReturnType<typeof setInterval> | undefined} */
let ticking;

/** @returns {boolean} whether an approval is waiting to be sent */
export function isWaiting() {
  return ticking !== undefined;
}

/** Take back an approval that was not sent yet. @param {string} sentence what to say about it */
export function takeBack(sentence) {
  if (!isWaiting()) return;
  stop();
  show(false);
  announce(sentence, { assertive: true });
  const approve = document.querySelector("[data-approve]");
  if (approve instanceof HTMLElement) approve.focus();
}

/** @param {HTMLFormElement} form */
function begin(form) {
  const due = performance.now() + WAIT_MS;
  show(true);
  const undo = document.querySelector("[data-undo]");
  if (undo instanceof HTMLElement) undo.focus();
  announce(`Belum dikirim. Tekan Escape dalam 10 detik untuk membatalkan.`, { assertive: true });
  ticking = setInterval(() => {
    const left = Math.max(0, due - performance.now());
    count(left);
    if (left > 0) return;
    stop();
    form.submit();
  }, TICK_MS);
}

function stop() {
  clearInterval(ticking);
  ticking = undefined;
}

/** @param {boolean} waiting */
function show(waiting) {
  document.getElementById("undo")?.toggleAttribute("hidden", !waiting);
  document.querySelector("[data-undo]")?.toggleAttribute("hidden", !waiting);
  document.getElementById("decision")?.toggleAttribute("inert", waiting);
}

/** @param {number} left milliseconds */
function count(left) {
  const seconds = document.querySelector("#undo [data-seconds]");
  const bar = document.querySelector("#undo progress");
  if (seconds) seconds.textContent = String(Math.ceil(left / 1000));
  if (bar instanceof HTMLProgressElement) bar.value = left / 1000;
}

/** @param {HTMLFormElement} form @returns {boolean} whether a note is asked for and missing: the server says so */
function lacksNote(form) {
  const note = form.elements.namedItem("note");
  return note instanceof HTMLTextAreaElement && note.required && !note.value.trim();
}

document.addEventListener("submit", (event) => {
  const { target: form, submitter } = event;
  if (!(form instanceof HTMLFormElement) || !submitter?.hasAttribute("data-approve")) return;
  if (lacksNote(form)) return;
  event.preventDefault();
  if (!isWaiting()) begin(form);
}, true);

document.addEventListener("click", (event) => {
  if (event.target instanceof Element && event.target.closest("[data-undo]")) takeBack("Dibatalkan. Tidak ada yang dikirim.");
});

window.addEventListener("pagehide", stop);
window.addEventListener("beforeunload", (event) => { if (isWaiting()) event.preventDefault(); });
