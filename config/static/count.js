/* 清查表: what is sent goes without leaving the page; what cannot be sent stays on the telephone and is sent later (kept.js).
   Each count carries an id, so that one that arrives twice is one record. Without this script the forms are plain ones. */
(() => {
  "use strict";
  const find = (selector, root = document) => root.querySelector(selector), kept = window.kept;
  if (!kept) return;
  const lineOf = (entry) => document.getElementById(entry.line);

  document.addEventListener("submit", async (event) => {
    const form = event.target.closest("form[data-count]");
    if (!form) return;
    event.preventDefault();
    const line = form.closest("li"), result = event.submitter?.value || "match";
    if (line.classList.contains("is-sending")) return;
    if (result !== "match" && !filled(form)) return unfold(form, result);
    const fields = kept.said(form);
    line.classList.add("is-sending");
    for (const field of fields) if (field[1] instanceof File) field[1] = await shrunk(field[1]);
    const entry = { id: form.elements.client_id.value, url: form.action, line: line.id, fields: [...fields, ["result", result]] };
    form.elements.client_id.value = kept.freshId();
    say(form, "");
    try { await kept.submit(entry); } catch { form.removeAttribute("data-count"); form.requestSubmit(event.submitter); }
  });

  /* A telephone's photo has more dots than a list needs and than a weak connection takes. */
  const ENOUGH = 1_000_000, LONGEST = 1600;
  async function shrunk(file) {
    if (file.size < ENOUGH) return file;
    try {
      const picture = await createImageBitmap(file), scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
      const canvas = Object.assign(document.createElement("canvas"), { width: Math.round(picture.width * scale), height: Math.round(picture.height * scale) });
      canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
      const small = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.85));
      return new File([small], file.name.replace(/\.\w+$/, ".jpg"), { type: "image/jpeg" });
    } catch { return file; }
  }

  const filled = (form) => ["quantity", "status", "address", "note"].some((name) => form.elements[name].value);
  function unfold(form, result) {
    find("[data-more]", form).open = true;
    say(form, result === "loss" ? "请写明查找经过和了解到的去向，再按“未找到”。" : "请写明哪里不符：数量、状况、位置至少填一项，再按“账实不符”。");
    form.elements[result === "loss" ? "note" : "quantity"].focus();
  }
  const say = (form, text) => { if (form) find("[data-wrong]", form).textContent = text; };

  kept.page.here = lineOf;
  kept.page.waits = (entry) => { if (lineOf(entry)) find("[data-state]", lineOf(entry)).textContent = "待补交"; };
  kept.page.settled = (entry, answer, told) => {
    const line = lineOf(entry), form = line && find("form", line);
    line?.classList.remove("is-sending");
    if (answer.ok && told) return show(line, told);
    say(form, told ? told.errors.join(" ") : answer.status === 413 ? "照片太大，没有登记。请换一张照片再按。" : "此项已不在您的清查范围内，没有登记。");
    if (form) find("[data-more]", form).open = true;
  };

  function show(line, told) {
    if (!line) return;
    const state = find("[data-state]", line), left = find("[data-left]");
    if (line.classList.contains("is-uncounted") && left) left.textContent = Math.max(Number(left.textContent.replace(/,/g, "")) - 1, 0);
    line.className = `count-line is-${told.state}`;
    state.className = `state state-${told.state}`;
    state.textContent = told.label;
    find("[data-found]", line).textContent = `实盘：${told.found || "—"}`;
    const form = find("form", line);
    form.reset();
    find("[data-more]", form).open = false;
    find("[data-again]", line).open = false;
  }
})();
