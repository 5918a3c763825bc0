// One end of one conversation: a peer connection with one audio and one video line, created once and turned on
// and off by mode. What both ends share is here; who offers and who answers is in the two legs.

import { directionsFor } from "./modes.js";
import { WireRefused } from "./wire.js";

/**
 * @typedef {import("./modes.js").Mode} Mode
 * @typedef {import("./modes.js").Side} Side
 * @typedef {import("../live.js").MailboxEvent} MailboxEvent
 * @typedef {import("../live.js").JournalEvent} JournalEvent
 * @typedef {import("./wire.js").Wire} Wire
 * @typedef {import("./wire.js").CallSetup} CallSetup
 * @typedef {import("./tile.js").Tile} Tile
 * @typedef {{audio: RTCRtpTransceiver, video: RTCRtpTransceiver}} Lines
 */

const BEAT_EVERY_MS = 5_000;
const CANDIDATES_WAIT_MS = 20;

/**
 * Fires `mode` ({mode}), `state` ({state: "connecting" | "connected" | "interrupted" | "ended"}) and `picture`.
 */
export class Leg extends EventTarget {
  /** @type {Mode} */
  mode = "hold";
  epoch = 0;
  /** @type {"connecting" | "connected" | "interrupted" | "ended"} */
  state = "connecting";
  /** @type {RTCPeerConnection | null} */
  pc = null;
  /** Names this peer connection to the other end; messages about an earlier one are dropped. */
  peer = "";
  /** @type {Lines | null} */
  lines = null;
  /** @type {RTCConfiguration} */
  configuration = {};
  hasPicture = false;
  /** @type {Promise<unknown>} */
  #queue = Promise.resolve();
  /** @type {RTCIceCandidateInit[]} of the other end, until its description is there */
  #early = [];
  /** @type {RTCIceCandidateInit[]} of ours, until they are sent together */
  #found = [];
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #foundTimer;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #beatTimer;
  #bytesTold = 0;
  #bytesOfEarlierPeers = 0;

  /** @param {{callId: string, side: Side, wire: Wire, tile: Tile}} options */
  constructor({ callId, side, wire, tile }) {
    super();
    this.callId = callId;
    this.side = side;
    this.wire = wire;
    this.tile = tile;
    tile.onPicture = () => this.#pictured();
  }

  /** Ask the server for mode, epoch and ways to connect, and give signs of life from now on. */
  async setUp() {
    const setup = await this.askSetup();
    this.#beatTimer ??= setInterval(() => this.#beat(), BEAT_EVERY_MS);
    void this.#beat();
    return setup;
  }

  /** Let go of everything; the call itself goes on until the server ends it. */
  close() {
    clearInterval(this.#beatTimer);
    this.tile.blank();
    this.dropPeer();
    this.setState("ended");
  }

  /**
   * One message after the other: handlers wait for the browser, and candidates would overtake descriptions.
   * @param {() => Promise<unknown>} task
   */
  enqueue(task) {
    this.#queue = this.#queue.then(task).catch((error) => this.failed(error));
    return this.#queue;
  }

  /** @param {unknown} error */
  failed(error) {
    if (!(error instanceof WireRefused)) return console.error("call", this.callId, error);
    if (error.status === 404 || error.code === "call_ended") this.close();
    else if (error.code === "epoch_past") void this.catchUp();
  }

  /** Ask which mode holds: an event was missed or is still on its way. */
  async catchUp() {
    const { mode, epoch } = await this.askSetup();
    this.onMode(mode, epoch);
  }

  async askSetup() {
    const setup = await this.wire.setup();
    this.configuration = { ...setup.ice, bundlePolicy: "max-bundle" };
    return setup;
  }

  /** @param {Mode} _mode @param {number} _epoch @returns {void} */
  onMode(_mode, _epoch) {
    throw new Error("each side does this in its own way");
  }

  /** @param {string} peer */
  makePeer(peer) {
    this.dropPeer();
    const pc = new RTCPeerConnection(this.configuration);
    this.pc = pc;
    this.peer = peer;
    pc.addEventListener("icecandidate", ({ candidate }) => candidate && this.#foundCandidate(pc, candidate));
    pc.addEventListener("connectionstatechange", () => pc === this.pc && this.connectionChanged(pc.connectionState));
    return pc;
  }

  dropPeer() {
    this.pc?.close();
    this.pc = null;
    this.lines = null;
    this.peer = "";
    this.#early = [];
    this.#found = [];
    this.#bytesOfEarlierPeers = this.#bytesTold;
    this.tile.setStream(null);
  }

  /** @param {RTCPeerConnectionState} state */
  connectionChanged(state) {
    if (state === "connected") this.setState("connected");
    if (state === "disconnected" || state === "failed") this.setState("interrupted");
  }

  /** @param {"connecting" | "connected" | "interrupted" | "ended"} state */
  setState(state) {
    if (state === this.state || this.state === "ended") return;
    this.state = state;
    this.dispatchEvent(new CustomEvent("state", { detail: { state } }));
    if (state === "connected") void this.#beat();
  }

  /** Put both lines into the direction of the mode; takes effect with the next description. */
  turnLines() {
    if (!this.lines) return;
    const { audio, video } = directionsFor(this.mode, this.side);
    this.lines.audio.direction = audio;
    this.lines.video.direction = video;
  }

  /** Take these two as the lines of the connection and show what arrives on them. @param {Lines} lines */
  useLines(lines) {
    this.lines = lines;
    this.tile.setStream(new MediaStream([lines.audio.receiver.track, lines.video.receiver.track]));
  }

  /** @param {{peer: string, candidates: RTCIceCandidateInit[]}} body */
  async takeCandidates({ peer, candidates }) {
    if (peer !== this.peer) return;
    this.#early.push(...candidates);
    if (this.pc?.remoteDescription) await this.useEarlyCandidates();
  }

  async useEarlyCandidates() {
    for (const candidate of this.#early.splice(0)) {
      await this.pc?.addIceCandidate(candidate).catch(() => undefined); // one unusable path leaves the others
    }
  }

  /** @param {RTCPeerConnection} pc @param {RTCIceCandidate} candidate */
  #foundCandidate(pc, candidate) {
    if (pc !== this.pc) return;
    this.#found.push(candidate.toJSON());
    this.#foundTimer ??= setTimeout(() => this.#sendFound(), CANDIDATES_WAIT_MS);
  }

  #sendFound() {
    this.#foundTimer = undefined;
    const candidates = this.#found.splice(0);
    if (candidates.length === 0) return;
    this.wire.send("candidate", this.epoch, { peer: this.peer, candidates }).catch((error) => this.failed(error));
  }

  #pictured() {
    const isFirst = !this.hasPicture;
    this.hasPicture = true;
    this.dispatchEvent(new CustomEvent("picture", { detail: { isFirst } }));
    if (isFirst) void this.#beat();
  }

  async #beat() {
    try {
      const { told, beat } = await this.#measure();
      const { mode, epoch } = await this.wire.beat(beat);
      this.#bytesTold = told;
      if (epoch > this.epoch) this.onMode(mode, epoch);
    } catch (error) {
      if (!(error instanceof WireRefused && error.status === 0)) this.failed(error);
    }
  }

  async #measure() {
    const told = Math.max(this.#bytesOfEarlierPeers + (await receivedBytes(this.pc)), this.#bytesTold);
    const beat = {
      connected: this.pc?.connectionState === "connected",
      firstPicture: this.hasPicture && this.side === "officer",
      bytesReceived: told - this.#bytesTold,
    };
    return { told, beat };
  }
}

/** Media bytes that arrived. @param {RTCPeerConnection | null} pc */
async function receivedBytes(pc) {
  let bytes = 0;
  if (!pc || pc.connectionState === "closed") return bytes;
  (await pc.getStats()).forEach((report) => {
    if (report.type === "inbound-rtp") bytes += report.bytesReceived;
  });
  return bytes;
}
