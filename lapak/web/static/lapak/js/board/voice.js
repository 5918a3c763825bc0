/**
 * The bell and the spoken call. The bell is made here, so that it needs no file; the words are spoken by
 * a voice of the browser when it has an Indonesian one.
 */

const TONES = [{ pitch: 659.25, at: 0 }, { pitch: 523.25, at: 0.45 }];
const TONE_SECONDS = 1.1;
const LOUDNESS = 0.5;
const SPEAK_AFTER_MS = 1_500;
const LONGEST_SPEECH_MS = 15_000;
const DIGITS = ["nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan"];

/** @type {AudioContext | null} */
let audio = null;

/** Start the sound if the browser lets us; return whether it is on. */
export async function startSound() {
  audio ??= new AudioContext();
  if (audio.state === "suspended") {
    await Promise.race([audio.resume(), wait(500)]); // without permission, resume waits for a touch
  }
  return audio.state === "running";
}

/**
 * Ring and speak one call after the other.
 * @param {string[]} sentences
 */
export async function callOut(sentences) {
  for (const sentence of sentences) {
    ring();
    await wait(SPEAK_AFTER_MS);
    await speak(sentence);
  }
}

/**
 * A ticket as it is read aloud: `A-058` becomes "A, nol lima delapan".
 * @param {string} label
 */
export function spoken(label) {
  const [letter, number] = label.split("-");
  return `${letter}, ${[...number].map((digit) => DIGITS[Number(digit)]).join(" ")}`;
}

function ring() {
  if (audio?.state !== "running") return;
  for (const tone of TONES) {
    const start = audio.currentTime + tone.at;
    const oscillator = new OscillatorNode(audio, { type: "sine", frequency: tone.pitch });
    const gain = new GainNode(audio, { gain: 0 });
    gain.gain.setValueAtTime(0, start);
    gain.gain.linearRampToValueAtTime(LOUDNESS, start + 0.02);
    gain.gain.exponentialRampToValueAtTime(0.001, start + TONE_SECONDS);
    oscillator.connect(gain).connect(audio.destination);
    oscillator.onended = () => gain.disconnect();
    oscillator.start(start);
    oscillator.stop(start + TONE_SECONDS);
  }
}

/** @param {string} sentence */
async function speak(sentence) {
  const voice = window.speechSynthesis?.getVoices().find((each) => each.lang.toLowerCase().startsWith("id"));
  if (!voice) return;
  const words = new SpeechSynthesisUtterance(sentence);
  words.voice = voice;
  words.lang = voice.lang;
  words.rate = 0.9;
  const ended = new Promise((resolve) => { words.onend = words.onerror = resolve; });
  window.speechSynthesis.speak(words);
  await Promise.race([ended, wait(LONGEST_SPEECH_MS)]); // some voices never say that they are done
}

/** @param {number} milliseconds */
function wait(milliseconds) {
  return new Promise((resolve) => { setTimeout(resolve, milliseconds); });
}
