// Passkeys: what the page asks the browser, and the answer put into the form. Buttons stay hidden where the browser
// has none of it. Bytes travel as base64url in both directions (WebAuthn Level 3, JSON).
(() => {
  if (!window.PublicKeyCredential) return
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0))
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "")
  const known = (list) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }))

  const asked = {
    create: (said) => ({
      ...said,
      challenge: bytes(said.challenge),
      user: { ...said.user, id: bytes(said.user.id) },
      excludeCredentials: known(said.excludeCredentials),
      authenticatorSelection: {
        ...said.authenticatorSelection,
        residentKey: "required",
        requireResidentKey: true,
        userVerification: "required",
      },
    }),
    get: (said) => ({ ...said, challenge: bytes(said.challenge), allowCredentials: known(said.allowCredentials) }),
  }
  const answered = (credential) => {
    const response = {}
    for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (credential.response[name]) response[name] = text(credential.response[name])
    }
    return {
      id: credential.id,
      rawId: text(credential.rawId),
      type: credential.type,
      response,
      clientExtensionResults: credential.getClientExtensionResults(),
    }
  }

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    const button = form.querySelector("button[data-passkey-button]")
    const trouble = form.querySelector("[data-passkey-trouble]")
    const options = async () => {
      if (form.dataset.passkeyOptions) {
        const answer = await fetch(form.dataset.passkeyOptions, {
          headers: { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" },
        })
        return (await answer.json()).request_options
      }
      const said = JSON.parse(document.getElementById("passkey-options").textContent)
      return said.creation_options || said.request_options
    }
    const press = async () => {
      const what = form.dataset.passkey
      try {
        const publicKey = asked[what]((await options()).publicKey)
        const credential = await navigator.credentials[what]({ publicKey })
        form.elements.credential.value = JSON.stringify(answered(credential))
        form.submit()
      } catch (_closed) {
        if (trouble) trouble.hidden = false
      }
    }
    button.hidden = false
    button.addEventListener("click", (event) => {
      event.preventDefault()
      press()
    })
  }
})()
