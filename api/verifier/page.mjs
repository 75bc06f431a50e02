// The page: files in, report out. All texts reach it as text, never as markup.

import { missingAbilities } from "./bytes.mjs";
import { examine } from "./intake.mjs";
import { TEXTS } from "./texts.mjs";
import { reportView } from "./view.mjs";

const PAUSE_AFTER_MS = 40;
const state = { lang: "ja", subject: [], kept: [], report: null, isBusy: false, message: (t) => t.nothing };
const element = (id) => document.getElementById(id);

function made({ tag, attributes, children }) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children.map((child) => (typeof child === "string" ? child : made(child))));
  return node;
}

function show() {
  const t = TEXTS[state.lang];
  document.documentElement.lang = state.lang;
  document.title = t.title;
  for (const node of document.querySelectorAll("[data-text]")) node.textContent = t[node.dataset.text];
  element("status").textContent = state.message(t);
  element("verify").disabled = state.isBusy || !(state.subject.length || state.kept.length);
  element("clear").disabled = state.isBusy;
  element("main").setAttribute("aria-busy", String(state.isBusy));
  element("progress").hidden = !state.isBusy;
  element("report").replaceChildren(...(state.report ? reportView(state.report, state.lang).map(made) : []));
  element("print").hidden = !state.report;
}

const taken = (file, path) => ({ path, size: file.size, bytes: async () => new Uint8Array(await file.arrayBuffer()) });

function take(files) {
  state.subject.push(...files);
  state.report = null;
  state.message = (t) => t.chosen(state.subject.length);
  show();
}

/** Return the files below something that was dropped: a folder is read until it has no more. */
async function filesBelow(entry, path) {
  if (entry.isFile) return [taken(await new Promise((resolve, reject) => entry.file(resolve, reject)), path)];
  const reader = entry.createReader();
  const files = [];
  for (;;) {
    const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (!some.length) return files;
    for (const one of some) files.push(...(await filesBelow(one, `${path}/${one.name}`)));
  }
}

async function dropped(event) {
  event.preventDefault();
  element("drop").classList.remove("over");
  if (state.isBusy) return;
  // The list of what was dropped is empty after the first pause, so all of it is asked for first.
  const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  const files = entries.length
    ? (await Promise.all(entries.map((entry) => filesBelow(entry, entry.name)))).flat()
    : [...event.dataTransfer.files].map((file) => taken(file, file.name));
  take(files);
}

/** Let the page breathe now and then; between pauses the verifier has the computer to itself. */
function breather() {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < PAUSE_AFTER_MS) return;
    await new Promise((resolve) => setTimeout(resolve));
    last = performance.now();
  };
}

async function verify() {
  Object.assign(state, { isBusy: true, report: null, message: (t) => t.starting });
  show();
  try {
    const progress = ({ done, size }) => {
      element("progress").max = Math.max(size, 1);
      element("progress").value = done;
      element("status").textContent = TEXTS[state.lang].working(done, size);
    };
    state.report = await examine([...state.subject, ...state.kept], { key: element("key").value, progress, pause: breather() });
    state.message = (t) => t.done(t.verdicts[state.report.verdict]);
  } catch (error) {
    console.error(error);
    state.message = (t) => t.broken;
  }
  state.isBusy = false;
  show();
  if (state.report) element("result").focus();
}

function clear() {
  Object.assign(state, { subject: [], kept: [], report: null, message: (t) => t.nothing });
  for (const id of ["folder", "files", "checkpoint", "key"]) element(id).value = "";
  element("progress").removeAttribute("value");
  show();
}

function listen() {
  const drop = element("drop");
  element("folder").addEventListener("change", ({ target }) => take([...target.files].map((file) => taken(file, file.webkitRelativePath || file.name))));
  element("files").addEventListener("change", ({ target }) => take([...target.files].map((file) => taken(file, file.name))));
  element("checkpoint").addEventListener("change", ({ target }) => {
    state.kept = [...target.files].map((file) => ({ ...taken(file, file.name), isKept: true }));
    state.report = null;
    show();
  });
  drop.addEventListener("dragover", (event) => {
    event.preventDefault();
    drop.classList.add("over");
  });
  drop.addEventListener("dragleave", () => drop.classList.remove("over"));
  drop.addEventListener("drop", dropped);
  // Dropped beside the zone, a file would replace the page.
  for (const kind of ["dragover", "drop"]) window.addEventListener(kind, (event) => event.preventDefault());
  element("verify").addEventListener("click", verify);
  element("clear").addEventListener("click", clear);
  element("print").addEventListener("click", () => window.print());
  element("lang").addEventListener("click", () => {
    state.lang = state.lang === "ja" ? "en" : "ja";
    show();
  });
}

async function start() {
  listen();
  show();
  const missing = await missingAbilities();
  if (missing.length) {
    state.isBusy = true;
    state.message = (t) => t.lacking(missing.join(", "));
    show();
    element("progress").hidden = true;
  }
}

start();
