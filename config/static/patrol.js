/* 登记巡查: sent without leaving the page; without a connection it waits on the telephone with its photos (kept.js), and
   stands in the form again where it is not taken. Without this script the form is a plain one. */
(() => {
  "use strict";
  const form = document.querySelector("form[data-keep]"), kept = window.kept;
  if (!form || !kept) return;
  const wrong = form.querySelector("[data-wrong]");
  const isHere = (entry) => entry.url === form.action;

  function fill({ fields }) {
    const photos = new DataTransfer();
    for (const [name, value] of fields) {
      if (value instanceof File) photos.items.add(value);
      else if (form.elements[name]) form.elements[name].value = value;
    }
    form.elements.photos.files = photos.files;
  }
  function say(text) {
    wrong.hidden = !text;
    wrong.textContent = text;
    if (text) wrong.scrollIntoView({ block: "center" });
  }

  kept.page.here = isHere;
  kept.page.waits = (entry) => {  /* it is on its way: what is typed over it now would be lost */
    if (!isHere(entry) || form.inert) return;
    fill(entry);
    form.inert = true;
  };
  kept.page.settled = (entry, answer, told) => {
    if (!isHere(entry)) return;
    if (answer.ok && told) { window.location.assign(told.url); return; }
    fill(entry);
    form.inert = false;
    say(told ? told.errors.join(" ") : answer.status === 413 ? "照片太大，没有登记。请换照片后再登记。" : "此资产已不在您的巡查范围内，没有登记。");
  };
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (form.inert) return;
    say("");
    const entry = { id: form.elements.client_id.value, url: form.action, name: form.dataset.keep, fields: kept.said(form) };
    form.inert = true;
    try { await kept.submit(entry); } catch { form.submit(); }
  });
})();
