/**
 * The clock of the branch. The server says what time it is; between two answers a clock counts that nobody can
 * set. So the board is right whatever the date and zone of the device are, and however long it stays on.
 */

const TICK_MS = 1_000;

export class BranchClock {
  #heard = Date.now();
  #heardAt = performance.now();
  #time;
  #date;

  /** @param {string} zone IANA name */
  constructor(zone) {
    this.#time = new Intl.DateTimeFormat("id-ID", { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: zone });
    this.#date = new Intl.DateTimeFormat("id-ID", { weekday: "long", day: "numeric", month: "long", year: "numeric", timeZone: zone });
  }

  /** Now, in milliseconds since 1970. */
  now() {
    return this.#heard + (performance.now() - this.#heardAt);
  }

  /**
   * Take over what the server said.
   * @param {string} moment ISO
   * @param {number} askedAt `performance.now()` before asking; half of the way there and back is added
   */
  hear(moment, askedAt) {
    const heard = Date.parse(moment);
    if (Number.isNaN(heard)) return;
    this.#heardAt = performance.now();
    this.#heard = heard + (this.#heardAt - askedAt) / 2;
  }

  /** `10.48` @param {number} [moment] */
  time(moment = this.now()) {
    return this.#time.format(moment).replace(":", ".");
  }

  /** `Senin, 22 Juni 2020` */
  date() {
    return this.#date.format(this.now());
  }

  /** Hour and minute of the day at the branch. */
  clockMinutes() {
    const [hours, minutes] = this.time().split(".").map(Number);
    return { hours: hours ?? 0, minutes: minutes ?? 0 };
  }

  /**
   * Keep the places for time and date true; what does not change is not touched.
   * @param {Iterable<HTMLElement>} times @param {Iterable<HTMLElement>} dates
   */
  keep(times, dates) {
    const put = () => {
      for (const place of times) write(place, this.time());
      for (const place of dates) write(place, this.date());
    };
    put();
    setInterval(put, TICK_MS);
  }
}

/** @param {HTMLElement} place @param {string} text */
function write(place, text) {
  if (place.textContent !== text) place.textContent = text;
}
