/** Prints the ticket at once, and again on request. */

document.querySelector("[data-print]")?.addEventListener("click", () => window.print());
window.addEventListener("load", () => window.print());
