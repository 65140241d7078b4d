// A kiosk starts anew when nobody touches it. Without this file a refresh in the page's head does, later.
(() => {
  "use strict";
  const still = document.getElementById("kiosk-still");
  if (!still) return;
  const seconds = (name) => Number(still.dataset[name] || 0) * 1000;
  let idle = 0;
  let warned = 0;

  const end = () => {
    for (const form of document.forms) form.reset();
    for (const field of document.querySelectorAll("input:not([type=hidden]), textarea")) field.value = "";
    location.replace(still.dataset.end);
  };
  const warn = () => {
    still.showModal();
    warned = setTimeout(end, seconds("warn"));
  };
  const begin = () => {
    clearTimeout(idle);
    idle = setTimeout(warn, seconds("idle"));
  };
  const stay = () => {
    clearTimeout(warned);
    if (still.open) still.close();
    begin();
  };

  // Where everybody begins there is nothing to clear; where somebody is thanked, the page ends by itself.
  const isBeginning = document.querySelector(".kiosk__ways") && !document.querySelector(".kiosk__find");
  if (seconds("endsIn")) setTimeout(end, seconds("endsIn"));
  else if (!isBeginning) {
    for (const kind of ["pointerdown", "keydown", "input", "scroll"]) addEventListener(kind, begin, { passive: true });
    still.querySelector("button").addEventListener("click", stay);
    still.addEventListener("cancel", stay);
    begin();
  }
  // Nor does the browser keep a trace of where somebody was.
  const forget = () => {
    sessionStorage.clear();
    localStorage.clear();
  };
  addEventListener("load", forget);
  addEventListener("pagehide", forget);
  // A page that comes back from the browser's own memory is asked for again.
  addEventListener("pageshow", (event) => { if (event.persisted) location.replace(still.dataset.end); });
})();
