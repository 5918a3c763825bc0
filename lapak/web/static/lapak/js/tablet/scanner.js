/**
 * Reads QR codes from the camera: by the browser's own detector where it has one, else by a library that
 * is fetched only then.
 */

const LOOK_EVERY_MS = 200;
const SAME_AGAIN_MS = 6_000;
const LARGEST_SIDE = 640;
const TRY_CAMERA_AGAIN_MS = 15_000;

/** @typedef {(canvas: HTMLCanvasElement) => Promise<string>} Reader */

/**
 * Watch the camera and report each code once.
 * @param {{video: HTMLVideoElement, libraryUrl: string, onCode: (text: string) => void,
 *   onCamera: (works: boolean) => void}} options
 */
export async function watch({ video, libraryUrl, onCode, onCamera }) {
  const read = await reader(libraryUrl);
  const canvas = document.createElement("canvas");
  let last = { text: "", at: 0 };
  await openCamera(video, onCamera);
  setInterval(async () => {
    if (document.hidden || video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return;
    draw(video, canvas);
    const text = await read(canvas);
    const isSame = text === last.text && Date.now() - last.at < SAME_AGAIN_MS;
    if (!text) return;
    last = { text, at: Date.now() };
    if (!isSame) onCode(text);
  }, LOOK_EVERY_MS);
}

/** @param {HTMLVideoElement} video @param {(works: boolean) => void} onCamera */
async function openCamera(video, onCamera) {
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment", width: { ideal: 1280 } } });
    stream.getVideoTracks()[0].addEventListener("ended", () => openCamera(video, onCamera));
    video.srcObject = stream;
    await video.play();
    onCamera(true);
  } catch {
    onCamera(false); // refused, missing, or in another program's hands: typing still works
    setTimeout(() => openCamera(video, onCamera), TRY_CAMERA_AGAIN_MS);
  }
}

/** @param {HTMLVideoElement} video @param {HTMLCanvasElement} canvas */
function draw(video, canvas) {
  const scale = Math.min(1, LARGEST_SIDE / Math.max(video.videoWidth, video.videoHeight));
  canvas.width = Math.round(video.videoWidth * scale);
  canvas.height = Math.round(video.videoHeight * scale);
  canvas.getContext("2d", { willReadFrequently: true })?.drawImage(video, 0, 0, canvas.width, canvas.height);
}

/** @param {string} libraryUrl @returns {Promise<Reader>} */
async function reader(libraryUrl) {
  const Detector = /** @type {any} */ (window).BarcodeDetector;
  const formats = Detector ? await Detector.getSupportedFormats() : [];
  if (formats.includes("qr_code")) {
    const detector = new Detector({ formats: ["qr_code"] });
    return async (canvas) => (await detector.detect(canvas))[0]?.rawValue ?? "";
  }
  await import(libraryUrl);
  const jsQR = /** @type {any} */ (window).jsQR;
  return async (canvas) => {
    const picture = canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height);
    return picture ? jsQR(picture.data, picture.width, picture.height)?.data ?? "" : "";
  };
}
