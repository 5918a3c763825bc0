// A still from a moving picture, as a JPEG in the full size of the picture.

const QUALITY = 0.92;

/**
 * Take the frame that is shown now.
 * @param {HTMLVideoElement} video
 * @returns {Promise<{blob: Blob, width: number, height: number}>}
 * @throws {Error} `no_picture` when nothing is shown
 */
export async function takeStill(video) {
  const { videoWidth: width, videoHeight: height } = video;
  const isShown = video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA && video.dataset["picture"] !== "waiting";
  if (!width || !height || !isShown) throw new Error("no_picture");
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  canvas.getContext("2d")?.drawImage(video, 0, 0, width, height);
  return { blob: await jpeg(canvas), width, height };
}

/** @param {HTMLCanvasElement} canvas @returns {Promise<Blob>} */
function jpeg(canvas) {
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no_picture"))), "image/jpeg", QUALITY);
  });
}
