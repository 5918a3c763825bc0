// The tiles: their pictures stay where they are; what the server says about them is read from their swapped parts.

import { byId } from "./page_parts.js";

/**
 * @typedef {import("../call/officer_star.js").OfficerStar} OfficerStar
 * @typedef {{number: number, call: string, place: string, mode: string, isConfirmed: boolean, name: string,
 *   label: string, where: string}} Person
 */

export class Tiles {
  #star;
  /** @type {Map<number, Person>} */
  #people = new Map();
  #held = "";
  #isConnected = false;

  /** @param {OfficerStar} star */
  constructor(star) {
    this.#star = star;
    star.addEventListener("state", (event) => this.#link(/** @type {CustomEvent} */ (event).detail));
  }

  /** Take over what the server has said, and converse with everybody at the desk. */
  read() {
    this.#people.clear();
    for (const tile of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-tile]"))) {
      this.#readTile(tile);
    }
    this.#converse();
  }

  /** Camera and microphone are open: begin the conversations. */
  connect() {
    this.#isConnected = true;
    this.#converse();
  }

  /** Hold a conversation with exactly those who are at the desk. */
  #converse() {
    const held = [...this.#people.values()].map((person) => `${person.number}:${person.call}`).join(" ");
    if (!this.#isConnected || held === this.#held) return;
    this.#held = held;
    this.#star.setPlaces(
      [...this.#people.values()].map(({ call, number }) => ({ callId: call, video: this.video(number) })),
    );
  }

  /** @param {number} number @returns {Person | undefined} */
  person(number) {
    return this.#people.get(number);
  }

  /** @returns {Person | undefined} whoever the server has in focus */
  get inFocus() {
    return [...this.#people.values()].find((person) => person.mode === "focus");
  }

  /** @param {number} number */
  nameOfVisit(number) {
    return this.#people.get(number)?.name ?? "";
  }

  /** @param {number} number @returns {HTMLVideoElement} */
  video(number) {
    return /** @type {HTMLVideoElement} */ (byId(`tile-${number}`).querySelector("video"));
  }

  /** Show at once whom the officer chose, before the server has answered. @param {number} number */
  expectFocus(number) {
    for (const tile of document.querySelectorAll("[data-tile]")) {
      tile.classList.toggle("is-focus", tile.id === `tile-${number}`);
    }
  }

  /** @param {HTMLElement} tile */
  #readTile(tile) {
    const number = Number(tile.dataset["tile"]);
    const said = byId(`tile-${number}-foot`).dataset;
    const isFree = !said["call"];
    tile.dataset["state"] = said["state"] ?? "free";
    tile.classList.toggle("tile--free", isFree);
    tile.classList.toggle("is-focus", said["mode"] === "focus");
    if (isFree) return;
    this.#people.set(number, {
      number,
      call: said["call"] ?? "",
      place: said["place"] ?? "",
      mode: said["mode"] ?? "hold",
      isConfirmed: said["confirmed"] === "yes",
      name: said["name"] ?? "",
      label: said["label"] ?? "",
      where: tile.querySelector("[data-where]")?.textContent?.trim() ?? "",
    });
  }

  /** @param {{callId: string, state: string}} detail */
  #link({ callId, state }) {
    const person = [...this.#people.values()].find(({ call }) => call === callId);
    if (!person) return;
    const note = byId(`tile-${person.number}`).querySelector(".tile__link");
    note?.toggleAttribute("hidden", state !== "interrupted");
  }
}
