// The workspace of the one in focus. Data of the person before are gone from the page before the next one's come.

import { follow } from "../live.js";
import { byId, refresh } from "./page_parts.js";

/** @typedef {import("./tiles.js").Tiles} Tiles */

const PARTS = ["work-band", "work-stills", "work-talk", "work-papers", "work-panels", "work-decision", "work-dialogs"];

export class Work {
  isCleared = false;
  /** Cleared by Esc, while the talk goes on. */
  #isHidden = false;
  /** Counts how often the page was cleared: what was asked before comes too late. */
  #clearings = 0;
  /** @type {WeakMap<XMLHttpRequest, number>} after how many clearings each request was sent */
  #asked = new WeakMap();
  #isLate = false;
  /** The stay whose claim is followed. */
  #followed = "";
  /** @type {() => void} */
  #stop = () => undefined;
  #tiles;
  #video = /** @type {HTMLVideoElement} */ (byId("work-video"));

  /** @param {Tiles} tiles */
  constructor(tiles) {
    this.#tiles = tiles;
    this.#show();
    document.addEventListener("htmx:afterSettle", () => this.#show());
    document.body.addEventListener("htmx:beforeRequest", (event) => {
      this.#asked.set(/** @type {CustomEvent} */ (event).detail.xhr, this.#clearings);
    });
    document.body.addEventListener("htmx:beforeSwap", (event) => {
      this.#isLate = this.#asked.get(/** @type {CustomEvent} */ (event).detail.xhr) !== this.#clearings;
    });
    document.body.addEventListener("htmx:oobBeforeSwap", (event) => this.#guard(/** @type {CustomEvent} */ (event)));
    document.body.addEventListener("htmx:afterRequest", (event) => this.#closeDialog(/** @type {CustomEvent} */ (event)));
    document.addEventListener("click", (event) => {
      const target = event.target instanceof Element ? event.target : null;
      if (target?.closest("[data-clear-work]") && this.place) this.clear({ stays: true });
      if (target?.closest("[data-show-work]")) this.reopen();
    });
    window.setInterval(() => this.#mirror(), 500);
  }

  /** The stay whose data are shown; empty when none are. */
  get place() {
    return document.getElementById("band")?.dataset["place"] ?? "";
  }

  /** Take everything about the person off the page at once. @param {{stays?: boolean}} [how] */
  clear({ stays = false } = {}) {
    this.isCleared = true;
    this.#clearings += 1;
    this.#isHidden = stays;
    for (const id of PARTS) byId(id).replaceChildren();
    /** @type {HTMLInputElement} */ (byId("paper-chosen")).value = "";
    this.#show();
  }

  /** Fetch the workspace of whoever is in focus now. */
  open() {
    this.isCleared = false;
    refresh("work");
  }

  /** Show the data again after Esc. */
  reopen() {
    if (this.isCleared) this.open();
    document.getElementById("band")?.focus();
  }

  #show() {
    const before = document.body.dataset["work"];
    document.body.dataset["work"] = this.#state();
    if (before !== "open" && this.place) document.getElementById("band")?.focus();
    this.#mirror();
    this.#followClaim();
  }

  /** While somebody's data are shown, whatever changes the claim refreshes them: a signature, a paper. */
  #followClaim() {
    const { place = "", live = "" } = document.getElementById("band")?.dataset ?? {};
    if (place === this.#followed) return;
    this.#stop();
    this.#followed = place;
    this.#stop = place ? follow(live, { journal: () => refresh("work") }) : () => undefined;
  }

  /** @returns {"open" | "cleared" | "waiting" | "empty"} */
  #state() {
    if (this.place) return "open";
    if (!this.isCleared) return "empty";
    return this.#isHidden && this.#tiles.inFocus ? "cleared" : "waiting";
  }

  /** The large picture is the one of the tile in focus, without its sound. */
  #mirror() {
    const call = document.getElementById("band")?.dataset["call"];
    const person = this.#tiles.inFocus;
    const stream = person && person.call === call ? this.#tiles.video(person.number).srcObject : null;
    if (this.#video.srcObject === stream) return;
    this.#video.srcObject = stream;
    if (stream) this.#video.play().catch(() => undefined);
  }

  /** Data that were asked before the page was cleared, or come while a dialog is open, stay out. @param {CustomEvent} event */
  #guard(event) {
    const target = /** @type {HTMLElement} */ (event.detail.target);
    if (!PARTS.includes(target.id)) return;
    const isBusy = target.id === "work-dialogs" && target.querySelector("dialog[open]") !== null;
    if (this.isCleared || this.#isLate || isBusy) event.detail.shouldSwap = false;
  }

  /** @param {CustomEvent} event */
  #closeDialog(event) {
    const dialog = event.detail.elt instanceof Element ? event.detail.elt.closest("dialog") : null;
    if (!dialog || !event.detail.successful) return;
    dialog.close();
    refresh("work");
  }
}
