// The participant's camera and microphone. They run only while the mode uses them: on hold both are stopped at
// the device, so that its light goes out.

import { capture } from "./capture.js";

/**
 * @typedef {import("./modes.js").Mode} Mode
 * @typedef {import("./capture.js").CaptureProblem} CaptureProblem
 * @typedef {"audio" | "video"} Kind
 * @typedef {{audio: MediaStreamTrack | null, video: MediaStreamTrack | null}} Tracks
 */

/** @type {Record<Mode, {audio: boolean, video: boolean}>} */
const USED = {
  focus: { audio: true, video: true },
  work: { audio: false, video: true },
  hold: { audio: false, video: false },
};

// A booth shows papers over the branch network; a phone pays for its data.
/** @type {Record<"booth" | "phone", MediaTrackConstraints>} */
const CAMERA = {
  booth: { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 15, max: 30 } },
  phone: { width: { ideal: 640 }, height: { ideal: 360 }, frameRate: { ideal: 15, max: 30 }, facingMode: "user" },
};
const MICROPHONE = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };

/** Fires `tracks` when what can be sent has changed, and `problem` with a CaptureProblem as detail. */
export class ParticipantMedia extends EventTarget {
  /** @type {Tracks} */
  tracks = { audio: null, video: null };
  /** @type {Mode} */
  #mode = "hold";
  /** @type {Promise<void>} */
  #last = Promise.resolve();
  #kind;

  /** @param {{kind: "booth" | "phone"}} options */
  constructor({ kind }) {
    super();
    this.#kind = kind;
    navigator.mediaDevices?.addEventListener("devicechange", () => this.#mend());
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.#mend());
  }

  /**
   * Run what the mode uses and stop the rest. Stopping is immediate; starting takes as long as the device does.
   * @param {Mode} mode
   * @returns {Promise<void>} when it is done
   */
  use(mode) {
    this.#mode = mode;
    if (!USED[mode].audio) this.#stop("audio");
    if (!USED[mode].video) this.#stop("video");
    this.#last = this.#last.then(() => this.#start());
    return this.#last;
  }

  /** Open what is missing, unless the mode has changed by the time it would be opened. */
  async #start() {
    const used = USED[this.#mode];
    const wanted = {
      audio: used.audio && !this.tracks.audio ? MICROPHONE : false,
      video: used.video && !this.tracks.video ? CAMERA[this.#kind] : false,
    };
    if (!wanted.audio && !wanted.video) return;
    const { tracks, problems } = await capture(wanted);
    for (const track of tracks) this.#take(track);
    for (const problem of problems) this.dispatchEvent(new CustomEvent("problem", { detail: problem }));
    if (tracks.length > 0) this.dispatchEvent(new Event("tracks"));
  }

  /** @param {MediaStreamTrack} track */
  #take(track) {
    const kind = /** @type {Kind} */ (track.kind);
    if (!USED[this.#mode][kind]) return track.stop(); // the mode changed while the device was starting
    this.tracks[kind] = track;
    track.addEventListener("ended", () => this.#lost(kind, track));
  }

  /** The device was unplugged or taken away. @param {Kind} kind @param {MediaStreamTrack} track */
  #lost(kind, track) {
    if (this.tracks[kind] !== track) return;
    this.tracks[kind] = null;
    const device = kind === "audio" ? "microphone" : "camera";
    this.dispatchEvent(new CustomEvent("problem", { detail: { device, code: "lost" } }));
    this.dispatchEvent(new Event("tracks"));
  }

  /** A device came back, or the person to the page: phones stop capture in the background. */
  #mend() {
    for (const kind of /** @type {Kind[]} */ (["audio", "video"])) {
      if (this.tracks[kind]?.readyState === "ended" || this.tracks[kind]?.muted) this.#stop(kind);
    }
    this.use(this.#mode);
  }

  /** @param {Kind} kind */
  #stop(kind) {
    this.tracks[kind]?.stop();
    this.tracks[kind] = null;
  }
}
