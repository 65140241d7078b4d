// Where the worker lies that does the work: the page's policy takes none that is written into the script itself.
(() => {
  const widget = document.currentScript.previousElementSibling.firstElementChild
  const register = () => $altcha.algorithms.set("PBKDF2/SHA-256", () => new Worker(widget.dataset.worker))
  globalThis.$altcha ? register() : customElements.whenDefined("altcha-widget").then(register)
})()
