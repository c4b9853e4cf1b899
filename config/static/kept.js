/* What could not be sent stays on the telephone and is sent later, by whatever page has the notice [data-kept].
   An entry {id, person, url, name, line, at, fields: [[name, value or file]]} carries an id: one that arrives twice is
   one record. Files are kept as they are. `kept.page` is what a page says of entries of its own. */
window.kept = (() => {
  "use strict";
  const find = (selector, root = document) => root.querySelector(selector);
  const box = find("[data-kept]");
  if (!box || !window.indexedDB) return null;
  const person = box.dataset.kept;
  const page = { here: () => null, settled() {}, waits() {} };

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
  const drop = (id) => store("readwrite", (kept) => kept.delete(id));
  const waiting = async () => (await store("readonly", (all) => all.getAll())).filter((one) => one.person === person).sort((one, other) => one.at - other.at);

  /* crypto.randomUUID is there only over https; the bits are the same. */
  function freshId() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  }
  /* What a form says; without the token, which is another by the time it is sent. */
  const said = (form) => [...new FormData(form)].filter(([name, value]) => name !== "csrfmiddlewaretoken" && !(value instanceof File && !value.size));
  /* The day as calendars write it where the phone is: what is sent later was found that day. */
  const civil = (at) => [at.getFullYear(), at.getMonth() + 1, at.getDate()].map((part) => String(part).padStart(2, "0")).join("-");

  /* True when the server has answered for good; false when it has to be tried again. */
  async function send(entry) {
    const body = new FormData(), here = page.here(entry);
    entry.fields.forEach(([name, value]) => body.append(name, value));
    if (!body.get("on")) body.set("on", civil(new Date(entry.at)));
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
    if (!answer.ok && !here) {  /* nobody would read why: it stays, to be looked at where it belongs */
      why(`${entry.name ? `“${entry.name}”` : "有的登记"}没有被接受，请切换到当时的岗位，打开登记它的那一页查看原因。`);
      return true;
    }
    await drop(entry.id);
    page.settled(entry, answer, told);
    return true;
  }

  const why = (text) => { find("[data-kept-why]", box).textContent = text; };
  async function tell() {
    const all = await waiting();
    box.hidden = !all.length;
    find("[data-kept-n]", box).textContent = all.length;
    all.forEach((entry) => page.waits(entry));
    return all;
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
  /* Kept, then on its way. Rejects where this browser keeps nothing. */
  async function submit(entry) {
    const whole = { person, at: Date.now(), ...entry };
    await store("readwrite", (kept) => kept.put(whole));
    send(whole).then(tell);
  }
  find("[data-send]", box).addEventListener("click", sendAll);
  window.addEventListener("online", sendAll);
  setInterval(async () => { if ((await waiting()).length) sendAll(); }, 30000);
  document.addEventListener("DOMContentLoaded", sendAll);  /* by then the page has said what is its own */
  return { page, freshId, said, submit };
})();
