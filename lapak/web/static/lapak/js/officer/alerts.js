// What asks for the officer beyond the tiles: one soft tone for a raised hand, banners for lost connections.

import { announce } from "../ui/page.js";
import { byId, word } from "./page_parts.js";

const AGAIN_MS = 60_000;
const TONE_HZ = 523;
const TONE_S = 0.45;
const TONE_GAIN = 0.06;

export class Alerts {
  /** @type {AudioContext | null} */
  #context = null;
  #soundedAt = 0;

  constructor() {
    setInterval(() => this.#again(), 5_000);
    document.addEventListener("lapak:refused", (event) => this.banner("error", /** @type {CustomEvent} */ (event).detail));
  }

  /** @param {string} name */
  handRaised(name) {
    this.#sound();
    announce(`${name} ${word("flag")}`, { assertive: true });
  }

  offline() {
    this.banner("error", word("lost"), "offline");
    this.#link("warning", word("away"));
  }

  online() {
    document.querySelector('[data-said="offline"]')?.remove();
    this.#link("good", word("live"));
  }

  /** Say one sentence above the workspace. @param {"warning" | "error"} kind @param {string} text @param {string} [said] */
  banner(kind, text, said = kind) {
    if (!text) return;
    const messages = byId("messages");
    messages.querySelector(`[data-said="${said}"]`)?.remove();
    const banner = document.createElement("div");
    banner.className = `banner banner--${kind}`;
    banner.dataset["said"] = said;
    banner.setAttribute("role", "alert");
    const words = document.createElement("p");
    words.className = "banner__text";
    words.textContent = text;
    banner.append(words);
    messages.append(banner);
  }

  /** @param {"good" | "warning"} kind @param {string} text */
  #link(kind, text) {
    const badge = document.querySelector('[data-link="live"]');
    if (!badge) return;
    badge.className = `badge badge--${kind}`;
    const words = badge.querySelector("[data-words]");
    if (words) words.textContent = text;
  }

  #again() {
    const flagged = Number(document.getElementById("desk-status")?.dataset["flagged"] ?? 0);
    if (flagged > 0 && performance.now() - this.#soundedAt > AGAIN_MS) this.#sound();
  }

  #sound() {
    this.#soundedAt = performance.now();
    this.#context ??= new AudioContext();
    const context = this.#context;
    const gain = context.createGain();
    const start = context.currentTime;
    gain.gain.setValueAtTime(0, start);
    gain.gain.linearRampToValueAtTime(TONE_GAIN, start + 0.05);
    gain.gain.exponentialRampToValueAtTime(0.0001, start + TONE_S);
    const tone = new OscillatorNode(context, { frequency: TONE_HZ });
    tone.connect(gain).connect(context.destination);
    tone.start(start);
    tone.stop(start + TONE_S);
  }
}
