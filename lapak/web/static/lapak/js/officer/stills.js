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
    document.addEventListener("submit", (event) => {
      if (!(event.target instanceof HTMLFormElement) || !event.target.matches("[data-consent]")) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      void this.#consent(event.target);
    }, true);
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

  /** Somebody agreed who cannot sign: the picture of that moment goes along. @param {HTMLFormElement} form */
  async #consent(form) {
    const body = new FormData(form);
    try {
      const { blob } = await takeStill(/** @type {HTMLVideoElement} */ (byId("work-video")));
      body.set("picture", blob, "foto.jpg");
    } catch {
      form.closest("dialog")?.close();
      document.dispatchEvent(new CustomEvent("lapak:refused", { detail: word("no-picture") }));
      return;
    }
    await fetch(form.action, { method: "POST", body, headers: { "X-CSRFToken": csrfToken() } })
      .then((answer) => answer.text())
      .then((html) => this.#said(html), () => undefined);
    form.closest("dialog")?.close();
    this.#work.open();
  }

  /** Show what was refused; the rest of the page is asked for anew. @param {string} html */
  #said(html) {
    const answer = new DOMParser().parseFromString(html, "text/html");
    const refused = answer.querySelector('[data-banner="error"] .banner__text')?.textContent?.trim();
    if (refused) document.dispatchEvent(new CustomEvent("lapak:refused", { detail: refused }));
  }

  /** @param {Blob} blob */
  async #send(blob) {
    const form = new FormData();
    form.set("place", this.#work.place);
    form.set("picture", blob, "foto.jpg");
    const person = document.querySelector("[data-still-person]");
    if (person instanceof HTMLSelectElement && person.value) form.set("person", person.value);
    const answer = await fetch("/meja/foto/", { method: "POST", body: form, headers: { "X-CSRFToken": csrfToken() } });
    if (!answer.ok) throw new Error("not_kept");
    this.#work.open();
  }
}
