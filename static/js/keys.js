// Keys and passkeys: asks the browser, and sends what it answers. Without this the code of an app is always there.
(function () {
  "use strict";
  if (!window.PublicKeyCredential) return;

  function optionsOf(form) {
    return JSON.parse(document.getElementById(form.dataset.options).textContent);
  }

  async function fetched(form) {
    const answer = await fetch(form.action, { headers: { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" } });
    if (!answer.ok) throw new Error("no options");
    return answer.json();
  }

  async function credentialFor(form) {
    if (form.dataset.key === "add") {
      const options = optionsOf(form).creation_options;
      const alone = form.elements.passwordless;
      const wanted = options.publicKey.authenticatorSelection;
      wanted.residentKey = alone && alone.checked ? "required" : "discouraged";
      wanted.requireResidentKey = Boolean(alone && alone.checked);
      if (alone && alone.checked) wanted.userVerification = "required";
      return window.webauthnJSON.create(options);
    }
    const options = form.dataset.options ? optionsOf(form) : await fetched(form);
    return window.webauthnJSON.get(options.request_options);
  }

  document.querySelectorAll("form[data-key]").forEach(function (form) {
    const button = form.querySelector("[data-key-button]");
    const failed = form.querySelector(".key-failed");
    button.hidden = false;
    document.querySelectorAll(".key-or").forEach(function (text) { text.hidden = false; });
    button.addEventListener("click", async function () {
      if (failed) failed.hidden = true;
      try {
        form.elements.credential.value = JSON.stringify(await credentialFor(form));
        form.submit();
      } catch (error) {
        if (failed) failed.hidden = false;
      }
    });
  });
})();
