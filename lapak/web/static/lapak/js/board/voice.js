/**
 * The bell and the spoken call. The bell is made here, so that it needs no file. The words are spoken by an
 * Indonesian voice of the browser where it has one, and otherwise by recorded clips.
 */

const TONES = [{ pitch: 659.25, at: 0 }, { pitch: 523.25, at: 0.45 }];
const TONE_SECONDS = 1.1;
const BELL_LOUDNESS = 0.5;
const SPEAK_AFTER_MS = 1_500;
const VOICE_BEGINS_WITHIN_MS = 4_000;
const LONGEST_SPEECH_MS = 15_000;
const FETCH_WITHIN_MS = 4_000;
const PERMISSION_MS = 500;

/** @typedef {{sentence: string, clips: string[]}} Words */

export class Voice {
  /** @type {AudioContext | null} */
  #audio = null;
  /** @type {GainNode | null} */
  #master = null;
  #volume = 1;
  /** A voice that needs the internet fails where there is none; clips then speak until the page starts afresh. */
  #canSpeak = true;

  get isOn() {
    return this.#audio?.state === "running";
  }

  /** Loudness from 0 to 1, of bell, voice and clips alike. @param {number} volume */
  set volume(volume) {
    this.#volume = volume;
    if (this.#master) this.#master.gain.value = volume;
  }

  /** Start the sound if the browser lets us: without a touch most do not. Return whether it is on. */
  async start() {
    this.#audio ??= new AudioContext();
    this.#master ??= new GainNode(this.#audio, { gain: this.#volume });
    this.#master.connect(this.#audio.destination);
    if (this.#audio.state !== "running") await Promise.race([this.#audio.resume(), wait(PERMISSION_MS)]);
    return this.isOn;
  }

  /** Ring and speak; resolves when all is said. @param {Words} words */
  async call({ sentence, clips }) {
    this.#ring();
    await wait(SPEAK_AFTER_MS);
    if (!(await this.#speak(sentence))) await this.#play(clips);
  }

  #ring() {
    if (!this.#audio || !this.#master || !this.isOn) return;
    for (const tone of TONES) {
      const start = this.#audio.currentTime + tone.at;
      const oscillator = new OscillatorNode(this.#audio, { type: "sine", frequency: tone.pitch });
      const gain = new GainNode(this.#audio, { gain: 0 });
      gain.gain.setValueAtTime(0, start);
      gain.gain.linearRampToValueAtTime(BELL_LOUDNESS, start + 0.02);
      gain.gain.exponentialRampToValueAtTime(0.001, start + TONE_SECONDS);
      oscillator.connect(gain).connect(this.#master);
      oscillator.onended = () => gain.disconnect();
      oscillator.start(start);
      oscillator.stop(start + TONE_SECONDS);
    }
  }

  /** Return whether a voice of the browser said it. @param {string} sentence */
  async #speak(sentence) {
    const speech = window.speechSynthesis;
    const voice = this.#canSpeak && speech?.getVoices().find((each) => each.lang.toLowerCase().startsWith("id"));
    if (!voice) return false;
    if (speech.speaking || speech.pending) speech.cancel(); // one that hangs would keep all others waiting
    const words = new SpeechSynthesisUtterance(sentence);
    words.voice = voice;
    words.lang = voice.lang;
    words.rate = 0.9;
    words.volume = this.#volume;
    let hasBegun = false;
    words.onstart = () => { hasBegun = true; };
    /** @type {Promise<boolean>} */
    const outcome = new Promise((resolve) => {
      words.onend = () => resolve(true);
      words.onerror = () => resolve(false);
      wait(VOICE_BEGINS_WITHIN_MS).then(() => hasBegun || resolve(false));
      wait(LONGEST_SPEECH_MS).then(() => resolve(true)); // some voices never say that they are done
    });
    speech.speak(words);
    this.#canSpeak = await outcome;
    if (!this.#canSpeak) speech.cancel();
    return this.#canSpeak;
  }

  /** Play clips one after the other, without a gap. @param {string[]} clips */
  async #play(clips) {
    const audio = this.#audio;
    if (!audio || !this.#master || !this.isOn) return;
    const sounds = await Promise.race([Promise.all(clips.map((clip) => decoded(audio, clip))), wait(FETCH_WITHIN_MS)])
      .catch(() => undefined); // the number is on the screen, and the bell has rung
    let at = audio.currentTime;
    for (const buffer of sounds ?? []) {
      const source = new AudioBufferSourceNode(audio, { buffer });
      source.connect(this.#master);
      source.onended = () => source.disconnect();
      source.start(at);
      at += buffer.duration;
    }
    await wait((at - audio.currentTime) * 1_000);
  }
}

/** Clips have a fingerprint in their names, so the browser keeps them. @param {AudioContext} audio @param {string} clip */
async function decoded(audio, clip) {
  const answer = await fetch(clip);
  if (!answer.ok) throw new Error(String(answer.status));
  return audio.decodeAudioData(await answer.arrayBuffer());
}

/** @param {number} milliseconds @returns {Promise<undefined>} */
function wait(milliseconds) {
  return new Promise((resolve) => { setTimeout(resolve, milliseconds, undefined); });
}
