// On a narrow screen each row of a table is a card: its cells then say which column they are of.
(() => {
  const label = (table) => {
    const names = [...table.querySelectorAll('thead th')].map((th) => th.textContent.trim().replace(/\s+/g, ' '));
    for (const row of table.tBodies[0]?.rows ?? []) {
      if (row.cells.length !== names.length) continue;
      [...row.cells].forEach((cell, at) => {
        const said = cell.textContent.trim();
        // The first names the row, unless it is a number or a time.
        if (names[at] && said && (at || /^[\d.,]/.test(said))) cell.dataset.label = names[at];
        if (!said && !cell.querySelector('svg, img, input, a, button')) cell.dataset.empty = '';
      });
    }
    table.dataset.labelled = '';
  };
  const all = () => document.querySelectorAll('table.listing, table.loa-table').forEach(label);
  document.addEventListener('DOMContentLoaded', all);
  // Wagtail swaps results in as one searches and filters.
  document.addEventListener('w-swap:success', all);
})();
