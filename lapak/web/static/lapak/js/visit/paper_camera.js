// The camera of a booth for one photograph: on by a press, off after it, and nobody sees it meanwhile.

import { capture } from "../call/capture.js";
import { takeStill } from "../call/stills.js";
import { words } from "./words.js";

const PAPER_CAMERA = { width: { ideal: 1920 }, height: { ideal: 1080 } };

/** @typedef {"open" | "take" | "send" | "again"} Press */

export class PaperCamera extends HTMLElement {
  /** @type {MediaStreamTrack[]} */
  #tracks = [];
  #picture = "";

  connectedCallback() {
    this.addEventListener("click", (event) => {
      const button = event.target instanceof Element ? event.target.closest("[data-camera]") : null;
      const press = button?.getAttribute("data-camera");
      if (press === "open" || press === "again") void this.#open();
      if (press === "take") void this.#take();
    });
  }

  disconnectedCallback() {
    this.#stop();
    URL.revokeObjectURL(this.#picture);
  }

  async #open() {
    this.#stop();
    const { tracks, problems } = await capture({ video: PAPER_CAMERA });
    if (!this.isConnected) return tracks.forEach((track) => track.stop());
    const [problem] = problems;
    if (problem) return this.#say(words(`${problem.device}-${problem.code}`) || words("camera-failed"));
    this.#tracks = tracks;
    this.#video().srcObject = new MediaStream(tracks);
    await this.#video().play();
    this.#showPicture("");
    this.#offer("take");
    this.dispatchEvent(new Event("photo", { bubbles: true }));
  }

  async #take() {
    const { blob } = await takeStill(this.#video());
    this.#stop();
    const files = new DataTransfer();
    files.items.add(new File([blob], `${this.dataset["name"] ?? "foto"}.jpg`, { type: "image/jpeg" }));
    /** @type {HTMLInputElement} */ (this.querySelector('input[type="file"]')).files = files.files;
    this.#showPicture(URL.createObjectURL(blob));
    this.#offer("send", "again");
  }

  #stop() {
    for (const track of this.#tracks) track.stop();
    this.#tracks = [];
    this.#video().srcObject = null;
  }

  /** @param {string} address */
  #showPicture(address) {
    URL.revokeObjectURL(this.#picture);
    this.#picture = address;
    const image = /** @type {HTMLImageElement} */ (this.querySelector("img"));
    image.hidden = address === "";
    if (address) image.src = address;
  }

  /** @param {Press[]} presses */
  #offer(...presses) {
    for (const button of this.querySelectorAll("[data-camera]")) {
      if (button instanceof HTMLElement) button.hidden = !presses.includes(/** @type {Press} */ (button.dataset["camera"]));
    }
    const first = this.querySelector(`[data-camera="${presses[0]}"]`);
    if (first instanceof HTMLElement) first.focus();
  }

  #video() {
    return /** @type {HTMLVideoElement} */ (this.querySelector("video"));
  }

  /** @param {string} text */
  #say(text) {
    const place = this.querySelector("[data-camera-words]");
    if (place) place.textContent = text;
  }
}

customElements.define("paper-camera", PaperCamera);
