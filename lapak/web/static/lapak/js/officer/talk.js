// Typing instead of speaking: the lines of the one in focus, and the field for an answer.

import { csrfToken } from "../live.js";
import { announce } from "../ui/page.js";
import { byId, refresh } from "./page_parts.js";

/** @typedef {import("./work.js").Work} Work */

export class Talk {
  #work;
  #form = /** @type {HTMLFormElement} */ (byId("work-talk-form"));
  #last = 0;
  #place = "";

  /** @param {Work} work */
  constructor(work) {
    this.#work = work;
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      event.stopPropagation();
      void this.#send();
    });
    document.addEventListener("htmx:afterSettle", () => this.#shown());
    this.#shown();
  }

  /** @param {import("../live.js").LineEvent} event */
  onLine(event) {
    const call = document.getElementById("band")?.dataset["call"];
    if (event.call === call && !this.#work.isCleared) refresh("talk");
  }

  get #input() {
    return /** @type {HTMLInputElement} */ (this.#form.elements.namedItem("text"));
  }

  /** The newest line stands in view and is said aloud once; another person's begins with an empty field. */
  #shown() {
    if (this.#place !== this.#work.place) {
      this.#place = this.#work.place;
      this.#input.value = "";
      this.#last = this.#newest().id;
    }
    document.body.dataset["talk"] = byId("work-talk").querySelector("[data-line]") ? "open" : "";
    const box = byId("work-talk").querySelector("[data-talk-lines]");
    if (box) box.scrollTop = box.scrollHeight;
    const { id, text } = this.#newest();
    if (id > this.#last) announce(text);
    this.#last = Math.max(this.#last, id);
  }

  #newest() {
    const line = [...byId("work-talk").querySelectorAll('[data-by="participant"]')].at(-1);
    return { id: Number(line instanceof HTMLElement ? line.dataset["line"] : 0), text: line?.textContent ?? "" };
  }

  async #send() {
    const text = this.#input.value.trim();
    const place = this.#work.place;
    if (!text || !place) return;
    const body = new URLSearchParams({ place, text });
    const answer = await fetch(this.#form.action, { method: "POST", body, headers: { "X-CSRFToken": csrfToken() } }).catch(() => null);
    if (answer?.ok && place === this.#work.place) this.#input.value = "";
    else if (!answer?.ok) document.dispatchEvent(new CustomEvent("lapak:refused", { detail: await said(answer) }));
    refresh("talk");
  }
}

/** @param {Response | null} answer */
async function said(answer) {
  const told = await answer?.json().catch(() => null);
  return told?.text ?? document.getElementById("work-talk-form")?.dataset["unsent"] ?? "";
}
