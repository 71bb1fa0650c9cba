/* A scale to point at: the number one touches is marked until one touches another. Nothing is sent, nothing is kept;
   without this it is a picture. */
(function () {
  "use strict";
  function clear(marks) {
    marks.forEach(function (mark) { mark.setAttribute("aria-pressed", "false"); });
  }
  document.querySelectorAll("[data-scale]").forEach(function (scale) {
    var marks = [];
    scale.querySelectorAll("span").forEach(function (number) {
      var mark = document.createElement("button");
      mark.type = "button";
      mark.textContent = number.textContent;
      mark.addEventListener("click", function () {
        var again = mark.getAttribute("aria-pressed") === "true";
        clear(marks);
        mark.setAttribute("aria-pressed", again ? "false" : "true");
      });
      marks.push(mark);
      number.parentNode.replaceChild(mark, number);
    });
    clear(marks);
    // Whoever comes back to the page finds no number of before.
    window.addEventListener("pageshow", function () { clear(marks); });
  });
}());
