// Why a camera or microphone cannot be used, as a code the page has words for.

/**
 * @typedef {"denied" | "in_use" | "absent" | "lost" | "insecure" | "failed"} CaptureCode
 * @typedef {{device: "camera" | "microphone", code: CaptureCode}} CaptureProblem
 */

/** @type {Record<string, CaptureCode>} */
const CODES = {
  NotAllowedError: "denied",
  SecurityError: "denied",
  NotReadableError: "in_use",
  AbortError: "in_use",
  NotFoundError: "absent",
  OverconstrainedError: "absent",
};

/**
 * @param {unknown} error what getUserMedia threw
 * @returns {CaptureCode}
 */
export function captureCode(error) {
  return error instanceof DOMException ? (CODES[error.name] ?? "failed") : "failed";
}

/**
 * Ask for what is wanted; when together it fails, each by itself, so that one broken device does not take the
 * other away.
 * @param {MediaStreamConstraints} wanted
 * @returns {Promise<{tracks: MediaStreamTrack[], problems: CaptureProblem[]}>}
 */
export async function capture(wanted) {
  if (!navigator.mediaDevices) return { tracks: [], problems: problemsOf(wanted, "insecure") };
  try {
    return { tracks: (await navigator.mediaDevices.getUserMedia(wanted)).getTracks(), problems: [] };
  } catch (error) {
    if (!(wanted.audio && wanted.video)) return { tracks: [], problems: problemsOf(wanted, captureCode(error)) };
  }
  const parts = [await capture({ audio: wanted.audio }), await capture({ video: wanted.video })];
  return { tracks: parts.flatMap((part) => part.tracks), problems: parts.flatMap((part) => part.problems) };
}

/**
 * @param {MediaStreamConstraints} wanted
 * @param {CaptureCode} code
 * @returns {CaptureProblem[]}
 */
function problemsOf(wanted, code) {
  /** @type {CaptureProblem[]} */
  const problems = [];
  if (wanted.audio) problems.push({ device: "microphone", code });
  if (wanted.video) problems.push({ device: "camera", code });
  return problems;
}
