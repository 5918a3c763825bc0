// Typing instead of speaking: the box stays while what was written in the talk comes and goes.

import { announce } from "../ui/page.js";

// Written out, not imported from room.js: a circle of imports, even in a comment, keeps the files from being hashed.
/**
 * @typedef {object} Room
 * @property {HTMLElement} root
 * @property {string | null} ticket
 * @property {(name: string) => string} told
 * @property {(path: string, body: URLSearchParams) => Promise<boolean>} send
 */

export class Talk {
  #room;
  #box = document.querySelector("[data-talk]");
  #heard = "";
  #isSending = false;

  /** @param {Room} room */
  constructor(room) {
    this.#room = room;
    this.#box?.addEventListener("submit", (event) => {
      event.preventDefault();
      event.stopPropagation();
      void this.#send();
    });
    this.#box?.querySelector("[data-talk-open]")?.addEventListener("click", () => this.open());
  }

  /** Show what the server told with the last fragment. */
  told() {
    const place = this.#box?.querySelector('[data-part="talk"]');
    if (this.#room.told("talk")) this.#room.root.dataset["talk"] = "open";
    if (place) place.scrollTop = place.scrollHeight;
    const [id = "", ...words] = this.#room.told("heard").split(" ");
    if (id && id !== this.#heard) announce(words.join(" "), { assertive: true });
    this.#heard = id;
  }

  open() {
    this.#room.root.dataset["talk"] = "open";
    this.#input()?.focus();
  }

  /** Forget the person's words. */
  forget() {
    delete this.#room.root.dataset["talk"];
    this.#heard = "";
    const input = this.#input();
    if (input) input.value = "";
  }

  async #send() {
    const input = this.#input();
    const text = input?.value.trim() ?? "";
    if (!input || !text || this.#isSending || !this.#room.ticket) return;
    this.#isSending = true;
    const isKept = await this.#room.send(`/kunjungan/${this.#room.ticket}/pesan/`, new URLSearchParams({ text }));
    this.#isSending = false;
    if (isKept && input.value.trim() === text) input.value = "";
    input.focus();
  }

  /** @returns {HTMLInputElement | null} */
  #input() {
    const input = this.#box?.querySelector("input");
    return input instanceof HTMLInputElement ? input : null;
  }
}
