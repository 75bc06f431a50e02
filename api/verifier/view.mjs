// What the page shows of a report, as plain data: {tag, attributes, children}. No DOM here, so that
// what is shown can be tested anywhere; page.mjs makes elements of it, and texts of texts alone.

import { TEXTS, phrase } from "./texts.mjs";

const MARKS = { FAIL: "✕", "SELF-CONSISTENT": "△", VERIFIED: "✓" };

export const h = (tag, attributes, ...children) => ({ tag, attributes, children: children.flat().filter((child) => child !== null) });

/** Return what is shown of a report. */
export function reportView(report, lang) {
  const t = TEXTS[lang];
  return [
    verdictView(report, t),
    report.isSample ? h("p", { class: "sample" }, t.sample) : null,
    h("section", {}, h("h3", {}, t.facts), factsView(report, t, lang)),
    report.findings.length ? findingsView(report, t, lang) : null,
    report.checks.length ? checksView(report, t) : null,
    report.claims ? claimsView(report, t) : null,
    report.shown ? shownView(report.shown, t) : null,
    h("section", { class: "limits" }, h("h3", {}, t.notMeaning), h("ul", {}, t.limits.map((limit) => h("li", {}, limit)))),
  ].filter((part) => part !== null);
}

function meaningOf({ kind, verdict }, t) {
  if (kind === "bundle" || verdict === "FAIL") return t.meaning[verdict];
  if (kind === "checkpoint") return verdict === "VERIFIED" ? t.meaning.signed : t.meaning.unsigned;
  return verdict === "VERIFIED" ? t.meaning.proved : t.meaning.unproved;
}

function verdictView(report, t) {
  const { verdict } = report;
  return h(
    "div",
    { class: `verdict ${verdict.toLowerCase()}` },
    h("p", { class: "word" }, h("span", { "aria-hidden": "true", class: "mark" }, MARKS[verdict]), h("strong", {}, t.verdicts[verdict])),
    h("p", {}, meaningOf(report, t)),
  );
}

function factsView(report, t, lang) {
  const facts = [
    [t.origin, report.origin],
    [t.size, report.origin ? String(report.size) : ""],
    [t.root, report.root],
    [t.scope, report.scope ? t.scopes[report.scope.kind](report.scope) : ""],
    [t.reader, report.reader ?? ""],
    [t.purpose, report.purpose?.[lang] ?? ""],
    [t.heldAgainst, heldText(report, t)],
  ];
  return h("dl", {}, facts.filter(([, value]) => value !== "").map(([name, value]) => [h("dt", {}, name), h("dd", {}, value)]).flat());
}

function heldText({ kind, heldAgainst, heldKey }, t) {
  if (!heldAgainst) return t.heldNothing;
  return heldKey ? t.heldKey : t.heldText(heldAgainst, kind);
}

function table(headings, rows, caption) {
  return h(
    "div",
    { class: "scroll", tabindex: "0", role: "region", "aria-label": caption },
    h(
      "table",
      {},
      h("thead", {}, h("tr", {}, headings.map((heading) => h("th", { scope: "col" }, heading)))),
      h("tbody", {}, rows.map((row) => h("tr", {}, row.map((cell) => h("td", {}, cell))))),
    ),
  );
}

function checksView(report, t) {
  const rows = report.checks.map(({ check, count, unavailable }) => [t.checks[check] ?? check, String(count), unavailable ? String(unavailable) : ""]);
  return h("section", {}, h("h3", {}, t.checked), table([t.check, t.count, t.unavailable], rows, t.checked));
}

function findingsView(report, t, lang) {
  const heading = t.findings(report.findingsInAll);
  const rows = report.findings.map(({ index, check, expected, found, where }) => [
    index === null ? "" : String(index),
    kindText(check, t),
    phrase(expected, lang),
    phrase(found, lang),
    where ?? "",
  ]);
  return h(
    "section",
    {},
    h("h3", {}, heading),
    h("p", {}, t.findingsShown(report.findings.length)),
    table([t.place, t.kind, t.expected, t.found, t.where], rows, heading),
  );
}

/** A check is named `package entries[0].index`: its first word says what kind it is. */
const kindText = (check, t) => t.kinds[check] ?? t.kinds[check.split(" ")[0]] ?? t.otherKind;

function claimsView({ claims, month }, t) {
  const rows = claims.map((claim) => [t.claimKinds[claim.kind], claim.data ?? claim.identifier]);
  return h("section", {}, h("h3", {}, t.claims(month)), table([t.claimKind, t.claim], rows, t.claims(month)));
}

function shownView(entries, t) {
  return h("section", {}, h("h3", {}, t.shown), entries.map((entry) => entryView(entry, t)));
}

function entryView(entry, t) {
  const heading = t.entry({ ...entry, time: t.japanTime(inJapan(entry.recordedAt)) });
  const parts = entry.parts.map((part) => [h("h5", {}, t.part(part)), h("pre", {}, JSON.stringify(part.body, null, 1))]).flat();
  return h("article", {}, h("h4", {}, heading), parts.length ? parts : h("p", {}, t.noParts));
}

/** Write a time of the log as clocks in Japan showed it: nine hours ahead, without summer time. */
export function inJapan(recordedAt) {
  const moment = new Date(Date.parse(`${recordedAt.slice(0, 19)}Z`) + 9 * 3_600_000);
  return moment.toISOString().slice(0, 19).replace("T", " ");
}
