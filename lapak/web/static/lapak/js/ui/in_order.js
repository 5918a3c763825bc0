// On a slow line answers overtake each other; what was asked later is what holds.

export class InOrder {
  #asked = 0;
  #shown = 0;

  /**
   * Ask, and return the answer unless one that was asked later is shown already. None (null) changes nothing.
   * @template T
   * @param {() => Promise<T | null>} ask
   * @returns {Promise<T | null>}
   */
  async newest(ask) {
    const number = ++this.#asked;
    const answer = await ask();
    if (answer === null || number < this.#shown) return null;
    this.#shown = number;
    return answer;
  }

  /** Something is shown that is newer than all that was asked until now. */
  overtake() {
    this.#shown = ++this.#asked;
  }
}
