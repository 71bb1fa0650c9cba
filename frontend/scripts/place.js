/* Places while one types: a combobox upon the plain field. Without it the field is sent and the page asks back. */
(function () {
  "use strict";
  var SHORTEST = 2, PAUSE = 120;

  function combobox(box) {
    var field = box.querySelector("input"), known = {}, active = -1, asked = "", timer = 0;
    var list = document.createElement("div"), said = document.createElement("p");
    list.className = "place__choice";
    list.hidden = true;
    said.className = "visually-hidden";
    said.setAttribute("role", "status");
    box.appendChild(list);
    box.appendChild(said);
    field.setAttribute("role", "combobox");
    field.setAttribute("autocomplete", "off");
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-expanded", "false");
    field.setAttribute("aria-controls", field.id + "-liste");

    function options() { return list.querySelectorAll("[role=option]"); }
    function close() {
      asked = "";
      window.clearTimeout(timer);
      list.hidden = true;
      active = -1;
      field.setAttribute("aria-expanded", "false");
      field.removeAttribute("aria-activedescendant");
    }
    function mark(index) {
      var all = options();
      if (active >= 0 && all[active]) { all[active].setAttribute("aria-selected", "false"); }
      active = all.length ? (index + all.length) % all.length : -1;
      if (active < 0) { return; }
      all[active].setAttribute("aria-selected", "true");
      all[active].scrollIntoView({ block: "nearest" });
      field.setAttribute("aria-activedescendant", all[active].id);
    }
    function choose(option) {
      field.value = option.getAttribute("data-value");
      close();
      said.textContent = "";
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }
    function show(html) {
      list.innerHTML = html;
      active = -1;
      field.removeAttribute("aria-activedescendant");
      var choice = list.querySelector("[role=listbox]"), all = options();
      if (!choice) { close(); return; }
      choice.id = field.id + "-liste";
      all.forEach(function (option, index) { option.id = field.id + "-" + index; });
      said.textContent = choice.getAttribute("data-said");
      list.hidden = !all.length;
      field.setAttribute("aria-expanded", all.length ? "true" : "false");
    }
    function ask() {
      var typed = field.value.trim();
      if (typed.length < SHORTEST) { close(); said.textContent = ""; return; }
      asked = typed;
      if (known[typed]) { show(known[typed]); return; }
      window.fetch(box.getAttribute("data-places") + "?als=liste&q=" + encodeURIComponent(typed))
        .then(function (answer) { return answer.ok ? answer.text() : ""; })
        .then(function (html) {
          known[typed] = html;
          if (asked === typed) { show(html); }
        })
        .catch(function () { /* without a connection the field is what it was */ });
    }

    field.addEventListener("input", function () {
      window.clearTimeout(timer);
      timer = window.setTimeout(ask, PAUSE);
    });
    field.addEventListener("keydown", function (event) {
      var open = !list.hidden;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        if (!open) { ask(); return; }
        mark(event.key === "ArrowDown" ? active + 1 : (active < 0 ? -1 : active - 1));
      } else if (event.key === "Enter") {
        if (open && active >= 0) {
          event.preventDefault();
          choose(options()[active]);
        } else {
          close();
        }
      } else if (event.key === "Escape" && open) {
        event.preventDefault();
        close();
      }
    });
    field.addEventListener("blur", close);
    list.addEventListener("mousedown", function (event) { event.preventDefault(); });
    list.addEventListener("click", function (event) {
      var option = event.target.closest("[role=option]");
      if (option) { choose(option); }
    });
  }

  if (window.fetch) { document.querySelectorAll("[data-places]").forEach(combobox); }
}());
