// Says beside a tap that it did not arrive: on a bad connection somebody must know which marks are not saved yet.
(function () {
  "use strict";
  function form(event) {
    var element = event.detail && event.detail.elt;
    return element && element.hasAttribute && element.hasAttribute("data-unsaved") ? element : null;
  }
  function said(element, is) {
    var words = element.querySelector(".mark__unsaved");
    if (words) words.hidden = !is;
  }
  document.addEventListener("htmx:beforeRequest", function (event) {
    var element = form(event);
    if (!element) return;
    element.classList.add("mark--sending");
    said(element, false);
  });
  document.addEventListener("htmx:afterRequest", function (event) {
    var element = form(event);
    if (!element) return;
    element.classList.remove("mark--sending");
    if (!event.detail.successful) said(element, true);
  });
})();
