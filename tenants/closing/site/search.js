// Narrows the list of contents while words are typed. Works from a folder, without a server; without it the list is whole.
"use strict";
(function () {
  var list = document.getElementById("entries");
  var box = document.getElementById("search");
  if (!list || !box) { return; }
  box.hidden = false;
  var field = box.querySelector("input");
  var found = document.getElementById("found");
  var rows = Array.prototype.slice.call(list.children);
  var words = rows.map(function (row) { return row.textContent.toLowerCase(); });
  field.addEventListener("input", function () {
    var asked = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    var count = 0;
    rows.forEach(function (row, place) {
      var fits = asked.every(function (word) { return words[place].indexOf(word) !== -1; });
      row.hidden = !fits;
      if (fits) { count += 1; }
    });
    found.textContent = String(count);
  });
})();
