/* The QR code of a card, or of a slip for feedback, carries its digits behind "#", which browsers send to no server. This takes them out of the address
   at once, so that neither the address bar nor the history keeps them, and writes them into the form. */
(function () {
  "use strict";
  var code = /^#(\d{16,32})$/.exec(window.location.hash);
  if (!code) { return; }
  if (window.history.replaceState) {
    window.history.replaceState(null, "", window.location.pathname + window.location.search);
  } else {
    window.location.hash = "";
  }
  function fill() {
    var field = document.querySelector("input[data-card-code]");
    if (!field || field.value) { return; }
    field.value = code[1].replace(/(\d{4})(?=\d)/g, "$1 ");
    var have = document.querySelector("input[name=wahl][value=habe]");
    if (have) { have.checked = true; }
    var number = document.querySelector("input[name=eigene_zahl]");
    if (number) { number.focus(); }
  }
  if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", fill);
  } else {
    fill();
  }
}());
