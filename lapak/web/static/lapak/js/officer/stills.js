// Stills from the picture of the one in focus, kept on the server with the time.

import { takeStill } from "../call/stills.js";
import { csrfToken } from "../live.js";
import { byId, word } from "./page_parts.js";

/** @typedef {import("./work.js").Work} Work */

export class Stills {
  #work;

  /** @param {Work} work */
  constructor(work) {
    this.#work = work;
    document.addEventListener("click", (event) => {
      const button = event.target instanceof Element ? event.target.closest("[data-take-still]") : null;
      if (button) void this.#take(button);
    });
  }

  /** @param {Element} button */
  async #take(button) {
    if (button.getAttribute("aria-busy") === "true") return;
    button.setAttribute("aria-busy", "true");
    try {
      const { blob } = await takeStill(/** @type {HTMLVideoElement} */ (byId("work-video")));
      await this.#send(blob);
    } catch {
      document.dispatchEvent(new CustomEvent("lapak:refused", { detail: word("no-picture") }));
    }
    button.removeAttribute("aria-busy");
  }

  /** @param {Blob} blob */
  async #send(blob) {
    const form = new FormData();
    form.set("place", this.#work.place);
    form.set("picture", blob, "foto.jpg");
    const answer = await fetch("/meja/foto/", { method: "POST", body: form, headers: { "X-CSRFToken": csrfToken() } });
    if (!answer.ok) throw new Error("not_kept");
    this.#work.open();
  }
}
