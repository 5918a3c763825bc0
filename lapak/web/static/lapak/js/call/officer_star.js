// The officer's page: up to six legs, one voice. Voice and camera belong to the star, which gives them to the leg
// in focus and to no other.
//
//   const star = new OfficerStar();
//   await star.open();                                        // camera and microphone, once
//   star.setPlaces([{ callId, video }, ...]);                 // whenever the places change
//   follow(token, { journal: (e) => star.onJournal(e), mailbox: (e) => star.onMailbox(e) });
//   star.press(callId);                                       // at the key, before asking the server
//   star.apply({ [callId]: { mode: "focus", epoch: 7 }, ... });  // with the server's answer
//
// Events: `state` {callId, state}, `mode` {callId, mode}, `picture` {callId, isFirst}, `resumed` {callId, ms},
// `problem` {device, code}.

import { OfficerLeg } from "./officer_leg.js";
import { OfficerMedia } from "./officer_media.js";
import { Tile } from "./tile.js";
import { Wire } from "./wire.js";

/**
 * @typedef {import("./modes.js").Mode} Mode
 * @typedef {import("../live.js").MailboxEvent} MailboxEvent
 * @typedef {import("../live.js").JournalEvent} JournalEvent
 * @typedef {{callId: string, video: HTMLVideoElement}} Place
 */

export class OfficerStar extends EventTarget {
  /** @type {Map<string, OfficerLeg>} */
  #legs = new Map();
  #media = new OfficerMedia();
  /** @type {string | null} the call that holds voice and camera */
  #speakingTo = null;
  /** @type {Map<string, number>} when the key was pressed */
  #pressed = new Map();

  /** Open camera and microphone. */
  async open() {
    this.#media.addEventListener("problem", (event) => this.#tell("problem", detailOf(event)));
    await this.#media.open();
  }

  /**
   * Hold a conversation with each of these, begin new ones and let go of those that are gone.
   * @param {Place[]} places
   */
  setPlaces(places) {
    const wanted = new Set(places.map((place) => place.callId));
    for (const [callId, leg] of this.#legs) {
      if (!wanted.has(callId)) this.#remove(callId, leg);
    }
    for (const place of places) {
      if (!this.#legs.has(place.callId)) this.#add(place);
    }
  }

  /**
   * The officer chose someone: whoever was heard so far is no longer, and the tone begins.
   * @param {string} callId
   */
  press(callId) {
    this.#pressed.set(callId, performance.now());
    if (this.#speakingTo === callId) return;
    this.#takeVoiceBack();
    this.#media.announce();
  }

  /** The server refused the switch: whoever was in focus still is. @param {string} callId */
  cancelPress(callId) {
    this.#pressed.delete(callId);
    for (const [other, leg] of this.#legs) {
      if (leg.mode === "focus" && this.#speakingTo === null) {
        this.#giveVoice(other);
        void leg.resume();
      }
    }
  }

  /** Nobody is in focus from now. */
  quiet() {
    this.#takeVoiceBack();
  }

  /**
   * Modes as the server has set them. Whoever leaves focus leaves it before another enters.
   * @param {Record<string, {mode: Mode, epoch: number}>} modes by call
   */
  apply(modes) {
    const entries = Object.entries(modes).sort(([, a], [, b]) => Number(a.mode === "focus") - Number(b.mode === "focus"));
    for (const [callId, { mode, epoch }] of entries) void this.#legs.get(callId)?.onMode(mode, epoch);
  }

  /** @param {JournalEvent} event */
  onJournal({ what, data }) {
    if (what === "call.mode") this.apply({ [data["call"]]: { mode: data["mode"], epoch: data["epoch"] } });
    if (what === "call.ended") this.#legs.get(data["call"])?.close();
  }

  /** @param {MailboxEvent} event */
  onMailbox(event) {
    this.#legs.get(event.call)?.onMailbox(event);
  }

  /** @param {string} callId @returns {RTCPeerConnection | null} for measuring */
  connection(callId) {
    return this.#legs.get(callId)?.pc ?? null;
  }

  close() {
    this.setPlaces([]);
    this.#media.close();
  }

  /** A leg was told its mode, before it negotiates. @param {string} callId @param {Mode} mode */
  #modeTaken(callId, mode) {
    if (mode === "focus") this.#giveVoice(callId);
    else if (this.#speakingTo === callId) this.#takeVoiceBack();
    this.#tell("mode", { callId, mode });
  }

  /** @param {string} callId */
  #giveVoice(callId) {
    if (this.#speakingTo === callId) return;
    this.#takeVoiceBack();
    this.#speakingTo = callId;
    if (!this.#pressed.has(callId)) this.#media.announce(); // begun elsewhere: another tab, a reload
  }

  #takeVoiceBack() {
    if (this.#speakingTo === null) return;
    const leg = this.#legs.get(this.#speakingTo);
    this.#speakingTo = null;
    this.#media.quiet();
    void leg?.release();
  }

  /** @param {Place} place */
  #add({ callId, video }) {
    const leg = new OfficerLeg({
      callId,
      wire: new Wire({ callId, side: "officer" }),
      tile: new Tile(video, { blursWork: true }),
      tracks: () => this.#tracksFor(callId),
    });
    this.#legs.set(callId, leg);
    leg.addEventListener("mode", (event) => this.#modeTaken(callId, detailOf(event).mode));
    leg.addEventListener("state", (event) => this.#tell("state", { callId, ...detailOf(event) }));
    leg.addEventListener("picture", (event) => this.#pictured(callId, detailOf(event)));
    leg.start().catch((error) => leg.failed(error));
  }

  /** Voice and camera, if this is the leg in focus. @param {string} callId */
  #tracksFor(callId) {
    if (this.#speakingTo !== callId) return { audio: null, video: null };
    return { audio: this.#media.audio, video: this.#media.video };
  }

  /** @param {string} callId @param {{isFirst: boolean}} detail */
  #pictured(callId, { isFirst }) {
    this.#tell("picture", { callId, isFirst });
    const pressed = this.#pressed.get(callId);
    this.#pressed.delete(callId);
    if (pressed !== undefined) this.#tell("resumed", { callId, ms: performance.now() - pressed });
  }

  /** @param {string} callId @param {OfficerLeg} leg */
  #remove(callId, leg) {
    if (this.#speakingTo === callId) this.#takeVoiceBack();
    leg.close();
    this.#legs.delete(callId);
  }

  /** @param {string} name @param {object} detail */
  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

/** @param {Event} event */
function detailOf(event) {
  return /** @type {CustomEvent} */ (event).detail;
}
