/* On the spot: where the phone is goes with the form, and its photos are made small enough for a weak connection.
   Without this script, or without leave to ask for the place, the form is a plain one. */
(() => {
  "use strict";
  const form = document.querySelector("form[data-spot], form input[name=longitude]")?.closest("form");
  if (!form || !form.elements.longitude) return;
  const told = document.createElement("p"), text = document.createElement("span"), again = document.createElement("button");
  told.className = "spot-place";
  text.setAttribute("role", "status");
  Object.assign(again, { type: "button", className: "btn", textContent: "重新定位" });
  told.append(text, again);
  form.prepend(told);

  const WHY = { 1: "没有得到定位许可", 2: "定位失败", 3: "定位超时" };
  const set = (name, value) => { form.elements[name].value = value; };
  function found({ coords }) {
    set("longitude", coords.longitude.toFixed(6));
    set("latitude", coords.latitude.toFixed(6));
    set("accuracy", Math.min(Math.round(coords.accuracy), 1000000));
    text.textContent = `已定位，误差约 ${Math.round(coords.accuracy)} 米`;
  }
  function locate() {
    if (!navigator.geolocation || !window.isSecureContext) {
      text.textContent = "此手机或网址不支持定位，可以照常登记。";
      again.hidden = true;
      return;
    }
    text.textContent = "正在定位……";
    navigator.geolocation.getCurrentPosition(found, ({ code }) => {
      text.textContent = `${WHY[code] || "定位失败"}，可以照常登记。`;
    }, { enableHighAccuracy: true, timeout: 20000, maximumAge: 60000 });
  }
  again.addEventListener("click", locate);
  locate();

  /* A telephone's photo has more dots than anybody looks at here. */
  const ENOUGH = 1000000, LONGEST = 1600;
  async function shrunk(file) {
    if (file.size < ENOUGH || !file.type.startsWith("image/")) return file;
    try {
      const picture = await createImageBitmap(file), scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
      const canvas = Object.assign(document.createElement("canvas"), { width: Math.round(picture.width * scale), height: Math.round(picture.height * scale) });
      canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
      const small = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.85));
      return new File([small], file.name.replace(/\.\w+$/, ".jpg"), { type: "image/jpeg" });
    } catch { return file; }
  }
  form.addEventListener("change", async ({ target }) => {
    if (target.type !== "file" || !window.DataTransfer) return;
    const given = [...target.files], small = new DataTransfer();
    for (const file of given) small.items.add(await shrunk(file));
    if (given.length === target.files.length) target.files = small.files;
  });
})();
