// The officer's end of one conversation. It offers; the participant answers.

import { Leg } from "./leg.js";

/**
 * @typedef {import("./modes.js").Mode} Mode
 * @typedef {import("../live.js").MailboxEvent} MailboxEvent
 * @typedef {{audio: MediaStreamTrack | null, video: MediaStreamTrack | null}} Tracks
 */

const ANSWER_WITHIN_MS = 4_000;
const RESTART_AFTER_MS = 5_000;
const START_OVER_AFTER_MS = 12_000;
const JUST_ANSWERED_MS = 3_000;
const VIDEO_LIMIT = { maxBitrate: 500_000, maxFramerate: 15 };

export class OfficerLeg extends Leg {
  #isSetUp = false;
  /** Counts the offers on this peer connection; an answer names the offer it is for. */
  #offers = 0;
  #answered = 0;
  #answeredAt = 0;
  #answeringPage = "";
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #answerTimer;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #restartTimer;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #startOverTimer;
  #tracks;

  /**
   * @param {{callId: string, wire: import("./wire.js").Wire, tile: import("./tile.js").Tile,
   *   tracks: () => Tracks}} options `tracks` gives the officer's camera and voice, for the leg in focus only
   */
  constructor({ callId, wire, tile, tracks }) {
    super({ callId, side: "officer", wire, tile });
    this.#tracks = tracks;
  }

  /** Begin, or begin again after a reload: a fresh connection in the mode that holds. */
  async start() {
    const { mode, epoch } = await this.setUp();
    if (epoch > this.epoch) this.#take(mode, epoch);
    this.#isSetUp = true;
    await this.enqueue(() => this.#connect());
  }

  /** Stop sending at once, before anything is negotiated. */
  release() {
    return this.#send({ audio: null, video: null });
  }

  /** Send again what belongs to this leg now. */
  resume() {
    return this.#send(this.#tracks());
  }

  /** @param {Tracks} tracks */
  async #send({ audio, video }) {
    await Promise.all([this.lines?.audio.sender.replaceTrack(audio), this.lines?.video.sender.replaceTrack(video)]);
  }

  /**
   * The mode holds from now: take away picture and voice at once, then agree it with the other end.
   * @param {Mode} mode
   * @param {number} epoch
   * @returns {Promise<unknown>}
   */
  onMode(mode, epoch) {
    if (epoch <= this.epoch) return Promise.resolve();
    this.#take(mode, epoch);
    if (!this.#isSetUp) return Promise.resolve(); // the first offer will be made in this mode
    return this.enqueue(() => (this.pc ? this.#offer() : this.#connect()));
  }

  /** @param {Mode} mode @param {number} epoch */
  #take(mode, epoch) {
    [this.mode, this.epoch] = [mode, epoch];
    this.tile.show(mode);
    if (mode !== "focus") void this.release();
    this.dispatchEvent(new CustomEvent("mode", { detail: { mode } }));
  }

  /** @param {MailboxEvent} event */
  onMailbox({ kind, body }) {
    if (kind === "description") this.enqueue(() => this.#answerArrived(body));
    if (kind === "candidate") this.enqueue(() => this.takeCandidates(/** @type {any} */ (body)));
    if (kind === "renew" && this.#isSetUp) this.enqueue(() => this.#renew(body["page"] ?? ""));
  }

  close() {
    for (const timer of [this.#answerTimer, this.#restartTimer, this.#startOverTimer]) clearTimeout(timer);
    super.close();
  }

  async #connect() {
    const pc = this.makePeer(crypto.randomUUID());
    [this.#offers, this.#answered, this.#answeringPage] = [0, 0, ""];
    this.useLines({ audio: pc.addTransceiver("audio"), video: pc.addTransceiver("video") });
    await this.#offer();
  }

  async #offer() {
    const { pc } = this;
    if (!pc) return;
    this.turnLines();
    const tracks = this.mode === "focus" ? this.#tracks() : { audio: null, video: null };
    await this.#send(tracks);
    await pc.setLocalDescription(await pc.createOffer());
    this.#offers += 1;
    this.#awaitAnswer();
    await this.#sendOffer();
  }

  async #sendOffer() {
    const body = { type: "offer", sdp: this.pc?.localDescription?.sdp, peer: this.peer, n: this.#offers };
    await this.wire.send("description", this.epoch, body);
  }

  /** @param {Record<string, any>} body */
  async #answerArrived({ sdp, peer, n, page }) {
    if (!this.pc || peer !== this.peer || n !== this.#offers || n === this.#answered) return;
    clearTimeout(this.#answerTimer);
    await this.pc.setRemoteDescription({ type: "answer", sdp });
    [this.#answered, this.#answeredAt, this.#answeringPage] = [n, performance.now(), page ?? ""];
    await this.useEarlyCandidates();
    await this.#limitVideo();
    this.dispatchEvent(new CustomEvent("agreed", { detail: { mode: this.mode } }));
  }

  async #limitVideo() {
    const sender = this.lines?.video.sender;
    const parameters = sender?.getParameters();
    if (!sender || !parameters?.encodings[0]) return;
    Object.assign(parameters.encodings[0], VIDEO_LIMIT);
    await sender.setParameters(parameters);
  }

  /** A participant's page is there, perhaps for the first time, perhaps after a reload. @param {string} page */
  async #renew(page) {
    if (!this.pc) return this.#connect();
    if (this.#answered === 0) return this.#sendOffer(); // it came before that page listened
    const isLate = page === this.#answeringPage && performance.now() - this.#answeredAt < JUST_ANSWERED_MS;
    if (!isLate) await this.#connect();
  }

  /** Without an answer the old agreement would still hold: then there is no connection at all. */
  #awaitAnswer() {
    clearTimeout(this.#answerTimer);
    this.#answerTimer = setTimeout(() => {
      this.dropPeer();
      this.setState("interrupted");
    }, ANSWER_WITHIN_MS);
  }

  /** @param {RTCPeerConnectionState} state */
  connectionChanged(state) {
    super.connectionChanged(state);
    if (state === "connected") {
      clearTimeout(this.#restartTimer);
      clearTimeout(this.#startOverTimer);
    }
    if (state === "disconnected") this.#restartTimer = setTimeout(() => this.#restart(), RESTART_AFTER_MS);
    if (state === "failed") this.#restart();
  }

  /** Look for a new path; when that does not help either, begin anew. */
  #restart() {
    const pc = this.pc;
    clearTimeout(this.#restartTimer);
    clearTimeout(this.#startOverTimer);
    this.#startOverTimer = setTimeout(() => {
      if (this.pc === pc && pc?.connectionState !== "connected") this.enqueue(() => this.#connect());
    }, START_OVER_AFTER_MS);
    this.enqueue(async () => {
      await this.catchUp(); // relay credentials may have expired
      this.pc?.setConfiguration(this.configuration);
      this.pc?.restartIce();
      await this.#offer();
    });
  }
}
