/* What the pages do beyond plain HTML. Everything works without it, only less comfortably. */
(() => {
  "use strict";
  const find = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  /* `/` goes to the search box; Esc closes what is open. */
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");
    if (event.key === "/" && !typing && find("#search")) {
      event.preventDefault();
      find("#search").select();
    }
    if (event.key === "Escape") {
      all(".drop[open]").forEach((drop) => { drop.open = false; find("summary", drop).focus(); });
      toggleMenu(false);
      if (typing && typing.id === "search") typing.blur();
    }
  });

  /* A click elsewhere closes a sheet or the menu. */
  document.addEventListener("click", (event) => {
    all(".drop[open]").forEach((drop) => { if (!drop.contains(event.target)) drop.open = false; });
    if (event.target.closest("[data-toggles]")) toggleMenu(!document.body.classList.contains("nav-open"));
    else if (!event.target.closest(".side")) toggleMenu(false);
    if (event.target.closest("[data-print]")) window.print();
  });
  function toggleMenu(open) {
    document.body.classList.toggle("nav-open", open);
    find("[data-toggles]")?.setAttribute("aria-expanded", open);
  }

  /* A form in which something was typed is not left unnoticed; and no form is sent twice. */
  const touched = new Set();
  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-guard]");
    if (form) touched.add(form);
  });
  window.addEventListener("beforeunload", (event) => { if (touched.size) event.preventDefault(); });
  document.addEventListener("submit", (event) => {
    touched.delete(event.target);
    if (event.defaultPrevented || event.target.method !== "post") return;
    if (event.target.dataset.sent) { event.preventDefault(); return; }
    event.target.dataset.sent = "yes";
    setTimeout(release, 10000, event.target);  /* an answer that is a download leaves the page standing */
  });
  const release = (form) => { delete form.dataset.sent; };
  window.addEventListener("pageshow", () => all("form[data-sent]").forEach(release));

  /* htmx hears only buttons inside a form; what one outside of it says is put into the form before htmx looks. */
  document.addEventListener("submit", ({ target: form, submitter }) => {
    if (!submitter?.name || form.contains(submitter) || !form.hasAttribute("hx-post")) return;
    const told = find("input[data-told]", form) || form.appendChild(document.createElement("input"));
    Object.assign(told, { type: "hidden", name: submitter.name, value: submitter.value });
    told.dataset.told = "";
  }, true);

  /* Sent to another page by the server, what asks each second asks no more: its next answer would stop that page on its
     way, and where the page takes longer than a second it would never come. */
  document.addEventListener("htmx:beforeOnLoad", ({ target, detail }) => {
    if (detail.xhr.getResponseHeader("HX-Redirect") && target.matches("[hx-trigger^=every]")) target.replaceWith(target.cloneNode(true));
  });

  /* The address of a filtered list names only the filters at work. */
  document.addEventListener("formdata", (event) => {
    if (event.target.method !== "get") return;
    [...event.formData].forEach(([name, value]) => { if (value === "") event.formData.delete(name); });
  });

  /* Groups of a form that count only for some choices, for example 光伏电站 beside the subtype. */
  function showGroups() {
    all("[data-when-field]").forEach((group) => {
      const control = find(`[name="${group.dataset.whenField}"]`, group.closest("form"));
      const wanted = group.dataset.whenValues.split(" ").includes(control?.value);
      group.hidden = !wanted;
      all("input, select, textarea", group).forEach((input) => { input.disabled = !wanted; });
    });
  }
  document.addEventListener("change", (event) => { if (event.target.closest("form")) showGroups(); });

  /* Charts: drawn from the JSON beside them; the table behind them says the same. */
  const COLOURS = ["#1b5a94", "#c77d1a", "#3f7d4e", "#7a5aa0", "#a8281f", "#5b6b7d"];
  /* Every bar keeps its name, as far as there is room for so many. */
  const slanted = (labels) => ({ rotate: 45, fontSize: 11, width: 84, overflow: "truncate", interval: labels.length > 30 ? "auto" : 0 });
  function drawChart(canvas) {
    const { kind, unit, labels, series } = JSON.parse(find(`#${canvas.dataset.chart}`).textContent);
    const pie = kind === "pie";
    const data = (one) => one.values.map((value, i) => (pie ? { name: labels[i], value: Number(value) } : Number(value)));
    const chart = window.echarts.init(canvas, null, { renderer: "svg" });
    chart.setOption({
      color: COLOURS, animation: false, textStyle: { fontFamily: getComputedStyle(canvas).fontFamily },
      grid: { left: 8, right: 16, top: 32, bottom: 8, containLabel: true },
      tooltip: { renderMode: "richText", trigger: pie ? "item" : "axis" },
      legend: series.length > 1 ? { top: 0 } : undefined,
      xAxis: pie ? undefined : { type: "category", data: labels, axisLabel: labels.length > 6 ? slanted(labels) : {} },
      yAxis: pie ? undefined : { type: "value", name: unit },
      series: series.map((one) => ({ type: kind, name: one.name, data: data(one), barMaxWidth: 32 })),
    });
    window.addEventListener("resize", () => chart.resize());
  }

  function prepare() {
    showGroups();
    if (window.echarts) all("[data-chart]").forEach(drawChart);
    if (matchMedia("(max-width: 860px)").matches) all(".clause").forEach((clause) => { clause.open = false; });
    find("[data-focus]")?.focus();
  }
  document.readyState === "loading" ? document.addEventListener("DOMContentLoaded", prepare) : prepare();
})();
