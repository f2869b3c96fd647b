// Follows the making of a house file and loads the page anew when it ends.
(() => {
  const SECOND = 1000;
  for (const box of document.querySelectorAll("[data-loa-progress]")) {
    const ask = async () => {
      let pause = SECOND;
      try {
        const answer = await fetch(box.dataset.url, { headers: { Accept: "application/json" } });
        const state = await answer.json();
        if (state.done) {
          window.location.reload();
          return;
        }
        box.querySelector("[data-label]").textContent = state.label;
        box.querySelector("[data-percent]").textContent = `${state.percent}%`;
        box.querySelector("[data-reason]").textContent = state.reason;
        box.querySelector("progress").value = state.percent;
      } catch {
        // A broken line: ask again, more slowly.
        pause = 5 * SECOND;
      }
      window.setTimeout(ask, pause);
    };
    window.setTimeout(ask, SECOND);
  }
})();
