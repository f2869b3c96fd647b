// Sends files in pieces, two at a time.
// Without this script the form sends one file whole.
(() => {
  const AT_ONCE = 2;

  const begun = (form) => {
    const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
    const list = form.querySelector("[data-uploads]");
    const waiting = [];
    let running = 0;
    let failed = 0;
    const done = [];

    const rowOf = (file) => {
      const row = form.querySelector("[data-upload-row]").content.firstElementChild.cloneNode(true);
      row.querySelector("[data-name]").textContent = file.name;
      list.append(row);
      const bar = row.querySelector("progress");
      const told = row.querySelector("[data-told]");
      told.textContent = form.dataset.waiting;
      return {
        row,
        stop: row.querySelector("[data-stop]"),
        say: (text) => {
          told.textContent = text;
        },
        sent: (percent) => {
          bar.value = percent;
          told.textContent = `${percent}%`;
        },
      };
    };

    const next = () => {
      while (running < AT_ONCE && waiting.length) {
        running += 1;
        waiting.shift()();
      }
      if (!running && !waiting.length && done.length === 1 && !failed) {
        window.location.assign(done[0].address);
      }
    };

    const ended = (shown, text, bad) => {
      running -= 1;
      failed += bad ? 1 : 0;
      shown.stop.hidden = true;
      shown.say(text);
      next();
    };

    const taken = async (shown, upload) => {
      shown.say(form.dataset.checking);
      const answer = await fetch(`${upload.url}xong/`, {
        method: "POST",
        headers: { "X-CSRFToken": token },
      });
      if (!answer.ok) {
        ended(shown, answer.status === 409 ? form.dataset.failed : await answer.text(), true);
        return;
      }
      const found = await answer.json();
      done.push(found);
      const link = document.createElement("a");
      link.href = found.address;
      link.textContent = found.title;
      shown.row.querySelector("[data-name]").replaceChildren(link);
      ended(shown, found.told, false);
    };

    const send = (file, title, replaces, shown) => {
      const upload = window.loaPieces(form, file, { title, replaces }, {
        sent: shown.sent,
        broken: () => shown.say(form.dataset.broken),
        failed: (text) => ended(shown, text, true),
        done: () => {
          taken(shown, upload).catch(() => ended(shown, form.dataset.failed, true));
        },
      });
      shown.stop.addEventListener("click", () => {
        upload.abort(true).catch(() => {});
        running -= 1;
        shown.row.remove();
        next();
      });
    };

    return (files, title, replaces) => {
      list.replaceChildren();
      failed = 0;
      done.length = 0;
      for (const file of files) {
        const shown = rowOf(file);
        const one = files.length === 1;
        waiting.push(() => send(file, one ? title : "", one ? replaces : "", shown));
      }
      next();
    };
  };

  if (!window.tus || !window.tus.isSupported) {
    return;
  }
  for (const form of document.querySelectorAll("form[data-loa-upload]")) {
    const chosen = form.querySelector("input[type=file]");
    const start = begun(form);
    chosen.multiple = true;
    form.addEventListener("submit", (event) => {
      if (!chosen.files.length) {
        return;
      }
      event.preventDefault();
      const { title, replaces } = form.elements;
      start([...chosen.files], title ? title.value : "", replaces ? replaces.value : "");
    });
  }
})();
