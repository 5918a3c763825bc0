/** Calls that are to be spoken, one after the other and never two at once. */

/**
 * @typedef {{key: string, text: string, sentence: string, clips: string[]}} Call
 * @typedef {{say: (call: Call) => Promise<void>, isStill: (key: string) => boolean, shows: (key: string) => void}} Hall
 */

export class Caller {
  /** @type {Call[]} */
  #waiting = [];
  #isSpeaking = false;
  #hall;

  /**
   * @param {Hall} hall `say` speaks one call, `isStill` tells whether it still holds, `shows` is told which is
   *   being spoken, and an empty key when all is said
   */
  constructor(hall) {
    this.#hall = hall;
  }

  get isSpeaking() {
    return this.#isSpeaking;
  }

  /** @param {Call[]} calls oldest first */
  add(calls) {
    this.#waiting.push(...calls);
    if (!this.#isSpeaking) void this.#speakAll();
  }

  async #speakAll() {
    this.#isSpeaking = true;
    for (let call = this.#waiting.shift(); call; call = this.#waiting.shift()) {
      if (!this.#hall.isStill(call.key)) continue; // the person came meanwhile, or it is too old to help
      this.#hall.shows(call.key);
      await this.#hall.say(call);
    }
    this.#isSpeaking = false;
    this.#hall.shows("");
  }
}
