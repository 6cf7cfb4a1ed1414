// At the door: taps count at once, wait here while the network is away, and are sent when it is back, each once.
// The names are in this page alone. What waits has no names, and is kept encrypted: the key is in the page that only
// whoever is signed in is sent. Without scripts each tap is a request.
"use strict";
{
const door = document.getElementById("door"), words = door.dataset, here = location.pathname;
const people = document.getElementById("people"), walked = document.getElementById("walked");
const OFTEN = 4000, PATIENCE = 15000, MOST = 200, KEPT = 14 * 86400000, SHELF = `kith-door${words.event}/`;

function letters(count) {
  const found = crypto.getRandomValues(new Uint8Array(count));
  return Array.from(found, (byte) => "abcdefghijklmnopqrstuvwxyz234567"[byte % 32]).join("");
}

const device = letters(12), rows = new Map(), walkIns = new Map(), old = new Set();
let number = 0, waiting = [], come = new Set(), walkedIn = 0, over = 0;
let skew = Date.parse(words.now) - Date.now(), away = !navigator.onLine, busy = false, ended = false;
for (const row of people.children) {
  if (!row.dataset.who) continue;
  rows.set(row.dataset.who, row);
  if (row.querySelector("[name=arrived]").hidden) come.add(row.dataset.who);
}

// What waits for this event, in this browser: encrypted (AES-GCM), under a name that tells nothing. Without a safe way,
// only in memory.
const key = crypto.subtle
  ? crypto.subtle.importKey("raw", Uint8Array.from(words.key.match(/../g), (each) => parseInt(each, 16)), "AES-GCM", false, ["encrypt", "decrypt"])
  : null;
let keeping = Promise.resolve();
function keep() {
  const marks = JSON.stringify(waiting), empty = !waiting.length;
  keeping = keeping.then(async () => {
    try {
      if (empty) localStorage.removeItem(SHELF + device);
      if (empty || !key) return;
      const iv = crypto.getRandomValues(new Uint8Array(12));
      const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await key, new TextEncoder().encode(marks));
      const text = btoa(String.fromCharCode(...iv, ...new Uint8Array(sealed)));
      localStorage.setItem(SHELF + device, `${Date.now()}.${text}`);
    } catch { /* this browser keeps nothing: what waits is in the page alone */ }
  });
}
async function fetchKept() {
  for (const name of key ? Object.keys(localStorage).filter((each) => each.startsWith(SHELF)) : []) {
    try {
      const [when, text] = localStorage.getItem(name).split(".");
      if (Date.now() - when > KEPT) { localStorage.removeItem(name); continue; }
      const bytes = Uint8Array.from(atob(text), (each) => each.charCodeAt(0));
      const opened = await crypto.subtle.decrypt({ name: "AES-GCM", iv: bytes.slice(0, 12) }, await key, bytes.slice(12));
      waiting.push(...JSON.parse(new TextDecoder().decode(opened)));
      old.add(name);
    } catch { /* somebody else's, who has used this browser before */ }
  }
}

// What the page shows.
const whose = (mark) => mark.pseudonym || `${mark.device}/${mark.walk_in}`;
const last = (who) => waiting.findLast((each) => whose(each) === who && each.part === words.part);
const isHere = (who) => { const mark = last(who); return mark ? !mark.undone : come.has(who); };
const filled = (text, values) => text.replace(/{(\w+)}/g, (_, name) => values[name]);
const nameOf = (mark) => rows.get(mark.pseudonym)?.querySelector("strong").textContent || words.somebody;
function show(news = "") {
  for (const [who, row] of rows) {
    const there = isHere(who);
    row.querySelector(".tag.ok").hidden = !there;
    row.querySelector(".tag.wait").hidden = !last(who);
    row.querySelector("[name=arrived]").hidden = there;
    row.querySelector("[name=undo]").hidden = !there;
  }
  for (const [who, row] of walkIns) row.querySelector(".tag.wait").hidden = !last(who);
  const count = [...rows.keys()].filter(isHere).length;
  const said = [news, filled(words.count, { come: count, all: rows.size })];
  if (walkedIn) said.push(filled(words.more, { walked: walkedIn }));
  if (over) said.push(filled(words.over, { over }));
  const line = document.getElementById("count"), text = said.filter(Boolean).join(" ");
  if (line.textContent.trim() !== text && !ended) line.textContent = text;
  const left = new Set(waiting.map(whose)).size, notice = document.getElementById("away");
  notice.hidden = !away || ended;
  const now = left === 0 ? words.none : left === 1 ? words.one : filled(words.many, { count: left });
  if (away && notice.textContent !== now) notice.textContent = now;
  document.querySelector("#over [data-waiting]").hidden = !left;
}
function end() { // signed out, or not for them any more: nobody's name stays
  ended = true;
  rows.clear();
  people.replaceChildren();
  document.getElementById("wrong").replaceChildren();
  document.getElementById("count").textContent = "";
  document.getElementById("over").hidden = false;
}
function wrong(faults, marks) {
  for (const fault of faults) {
    const mark = marks.find((each) => each.device === fault.device && each.number === fault.number);
    const line = Object.assign(document.createElement("p"), { className: "said no" });
    line.textContent = `${mark ? nameOf(mark) : ""}: ${fault.sentence}`;
    document.getElementById("wrong").append(line);
  }
}

// To the server and back. The same marks may be sent again: each has the name of this page and a number, and counts once.
async function send() {
  if (busy || ended) return;
  busy = true;
  const sent = waiting.slice(0, MOST);
  try {
    const body = new URLSearchParams({ once: words.once, do: "marks", marks: JSON.stringify(sent) });
    const answer = await fetch(here, { method: "POST", body, redirect: "manual", signal: AbortSignal.timeout(PATIENCE) });
    if (answer.type === "opaqueredirect" || answer.status === 404) end();
    else if (!answer.ok) throw new Error(String(answer.status));
    else {
      const told = await answer.json(), bad = (each) => told.wrong.some((one) => one.device === each.device && one.number === each.number);
      skew = Date.parse(told.now) - Date.now();
      waiting = waiting.filter((each) => !sent.includes(each) || (told.pending && !bad(each)));
      [come, walkedIn, over, away] = [new Set(told.come), told.walked, told.over, false];
      wrong(told.wrong, sent);
      if (!waiting.length) { old.forEach((name) => localStorage.removeItem(name)); old.clear(); }
    }
  } catch { away = true; }
  busy = false;
  if (sent.length) keep();
  show();
  if (!away && !ended && waiting.some((each) => !sent.includes(each))) send();
}
function mark(what, undone) {
  number += 1;
  const at = new Date(Date.now() + skew).toISOString();
  waiting.push({ device, number, part: words.part, at, undone, ...what });
  keep();
  show(filled(undone ? words.undone : words.came, { name: nameOf(what) }));
  send();
}

people.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  event.preventDefault();
  const undone = button.name === "undo", row = button.closest("li");
  mark({ pseudonym: button.value }, undone);
  row.querySelector(undone ? "[name=arrived]" : "[name=undo]").focus({ preventScroll: true });
});
const form = document.querySelector("form.walk-in");
form.addEventListener("submit", (event) => {
  event.preventDefault();
  event.stopImmediatePropagation();
  const chosen = form.elements.body, what = { walk_in: number + 1, body: chosen.value || null };
  const row = document.getElementById("walked-in").content.firstElementChild.cloneNode(true);
  row.querySelector(".quiet").textContent = chosen.value ? chosen.selectedOptions[0].textContent : "";
  row.querySelector("button").addEventListener("click", () => {
    walkIns.delete(`${device}/${what.walk_in}`);
    row.remove();
    mark(what, true);
  });
  walkIns.set(`${device}/${what.walk_in}`, row);
  walked.append(row);
  form.reset();
  mark(what, false);
}, { capture: true });

// The search needs no network here.
const folded = (text) => text.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "");
const search = document.getElementById("words");
function narrow() {
  const wanted = folded(search.value.trim());
  for (const row of rows.values()) row.hidden = !row.dataset.find.includes(wanted) && !row.dataset.find.includes(` ${wanted.replace(/\s/g, "")}`);
}
search.addEventListener("input", narrow);
search.form.addEventListener("submit", (event) => {
  event.preventDefault();
  event.stopImmediatePropagation();
  narrow();
}, { capture: true });

addEventListener("online", send);
addEventListener("offline", () => { away = true; show(); });
// "Exit this page" hides the page first, and is never held up.
addEventListener("beforeunload", (event) => { if (away && rows.size && !document.body.hidden) event.preventDefault(); });
setInterval(() => { if (waiting.length || !document.hidden) send(); }, OFTEN);
fetchKept().then(() => { show(); send(); });
}
