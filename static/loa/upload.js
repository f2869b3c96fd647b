// Shows how much of a file has been sent. Without this script the form works as it is.
(() => {
  for (const form of document.querySelectorAll("form[data-loa-upload]")) {
    const bar = form.querySelector("[data-sent]");
    const text = form.querySelector("[data-sent-text]");
    const button = form.querySelector("button");
    form.addEventListener("submit", (event) => {
      if (!form.querySelector("input[type=file]").files.length) return;
      event.preventDefault();
      const request = new XMLHttpRequest();
      request.open("POST", form.action || window.location.href);
      request.upload.addEventListener("progress", ({ loaded, total }) => {
        const percent = Math.floor((100 * loaded) / total);
        bar.hidden = false;
        bar.value = percent;
        text.textContent = `${percent}%`;
      });
      request.addEventListener("load", () => {
        if (request.responseURL && request.responseURL !== window.location.href) {
          window.location.assign(request.responseURL);
          return;
        }
        document.open();
        document.write(request.responseText);
        document.close();
      });
      request.addEventListener("error", () => {
        button.disabled = false;
        text.textContent = form.dataset.broken;
      });
      button.disabled = true;
      request.send(new FormData(form));
    });
  }
})();
