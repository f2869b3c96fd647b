// Keys of the desk: arrows walk the rows, one letter presses the button of the row in focus.
(() => {
  const rows = [...document.querySelectorAll("[data-row]")];
  const typing = (target) => target.closest("input, select, textarea, [contenteditable]");
  const walk = (step) => {
    const here = rows.findIndex((row) => row === document.activeElement || row.contains(document.activeElement));
    const next = rows[here < 0 ? (step > 0 ? 0 : rows.length - 1) : here + step];
    if (next) next.focus();
  };
  const keyed = (key) => {
    const find = (root) => [...root.querySelectorAll("[data-key]")].find((one) => one.dataset.key === key);
    const row = document.activeElement?.closest?.("[data-row]");
    const inRow = row && find(row);
    if (inRow) return inRow;
    return [...document.querySelectorAll("[data-key]")].find(
      (one) => one.dataset.key === key && !one.closest("[data-row]"),
    );
  };
  // One change at a time: the next key belongs to the page that answers it.
  let leaving = false;
  window.addEventListener("pageshow", () => {
    leaving = false;
  });
  document.addEventListener("submit", () => {
    leaving = true;
  });
  document.addEventListener("keydown", (pressed) => {
    if (leaving) return;
    if (pressed.ctrlKey || pressed.metaKey || pressed.altKey || pressed.isComposing) return;
    if (typing(pressed.target)) return;
    if (document.querySelector("[role=dialog]:not([aria-hidden=true]), dialog[open]")) return;
    if (pressed.key === "ArrowDown" || pressed.key === "ArrowUp") {
      if (!rows.length) return;
      walk(pressed.key === "ArrowDown" ? 1 : -1);
      pressed.preventDefault();
      return;
    }
    // A focused button or link answers Enter by itself.
    if (pressed.key === "Enter" && pressed.target.closest("a, button")) return;
    const target = keyed(pressed.key.length === 1 ? pressed.key.toLowerCase() : pressed.key);
    if (!target) return;
    pressed.preventDefault();
    if (target.matches("input")) {
      target.focus();
      return;
    }
    leaving = true;
    target.click();
  });
})();
