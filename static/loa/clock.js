// Of a clock's position only the fields that count for its kind are shown.
(() => {
  const COUNT = {
    fixed: ['item'],
    pick: ['item_kinds', 'themes', 'languages', 'longest'],
    relay: ['source', 'duration'],
    carry: ['longest', 'part'],
  };
  const FIELDS = [...new Set(Object.values(COUNT).flat())];
  const show = (element, wanted) => { element.style.display = wanted ? '' : 'none'; };

  const sort = (select) => {
    const box = select.closest('[id^="inline_child_positions-"].w-panel__content');
    if (!box) return;
    for (const name of FIELDS) {
      const field = box.querySelector(`[data-contentpath="${name}"]`);
      // What is wrong is never out of sight.
      const wrong = field?.querySelector('[data-field-errors] .error-message');
      const wrapper = field?.closest('.w-panel__wrapper');
      if (wrapper) show(wrapper, wrong || (COUNT[select.value] ?? []).includes(name));
    }
    for (const group of box.querySelectorAll('.w-panel__wrapper.collapsed')) {
      show(group, [...group.querySelectorAll('.w-panel__wrapper')].some((one) => one.style.display !== 'none'));
    }
  };

  const kinds = 'select[name^="positions-"][name$="-kind"]';
  const all = (root) => root.querySelectorAll(kinds).forEach(sort);
  document.addEventListener('change', (event) => event.target.matches?.(kinds) && sort(event.target));
  document.addEventListener('DOMContentLoaded', () => {
    all(document);
    const list = document.getElementById('id_positions-FORMS');
    if (list) new MutationObserver(() => all(list)).observe(list, { childList: true });
  });
})();
