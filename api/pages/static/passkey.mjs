// Passkeys: a form asks the server for a challenge, the device answers it, the form is sent.
// Without this script, or without passkeys in the browser, the button stays hidden.

function bytes(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

function text(buffer) {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function named(keys) {
  return (keys ?? []).map((key) => ({ ...key, id: bytes(key.id) }));
}

async function made(options) {
  const publicKey = {
    ...options,
    challenge: bytes(options.challenge),
    user: { ...options.user, id: bytes(options.user.id) },
    excludeCredentials: named(options.excludeCredentials),
  };
  const key = await navigator.credentials.create({ publicKey });
  return answer(key, { attestationObject: text(key.response.attestationObject) });
}

async function shown(options) {
  const publicKey = {
    ...options,
    challenge: bytes(options.challenge),
    allowCredentials: named(options.allowCredentials),
  };
  const key = await navigator.credentials.get({ publicKey });
  const { authenticatorData, signature, userHandle } = key.response;
  return answer(key, {
    authenticatorData: text(authenticatorData),
    signature: text(signature),
    userHandle: userHandle ? text(userHandle) : null,
  });
}

function answer(key, response) {
  const clientDataJSON = text(key.response.clientDataJSON);
  return JSON.stringify({
    id: key.id,
    rawId: text(key.rawId),
    type: key.type,
    response: { clientDataJSON, ...response },
    clientExtensionResults: {},
  });
}

async function challenge(form) {
  const body = new URLSearchParams(new FormData(form));
  const said = await fetch(form.dataset.options, { method: "POST", body });
  if (!said.ok) throw new Error(`challenge: ${said.status}`);
  const { options, ticket } = await said.json();
  return { options: JSON.parse(options), ticket };
}

async function run(form, button) {
  const told = form.querySelector("[data-told]");
  told.hidden = true;
  button.disabled = true;
  try {
    const { options, ticket } = await challenge(form);
    const ask = form.dataset.passkey === "create" ? made : shown;
    form.elements.credential.value = await ask(options);
    form.elements.ticket.value = ticket;
    HTMLFormElement.prototype.submit.call(form);
  } catch {
    told.hidden = false;
    button.disabled = false;
  }
}

if (window.PublicKeyCredential) {
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    const button = form.querySelector("[data-use]");
    const area = form.querySelector("[data-area]");
    area.hidden = false;
    button.addEventListener("click", (event) => {
      event.preventDefault();
      if (form.dataset.passkey === "show" || check(form)) run(form, button);
    });
  }
}

// The code of an authenticator is not asked for where a passkey is made instead.
function check(form) {
  const code = form.elements.code;
  if (code) code.disabled = true;
  const good = form.reportValidity();
  if (code) code.disabled = false;
  return good;
}
