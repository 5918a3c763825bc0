/**
 * Check-ins while the network is away. Each is kept with a key of its own and sent later, in order, with how
 * long ago it was: never with what this device's clock says. QR and claim numbers outlive the page; a NIK stays
 * in the memory of the page alone.
 */

import { csrfToken } from "../live.js";

const STORE = "lapak.susulan";
const TRY_AGAIN_MS = 3_000;
const NIK = /^[\s.\-–]*(\d[\s.\-–]*){16}$/;

/**
 * @typedef {{key: string, entry: string, walkIn: boolean, at: number, since?: number}} Kept
 * `at` is this device's clock, for a check-in that outlived its page; `since` the time of the page, which no
 * change of the clock touches.
 */

export class LateScans {
  /** @type {Kept[]} */
  #kept = stored();
  #isSending = false;
  #url;
  #onChange;
  #onAnswer;

  /**
   * @param {string} url where they are sent
   * @param {(left: number) => void} onChange how many are left
   * @param {(html: string) => void} onAnswer one line for each that was taken
   */
  constructor(url, onChange, onAnswer) {
    this.#url = url;
    this.#onChange = onChange;
    this.#onAnswer = onAnswer;
    this.#tell();
  }

  /** How many wait to be sent. */
  get left() {
    return this.#kept.length;
  }

  /** @param {{entry: string, walkIn: boolean}} scan */
  keep({ entry, walkIn }) {
    const before = this.#kept.find((one) => one.entry === entry && one.walkIn === walkIn);
    if (before) return;
    this.#kept.push({ key: crypto.randomUUID(), entry, walkIn, at: Date.now(), since: performance.now() });
    this.#tell();
  }

  /** Send what is kept, oldest first; what the server cannot take now stays. */
  async send() {
    if (this.#isSending) return;
    this.#isSending = true;
    while (this.#kept.length) {
      const html = await post(this.#url, this.#kept[0]);
      if (html === null) break;
      this.#kept.shift();
      this.#tell();
      this.#onAnswer(html);
    }
    this.#isSending = false;
    if (this.#kept.length) setTimeout(() => this.send(), TRY_AGAIN_MS);
  }

  #tell() {
    const safe = this.#kept.filter((one) => !NIK.test(one.entry)).map(({ key, entry, walkIn, at }) => ({ key, entry, walkIn, at }));
    if (safe.length) localStorage.setItem(STORE, JSON.stringify(safe));
    else localStorage.removeItem(STORE);
    this.#onChange(this.#kept.length);
  }
}

/** @param {string} url @param {Kept} scan @returns {Promise<string | null>} the line, or null to try again */
async function post(url, scan) {
  const age = scan.since === undefined ? Date.now() - scan.at : performance.now() - scan.since;
  const body = new URLSearchParams({ key: scan.key, entry: scan.entry, age_ms: String(Math.max(0, Math.round(age))) });
  if (scan.walkIn) body.set("walk_in", "on");
  try {
    const answer = await fetch(url, { method: "POST", body, headers: { "X-CSRFToken": csrfToken() } });
    if (answer.ok) return await answer.text();
    return answer.status < 500 && answer.status !== 403 ? "" : null;
  } catch {
    return null;
  }
}

/** @returns {Kept[]} */
function stored() {
  try {
    const found = JSON.parse(localStorage.getItem(STORE) ?? "[]");
    return Array.isArray(found) ? found : [];
  } catch {
    return []; // written by something else
  }
}
