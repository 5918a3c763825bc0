/** Compares a PDF on this device with the fingerprint of the letter; the file is sent nowhere. */

const area = document.getElementById("berkas");
const input = area?.querySelector("input");
const answer = area?.querySelector("[role=status]");

if (area && input && answer && globalThis.crypto?.subtle) {
  area.hidden = false;
  input.addEventListener("change", async () => {
    const file = input.files?.[0];
    if (!file) return;
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
    const found = Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
    const isSame = found === area.dataset.sha256;
    answer.textContent = (isSame ? area.dataset.same : area.dataset.other) ?? "";
    answer.classList.toggle("is-good", isSame);
    answer.classList.toggle("is-bad", !isSame);
  });
}
