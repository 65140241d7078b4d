/* Small helps. Every page works without them: nothing here decides anything. */
(() => {
  "use strict";
  const words = document.body.dataset;
  // Every match inside root, root itself included: htmx hands us the fragment's own outermost element.
  const $$ = (selector, root = document) => [
    ...(root.matches?.(selector) ? [root] : []),
    ...root.querySelectorAll(selector),
  ];
  const segmenter = "Segmenter" in Intl ? new Intl.Segmenter("ko", { granularity: "grapheme" }) : null;
  const lengthOf = (text) => (segmenter ? [...segmenter.segment(text)].length : [...text].length);

  const say = (text) => {
    const status = document.getElementById("status");
    if (status) status.textContent = text || "";
  };

  /* --- Counters: what a person sees as one character counts as one. ---------- */
  const count = (counter) => {
    const box = document.getElementById(counter.dataset.counterFor);
    if (!box) return;
    const limit = Number(box.dataset.limit);
    const inWords = (number) => number.toLocaleString(document.documentElement.lang || undefined);
    const show = () => {
      const used = lengthOf(box.value);
      const over = used - limit;
      const pattern = over > 0 ? counter.dataset.over : counter.dataset.words;
      counter.textContent = pattern.replace("{used}", inWords(used)).replace("{limit}", inWords(limit)).replace("{over}", inWords(over));
      counter.classList.toggle("counter--over", over > 0);
    };
    box.removeAttribute("maxlength"); // say it instead of silently cutting a pasted text
    box.addEventListener("input", show);
    show();
  };

  const grow = (box) => {
    const fit = () => {
      box.style.blockSize = "auto";
      box.style.blockSize = `${Math.min(box.scrollHeight + 4, window.innerHeight * 0.8)}px`;
    };
    box.addEventListener("input", fit);
    if (box.value) fit();
  };

  /* --- Chosen files: names before they are sent. ----------------------------- */
  const listFiles = (input) => {
    const list = document.createElement("ul");
    list.className = "file-list";
    input.after(list);
    input.addEventListener("change", () => {
      list.replaceChildren(...[...input.files].map((file) => {
        const item = document.createElement("li");
        item.className = "file";
        const name = Object.assign(document.createElement("span"), { className: "file__name", textContent: file.name });
        const size = Object.assign(document.createElement("span"), {
          className: "file__size",
          textContent: file.size < 1048576 ? `${Math.max(1, Math.round(file.size / 1024))} KB` : `${(file.size / 1048576).toFixed(1)} MB`,
        });
        item.append(name, size);
        return item;
      }));
    });
  };

  /* --- Drafts: a few seconds after the last change, and when the page is left. */
  const autosave = (form) => {
    const state = form.querySelector("[data-save-state]") || document.querySelector("[data-save-state]");
    let timer = null;
    let version = 0;
    let savedVersion = 0;
    const show = (text) => { if (state) state.textContent = text; };
    const body = () => {
      const data = new FormData(form);
      for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
      return data;
    };
    const save = async () => {
      if (version === savedVersion || form.dataset.sent) return;
      const saving = version;
      show(words.saving);
      try {
        const answer = await fetch(form.dataset.autosaveUrl, {
          method: "POST", body: body(), headers: { "X-Requested-With": "autosave" }, credentials: "same-origin", redirect: "error",
        });
        if (!answer.ok) throw new Error(answer.status);
        savedVersion = saving;
        const kept = answer.headers.get("X-Draft");
        const field = kept && form.querySelector("[name=draft]");
        if (field) field.value = kept;
        form.dataset.dirty = version === savedVersion ? "" : "yes";
        show(words.saved);
      } catch {
        show(words.notSaved);
        timer = setTimeout(save, 15000);
      }
    };
    form.addEventListener("input", () => {
      version += 1;
      clearTimeout(timer);
      timer = setTimeout(save, 3000);
    });
    document.addEventListener("visibilitychange", () => { if (document.hidden) save(); });
  };

  /* --- One press, one request. Heard on the way down, before htmx hears it too. - */
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("form[data-guard]")) return;
    if (form.dataset.sent || !navigator.onLine) {
      event.preventDefault();
      event.stopImmediatePropagation();
      if (!navigator.onLine) offline();
      return;
    }
    form.dataset.sent = "yes";
    form.dataset.dirty = "";
    const button = event.submitter;
    if (button) setTimeout(() => { button.setAttribute("aria-busy", "true"); }, 0);
    setTimeout(() => release(form), 12000); // a lost connection must not lock the form
  }, true);
  const release = (form) => {
    delete form.dataset.sent;
    $$("[aria-busy]", form).forEach((button) => button.removeAttribute("aria-busy"));
  };

  const warnWhenLeaving = (form) => form.addEventListener("input", () => { form.dataset.dirty = "yes"; });
  window.addEventListener("beforeunload", (event) => {
    if ($$("form[data-unsaved]").some((form) => form.dataset.dirty === "yes")) event.preventDefault();
  });

  /* --- Offline: a bar on top, said aloud once. --------------------------------- */
  const offline = () => {
    if (document.getElementById("offline") || document.body.classList.contains("offline-page")) return;
    const bar = Object.assign(document.createElement("div"), { id: "offline", className: "offline-bar", textContent: words.offline });
    bar.setAttribute("role", "alert");
    document.body.prepend(bar);
  };
  window.addEventListener("offline", offline);
  window.addEventListener("online", () => document.getElementById("offline")?.remove());

  /* --- htmx: a refusal (4xx) is a fragment worth showing; 5xx is not. ----------- */
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { status } = event.detail.xhr;
    if (status >= 400 && status < 500 && event.detail.xhr.getResponseHeader("X-Fragment")) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    }
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target.closest?.("form[data-guard]");
    if (form) release(form);
  });
  document.addEventListener("htmx:responseError", () => { say(words.failed); });
  document.addEventListener("htmx:sendError", () => { say(words.offline); offline(); });

  /* --- An explained word: a press says what it means, here; otherwise its link leads to the glossary. --- */
  document.addEventListener("click", (event) => {
    const term = event.target.closest?.("a.term");
    if (!term || event.ctrlKey || event.metaKey || event.shiftKey || !HTMLElement.prototype.showPopover) return;
    const meaning = $$("[data-meaning]").find((one) => one.dataset.meaning === term.dataset.term);
    if (!meaning) return;
    event.preventDefault();
    const note = Object.assign(document.createElement("div"), { className: "term-note", popover: "auto", tabIndex: -1 });
    const [word, text] = [document.createElement("p"), document.createElement("p")];
    word.append(Object.assign(document.createElement("strong"), { textContent: meaning.querySelector("dt").textContent }));
    text.textContent = meaning.querySelector("dd").textContent;
    note.append(word, text);
    note.setAttribute("role", "note");
    note.addEventListener("toggle", (change) => { if (change.newState === "closed") { note.remove(); } });
    term.after(note);
    note.showPopover();
    note.focus();
  });

  /* --- Menus close on Escape and when pressed outside. --------------------------- */
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    $$("details.menu[open]").forEach((menu) => { menu.open = false; menu.querySelector("summary").focus(); });
  });
  document.addEventListener("click", (event) => {
    $$("details.menu[open]").forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
  });

  const start = (root) => {
    $$("[data-counter-for]", root).forEach(count);
    $$("textarea:not([data-fixed])", root).forEach(grow);
    $$("input[type=file]", root).forEach(listFiles);
    $$("form[data-autosave-url]", root).forEach(autosave);
    $$("form[data-unsaved]", root).forEach(warnWhenLeaving);
  };
  start(document);
  // In a row that scrolls sideways, where one is now may lie beyond the edge.
  $$(".side-nav__list, .tabs").forEach((row) => {
    const here = row.querySelector("[aria-current]");
    if (here) row.scrollLeft = here.offsetLeft - row.offsetLeft - (row.clientWidth - here.clientWidth) / 2;
  });
  if (!navigator.onLine) offline();
  if (words.worker && "serviceWorker" in navigator) {
    window.addEventListener("load", () => { navigator.serviceWorker.register(words.worker).catch(() => {}); });
  }
  document.addEventListener("htmx:load", (event) => { if (event.target !== document.body) start(event.target); });
  // Back button: the page comes from memory with its forms still marked as sent.
  window.addEventListener("pageshow", (event) => { if (event.persisted) $$("form[data-guard]").forEach(release); });
  document.querySelector("[data-focus]")?.focus();
})();
