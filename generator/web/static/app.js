/* What is pleasanter with JavaScript; every page works without it. */
"use strict";

/* Work that is going on: the steps follow, and the page goes on by itself. */
for (const part of document.querySelectorAll("[data-poll]")) {
  const items = [...part.querySelectorAll(".steps li")];
  const now = part.querySelector("[data-now]");
  let shown = -2;
  const show = (step, steps) => {
    if (step === shown || step < 0) return;
    shown = step;
    now.textContent = `Đang chạy: bước ${step + 1}/${steps.length}, ${steps[step]}.`;
    items.forEach((item, index) => {
      item.className = index < step ? "past" : index === step ? "now" : "";
      item.querySelector(".mark").textContent = index < step ? " – xong" : index === step ? " – đang làm" : "";
      if (index === step) item.setAttribute("aria-current", "step"); else item.removeAttribute("aria-current");
    });
  };
  const ask = async () => {
    try {
      const answer = await fetch(part.dataset.poll, { credentials: "same-origin" });
      if (answer.status === 403 || answer.status === 404) return location.reload();
      const found = await answer.json();
      if (found.state !== part.dataset.state) return location.reload();
      if (found.state === "running") show(found.step, found.steps);
    } catch {
      now.textContent = "Không hỏi được chương trình; có thể chương trình đã tắt. Đang thử lại.";
    }
    setTimeout(ask, 700);
  };
  setTimeout(ask, 400);
}

/* Seconds go on while work does; said as the page says them (page_words.duration). */
const lasted = (seconds) => {
  const minutes = Math.floor(seconds / 60);
  if (minutes >= 60) return `${Math.floor(minutes / 60)} giờ ${minutes % 60} phút`;
  return minutes ? `${minutes} phút ${seconds % 60} giây` : `${seconds} giây`;
};
const count = (within) => {
  for (const shown of within.querySelectorAll("[data-elapsed]")) {
    const begun = Date.now() - 1000 * Number(shown.dataset.elapsed);
    const timer = setInterval(() => {
      if (!shown.isConnected) return clearInterval(timer);
      shown.textContent = lasted(Math.round((Date.now() - begun) / 1000));
    }, 1000);
  }
};
count(document);

/* The strip of work is renewed when something in it is other, and rests once everything in it has ended. */
const renew = async (strip) => {
  if (!strip.querySelector(".running, .waiting")) return;
  try {
    const answer = await fetch(strip.dataset.works, { credentials: "same-origin" });
    if (!answer.ok) return;
    const found = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-works]");
    if (!found) return strip.remove();
    if (found.dataset.shown !== strip.dataset.shown) {
      strip.replaceWith(found);
      count(found);
      strip = found;
    }
  } catch { /* the program may be gone; the next page says so */ }
  setTimeout(renew, 1500, strip);
};
for (const strip of document.querySelectorAll("[data-works]")) setTimeout(renew, 1500, strip);

/* Files dropped on a field are the files of that field. */
for (const zone of document.querySelectorAll("[data-drop]")) {
  const field = zone.querySelector("input[type=file]");
  const over = (on) => zone.classList.toggle("over", on);
  zone.addEventListener("dragover", (event) => { event.preventDefault(); over(true); });
  zone.addEventListener("dragleave", () => over(false));
  const warn = document.createElement("p");
  warn.className = "fault";
  warn.setAttribute("role", "alert");
  zone.append(warn);
  const chosen = document.createElement("p");
  chosen.className = "chosen";
  chosen.setAttribute("role", "status");
  zone.append(chosen);
  zone.querySelector("[data-pick]").hidden = false;
  zone.classList.add("own");
  field.addEventListener("change", () => {
    const names = [...field.files].map((file) => file.name);
    chosen.textContent = names.length > 1 ? `Đã chọn ${names.length} tệp: ${names.join(", ")}` : names.length ? `Đã chọn: ${names[0]}` : "";
    const size = [...field.files].reduce((sum, file) => sum + file.size, 0);
    const large = size > Number(zone.dataset.largest);
    warn.textContent = large ? "Tệp lớn hơn giới hạn của chương trình; chia nhỏ hoặc giảm ảnh trong tệp." : "";
    field.setCustomValidity(warn.textContent);
  });
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    over(false);
    if (!event.dataTransfer.files.length) return;
    const files = new DataTransfer();
    for (const file of event.dataTransfer.files) if (field.multiple || !files.items.length) files.items.add(file);
    field.files = files.files;
    field.dispatchEvent(new Event("change", { bubbles: true }));
    field.focus();
  });
}
/* A file dropped beside a field must not replace the page. */
for (const kind of ["dragover", "drop"]) {
  window.addEventListener(kind, (event) => { if (!event.defaultPrevented) event.preventDefault(); });
}

/* Writing another period chooses "another"; choosing a period empties what was written. */
for (const part of document.querySelectorAll("[data-other]")) {
  const field = part.querySelector("input");
  const other = document.getElementById(part.dataset.other);
  field.addEventListener("input", () => { other.checked = true; });
  for (const choice of document.getElementsByName(other.name)) {
    choice.addEventListener("change", () => { if (choice !== other) field.value = ""; });
  }
}

/* A form is sent once, also when a button is pressed twice. */
for (const form of document.querySelectorAll("form[method=post]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "1";
    const button = event.submitter;
    if (button && form.enctype === "multipart/form-data") {
      button.insertAdjacentHTML("afterend", "<span role=\"status\" class=\"hint\"> Đang gửi tệp…</span>");
    }
  });
}
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

/* One box ticks all of its group, and says whether all are ticked. */
for (const group of document.querySelectorAll("[data-ticks]")) {
  const line = group.querySelector("[data-all]");
  const all = line.querySelector("input");
  const boxes = [...group.querySelectorAll("input[name]")];
  const show = () => {
    const ticked = boxes.filter((box) => box.checked).length;
    all.checked = ticked === boxes.length;
    all.indeterminate = ticked > 0 && ticked < boxes.length;
  };
  line.hidden = false;
  all.addEventListener("change", () => { for (const box of boxes) box.checked = all.checked; show(); });
  for (const box of boxes) box.addEventListener("change", show);
  show();
}

/* Printing needs a script; the browser's own menu prints the same. */
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
