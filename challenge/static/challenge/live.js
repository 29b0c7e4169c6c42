// Keeps the clock and the running order of the live page up to date, and can be stopped. Without it
// the page has a link that shows the time as it is now.

const EVERY = 20000; // milliseconds
const how = document.getElementById("live-how");
let running = true;

async function refresh() {
  if (!running || document.hidden) return;
  try {
    const answer = await fetch(window.location.href, { credentials: "same-origin" });
    if (!answer.ok || answer.redirected) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of document.querySelectorAll("[data-live]")) {
      const other = fresh.getElementById(part.id);
      // Whoever is on a link of it by keyboard stays there.
      if (other && !part.contains(document.activeElement)) part.replaceWith(other);
    }
  } catch {
    // No connection just now: the next round tries again.
  }
}

const button = document.createElement("button");
button.type = "button";
button.className = "govuk-button govuk-button--secondary";
button.textContent = "Stop the clock on this page";
button.addEventListener("click", () => {
  running = !running;
  button.textContent = running ? "Stop the clock on this page" : "Let the clock run again";
  refresh();
});
how.replaceChildren(button);
setInterval(refresh, EVERY);
document.addEventListener("visibilitychange", refresh);
