// Comments on the review page: a button at each line, and sending without leaving what plays.
(() => {
  const card = () => document.getElementById("remarks-card");
  if (!card()) return;

  // Paragraphs carry the key that the editor gave them.
  for (const paragraph of document.querySelectorAll(".loa-script [data-block-key]")) {
    paragraph.dataset.place = `body#${paragraph.dataset.blockKey}`;
  }
  const choose = (key) => {
    const place = card().querySelector("#place");
    place.value = key;
    if (place.value !== key) place.value = "title";
    const text = card().querySelector("#text");
    text.scrollIntoView({ block: "center" });
    text.focus({ preventScroll: true });
  };
  const label = card().querySelector("[data-say]").dataset.say;
  const known = new Set([...card().querySelectorAll("#place option")].map(({ value }) => value));
  for (const line of document.querySelectorAll(".loa-script [data-place]")) {
    if (!known.has(line.dataset.place)) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "loa-say";
    button.title = label;
    button.setAttribute("aria-label", label);
    button.addEventListener("click", () => choose(line.dataset.place));
    line.append(button);
    line.classList.add("loa-place");
  }

  // The answer is the page again; of it the card alone is taken, so that the sound plays on.
  let sending = false;
  document.addEventListener("submit", async (submitted) => {
    const form = submitted.target.closest("[data-loa-comment]");
    if (!form) return;
    submitted.preventDefault();
    if (sending) return;
    sending = true;
    // Other forms of the card keep what was begun in them.
    const begun = [...card().querySelectorAll("textarea")].filter(
      (text) => text.value && !form.contains(text),
    );
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        body: new FormData(form, submitted.submitter),
      });
      if (!answer.ok) throw new Error(String(answer.status));
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById("remarks-card");
      if (!fresh) throw new Error("no card");
      card().replaceWith(fresh);
      for (const { id, value } of begun) {
        const text = document.getElementById(id);
        if (text && !text.value) text.value = value;
      }
      const told = fresh.querySelector("[role=status], [role=alert]");
      if (told) {
        told.tabIndex = -1;
        told.focus();
      }
    } catch {
      // A broken line, or signed out meanwhile: the plain way says what is the matter.
      form.append(Object.assign(document.createElement("input"), {
        type: "hidden",
        name: submitted.submitter?.name || "plain",
        value: "1",
      }));
      form.submit();
    } finally {
      sending = false;
    }
  });
})();
