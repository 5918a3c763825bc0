// A call that cannot be missed: the phone shakes and rings, and the tab says so, until somebody touches it.

const SHAKE = [500, 200, 500, 200, 900];
const AGAIN_MS = 4_000;
const MOST_TIMES = 15;
const TONES = [784, 659, 784];

export class Alarm {
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #timer;
  #title = document.title;
  #times = 0;
  /** @type {AudioContext | null} */
  #sound = null;

  constructor() {
    for (const touch of ["pointerdown", "keydown"]) document.addEventListener(touch, () => this.#touched());
  }

  /** @param {string} words what the tab says */
  start(words) {
    if (this.#timer !== undefined) return;
    this.#title = document.title;
    document.title = `🔔 ${words}`;
    this.#times = 0;
    this.#again();
    this.#timer = setInterval(() => this.#again(), AGAIN_MS);
  }

  stop() {
    if (this.#timer === undefined) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
    document.title = this.#title;
    navigator.vibrate?.(0);
  }

  #again() {
    navigator.vibrate?.(SHAKE);
    this.#ring();
    this.#times += 1;
    if (this.#times >= MOST_TIMES) this.stop();
  }

  /** A browser lets a page ring that was touched before; so the first touch prepares the sound. */
  #touched() {
    this.#sound ??= new AudioContext();
    this.stop();
  }

  #ring() {
    const sound = this.#sound;
    if (sound?.state !== "running") return;
    TONES.forEach((pitch, index) => {
      const at = sound.currentTime + index * 0.3;
      const oscillator = new OscillatorNode(sound, { frequency: pitch });
      const gain = new GainNode(sound, { gain: 0.4 });
      oscillator.connect(gain).connect(sound.destination);
      oscillator.onended = () => gain.disconnect();
      oscillator.start(at);
      oscillator.stop(at + 0.25);
    });
  }
}
