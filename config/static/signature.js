/* 签名: a picture field becomes a sheet to sign on with the finger. Without this script one takes a photo of the signed paper.
   What the server sends back ([data-again]) stands signed again: until then the browser's window keeps the signatures, and
   no page that asks for them anew, nor the page of what was handed over, finds them. */
(() => {
  "use strict";
  const INK = "#111", PAPER = "#fff", WIDTH = 3, RATIO = 2.4, DOTS = 900;

  function made(tag, css, text, type) {
    const found = document.createElement(tag);
    found.className = css;
    if (text) found.textContent = text;
    if (type) found.type = type;
    return found;
  }

  const KEPT = "jiadi-signature:", shelf = {
    put: (name, text) => { try { sessionStorage.setItem(KEPT + name, text); } catch { /* full, or not allowed: one signs again */ } },
    take: (name) => { try { return sessionStorage.getItem(KEPT + name); } catch { return null; } },
    clear: () => { try { for (const name of Object.keys(sessionStorage)) if (name.startsWith(KEPT)) sessionStorage.removeItem(name); } catch { /* nothing there */ } },
  };

  /* The sheet keeps its dots when the telephone is turned: only how large it is shown changes. */
  function sheet(input) {
    const frame = made("div", "signature"), canvas = made("canvas", "signature-sheet");
    const again = made("button", "btn", "重新签名", "button"), photo = made("button", "btn btn-plain", "改为上传照片", "button");
    const acts = made("div", "signature-acts");
    canvas.width = DOTS;
    canvas.height = Math.round(DOTS / RATIO);
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", `${input.dataset.signature}：请在此处签名`);
    acts.append(again, photo);
    frame.append(canvas, acts);
    input.before(frame);
    input.hidden = true;
    const pen = canvas.getContext("2d");
    let last = null, signed = false;

    function clear() {
      pen.fillStyle = PAPER;
      pen.fillRect(0, 0, canvas.width, canvas.height);
      pen.strokeStyle = INK;
      pen.lineWidth = WIDTH * 2;
      pen.lineCap = pen.lineJoin = "round";
      signed = false;
      input.value = "";
      frame.classList.remove("is-signed");
    }
    function fileOf(url) {
      const bytes = Uint8Array.from(atob(url.split(",")[1]), (one) => one.charCodeAt(0));
      return new File([bytes], `${input.dataset.signature}.png`, { type: "image/png" });
    }
    function at(event) {
      const box = canvas.getBoundingClientRect(), scale = canvas.width / box.width;
      return [(event.clientX - box.left) * scale, (event.clientY - box.top) * scale];
    }
    /* Written at the end of each stroke, at once: whoever presses 提交 right after it has signed. */
    function keep() {
      const url = canvas.toDataURL("image/png"), kept = new DataTransfer();
      kept.items.add(fileOf(url));
      input.files = kept.files;
      frame.classList.add("is-signed");
      return url;
    }

    canvas.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      canvas.setPointerCapture(event.pointerId);
      last = at(event);
    });
    canvas.addEventListener("pointermove", (event) => {
      if (!last) return;
      const next = at(event);
      pen.beginPath();
      pen.moveTo(...last);
      pen.lineTo(...next);
      pen.stroke();
      last = next;
      signed = true;
    });
    for (const end of ["pointerup", "pointercancel"]) canvas.addEventListener(end, () => { if (last && signed) shelf.put(input.name, keep()); last = null; });
    again.addEventListener("click", () => { clear(); shelf.put(input.name, ""); });
    photo.addEventListener("click", () => {
      clear();
      shelf.put(input.name, "");
      frame.remove();
      input.hidden = false;
      input.click();
    });
    clear();
    const before = shelf.take(input.name);
    if (before) createImageBitmap(fileOf(before)).then((drawn) => { pen.drawImage(drawn, 0, 0); signed = true; keep(); });
    return { input, frame };
  }

  /* What is sent unsigned comes back, and the other's signature with it is lost: it is said before. */
  function hold(form, sheets) {
    form.addEventListener("submit", (event) => {
      const open = sheets.filter(({ input, frame }) => frame.isConnected && !input.files.length);
      for (const { frame } of sheets) frame.querySelector(".signature-missing")?.remove();
      if (!open.length) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      for (const { input, frame } of open) frame.append(made("p", "signature-missing", `还没有${input.dataset.signature}，请签名后再办理。`));
      open[0].frame.scrollIntoView({ block: "center" });
    }, true);
  }

  if (window.PointerEvent && window.DataTransfer) {
    const inputs = [...document.querySelectorAll("input[data-signature]")];
    if (!inputs[0]?.form.hasAttribute("data-again")) shelf.clear();
    if (inputs.length) hold(inputs[0].form, inputs.map(sheet));
  }
})();
