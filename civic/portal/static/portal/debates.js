/* Card news: “next” and “before” move the strip alone, and the page stays where it is. Without this they are plain links. */
(() => {
  "use strict";
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-to-card]");
    const card = link && document.querySelector(link.getAttribute("href"));
    const strip = card && card.closest("[data-strip]");
    if (!strip) return;
    event.preventDefault();
    const left = card.getBoundingClientRect().left - strip.getBoundingClientRect().left + strip.scrollLeft;
    strip.scrollTo({ left, behavior: calm.matches ? "auto" : "smooth" });
    // The same button of the card that is shown now, or its other one at either end.
    const onward = link.matches(":last-child");
    const links = [...card.querySelectorAll("a[data-to-card]")];
    const next = (onward ? links.find((one) => one.matches(":last-child")) : links.find((one) => one.matches(":first-child"))) || links[0];
    if (next) next.focus({ preventScroll: true });
  });
})();
