// Forms that a passkey fills in: <form data-passkey="address of the challenge" data-make?>; without this script they are not shown.
(() => {
  "use strict";
  const P = window.PublicKeyCredential;
  if (!P?.parseRequestOptionsFromJSON) return;
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      if (form.elements.credential.value) return;
      event.preventDefault();
      const headers = { "X-CSRFToken": form.elements.csrf_token.value };
      try {
        const answer = await fetch(form.dataset.passkey, { method: "POST", headers });
        if (!answer.ok || answer.redirected) return location.reload();
        const options = await answer.json();
        const made = "make" in form.dataset
          ? await navigator.credentials.create({ publicKey: P.parseCreationOptionsFromJSON(options) })
          : await navigator.credentials.get({ publicKey: P.parseRequestOptionsFromJSON(options) });
        form.elements.credential.value = JSON.stringify(made.toJSON());
        form.submit();
      } catch {
        const said = form.querySelector("[role=alert]");
        said.textContent = said.dataset.said; // called off, or no such key here
      }
    });
  }
})();
