// In a chooser's window the file goes up in pieces first; then the window's own form is sent,
// with the upload's name in the place of the file. Where pieces cannot be sent, the form sends
// the file whole.
(() => {
  if (window.loaChooseUpload) {
    return; // the window brings its scripts each time it opens
  }
  window.loaChooseUpload = true;

  const send = (form, chosen) => {
    const button = form.querySelector("button[type=submit]");
    const shown = form.querySelector("[data-sending]");
    const bar = shown.querySelector("progress");
    const told = shown.querySelector("[data-told]");
    const { title } = form.elements;
    shown.hidden = false;
    button.disabled = true;
    chosen.disabled = true;
    told.textContent = form.dataset.waiting;
    const again = (text) => {
      told.textContent = text;
      button.disabled = false;
      chosen.disabled = false;
    };
    const upload = window.loaPieces(form, chosen.files[0], { title: title ? title.value : "" }, {
      sent: (percent) => {
        if (!form.isConnected) {
          upload.abort(); // the window was closed; what arrived is kept
          return;
        }
        bar.value = percent;
        told.textContent = `${percent}%`;
      },
      broken: () => {
        told.textContent = form.dataset.broken;
      },
      failed: again,
      done: () => {
        told.textContent = form.dataset.checking;
        form.elements.upload.value = upload.url.split("/").filter(Boolean).pop();
        chosen.value = "";
        chosen.required = false; // or the window would ask for a file
        form.requestSubmit();
        again(form.dataset.checking);
      },
    });
  };

  document.addEventListener(
    "submit",
    (event) => {
      const form = event.target;
      if (!form.matches("form[data-loa-choose-upload]")) {
        return;
      }
      const chosen = form.querySelector("input[type=file]");
      if (!chosen.files.length || !window.tus || !window.tus.isSupported) {
        return;
      }
      event.preventDefault();
      event.stopImmediatePropagation();
      send(form, chosen);
    },
    true,
  );
})();
