/** The tracking page: follows its claim live, and sends the photograph of a paper asked again. */

import { follow } from "../live.js";
import { announce } from "../ui/page.js";
import { Uploads } from "./uploads.js";

const area = document.getElementById("lacak");
if (area) {
  const uploads = new Uploads(area, "tracking");
  let isStale = false;

  const refresh = async () => {
    isStale = uploads.isBusy;
    if (isStale) return;
    const before = area.querySelector("[data-version]")?.getAttribute("data-version");
    await uploads.refresh();
    const heading = area.querySelector("[data-version]");
    if (heading && heading.getAttribute("data-version") !== before) {
      announce(`${area.dataset.changed ?? ""} ${heading.textContent ?? ""}`);
    }
  };
  area.addEventListener("focusout", () => { if (isStale) void refresh(); });
  // Whoever came by the number alone has no stream, and sees what is new when looking again.
  const looksAgain = () => { if (document.visibilityState === "visible") void refresh(); };
  if (!area.dataset.live) document.addEventListener("visibilitychange", looksAgain);
  else follow(area.dataset.live, {
    journal: () => void refresh(),
    ready: () => void refresh(),
    poll: () => void refresh(),
  });
}
