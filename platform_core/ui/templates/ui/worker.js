{% load static %}/* Only for the moment without a connection: shows the offline page instead of the browser's.
   It keeps no page a person has seen and answers nothing by itself while the network does. */
"use strict";
const KEPT = [
  "{% url 'ui:offline' %}",
  "{% static 'ui/madang.css' %}",
  "{% static 'ui/dark.css' %}",
  "{% static 'ui/app.js' %}",{% if theme.stylesheet_url %}
  "{{ theme.stylesheet_url|escapejs }}",{% endif %}
];
const SHELF = "offline-{{ version }}";

// What is kept is the same for everyone, whatever the headers say it varies on.
const fromShelf = (wanted) => caches.match(wanted, { ignoreVary: true });

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(SHELF).then((shelf) => shelf.addAll(KEPT)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const clear = (names) => Promise.all(names.filter((name) => name !== SHELF).map((name) => caches.delete(name)));
  event.waitUntil(caches.keys().then(clear).then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  const kept = KEPT.includes(new URL(request.url).pathname);
  if (request.mode === "navigate") {
    event.respondWith(fetch(request).catch(() => fromShelf(KEPT[0])));
  } else if (kept) {
    event.respondWith(fetch(request).catch(() => fromShelf(request)));
  }
});
