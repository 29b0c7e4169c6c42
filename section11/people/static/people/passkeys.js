// Passkeys need this script and a browser that knows them: what is about them is hidden until then.
for (const part of document.querySelectorAll("[data-passkeys]")) {
  part.hidden = !window.PublicKeyCredential;
}
for (const part of document.querySelectorAll("[data-no-passkeys]")) {
  part.hidden = Boolean(window.PublicKeyCredential);
}
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const told = document.querySelector("[data-passkeys-failed]");
  told.hidden = false;
  told.focus();
});
