// Small comforts for the operators' portal; every page works without them. Old browsers read this as it is.
(function () {
  "use strict";
  var offline = document.getElementById("offline");

  function each(selector, act) {
    Array.prototype.forEach.call(document.querySelectorAll(selector), act);
  }

  function tellNetwork() {
    offline.hidden = navigator.onLine !== false;
  }

  // What was typed waits in the browser until the page shows that something was recorded since.
  function keep(form) {
    var name = "loa-" + form.getAttribute("data-draft");
    var reason = form.elements.reason;
    try {
      var kept = JSON.parse(window.sessionStorage.getItem(name) || "null");
      if (kept && kept.told !== form.getAttribute("data-told")) {
        window.sessionStorage.removeItem(name);
      } else if (kept && !reason.value) {
        reason.value = kept.reason;
      }
    } catch (error) {
      return; // storage is off: nothing is kept
    }
    reason.addEventListener("input", function () {
      var draft = { reason: reason.value, told: form.getAttribute("data-told") };
      try {
        window.sessionStorage.setItem(name, JSON.stringify(draft));
      } catch (error) {
        // Storage is full: the form itself still holds the text.
      }
    });
  }

  each("form[data-draft]", keep);
  each("form", function (form) {
    form.addEventListener("submit", function (event) {
      if (navigator.onLine === false) {
        event.preventDefault();
        tellNetwork();
        offline.scrollIntoView();
      }
    });
  });
  each("a[data-apart]", function (link) {
    link.addEventListener("click", function (event) {
      var details = document.getElementById("bao-" + link.getAttribute("data-slot"));
      var part = details && details.querySelector("select[name=position]");
      if (!part) return;
      event.preventDefault();
      details.setAttribute("open", "");
      part.value = link.getAttribute("data-position");
      details.scrollIntoView();
      part.focus();
    });
  });
  window.addEventListener("online", tellNetwork);
  window.addEventListener("offline", tellNetwork);
  tellNetwork();
})();
