// Everything works without this script. With it, texts are counted as they are typed, the menu
// folds on a phone, and what went wrong is read out. The address of GOV.UK Frontend is in the page,
// because the name of the file changes with its content.
const { govuk } = document.querySelector("script[data-govuk]").dataset;
const { initAll } = await import(govuk);

// Whoever comes back to a place in the page stays there: what was said is above, and not in the way.
if (location.hash) {
  for (const said of document.querySelectorAll('[data-module="govuk-notification-banner"]')) {
    said.dataset.disableAutoFocus = "true";
  }
}

document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();
