/**
 * The two-button counter. Every press has an id of its own and is sent until the server has answered, in
 * order, so that nothing is lost while the network is away and nothing counts twice.
 */

import { csrfToken } from "../live.js";

const TRY_AGAIN_MS = 3_000;

/** @typedef {{url: string, body: URLSearchParams}} Press */

export class Counter {
  /** @type {Press[]} */
  #presses = [];
  #isSending = false;
  #onAnswer;

  /** @param {(html: string) => void} onAnswer gets the fragment after the last press was counted */
  constructor(onAnswer) {
    this.#onAnswer = onAnswer;
  }

  /** Whether presses still wait to be counted. */
  get isBusy() {
    return this.#presses.length > 0;
  }

  /** @param {HTMLFormElement} form one of the counter's forms */
  press(form) {
    const body = new URLSearchParams(/** @type {any} */ (new FormData(form)));
    if (body.has("tap_id")) body.set("tap_id", crypto.randomUUID());
    this.#presses.push({ url: form.action, body });
    this.#send();
  }

  async #send() {
    if (this.#isSending) return;
    this.#isSending = true;
    while (this.#presses.length) {
      const html = await post(this.#presses[0]);
      if (html === null) {
        await new Promise((resolve) => { setTimeout(resolve, TRY_AGAIN_MS); });
        continue;
      }
      this.#presses.shift();
      if (!this.#presses.length) this.#onAnswer(html);
    }
    this.#isSending = false;
  }
}

/** @param {Press} press @returns {Promise<string | null>} the answer, or null to try again */
async function post({ url, body }) {
  try {
    const answer = await fetch(url, { method: "POST", body, headers: { "X-CSRFToken": csrfToken(), "X-Part": "1" } });
    return answer.status < 500 ? await answer.text() : null;
  } catch {
    return null;
  }
}
