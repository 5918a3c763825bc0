/**
 * Sends photographs of papers as soon as they are taken and shows the verdict in place. Without script the
 * same forms work by their own button. A photograph that cannot be sent now waits here and is sent when the
 * line is back.
 */

import { InOrder } from "../ui/in_order.js";
import { announce } from "../ui/page.js";
import { shrink } from "./shrink.js";

const TRY_AGAIN_MS = 10_000;

/** @typedef {{action: string, body: FormData}} Waiting */

export class Uploads {
  /** @type {Map<string, Waiting>} photographs not sent yet, by kind of paper */
  #waiting = new Map();
  #isSending = false;
  #order = new InOrder();
  /** @type {HTMLInputElement | null} the one whose camera may be open: held, or it is forgotten once the page is redrawn */
  #opened = null;

  /**
   * @param {HTMLElement} area holds the forms and is replaced by what the server answers
   * @param {string} fragment which part of the page the server shall answer with
   */
  constructor(area, fragment) {
    this.area = area;
    this.fragment = fragment;
    area.addEventListener("submit", (event) => void this.#left(event));
    window.addEventListener("online", () => void this.#sendAll());
    window.setInterval(() => void this.#sendAll(), TRY_AGAIN_MS);
    window.addEventListener("beforeunload", (event) => {
      if (this.#waiting.size) event.preventDefault();
    });
    this.#listen();
  }

  /** Whether a photograph is under way or somebody is filling in a form: not the moment to redraw. */
  get isBusy() {
    return this.#waiting.size > 0 || Boolean(this.area.querySelector("form :focus"));
  }

  /** Fetch the part of the page again. */
  async refresh() {
    const html = await this.#order.newest(async () => {
      const answer = await fetch(location.pathname, { headers: this.#headers(), cache: "no-store" });
      return answer.ok ? answer.text() : null;
    });
    if (html !== null) this.#show(html);
  }

  /**
   * Each input is listened to by itself: while its camera is open an answer may redraw the page, and the
   * photograph then comes to an input that is no longer part of it.
   */
  #listen() {
    const inputs = /** @type {NodeListOf<HTMLInputElement>} */ (this.area.querySelectorAll("input[type=file]"));
    for (const input of inputs) {
      input.addEventListener("click", () => { this.#opened = input; });
      input.addEventListener("change", () => void this.#take(input));
      void this.#take(input); // on a slow line it may have been chosen before this script came
    }
  }

  /** @param {HTMLInputElement} input */
  async #take(input) {
    const file = input.files?.[0];
    const form = input.form;
    if (!file || !form?.dataset.upload) return;
    const kind = form.dataset.upload;
    this.#say(kind, this.area.dataset.sending ?? "", { isBusy: true });
    const body = new FormData(form);
    body.set("file", await shrink(file), "foto");
    this.#waiting.delete(kind); // the newest of a kind goes last: whoever sends now comes by it
    this.#waiting.set(kind, { action: form.action, body });
    await this.#sendAll();
  }

  /** @param {SubmitEvent} event */
  async #left(event) {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !form.dataset.leave) return;
    event.preventDefault();
    await this.#send(form.dataset.leave, { action: form.action, body: new FormData(form) });
  }

  async #sendAll() {
    if (this.#isSending) return;
    this.#isSending = true;
    for (const [kind, waiting] of this.#waiting) await this.#send(kind, waiting);
    this.#isSending = false;
  }

  /**
   * @param {string} kind
   * @param {Waiting} waiting
   */
  async #send(kind, waiting) {
    const { action, body } = waiting;
    /** @type {Response} */
    let answer;
    let html = "";
    try {
      answer = await fetch(action, { method: "POST", body, headers: this.#headers() });
      html = await answer.text();
    } catch {
      this.#say(kind, this.area.dataset.offline ?? "", { isBusy: false });
      return;
    }
    if (answer.status === 403) {
      location.reload();
    } else if (answer.ok || answer.status === 422) {
      if (this.#waiting.get(kind) === waiting) this.#waiting.delete(kind); // unless taken anew meanwhile
      this.#order.overtake();
      this.#show(html);
      this.#announceVerdict(kind);
    } else {
      this.#say(kind, this.area.dataset.failed ?? "", { isBusy: false });
    }
  }

  #headers() {
    return { "X-Fragment": this.fragment };
  }

  /** @param {string} html */
  #show(html) {
    const opened = this.area.querySelector("details.finished")?.hasAttribute("open");
    this.area.innerHTML = html;
    if (opened) this.area.querySelector("details.finished")?.setAttribute("open", "");
    for (const kind of this.#waiting.keys()) this.#markBusy(kind, true);
    this.#listen();
  }

  /** @param {string} kind */
  #card(kind) {
    return this.area.querySelector(`[data-paper="${CSS.escape(kind)}"]`);
  }

  /**
   * @param {string} kind
   * @param {string} sentence
   * @param {{isBusy: boolean}} state
   */
  #say(kind, sentence, { isBusy }) {
    const place = this.#card(kind)?.querySelector("[data-paper-error]");
    this.#markBusy(kind, isBusy);
    if (place instanceof HTMLElement) {
      const words = place.querySelector("span");
      if (words) words.textContent = isBusy ? "" : sentence;
      place.hidden = isBusy;
    }
    announce(sentence);
  }

  /**
   * @param {string} kind
   * @param {boolean} isBusy
   */
  #markBusy(kind, isBusy) {
    const button = this.area.querySelector(`form[data-upload="${CSS.escape(kind)}"] .button`);
    if (isBusy) button?.setAttribute("aria-busy", "true");
    else button?.removeAttribute("aria-busy");
  }

  /** @param {string} kind */
  #announceVerdict(kind) {
    const card = this.#card(kind);
    const words = card?.querySelector(".bad, [data-paper-error]:not([hidden])") ?? this.area.querySelector("[role=status]");
    announce(words?.textContent?.trim() ?? "");
    card?.scrollIntoView({ block: "nearest" });
  }
}
