// Asks for the page of a planning run again while the solver is at work, and leads to its draft.
// Without this script there is a link that does the same.
const EVERY = 2000;
const shown = document.getElementById("planning-run");
document.getElementById("look-again").hidden = true;

async function look() {
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (answer.ok) {
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const now = page.getElementById("planning-run");
      if (!now || now.dataset.draft) {
        location.assign(now ? now.dataset.draft : location.href);
        return;
      }
      if (now.dataset.goingOn === undefined) {
        location.reload();
        return;
      }
      if (now.innerHTML !== shown.innerHTML) {
        shown.replaceChildren(...now.childNodes);
      }
    }
  } catch {
    // The connection is away for a moment: it is tried again.
  }
  setTimeout(look, EVERY);
}

setTimeout(look, EVERY);
