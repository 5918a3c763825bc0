/**
 * What every unattended screen does: gives a sign of life, keeps its clock, and starts afresh each
 * night, so that months pass without a hand on it.
 */

import { csrfToken } from "./live.js";

const ALIVE_EVERY_MS = 5_000;
const CLOCK_EVERY_MS = 1_000;
const NIGHT_HOUR = 3;
const LEAST_UP_MS = 6 * 3_600_000;
const NIGHT_SPREAD_MINUTES = 30;
const LOOK_EVERY_MS = 60_000;

/**
 * Give a sign of life each five seconds. A screen that was taken out of use goes back to pairing.
 * @param {{aliveUrl: string, pairUrl: string, onAnswer?: (reachable: boolean) => void, tell?: () => URLSearchParams}} options
 *   `tell` returns what the screen has to say of itself
 * @returns {() => void} stops it
 */
export function keepAlive({ aliveUrl, pairUrl, onAnswer = () => {}, tell = () => new URLSearchParams() }) {
  const beat = async () => {
    try {
      const answer = await fetch(aliveUrl, { method: "POST", body: tell(), headers: { "X-CSRFToken": csrfToken() } });
      if (answer.status === 403) location.replace(pairUrl);
      onAnswer(answer.ok);
    } catch {
      onAnswer(false);
    }
  };
  beat();
  const timer = setInterval(beat, ALIVE_EVERY_MS);
  return () => clearInterval(timer);
}

/**
 * Show the time of the branch, whatever zone the screen itself is set to.
 * @param {HTMLElement} element
 * @param {string} zone IANA name
 */
export function keepClock(element, zone) {
  const format = new Intl.DateTimeFormat("id-ID", { hour: "2-digit", minute: "2-digit", hour12: false, timeZone: zone });
  const show = () => {
    const text = format.format(new Date()).replace(":", ".");
    if (element.textContent !== text) element.textContent = text;
  };
  show();
  setInterval(show, CLOCK_EVERY_MS);
}

/**
 * Load the page anew once a night, when nothing is going on and the server answers.
 * @param {{clock?: () => {hours: number, minutes: number}, isBusy?: () => boolean}} [options] `clock` is that of
 *   the branch; without it, the device's own decides when it is night
 */
export function reloadNightly({ clock = deviceClock, isBusy = () => false } = {}) {
  const startedAt = performance.now();
  const afterMinutes = Math.random() * NIGHT_SPREAD_MINUTES; // not all screens in the same second
  setInterval(async () => {
    const { hours, minutes } = clock();
    const isDue = hours === NIGHT_HOUR && minutes >= afterMinutes;
    if (!isDue || isBusy() || performance.now() - startedAt < LEAST_UP_MS) return;
    const answer = await fetch(location.href, { method: "GET", cache: "no-store" }).catch(() => null);
    if (answer?.ok && !answer.redirected) location.reload();
  }, LOOK_EVERY_MS);
}

function deviceClock() {
  const now = new Date();
  return { hours: now.getHours(), minutes: now.getMinutes() };
}

/**
 * The branch head makes a screen light or dark while it stays open.
 * @param {import("./live.js").JournalEvent} event
 * @param {string} device the id of this screen
 */
export function keepLook({ what, subject, data }, device) {
  if (what === "device.look" && subject.id === device) document.documentElement.dataset["scheme"] = data["light"] ? "light" : "dark";
}
