// The review page: its keys, and who else has it open.
(() => {
  const form = document.querySelector("[data-loa-decide]");
  const sound = document.querySelector("[data-loa-hear] audio, [data-loa-hear] video");

  // Says that the page is open, and who else has it open. A page in the background is not read.
  const present = document.querySelector("[data-loa-present]");
  const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value;
  if (present && token) {
    const QUARTER_MINUTE = 15000;
    const post = { csrfmiddlewaretoken: token, opened: present.dataset.opened };
    const sent = (more) => {
      const body = new FormData();
      for (const [name, value] of Object.entries({ ...post, ...more })) body.append(name, value);
      return body;
    };
    const attend = async () => {
      if (document.hidden) return;
      try {
        const answer = await fetch(present.dataset.url, { method: "POST", body: sent({}) });
        if (!answer.ok || answer.redirected) return;
        const { session, told } = await answer.json();
        post.session = session;
        const words = told.join(" ");
        if (present.textContent !== words) present.textContent = words;
      } catch {
        // A broken line: the next time tells.
      }
    };
    attend();
    window.setInterval(attend, QUARTER_MINUTE);
    document.addEventListener("visibilitychange", attend);
    window.addEventListener("pagehide", () => {
      if (post.session) navigator.sendBeacon(present.dataset.url, sent({ leave: "1" }));
    });
    window.addEventListener("pageshow", (shown) => {
      if (shown.persisted) attend();
    });
  }

  const seek = (seconds) => {
    if (sound) sound.currentTime = Math.max(0, sound.currentTime + seconds);
  };
  const keys = {
    d: () => form?.querySelector("[data-approve]")?.focus(),
    t: () => form?.querySelector("textarea").focus(),
    k: () => sound && (sound.paused ? sound.play() : sound.pause()),
    j: () => seek(-5),
    l: () => seek(5),
  };
  const typing = (target) => target.closest("input, select, textarea, [contenteditable]");

  // One decision is enough: the page that answers it takes the next.
  let decided = false;
  form?.addEventListener("submit", (submitted) => {
    if (decided) submitted.preventDefault();
    decided = true;
  });
  window.addEventListener("pageshow", () => {
    decided = false;
  });

  document.addEventListener("keydown", (pressed) => {
    // A letter that is still being composed belongs to the text.
    if (pressed.isComposing || pressed.altKey) return;
    if (typing(pressed.target)) {
      if (pressed.key === "Escape") pressed.target.blur();
      const ours = pressed.target.matches("[data-loa-decide] textarea");
      if (ours && pressed.key === "Enter" && (pressed.ctrlKey || pressed.metaKey)) {
        pressed.preventDefault();
        form.requestSubmit(form.querySelector("[data-return]"));
      }
      return;
    }
    if (pressed.ctrlKey || pressed.metaKey) return;
    if (document.querySelector("dialog[open], [role=dialog]:not([aria-hidden=true])")) return;
    const act = keys[pressed.key.toLowerCase()];
    if (!act) return;
    pressed.preventDefault();
    act();
  });
})();
