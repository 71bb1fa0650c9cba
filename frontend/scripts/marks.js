// Taps on a list, on a phone with a bad connection: shown at once, sent one after the other, tried again until they are
// saved. Each carries a number of its own, so that one that arrives twice counts once. They are kept on this page
// alone, in no storage: who leaves before all is saved is asked first.
(function () {
  "use strict";
  var SIGNED_OUT = "Ihre Anmeldung ist abgelaufen. Melden Sie sich in einem neuen Fenster an; diese Seite wartet.";
  var PATIENCE = 12000, SOON = 2000, AT_MOST = 30000;
  var forms = document.querySelectorAll("form[data-tap]"), bar = document.getElementById("unsaved");
  if (!forms.length || !bar || !window.fetch || !window.URLSearchParams || !window.crypto) { return; }
  var queue = [], sending = false, pause = SOON, timer = 0, hint = "", renewed = false;
  var words = bar.querySelector("[data-words]"), again = bar.querySelector("[data-again]");

  function aNumber() {
    var bytes = window.crypto.getRandomValues(new Uint8Array(16)), hex = "";
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    for (var i = 0; i < 16; i += 1) { hex += (bytes[i] + 256).toString(16).slice(1); }
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  }
  function inQueue(form) { return queue.some(function (tap) { return tap.form === form; }); }
  function all(selector) { return Array.prototype.slice.call(document.querySelectorAll(selector)); }

  function showCame(form, came) {
    var button = form.querySelector("button");
    button.setAttribute("aria-pressed", came ? "true" : "false");
    button.classList.toggle("mark__button--came", came);
    form.elements.came.value = came ? "no" : "yes";
    var count = document.querySelector("[data-came]");
    if (count) { count.textContent = all(".mark__button--came").length; }
  }
  function showGuests(number) {
    all("[data-guests]").forEach(function (place) { place.textContent = Math.max(0, number); });
  }
  function guestsNow() {
    var place = document.querySelector("[data-guests]");
    return place ? Number(place.textContent) : 0;
  }
  function said(form, sentence) {
    var line = form.querySelector(".mark__no");
    line.textContent = sentence;
    line.hidden = !sentence;
  }
  function tell() {
    all("form[data-tap]").forEach(function (form) { form.classList.toggle("mark--sending", inQueue(form)); });
    if (!queue.length) {
      again.hidden = true;
      if (bar.hidden) { return; }
      bar.classList.add("unsaved--done");
      words.textContent = "Alles gespeichert.";
      window.setTimeout(function () { bar.hidden = !queue.length; }, 6000);
      return;
    }
    bar.hidden = false;
    bar.classList.remove("unsaved--done");
    words.textContent = queue.length + " noch nicht gespeichert. " + (hint || "Bitte lassen Sie diese Seite offen.");
    again.hidden = !hint;
  }

  function tapped(event) {
    var form = event.currentTarget, fields = new URLSearchParams(), guests = form.getAttribute("data-tap") === "guests";
    event.preventDefault();
    Array.prototype.forEach.call(form.elements, function (field) {
      if (field.name) { fields.set(field.name, field.name === "nonce" ? aNumber() : field.value); }
    });
    said(form, "");
    if (guests) {
      showGuests(guestsNow() + Number(fields.get("by")));
    } else {
      showCame(form, fields.get("came") === "yes");
    }
    queue.push({ form: form, fields: fields, guests: guests });
    tell();
    send();
  }

  function settled(tap, told) {
    queue.shift();
    hint = "";
    pause = SOON;
    renewed = false;
    if (told.no) { said(tap.form, told.no); }
    if (tap.guests) {
      if (told.no) { showGuests(guestsNow() - Number(tap.fields.get("by"))); }
      else if (!queue.some(function (one) { return one.guests; })) { showGuests(told.guests); }
    } else if (!inQueue(tap.form)) {
      showCame(tap.form, told.no ? tap.fields.get("came") !== "yes" : told.came);
    }
  }
  function later(sentence) {
    hint = sentence;
    window.clearTimeout(timer);
    timer = window.setTimeout(send, pause);
    pause = Math.min(pause * 2, AT_MOST);
  }
  // Somebody signed in anew in another window: the page's own forms need its new mark before they are taken again.
  function renew() {
    return window.fetch(window.location.href, { credentials: "same-origin" })
      .then(function (answer) { return answer.text(); })
      .then(function (html) {
        var fresh = new DOMParser().parseFromString(html, "text/html")
          .querySelector("form[data-tap] [name=csrfmiddlewaretoken]");
        renewed = !!fresh;
        if (!fresh) { later(SIGNED_OUT); return; }
        all("[name=csrfmiddlewaretoken]").forEach(function (field) { field.value = fresh.value; });
        queue.forEach(function (tap) { tap.fields.set("csrfmiddlewaretoken", fresh.value); });
        hint = "";
      });
  }

  function send() {
    if (sending || !queue.length) { return; }
    window.clearTimeout(timer);
    sending = true;
    var tap = queue[0], over = window.AbortController ? new AbortController() : null;
    var limit = window.setTimeout(function () { if (over) { over.abort(); } }, PATIENCE);
    window.fetch(tap.form.action, {
      method: "POST", body: tap.fields, credentials: "same-origin", redirect: "manual",
      headers: { Accept: "application/json" }, signal: over ? over.signal : undefined,
    }).then(function (answer) {
      if (answer.ok || answer.status === 409) {
        return answer.json().then(function (told) { settled(tap, told); });
      }
      if (answer.status === 403 && !renewed) { return renew(); }
      renewed = false;
      if (answer.type === "opaqueredirect") {
        later(SIGNED_OUT);
      } else if (answer.status === 404 || answer.status === 410) {
        settled(tap, { no: "Diese Liste ist nicht mehr offen. Das wurde nicht gespeichert." });
      } else {
        later("Gerade geht es nicht. Wir versuchen es weiter. Bitte lassen Sie diese Seite offen.");
      }
      return null;
    }).catch(function () {
      later("Keine Verbindung. Wir versuchen es weiter. Bitte lassen Sie diese Seite offen.");
    }).then(function () {
      window.clearTimeout(limit);
      sending = false;
      tell();
      if (queue.length && !hint) { send(); }
    });
  }
  function now() { pause = SOON; send(); }

  // A browser that fills in forms again when a page is reloaded must not turn a tap round.
  Array.prototype.forEach.call(forms, function (form) {
    var came = form.querySelector("[aria-pressed]");
    if (came) { form.elements.came.value = came.getAttribute("aria-pressed") === "true" ? "no" : "yes"; }
    form.addEventListener("submit", tapped);
  });
  again.addEventListener("click", now);
  window.addEventListener("online", now);
  window.addEventListener("beforeunload", function (event) {
    if (!queue.length) { return; }
    event.preventDefault();
    event.returnValue = "";
  });
}());
