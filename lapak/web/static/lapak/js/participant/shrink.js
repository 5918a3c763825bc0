/**
 * Makes a photograph small enough for a weak line before it is sent. The server judges it at 1280 pixels
 * and keeps at most 2400, so nothing that matters is lost.
 */

const LONGEST = 2000;
const QUALITY = 0.86;
const LEAVE_BELOW_BYTES = 400_000;

/**
 * Return a smaller JPEG of the photograph, or the file itself when it is small, no picture, or not readable
 * here (the server says then what is wrong with it).
 * @param {File} file
 * @returns {Promise<Blob>}
 */
export async function shrink(file) {
  if (!file.type.startsWith("image/") || file.size < LEAVE_BELOW_BYTES) return file;
  try {
    return await redraw(file) ?? file;
  } catch {
    return file;
  }
}

/**
 * @param {File} file
 * @returns {Promise<Blob | null>}
 */
async function redraw(file) {
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  const pen = canvas.getContext("2d");
  if (!pen) return null;
  pen.imageSmoothingQuality = "high";
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  const smaller = await new Promise((/** @type {(made: Blob | null) => void} */ done) => {
    canvas.toBlob(done, "image/jpeg", QUALITY);
  });
  return smaller && smaller.size < file.size ? smaller : null;
}
