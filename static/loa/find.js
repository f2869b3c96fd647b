/* "/" goes to the box that finds items, wherever the page has one. */
document.addEventListener(
  "keydown",
  (event) => {
    if (event.key !== "/" || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.target.closest("input, textarea, select, [contenteditable=true]")) return;
    const box = document.querySelector("[data-search-form] [name=q], #home-search");
    if (!box) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    box.focus();
    box.select();
  },
  true,
);
