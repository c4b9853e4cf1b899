/* 清查表: what is sent goes without leaving the page; what cannot be sent stays on the telephone and is sent later.
   Each count carries an id, so that one that arrives twice is one record. Without this script the forms are plain ones. */
(() => {
  "use strict";
  const find = (selector, root = document) => root.querySelector(selector);
  const list = find("[data-person]");
  if (!list || !window.indexedDB) return;
  const person = list.dataset.person;

  /* The store: {id, person, url, line, at, fields: [[name, value or file]]}. Files are kept as they are. */
  const opened = new Promise((resolve, reject) => {
    const asked = indexedDB.open("jiadi-count", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("kept", { keyPath: "id" });
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
  async function store(mode, deed) {
    const base = await opened;
    return new Promise((resolve, reject) => {
      const done = deed(base.transaction("kept", mode).objectStore("kept"));
      done.onsuccess = () => resolve(done.result);
      done.onerror = () => reject(done.error);
    });
  }
  const keep = (entry) => store("readwrite", (kept) => kept.put(entry));
  const drop = (id) => store("readwrite", (kept) => kept.delete(id));
  const kept = async () => (await store("readonly", (all) => all.getAll())).filter((one) => one.person === person).sort((one, other) => one.at - other.at);

  /* crypto.randomUUID is there only over https; the bits are the same. */
  function freshId() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  }

  document.addEventListener("submit", async (event) => {
    const form = event.target.closest("form[data-count]");
    if (!form) return;
    event.preventDefault();
    const line = form.closest("li"), result = event.submitter?.value || "match";
    if (line.classList.contains("is-sending")) return;
    if (result !== "match" && !filled(form)) return unfold(form, result);
    const fields = [...new FormData(form)].filter(([name, value]) => name !== "csrfmiddlewaretoken" && !(value instanceof File && !value.size));
    line.classList.add("is-sending");
    for (const field of fields) if (field[1] instanceof File) field[1] = await shrunk(field[1]);
    const entry = { id: form.elements.client_id.value, person, url: form.action, line: line.id, at: Date.now(), fields: [...fields, ["result", result]] };
    form.elements.client_id.value = freshId();
    say(form, "");
    try { await keep(entry); } catch { form.removeAttribute("data-count"); form.requestSubmit(event.submitter); return; }
    await send(entry);
    tell();
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

  /* The day as calendars write it where the phone is: a count sent later was made that day. */
  const civil = (at) => [at.getFullYear(), at.getMonth() + 1, at.getDate()].map((part) => String(part).padStart(2, "0")).join("-");

  /* True when the server has answered for good; false when it has to be tried again. */
  async function send(entry) {
    const body = new FormData(), line = document.getElementById(entry.line);
    entry.fields.forEach(([name, value]) => body.append(name, value));
    body.set("on", civil(new Date(entry.at)));
    body.set("csrfmiddlewaretoken", find("input[name=csrfmiddlewaretoken]")?.value || "");
    let answer, told;
    try {
      answer = await fetch(entry.url, { method: "POST", body, headers: { Accept: "application/json" }, credentials: "same-origin" });
      told = answer.headers.get("Content-Type")?.startsWith("application/json") ? await answer.json() : null;
    } catch { return false; }
    if (!told && answer.status !== 404 && answer.status !== 413) {
      why(answer.redirected || answer.status === 403 ? "登录已失效或没有权限，请重新登录后打开本页，会自动补交。" : "服务器暂时不能处理，稍后会自动再试。");
      return false;
    }
    if (!answer.ok && !line) {  /* nobody would read why: it stays, to be looked at where it belongs */
      why("有的登记没有被接受，请切换到当时的岗位，打开那一处的清查表查看原因。");
      return true;
    }
    await drop(entry.id);
    line?.classList.remove("is-sending");
    const form = line && find("form", line);
    if (answer.ok && told) show(line, told);
    else say(form, told ? told.errors.join(" ") : answer.status === 413 ? "照片太大，没有登记。请换一张照片再按。" : "此项已不在您的清查范围内，没有登记。");
    if (form && !answer.ok) find("[data-more]", form).open = true;
    return true;
  }

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

  const why = (text) => { find("[data-kept-why]").textContent = text; };
  async function tell() {
    const waiting = await kept();
    find("[data-kept]").hidden = !waiting.length;
    find("[data-kept-n]").textContent = waiting.length;
    waiting.forEach((entry) => {
      const line = document.getElementById(entry.line);
      if (line) find("[data-state]", line).textContent = "待补交";
    });
    return waiting;
  }
  let busy = false;
  async function sendAll() {
    if (busy) return;
    busy = true;
    try {
      for (const entry of await tell()) if (!(await send(entry))) break;
      await tell();
    } finally { busy = false; }
  }
  find("[data-send]").addEventListener("click", sendAll);
  window.addEventListener("online", sendAll);
  setInterval(async () => { if ((await kept()).length) sendAll(); }, 30000);
  sendAll();
})();
