// Makes the task page smoother; every part of it works without this file.
"use strict";
const form = document.getElementById("formulir");
const sheet = document.getElementById("isian");
const note = form.querySelector(".saved");
let changed = form.hasAttribute("data-unsaved"), unkept = changed, asked = 0, sending = false;

const body = () => new URLSearchParams(new FormData(form));
const post = (url, accept) => fetch(url, { method: "POST", body: body(), redirect: "manual", headers: { Accept: accept } });

// What `hide` conditions say depends on answers: ask the server again, keep focus and caret.
async function refresh() {
  const mine = ++asked;
  const answer = await post(form.dataset.fill, "text/html").catch(() => null);
  if (!answer || !answer.ok || mine !== asked) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("isian");
  if (!fresh || mine !== asked || shape(fresh) === shape(sheet)) return;
  const at = document.activeElement;
  const place = at && sheet.contains(at) ? [at.id, at.selectionStart, at.value] : null;
  sheet.replaceChildren(...fresh.childNodes);
  const again = place && place[0] && document.getElementById(place[0]);
  if (again) {
    again.focus();
    if (typeof place[1] === "number") { again.value = place[2]; again.setSelectionRange(place[1], place[1]); }
  }
}
const shape = (part) => [...part.querySelectorAll("*")].map((it) => it.tagName + (it.name || "") + it.readOnly + it.disabled).join();

// Only for its holder: two colleagues on a free task would overwrite each other's draft unasked.
async function keep() {
  if (!unkept || sending || !form.dataset.save) return;
  unkept = false;
  const answer = await post(form.dataset.save, "text/plain").catch(() => null);
  const kept = answer && answer.ok;
  if (kept) changed = unkept; else unkept = true;
  note.textContent = kept ? note.dataset.saved : answer && answer.status === 409 ? note.dataset.refused : note.dataset.failed;
}

form.addEventListener("input", () => { changed = unkept = true; asked++; });
form.addEventListener("change", refresh);
form.addEventListener("submit", () => { sending = true; });
addEventListener("beforeunload", (event) => { if (changed && !sending) event.preventDefault(); });
setInterval(keep, 30000);
