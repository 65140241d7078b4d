/* The editor of themes, at once instead of at the press of a button: everything here also works without. */
(() => {
  "use strict";
  const form = document.getElementById("theme-form");
  if (!form) return;
  const WAIT = 350; // ms after the last change
  let timer = null;
  let sending = false;
  let again = false;
  let pressed = null;

  const state = () => document.getElementById("state");
  const looks = document.getElementById("looks");
  const pageOf = (key) => looks.querySelector(`[data-frame="${key}"] iframe`);
  form.querySelectorAll("[data-live]").forEach((words) => { words.hidden = false; });

  /* --- Code and chart are one colour. ------------------------------------------ */
  const pickers = [...form.querySelectorAll("[data-picker]")];
  for (const picker of pickers) {
    const code = document.getElementById(picker.dataset.picker);
    picker.removeAttribute("name"); // the code is what counts from now on
    picker.addEventListener("input", () => { code.value = picker.value; });
    code.addEventListener("input", () => {
      if (/^#[0-9a-f]{6}$/i.test(code.value.trim())) picker.value = code.value.trim().toLowerCase();
    });
  }

  /* --- Frames. ------------------------------------------------------------------ */
  const wish = (name) => form.elements[name].value;
  const address = (key) => {
    const query = new URLSearchParams({ mode: wish("mode") });
    if (key === "draft") {
      query.set("draft", form.dataset.draft);
      query.set("edition", state().dataset.edition);
    }
    return `${form.dataset.preview.replace("PAGE", wish("page"))}?${query}`;
  };
  const show = (key) => {
    const frame = pageOf(key);
    if (frame) frame.src = address(key);
  };

  /* A changed colour is another stylesheet; only another header or drawing is another page. */
  const dress = (sheet) => {
    const page = pageOf("draft")?.contentDocument;
    const worn = page?.querySelector('link[href*="/desk/theme/"]');
    if (!worn) return show("draft");
    if (worn.getAttribute("href") === sheet) return;
    const next = worn.cloneNode();
    next.href = sheet;
    next.addEventListener("load", () => worn.remove());
    worn.after(next);
  };

  /* What follows from the brand is shown where nothing was chosen. */
  const follow = () => {
    for (const picker of pickers) {
      const code = document.getElementById(picker.dataset.picker);
      const present = state().dataset[code.name];
      code.placeholder = present;
      if (!code.value.trim()) picker.value = present;
    }
  };

  const answered = (html) => {
    const before = state().dataset.build;
    const focused = state().contains(document.activeElement);
    state().outerHTML = html;
    follow();
    if (focused) state().querySelector("button")?.focus();
    if (state().dataset.build === before) dress(state().dataset.sheet);
    else show("draft");
  };

  /* --- Kept while one types, one after the other. ------------------------------- */
  const keep = async () => {
    if (sending) { again = true; return; }
    sending = true;
    again = false;
    const said = new FormData(form);
    for (const [name, value] of [...said]) if (value instanceof File) said.delete(name);
    try {
      const answer = await fetch(form.action, {
        method: "POST", body: said, credentials: "same-origin", redirect: "error",
        headers: { "X-Requested-With": "theme-editor" },
      });
      if (answer.ok || answer.status === 409 || answer.status === 422) {
        answered(await answer.text());
      }
    } catch { /* Offline: the bar above says so; the next change or the button tries again. */ }
    sending = false;
    if (pressed) { const press = pressed; pressed = null; press(); }
    else if (again) later();
  };
  const later = () => { clearTimeout(timer); timer = setTimeout(keep, WAIT); };

  form.addEventListener("input", (event) => {
    const what = event.target;
    // A single new colour is three fields: it is taken when the button is pressed.
    if (what.matches("[data-view], [type=file], [name^=new_]")) return;
    later();
  });
  form.addEventListener("change", (event) => {
    // A file is not sent in passing: it is taken in, and the page comes back with its colours.
    if (event.target.matches("[type=file]") && event.target.value) { form.requestSubmit(); return; }
    if (!event.target.matches("[data-view]")) return;
    if (event.target.name === "beside") { form.requestSubmit(); return; }
    looks.dataset.width = wish("width");
    if (event.target.name !== "width") { show("draft"); show("worn"); }
  });
  /* A button pressed while something is being kept waits for it: otherwise one would be told of oneself. */
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    if (!sending) return;
    event.preventDefault();
    const { submitter } = event;
    pressed = () => {
      delete form.dataset.sent;
      const same = submitter?.isConnected ? submitter : form.querySelector(`button[value="${CSS.escape(submitter?.value ?? "")}"]`);
      form.requestSubmit(same);
    };
  });
})();
