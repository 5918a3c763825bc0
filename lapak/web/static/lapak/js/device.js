/**
 * What every unattended screen does: gives a sign of life, keeps its clock, and starts afresh each
 * night, so that months pass without a hand on it.
 */

import { csrfToken } from "./live.js";

const ALIVE_EVERY_MS = 5_000;
const CLOCK_EVERY_MS = 1_000;
const NIGHT_HOUR = 3;
const LEAST_UP_MS = 6 * 3_600_000;
const NIGHT_SPREAD_MS = 30 * 60_000;

/**
 * Give a sign of life each five seconds. A screen that was taken out of use goes back to pairing.
 * @param {{aliveUrl: string, pairUrl: string, onAnswer?: (reachable: boolean) => void}} options
 * @returns {() => void} stops it
 */
export function keepAlive({ aliveUrl, pairUrl, onAnswer = () => {} }) {
  const beat = async () => {
    try {
      const answer = await fetch(aliveUrl, { method: "POST", headers: { "X-CSRFToken": csrfToken() } });
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

/** Load the page anew once a night, when nothing is going on and the server answers. */
export function reloadNightly() {
  const startedAt = Date.now();
  const offset = Math.random() * NIGHT_SPREAD_MS; // not all screens in the same second
  setInterval(async () => {
    const now = new Date();
    const due = new Date(now).setHours(NIGHT_HOUR, 0, 0, 0) + offset;
    const isNight = now.getTime() >= due && now.getHours() === NIGHT_HOUR;
    if (!isNight || Date.now() - startedAt < LEAST_UP_MS) return;
    const answer = await fetch(location.href, { method: "GET", cache: "no-store" }).catch(() => null);
    if (answer?.ok) location.reload();
  }, 60_000);
}
