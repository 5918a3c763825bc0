// The participant's end: answers what the officer's end offers, and never offers itself.
//
//   const leg = new ParticipantLeg({ callId, kind: "booth", video, preview });
//   follow(token, { journal: (e) => leg.onJournal(e), mailbox: (e) => leg.onMailbox(e), ready: () => leg.start() });
//
// Events: `mode` {mode}, `state` {state}, `picture` {isFirst}, `problem` {device, code}.

import { Leg } from "./leg.js";
import { ParticipantMedia } from "./participant_media.js";
import { Tile } from "./tile.js";
import { Wire } from "./wire.js";

/**
 * @typedef {import("./modes.js").Mode} Mode
 * @typedef {import("../live.js").MailboxEvent} MailboxEvent
 * @typedef {import("../live.js").JournalEvent} JournalEvent
 */

const ASK_AGAIN_AFTER_MS = 6_000;
const WORK = { width: 320, height: 180, maxFramerate: 5, maxBitrate: 80_000 };
const FOCUS = {
  booth: { maxFramerate: 15, maxBitrate: 1_500_000 },
  phone: { maxFramerate: 15, maxBitrate: 300_000 },
};

export class ParticipantLeg extends Leg {
  #page = crypto.randomUUID();
  #media;
  #kind;
  #preview;
  #hasStarted = false;
  #offersTaken = 0;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #askTimer;

  /**
   * @param {{callId: string, kind: "booth" | "phone", video: HTMLVideoElement, preview?: HTMLVideoElement}} options
   *   `video` shows the officer, `preview` the person to themselves
   */
  constructor({ callId, kind, video, preview }) {
    super({ callId, side: "participant", wire: new Wire({ callId, side: "participant" }), tile: new Tile(video) });
    this.#kind = kind;
    this.#preview = preview;
    this.#media = new ParticipantMedia({ kind });
    this.#media.addEventListener("tracks", () => this.enqueue(() => this.#sendTracks()));
    this.#media.addEventListener("problem", (event) => {
      this.dispatchEvent(new CustomEvent("problem", { detail: /** @type {CustomEvent} */ (event).detail }));
    });
  }

  /** Begin when the stream is open; a stream that opens again changes nothing. */
  async start() {
    if (this.#hasStarted) return;
    this.#hasStarted = true;
    try {
      const { mode, epoch } = await this.setUp();
      this.onMode(mode, epoch);
      this.#askForOffer();
      this.#askTimer = setInterval(() => this.#askIfApart(), ASK_AGAIN_AFTER_MS);
    } catch (error) {
      this.#hasStarted = false;
      this.failed(error);
    }
  }

  /**
   * The mode holds from now: camera and microphone follow at once, the lines with the officer's next offer.
   * @param {Mode} mode
   * @param {number} epoch
   */
  onMode(mode, epoch) {
    if (epoch <= this.epoch) return;
    [this.mode, this.epoch] = [mode, epoch];
    void this.#media.use(mode).then(() => this.#showPreview());
    this.#showPreview();
    this.tile.show(mode === "focus" ? "focus" : "hold");
    this.dispatchEvent(new CustomEvent("mode", { detail: { mode } }));
    this.enqueue(() => this.#sendTracks());
  }

  /** @param {JournalEvent} event */
  onJournal({ what, data }) {
    if (data["call"] !== this.callId) return;
    if (what === "call.mode") this.onMode(data["mode"], data["epoch"]);
    if (what === "call.ended") this.close();
  }

  /** @param {MailboxEvent} event */
  onMailbox({ call, kind, body, epoch }) {
    if (call !== this.callId || this.state === "ended") return;
    if (kind === "description") this.enqueue(() => this.#offerArrived(body, epoch));
    if (kind === "candidate") this.enqueue(() => this.takeCandidates(/** @type {any} */ (body)));
  }

  close() {
    clearInterval(this.#askTimer);
    void this.#media.use("hold");
    this.#showPreview();
    super.close();
  }

  /** @param {Record<string, any>} body @param {number} epoch */
  async #offerArrived({ sdp, peer, n, mode }, epoch) {
    if (epoch < this.epoch) return; // the mode has changed since; another offer is on its way
    this.onMode(mode, epoch);
    if (peer !== this.peer) {
      this.makePeer(peer);
      this.#offersTaken = 0;
    } else if (n <= this.#offersTaken) return;
    this.#offersTaken = n;
    await this.#answer(sdp, peer, n);
  }

  /**
   * Answer at once, also while the camera is still starting: its track comes later.
   * @param {string} sdp
   * @param {string} peer
   * @param {number} n
   */
  async #answer(sdp, peer, n) {
    const pc = /** @type {RTCPeerConnection} */ (this.pc);
    await pc.setRemoteDescription({ type: "offer", sdp });
    this.#findLines(pc);
    this.turnLines();
    await this.#sendTracks();
    await pc.setLocalDescription(await pc.createAnswer());
    const answer = { type: "answer", sdp: pc.localDescription?.sdp, peer, n, page: this.#page };
    await this.wire.send("description", this.epoch, answer);
    await this.useEarlyCandidates();
  }

  /** @param {RTCPeerConnection} pc */
  #findLines(pc) {
    if (this.lines) return;
    const [audio, video] = pc.getTransceivers();
    if (!audio || !video) throw new Error("an offer has two lines");
    this.useLines({ audio, video });
  }

  /** Give the lines what the mode sends and the devices have. */
  async #sendTracks() {
    this.#showPreview();
    if (!this.lines) return;
    const { audio, video } = this.#media.tracks;
    await Promise.all([this.lines.audio.sender.replaceTrack(audio), this.lines.video.sender.replaceTrack(video)]);
    await this.#limitVideo(video);
  }

  /** @param {MediaStreamTrack | null} track */
  async #limitVideo(track) {
    const sender = this.lines?.video.sender;
    const parameters = sender?.getParameters();
    if (!sender || !parameters?.encodings[0] || !track) return;
    Object.assign(parameters.encodings[0], this.mode === "work" ? smallPicture(track) : fullPicture(this.#kind));
    await sender.setParameters(parameters);
  }

  #showPreview() {
    if (!this.#preview) return;
    const track = this.#media.tracks.video;
    const shown = /** @type {MediaStream | null} */ (this.#preview.srcObject)?.getTracks()[0] ?? null;
    if (shown === track) return;
    this.#preview.srcObject = track ? new MediaStream([track]) : null;
  }

  #askForOffer() {
    this.wire.send("renew", this.epoch, { page: this.#page }).catch((error) => this.failed(error));
  }

  /** The other end may have been away, or this one: say that someone is here. */
  #askIfApart() {
    if (this.pc?.connectionState !== "connected") this.#askForOffer();
  }
}

/** @param {MediaStreamTrack} track @returns {RTCRtpEncodingParameters} */
function smallPicture(track) {
  const { width = WORK.width, height = WORK.height } = track.getSettings();
  const scaleResolutionDownBy = Math.max(1, width / WORK.width, height / WORK.height);
  return { scaleResolutionDownBy, maxFramerate: WORK.maxFramerate, maxBitrate: WORK.maxBitrate };
}

/** @param {"booth" | "phone"} kind @returns {RTCRtpEncodingParameters} */
function fullPicture(kind) {
  return { scaleResolutionDownBy: 1, ...FOCUS[kind] };
}
