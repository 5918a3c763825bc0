// The three modes of a conversation, as `lapak/calls/rules/modes.py` has them. The server decides; this only
// asks for what the server will allow.

/**
 * @typedef {"focus" | "work" | "hold"} Mode
 * @typedef {"officer" | "participant"} Side
 * @typedef {{audio: RTCRtpTransceiverDirection, video: RTCRtpTransceiverDirection}} Directions
 */

/**
 * What one side does with each medium.
 * @param {Mode} mode
 * @param {Side} side
 * @returns {Directions}
 */
export function directionsFor(mode, side) {
  if (mode === "focus") return { audio: "sendrecv", video: "sendrecv" };
  if (mode === "hold") return { audio: "inactive", video: "inactive" };
  return { audio: "inactive", video: side === "officer" ? "recvonly" : "sendonly" };
}
