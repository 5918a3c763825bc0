// Whom the officer turns to: by click, by number, or the next in the order of attention.

import { announce } from "../ui/page.js";
import { byId, post, refresh, word } from "./page_parts.js";

/**
 * @typedef {import("../call/officer_star.js").OfficerStar} OfficerStar
 * @typedef {import("./tiles.js").Tiles} Tiles
 * @typedef {import("./tiles.js").Person} Person
 * @typedef {import("./work.js").Work} Work
 */

export class Attention {
  #star;
  #tiles;
  #work;
  /** @type {Person | undefined} */
  #toConfirm;

  /** @param {{star: OfficerStar, tiles: Tiles, work: Work}} parts */
  constructor({ star, tiles, work }) {
    this.#star = star;
    this.#tiles = tiles;
    this.#work = work;
  }

  /** Listen to clicks; keys click too. */
  start() {
    document.addEventListener("click", (event) => {
      const target = event.target instanceof Element ? event.target : null;
      const pressed = (/** @type {string} */ name) => /** @type {HTMLElement | null} */ (target?.closest(`[data-${name}]`));
      const chosen = pressed("choose");
      if (chosen) this.#choose(Number(chosen.dataset["choose"]));
      else if (pressed("confirm")) void this.#confirm();
      else if (pressed("hold")) void this.#hold();
      else if (pressed("no-show")) void this.#leave("tidak-hadir", pressed("no-show")?.dataset["noShow"] || this.#toConfirm?.place);
      else if (pressed("call-again")) void this.#callAgain(this.#toConfirm);
      else if (pressed("skip")) void this.#leave("lewati", this.#toConfirm?.place);
      else if (pressed("hand-over")) void this.#leave("alihkan", this.#work.place);
      else if (pressed("finish")) void this.#leave("selesai", this.#work.place);
      else if (pressed("task")) void this.#stage({ stage: pressed("task")?.dataset["task"] ?? "" });
      else if (pressed("step")) void this.#stage({ step: pressed("step")?.dataset["step"] ?? "" });
      else if (pressed("take-next")) void post("/meja/terima/", {});
    });
    const dialog = /** @type {HTMLDialogElement} */ (byId("confirm-dialog"));
    dialog.addEventListener("close", () => {
      window.setTimeout(() => { if (!dialog.open) this.#toConfirm = undefined; }); // opened again at once, it is about somebody
    });
  }

  /** @param {number} number */
  #choose(number) {
    const person = this.#tiles.person(number);
    if (!person) return;
    if (person.mode === "focus") return this.#work.reopen();
    if (person.isConfirmed) return void this.#focus(person, false);
    this.#toConfirm = person;
    const dialog = /** @type {HTMLDialogElement} */ (byId("confirm-dialog"));
    /** @type {HTMLElement} */ (dialog.querySelector("[data-confirm-name]")).textContent = person.name;
    /** @type {HTMLElement} */ (dialog.querySelector("[data-confirm-where]")).textContent = person.where;
    dialog.showModal();
  }

  async #confirm() {
    if (this.#toConfirm) await this.#focus(this.#toConfirm, true);
  }

  /** @param {Person} person @param {boolean} confirmed */
  async #focus(person, confirmed) {
    this.#star.press(person.call);
    this.#tiles.expectFocus(person.number);
    this.#work.clear();
    const answer = await this.#send("fokus", { number: String(person.number), confirmed: confirmed ? "on" : "" });
    if (!answer) return this.#star.cancelPress(person.call);
    this.#star.apply(answer.modes);
    this.#work.open();
    announce(`${word("focus")} ${person.where}, ${person.name}`, { assertive: true });
  }

  async #hold() {
    this.#star.quiet();
    this.#work.clear();
    const answer = await this.#send("tahan", {});
    if (answer) this.#star.apply(answer.modes);
    this.#work.open();
  }

  /** @param {"tidak-hadir" | "lewati" | "alihkan" | "selesai"} how @param {string | undefined} place */
  async #leave(how, place) {
    if (!place) return;
    if (place === this.#work.place) {
      this.#star.quiet();
      this.#work.clear();
    }
    await this.#send(how, { place });
    this.#work.open();
  }

  /** Boards and phone call somebody once more who has not come. @param {Person | undefined} person */
  async #callAgain(person) {
    if (person && await this.#send("panggil-lagi", { place: person.place })) announce(`${word("again")} ${person.name}`);
  }

  /** @param {Record<string, string>} change */
  async #stage(change) {
    await this.#send("tahap", { place: this.#work.place, ...change });
    refresh("work");
  }

  /**
   * Post, and show afterwards what the server made of it.
   * @param {string} act
   * @param {Record<string, string>} fields
   * @returns {Promise<any>} the answer, or null when it was refused
   */
  async #send(act, fields) {
    const answer = await post(`/meja/${act}/`, fields).catch(() => null);
    refresh("tiles");
    if (answer?.ok) return answer.status === 204 ? {} : answer.json();
    const said = answer ? await answer.json().catch(() => ({ text: "" })) : { text: word("lost") };
    document.dispatchEvent(new CustomEvent("lapak:refused", { detail: said.text }));
    return null;
  }
}
