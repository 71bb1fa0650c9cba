/* A button that copies the sentence of a field. Without it the sentence stands there to be selected. */
(function () {
  "use strict";
  function copied(button) {
    var words = button.querySelector(".kern-label");
    var before = words.textContent;
    words.textContent = button.getAttribute("data-done");
    window.setTimeout(function () { words.textContent = before; }, 3000);
  }
  function copy(button) {
    var field = document.getElementById(button.getAttribute("data-copy"));
    field.focus();
    field.select();
    if (navigator.clipboard && navigator.clipboard.writeText) {
      navigator.clipboard.writeText(field.value).then(function () { copied(button); }, function () {});
    } else if (document.execCommand("copy")) {
      copied(button);
    }
  }
  document.querySelectorAll("button[data-copy]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () { copy(button); });
  });
}());
