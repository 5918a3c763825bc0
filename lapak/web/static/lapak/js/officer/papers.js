// The papers: which one lies open, how large, how turned, and beside a still.

import { byId, refresh } from "./page_parts.js";

const ZOOM_STEP = 1.25;
const MOST_ZOOM = 4;
const LEAST_ZOOM = 0.5;

export class Papers {
  #zoom = 1;
  #turn = 0;

  constructor() {
    document.addEventListener("click", (event) => {
      const target = event.target instanceof Element ? event.target : null;
      const paper = /** @type {HTMLElement | null} */ (target?.closest("[data-paper]") ?? null);
      const zoom = /** @type {HTMLElement | null} */ (target?.closest("[data-zoom]") ?? null);
      const ask = /** @type {HTMLElement | null} */ (target?.closest("[data-ask-kind]") ?? null);
      if (paper) this.#open(paper.dataset["paper"] ?? "");
      if (target?.closest("[data-next-paper]")) this.#next();
      if (zoom) this.#zoomBy(zoom.dataset["zoom"] === "in" ? ZOOM_STEP : 1 / ZOOM_STEP);
      if (target?.closest("[data-turn]")) this.#turnOnce();
      if (target?.closest("[data-beside]")) this.#beside();
      if (ask) this.#ask(ask.dataset["askKind"] ?? "");
    });
  }

  /** @param {string} kind */
  #open(kind) {
    [this.#zoom, this.#turn] = [1, 0];
    /** @type {HTMLInputElement} */ (byId("paper-chosen")).value = kind;
    refresh("work");
  }

  #next() {
    const tabs = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[data-paper]")]);
    const now = tabs.findIndex((tab) => tab.getAttribute("aria-selected") === "true");
    const next = tabs[(now + 1) % tabs.length];
    if (next) this.#open(next.dataset["paper"] ?? "");
  }

  /** @param {number} factor */
  #zoomBy(factor) {
    this.#zoom = Math.min(MOST_ZOOM, Math.max(LEAST_ZOOM, this.#zoom * factor));
    this.#draw();
  }

  #turnOnce() {
    this.#turn = (this.#turn + 90) % 360;
    this.#draw();
  }

  #draw() {
    const view = /** @type {HTMLElement | null} */ (document.querySelector("[data-papers-view]"));
    view?.style.setProperty("--zoom", String(this.#zoom));
    view?.style.setProperty("--turn", `${this.#turn}deg`);
  }

  /** Lay the newest still beside the paper, or take it away. */
  #beside() {
    const view = document.querySelector("[data-papers-view]");
    const button = document.querySelector("[data-beside]");
    const still = /** @type {HTMLElement | null} */ (document.querySelector("[data-still]"));
    if (!view || !button) return;
    const present = view.querySelector(".papers__still");
    if (present) present.remove();
    else if (still) view.prepend(stillPicture(still));
    view.classList.toggle("is-beside", !present && still !== null);
    button.setAttribute("aria-pressed", String(!present));
  }

  /** Begin at the paper that lies open; the dialog itself opens with this press. @param {string} kind */
  #ask(kind) {
    requestAnimationFrame(() => document.getElementById(`id_why-${kind}`)?.focus());
  }
}

/** @param {HTMLElement} button */
function stillPicture(button) {
  const picture = document.createElement("img");
  picture.className = "papers__still";
  picture.src = button.dataset["still"] ?? "";
  picture.alt = button.querySelector("img")?.alt ?? "";
  return picture;
}
