// The checker's page stays true by itself: the list follows the branch, the case follows its claim.

import { follow } from "../live.js";
import { InOrder } from "../ui/in_order.js";
import { announce } from "../ui/page.js";
import { isWaiting, takeBack } from "./undo.js";
import "./evidence.js";

/** @typedef {import("../live.js").JournalEvent} JournalEvent */

const lists = new InOrder();
const cases = new InOrder();

/** @param {string} url @returns {Promise<Document | null>} null when nothing can be told from the answer */
async function page(url) {
  const answer = await fetch(url, { headers: { "X-Requested-With": "fetch" } }).catch(() => null);
  if (!answer || answer.redirected || answer.status >= 500) return null;
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

/** @param {Document | null} fresh @param {string} id */
function put(fresh, id) {
  const now = document.getElementById(id);
  const next = fresh?.getElementById(id);
  if (!now || !next) return;
  const focused = document.activeElement;
  const address = focused instanceof HTMLAnchorElement && now.contains(focused) ? focused.href : "";
  now.replaceWith(next);
  const again = [...next.querySelectorAll("a")].find((link) => address && link.href === address);
  again?.focus();
}

/** @param {HTMLElement} live */
async function refreshList(live) {
  put(await lists.newest(() => page(live.dataset["waitingUrl"] ?? "")), "queue");
}

/**
 * Show the whole page as it is now if the claim moved on, the list alone if not; what was written stays.
 * @param {HTMLElement} live
 */
async function catchUp(live) {
  const fresh = await cases.newest(() => page(live.dataset["pageUrl"] ?? ""));
  if (!fresh) return;
  const version = fresh.getElementById("case")?.dataset["version"];
  if (version === document.getElementById("case")?.dataset["version"]) return put(fresh, "approvals"), put(fresh, "queue");
  if (isWaiting()) takeBack("Klaim ini baru berubah. Persetujuan dibatalkan, periksa lagi.");
  else announce("Klaim ini baru berubah. Yang terbaru ditampilkan.");
  const written = note()?.value ?? "";
  put(fresh, "isi");
  const box = note();
  if (box && !box.value) box.value = written;
}

function note() {
  const box = document.getElementById("id_note");
  return box instanceof HTMLTextAreaElement ? box : null;
}

/** @param {JournalEvent} event @returns {boolean} whether the case on the page is no longer what it shows */
function concerns(event) {
  const shown = document.getElementById("case");
  const version = Number(event.data["version"] ?? 0);
  return shown?.dataset["claim"] === event.subject.id && version > Number(shown.dataset["version"]);
}

/**
 * A colleague approved too: who it was is shown, and what is being written or waits to be sent stays.
 * @param {HTMLElement} live
 */
async function showApprovals(live) {
  const fresh = await page(live.dataset["pageUrl"] ?? "");
  put(fresh, "approvals");
  put(fresh, "queue");
}

/** @param {JournalEvent} event @returns {boolean} whether a colleague approved the case on the page */
function isApproval(event) {
  return event.what === "claim.approval_given" && document.getElementById("case")?.dataset["claim"] === event.subject.id;
}

const live = document.querySelector("[data-live]");
if (live instanceof HTMLElement) {
  follow(live.dataset["live"] ?? "", {
    journal: (event) => {
      if (isApproval(event)) return showApprovals(live);
      return concerns(event) ? catchUp(live) : refreshList(live);
    },
    ready: () => catchUp(live),
    poll: () => catchUp(live),
  });
}
