// Before the call: does the camera see, does the microphone hear, is the line good; and what to do when not.

import { capture } from "../call/capture.js";
import { words } from "./words.js";

const LEVEL_EVERY_MS = 120;
const HEARD_ABOVE = 0.02;
const BARS = 12;
const WEAK_BELOW_MBPS = 1;
const SMALL = { width: { ideal: 320 }, height: { ideal: 320 }, facingMode: "user" };

export class DeviceCheck extends HTMLElement {
  /** @type {MediaStreamTrack[]} */
  #tracks = [];
  /** @type {AudioContext | null} */
  #sound = null;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #timer;

  connectedCallback() {
    this.querySelector("[data-check]")?.addEventListener("click", () => void this.#check());
    this.#line();
    void this.#ifAllowed();
  }

  disconnectedCallback() {
    this.#stop();
  }

  /** Who allowed it before need not press again. */
  async #ifAllowed() {
    try {
      const camera = await navigator.permissions.query({ name: /** @type {PermissionName} */ ("camera") });
      if (camera.state === "granted" && this.isConnected) await this.#check();
    } catch {
      // this browser does not say; the button is there
    }
  }

  async #check() {
    this.#stop();
    const { tracks, problems } = await capture({ audio: true, video: SMALL });
    if (!this.isConnected) return tracks.forEach((track) => track.stop());
    this.#tracks = tracks;
    const video = this.querySelector("video");
    const seen = tracks.filter((track) => track.kind === "video");
    if (video) video.srcObject = seen.length > 0 ? new MediaStream(seen) : null;
    for (const device of ["camera", "microphone"]) {
      const problem = problems.find((each) => each.device === device);
      this.#set(device, problem ? "missing" : "good", words(problem ? `short-${problem.code}` : "short-good") || words("short-failed"));
    }
    const [problem] = problems;
    this.#say(problem ? words(`${problem.device}-${problem.code}`) || words(`${problem.device}-failed`) : words("seen"));
    this.querySelector("[data-check]")?.toggleAttribute("hidden", problems.length === 0);
    if (tracks.some((track) => track.kind === "audio")) this.#listen();
  }

  #listen() {
    const sound = new AudioContext();
    this.#sound = sound;
    const analyser = new AnalyserNode(sound, { fftSize: 512 });
    const voice = this.#tracks.filter((track) => track.kind === "audio");
    sound.createMediaStreamSource(new MediaStream(voice)).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    this.#timer = setInterval(() => {
      analyser.getFloatTimeDomainData(samples);
      this.#level(Math.sqrt(samples.reduce((sum, value) => sum + value * value, 0) / samples.length));
    }, LEVEL_EVERY_MS);
  }

  /** @param {number} level root mean square */
  #level(level) {
    const lit = level < HEARD_ABOVE ? 0 : Math.min(BARS, 1 + Math.round(level * 40));
    this.querySelectorAll("[data-level] > i").forEach((bar, index) => bar.classList.toggle("is-filled", index < lit));
    const word = this.querySelector("[data-heard]");
    if (word && lit > 0 && word.textContent !== words("heard")) word.textContent = words("heard");
  }

  #line() {
    const line = /** @type {{downlink?: number, saveData?: boolean} | undefined} */ (/** @type {any} */ (navigator).connection);
    const isWeak = Boolean(line?.saveData) || (line?.downlink ?? WEAK_BELOW_MBPS) < WEAK_BELOW_MBPS;
    this.#set("line", isWeak ? "weak" : "good", words(isWeak ? "short-weak" : "short-good"));
    this.querySelector("[data-saving]")?.toggleAttribute("hidden", !isWeak);
  }

  /** @param {string} device @param {"good" | "weak" | "missing"} state @param {string} text */
  #set(device, state, text) {
    const place = this.querySelector(`[data-device="${device}"]`);
    if (!(place instanceof HTMLElement)) return;
    place.dataset["state"] = state;
    const word = place.querySelector("[data-word]");
    if (word) word.textContent = text;
  }

  /** @param {string} text */
  #say(text) {
    const place = this.querySelector("[data-advice]");
    if (place) place.textContent = text;
  }

  #stop() {
    clearInterval(this.#timer);
    for (const track of this.#tracks) track.stop();
    this.#tracks = [];
    void this.#sound?.close();
    this.#sound = null;
  }
}

customElements.define("device-check", DeviceCheck);
