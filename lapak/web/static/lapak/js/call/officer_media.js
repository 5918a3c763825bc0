// The officer's camera and voice: captured once, given to one leg at a time. A tone comes before the voice, so
// that a person knows the officer is there before anything is said.

import { capture } from "./capture.js";

/** @typedef {import("./capture.js").CaptureProblem} CaptureProblem */

export const TONE_MS = 600;
const TONE_HZ = 660;
const TONE_GAIN = 0.08;
const RAMP_S = 0.02;

/** Fires `problem` with a CaptureProblem as detail. */
export class OfficerMedia extends EventTarget {
  /** @type {MediaStreamTrack | null} the camera */
  video = null;
  /** @type {MediaStreamTrack | null} tone and voice */
  audio = null;
  /** @type {AudioContext | null} */
  #context = null;
  /** @type {GainNode | null} */
  #voice = null;
  /** @type {AudioNode | null} */
  #out = null;

  /** Open camera and microphone; goes on with what there is. */
  async open() {
    const { tracks, problems } = await capture({
      audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true },
      video: { width: { ideal: 640 }, height: { ideal: 360 }, frameRate: { ideal: 15, max: 30 } },
    });
    this.video = tracks.find((track) => track.kind === "video") ?? null;
    const microphone = tracks.find((track) => track.kind === "audio");
    if (microphone) this.#route(microphone);
    for (const problem of problems) this.dispatchEvent(new CustomEvent("problem", { detail: problem }));
  }

  /** Silence the voice at its source: nobody is in focus. */
  quiet() {
    if (!this.#context || !this.#voice) return;
    this.#voice.gain.cancelScheduledValues(0);
    this.#voice.gain.setValueAtTime(0, this.#context.currentTime);
  }

  /** Sound the tone now and open the voice when it ends; call it at the press, so that it bridges the switch. */
  announce() {
    if (!this.#context || !this.#voice || !this.#out) return;
    void this.#context.resume();
    const start = this.#context.currentTime;
    const end = start + TONE_MS / 1000;
    this.quiet();
    this.#voice.gain.linearRampToValueAtTime(0, end);
    this.#voice.gain.linearRampToValueAtTime(1, end + RAMP_S);
    this.#tone(start, end, this.#out);
  }

  close() {
    this.audio?.stop();
    this.video?.stop();
    void this.#context?.close();
  }

  /** @param {MediaStreamTrack} microphone */
  #route(microphone) {
    const context = new AudioContext();
    const voice = context.createGain();
    const out = context.createMediaStreamDestination();
    voice.gain.value = 0;
    context.createMediaStreamSource(new MediaStream([microphone])).connect(voice).connect(out);
    [this.#context, this.#voice, this.#out] = [context, voice, out];
    this.audio = out.stream.getAudioTracks()[0] ?? null;
  }

  /** @param {number} start @param {number} end @param {AudioNode} out */
  #tone(start, end, out) {
    const context = /** @type {AudioContext} */ (this.#context);
    const gain = context.createGain();
    gain.gain.setValueAtTime(0, start);
    gain.gain.linearRampToValueAtTime(TONE_GAIN, start + RAMP_S);
    gain.gain.setValueAtTime(TONE_GAIN, end - RAMP_S);
    gain.gain.linearRampToValueAtTime(0, end);
    const tone = new OscillatorNode(context, { frequency: TONE_HZ });
    tone.connect(gain).connect(out);
    tone.start(start);
    tone.stop(end);
    tone.addEventListener("ended", () => gain.disconnect());
  }
}
