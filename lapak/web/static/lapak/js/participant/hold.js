/**
 * How long the time is still kept. The server says how many seconds are left; they are counted on a clock that
 * does not care what the phone's own clock is set to.
 */

const line = document.querySelector("[data-hold]");
const begun = performance.now();

function tell() {
  if (!(line instanceof HTMLElement)) return;
  const left = Number(line.dataset["hold"]) - (performance.now() - begun) / 1000;
  if (left <= 0) {
    line.textContent = line.dataset["over"] ?? "";
    line.classList.add("bad");
    return;
  }
  const minutes = Math.floor(left / 60);
  const seconds = String(Math.floor(left % 60)).padStart(2, "0");
  line.textContent = (line.dataset["left"] ?? "").replace("{time}", `${minutes}.${seconds}`);
  setTimeout(tell, 1000 - ((performance.now() - begun) % 1000));
}

// A page that comes back from the browser's memory shows an old figure: ask the server again.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
tell();
