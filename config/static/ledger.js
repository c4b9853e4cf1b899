/* The ledger's list: ticks, their sum, and the dialog of columns. Everything works without it, only less comfortably. */
(() => {
  "use strict";
  const find = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const boxes = (form) => all("tbody .tick input", form);
  const wan = (yuan) => (yuan / 10000).toLocaleString("zh-CN", { minimumFractionDigits: 2, maximumFractionDigits: 2 });

  /* What is chosen, in words: the ticked rows of this page and their value, or everything that passes. */
  function tell(form) {
    const bar = form && find("[data-bulk]", form), head = form && find("[data-ticks-all]", form);
    if (!head) return;
    const ticked = boxes(form).filter((box) => box.checked);
    head.checked = ticked.length === boxes(form).length;
    head.indeterminate = ticked.length > 0 && !head.checked;
    if (!bar) return;
    const every = find("[name=all]", bar);
    const yuan = ticked.reduce((sum, box) => sum + Math.round(Number(box.dataset.v || 0) * 100), 0) / 100;
    find("[data-bulk-text]", bar).textContent = every?.checked
      ? `已选${every.dataset.all}`
      : `本页已选 ${ticked.length} 项${yuan ? `，原值 ${wan(yuan)} 万元` : ""}`;
  }

  let last = null;
  document.addEventListener("click", (event) => {
    const box = event.target.closest("tbody .tick input");
    if (box) {
      const row = boxes(box.form);
      if (event.shiftKey && last && row.includes(last)) {
        const [from, to] = [row.indexOf(last), row.indexOf(box)].sort((a, b) => a - b);
        row.slice(from, to + 1).forEach((one) => { one.checked = box.checked; });
      }
      last = box;
      tell(box.form);
    }
    move(event.target.closest("[data-move]"));
    if (event.target.closest("dialog [data-close]")) {
      event.preventDefault();
      event.target.closest("dialog").close();
    }
  });
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form");
    const every = form && find("[data-bulk] [name=all]", form);
    if (event.target.matches("[data-ticks-all]") || event.target === every && every.checked) {
      boxes(form).forEach((box) => { box.checked = event.target.checked; });
    }
    if (every && boxes(form).some((box) => !box.checked)) every.checked = false;  /* one taken out: no longer all */
    tell(form);
  });
  document.addEventListener("reset", (event) => setTimeout(tell, 0, event.target));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || find(".drop[open], dialog[open]") || event.target.matches("input:not([type=checkbox]), select, textarea")) return;
    const form = find("[data-bulk]")?.closest("form");
    if (form) form.reset();
  }, true);

  /* Columns: rows are moved by buttons, and the numbers follow. */
  function move(button) {
    if (!button) return;
    const row = button.closest("li");
    const other = button.dataset.move < 0 ? row.previousElementSibling : row.nextElementSibling;
    if (!other) return;
    if (button.dataset.move < 0) other.before(row); else other.after(row);
    all("li > input", row.parentElement).forEach((input, at) => { input.value = at + 1; });
    button.focus();
  }
  function prepare() {
    all(".moves").forEach((moves) => { moves.hidden = false; });
    all("form:has([data-ticks-all])").forEach(tell);  /* the browser may have kept ticks */
  }
  document.addEventListener("htmx:afterSwap", (event) => {
    prepare();
    if (event.target.id === "dialog-body") find("#dialog").showModal();
  });
  document.readyState === "loading" ? document.addEventListener("DOMContentLoaded", prepare) : prepare();
  window.addEventListener("pageshow", prepare);
})();
