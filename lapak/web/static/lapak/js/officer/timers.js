// Timers run in the browser from moments the server gave, corrected by what its clock says.

const EVERY_MS = 1_000;
const OVERDUE_AGAIN_MS = 10_000;

/** @param {{overdue: () => void}} tell when somebody's limit has passed since the server was asked */
export function startTimers({ overdue }) {
  let offset = serverOffset();
  let saidAt = 0;
  const draw = () => {
    const now = Date.now() + offset;
    for (const element of each("[data-since]")) element.textContent = stopwatch(now - Date.parse(element.dataset["since"] ?? ""));
    for (const element of each("[data-minutes-since]")) element.textContent = minutes(now - Date.parse(element.dataset["minutesSince"] ?? ""));
    for (const element of each("[data-clock]")) element.textContent = clock(now, element);
    if (now - saidAt > OVERDUE_AGAIN_MS && each("[data-due]").some((foot) => isOverdue(foot, now))) {
      saidAt = now;
      overdue();
    }
  };
  document.addEventListener("htmx:afterSettle", () => { offset = serverOffset(); draw(); });
  setInterval(draw, EVERY_MS);
  draw();
}

/** @param {string} selector @returns {HTMLElement[]} */
function each(selector) {
  return [...document.querySelectorAll(selector)].filter((element) => element instanceof HTMLElement);
}

/** How far the server's clock is from ours. The part is fresh when this is called first after a swap. */
function serverOffset() {
  const status = document.getElementById("desk-status");
  if (!status?.dataset["now"]) return 0;
  if (!status.dataset["offset"]) status.dataset["offset"] = String(Date.parse(status.dataset["now"]) - Date.now());
  return Number(status.dataset["offset"]);
}

/** @param {HTMLElement} foot @param {number} now */
function isOverdue(foot, now) {
  return Date.parse(foot.dataset["due"] ?? "") < now && foot.dataset["state"] === "on-hold";
}

/** @param {number} ms */
function stopwatch(ms) {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  return `${String(Math.floor(seconds / 60)).padStart(2, "0")}:${String(seconds % 60).padStart(2, "0")}`;
}

/** @param {number} ms */
function minutes(ms) {
  const word = document.getElementById("console")?.dataset["wordMinutes"] ?? "";
  return `${String(Math.max(0, Math.floor(ms / 60_000))).padStart(2, "0")} ${word}`;
}

/** The branch's clock; the name of its zone is kept as the server wrote it. @param {number} now @param {HTMLElement} element */
function clock(now, element) {
  const zone = element.textContent?.trim().split(" ").pop() ?? "";
  const options = /** @type {const} */ ({ hour: "2-digit", minute: "2-digit", hour12: false });
  const text = new Intl.DateTimeFormat("id-ID", { ...options, timeZone: element.dataset["clock"] }).format(now);
  return `${text.replace(":", ".")} ${zone}`;
}
