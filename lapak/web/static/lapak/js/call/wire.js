// What a page says to the server about its call: ordinary posts, in order, repeated while the network is away.

import { csrfToken } from "../live.js";

/**
 * @typedef {import("./modes.js").Mode} Mode
 * @typedef {import("./modes.js").Side} Side
 * @typedef {{mode: Mode, epoch: number, state: string}} CallState
 * @typedef {CallState & {participant_kind: "booth" | "phone", ice: RTCConfiguration}} CallSetup
 */

const FIRST_WAIT_MS = 200;
const LONGEST_WAIT_MS = 2_000;
const ATTEMPTS = 12;

/** The server said no, and saying it again would not help. */
export class WireRefused extends Error {
  /** @param {number} status @param {string} code */
  constructor(status, code) {
    super(code);
    this.status = status;
    this.code = code;
  }
}

export class Wire {
  /** @type {Promise<unknown>} */
  #last = Promise.resolve();
  #side;
  #base;

  /** @param {{callId: string, side: Side}} options */
  constructor({ callId, side }) {
    this.#side = side;
    this.#base = `/panggilan/${callId}`;
  }

  /**
   * Send a message of the negotiation after those sent before it.
   * @param {"description" | "candidate" | "renew" | "bye"} kind
   * @param {number} epoch
   * @param {object} body
   */
  send(kind, epoch, body) {
    const fields = { kind, epoch: String(epoch), body: JSON.stringify(body) };
    const sending = this.#last.then(() => this.#post("kirim", fields, ATTEMPTS));
    this.#last = sending.catch(() => undefined);
    return sending;
  }

  /**
   * Give a sign of life; not repeated, the next one follows soon.
   * @param {{connected: boolean, firstPicture: boolean, bytesReceived: number}} beat
   * @returns {Promise<CallState>}
   */
  beat({ connected, firstPicture, bytesReceived }) {
    /** @type {Record<string, string>} */
    const fields = { bytes_received: String(bytesReceived) };
    if (connected) fields["connected"] = "on";
    if (firstPicture) fields["first_picture"] = "on";
    return this.#post("denyut", fields, 1);
  }

  /** @returns {Promise<CallSetup>} */
  setup() {
    return this.#request(`keadaan/?side=${this.#side}`, {}, ATTEMPTS);
  }

  /** @param {string} path @param {Record<string, string>} fields @param {number} attempts */
  #post(path, fields, attempts) {
    const body = new URLSearchParams({ ...fields, side: this.#side });
    return this.#request(`${path}/`, { method: "POST", body }, attempts);
  }

  /** @param {string} path @param {RequestInit} init @param {number} attempts */
  async #request(path, init, attempts) {
    for (let attempt = 1; ; attempt += 1) {
      const answer = await this.#once(path, init);
      if (answer?.ok) return answer.json();
      if (answer && answer.status < 500) throw await refusal(answer);
      if (attempt >= attempts) throw new WireRefused(0, "unreachable");
      await wait(Math.min(FIRST_WAIT_MS * 2 ** (attempt - 1), LONGEST_WAIT_MS));
    }
  }

  /** @param {string} path @param {RequestInit} init */
  async #once(path, init) {
    try {
      return await fetch(`${this.#base}/${path}`, { ...init, headers: { "X-CSRFToken": csrfToken() } });
    } catch {
      return null;
    }
  }
}

/** @param {Response} answer */
async function refusal(answer) {
  const body = await answer.json().catch(() => ({}));
  return new WireRefused(answer.status, body.code ?? "refused");
}

/** @param {number} ms */
function wait(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
