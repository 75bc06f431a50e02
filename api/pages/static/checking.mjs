// What the pages that verify have in common: files in, steps out. All texts reach the page as text.

import { Refusal } from "./verifier/bytes.mjs";
import { TEXTS, phrase } from "./verifier/texts.mjs";
import { WORDS } from "./checking_words.mjs";

const PAUSE_AFTER_MS = 40;
export const lang = document.documentElement.lang === "en" ? "en" : "ja";
export const words = WORDS[lang];
export const element = (id) => document.getElementById(id);

/** Make an element; children are texts or elements. */
export function h(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children.flat().filter((child) => child !== null));
  return node;
}

/** Make elements of what `verifier/view.mjs` describes. */
export const made = ({ tag, attributes, children }) => h(tag, attributes, ...children.map((child) => (typeof child === "string" ? child : made(child))));

/** Fetch a file of the log as the public gets it: without a cookie. */
export async function readLog(path) {
  const response = await fetch(`/${path}`, { credentials: "omit", cache: path === "checkpoint" ? "no-store" : "default" }).catch(() => null);
  if (!response?.ok) throw Object.assign(new Refusal("unreachable", path, response ? `HTTP ${response.status}` : "none"), { where: path });
  return new Uint8Array(await response.arrayBuffer());
}

export const taken = (file, path = file.name) => ({ path, name: path, size: file.size, bytes: async () => new Uint8Array(await file.arrayBuffer()) });

export const takenAll = async (list) => Promise.all([...list].map(async (file) => ({ name: file.name, bytes: await taken(file).bytes() })));

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

/** Let files be dropped on an element; beside it they would replace the page. */
export function dropZone(zone, onFiles) {
  for (const kind of ["dragover", "drop"]) window.addEventListener(kind, (event) => event.preventDefault());
  zone.addEventListener("dragover", () => zone.classList.add("over"));
  zone.addEventListener("dragleave", () => zone.classList.remove("over"));
  zone.addEventListener("drop", async (event) => {
    zone.classList.remove("over");
    // The list of what was dropped is empty after the first pause, so all of it is asked for first.
    const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
    const files = [...event.dataTransfer.files];
    onFiles(entries.length ? (await Promise.all(entries.map((entry) => filesBelow(entry, entry.name)))).flat() : files.map((file) => taken(file)));
  });
}

/** Let the page breathe now and then; between pauses the verifier has the computer to itself. */
export function breather() {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < PAUSE_AFTER_MS) return;
    await new Promise((resolve) => setTimeout(resolve));
    last = performance.now();
  };
}

const MARKS = { FAIL: ["×", "fail"], "SELF-CONSISTENT": ["△", "self-consistent"], VERIFIED: ["✓", "verified"] };

/** The verdict in large letters, and what it means. */
export function verdict(word, meaning) {
  const [mark, kind] = MARKS[word];
  return h(
    "div",
    { class: `verdict ${kind}`, "data-verdict": word },
    h("p", { class: "word" }, h("span", { "aria-hidden": "true", class: "mark" }, mark), " ", h("strong", {}, TEXTS[lang].verdicts[word])),
    h("p", {}, meaning),
  );
}

const resultOf = ({ isGood }) => (isGood === null ? words.notDone : isGood ? words.good : words.bad);

/** One check: its name, whether it held, what was expected and what was found. */
function stepRow(step) {
  const kind = step.isGood === null ? "wait" : step.isGood ? "good" : "bad";
  const reason = step.isGood === false && step.reason ? reasonText(step.reason) : "";
  const cell = (name, ...children) => h("td", { "data-name": name }, ...children);
  return h(
    "tr",
    { "data-check": step.check, "data-result": kind },
    h("th", { scope: "row" }, words.steps[step.check] ?? step.check, reason ? h("span", { class: "told error" }, reason) : null),
    cell(words.result, h("span", { class: `badge ${kind}` }, resultOf(step))),
    cell(words.expected, h("code", {}, phrase(step.expected, lang))),
    cell(words.found, h("code", {}, phrase(step.found, lang))),
    cell(words.where, h("span", {}, step.where)),
  );
}

function reasonText(reason) {
  const { kinds, otherKind } = TEXTS[lang];
  return words.reasons[reason] ?? kinds[reason] ?? kinds[reason.split(" ")[0]] ?? otherKind;
}

/** A table of checks; those that failed come first. */
export function stepsTable(steps) {
  const ordered = [...steps.filter((step) => step.isGood === false), ...steps.filter((step) => step.isGood !== false)];
  const heads = [words.check, words.result, words.expected, words.found, words.where];
  return h(
    "div",
    { class: "scroll", tabindex: "0", role: "group", "aria-label": words.checks },
    h(
      "table",
      { class: "stack steps-done" },
      h("caption", {}, words.checks),
      h("thead", {}, h("tr", {}, heads.map((head) => h("th", { scope: "col" }, head)))),
      h("tbody", {}, ordered.map(stepRow)),
    ),
  );
}

/** What a verdict does not mean. */
export const limits = (more = []) =>
  h("section", { class: "limits" }, h("h2", {}, TEXTS[lang].notMeaning), h("ul", {}, [...more, ...TEXTS[lang].limits.slice(0, 1)].map((text) => h("li", {}, text))));

export function facts(pairs) {
  return h("dl", { class: "facts" }, pairs.filter(([, value]) => value !== "").flatMap(([name, value]) => [h("dt", {}, name), h("dd", {}, value)]));
}

/** Show a report, and lead whoever hears the page to it. */
export function showReport(...parts) {
  const place = element("report");
  place.replaceChildren(...parts);
  place.dataset.count = String(Number(place.dataset.count ?? 0) + 1);
  place.focus();
}

export const say = (text) => {
  element("status").textContent = text;
};

/** Run work with the progress bar and the button in step; a mistake of ours is said to be one. */
export async function busy(button, work) {
  const bar = element("progress");
  [button.disabled, bar.hidden] = [true, false];
  bar.removeAttribute("value");
  say(words.working);
  try {
    await work(({ done, size }) => {
      [bar.max, bar.value] = [Math.max(size, 1), done];
      say(TEXTS[lang].working(done, size));
    });
  } catch (error) {
    console.error(error);
    say(TEXTS[lang].broken);
  } finally {
    [button.disabled, bar.hidden] = [false, true];
  }
}
