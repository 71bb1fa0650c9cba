/* A button that prints the page; right away where the button before this page already said "print". */
(function () {
  "use strict";
  var button = document.querySelector("button[data-print]");
  if (!button) { return; }
  button.hidden = false;
  button.addEventListener("click", function () { window.print(); });
  if (button.getAttribute("data-print") === "now") {
    button.setAttribute("data-print", "later");
    window.setTimeout(function () { window.print(); }, 100);
  }
}());
