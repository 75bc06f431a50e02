// The public verification: whatever was handed out can be dropped here, and is verified in the browser.

import { examine, kindOf } from "./verifier/intake.mjs";
import { TEXTS } from "./verifier/texts.mjs";
import { reportView } from "./verifier/view.mjs";
import { checkCertificate, isCertificate } from "./check_certificate.mjs";
import { checkStatement, statementOf } from "./check_statement.mjs";
import { breather, busy, dropZone, element, facts, h, lang, limits, made, say, showReport, stepsTable, taken, verdict, words } from "./checking.mjs";

const form = element("checker");
const trusted = () => ({ key: element("f-key").value, serverKeys: form.dataset.keys.split("\n").filter(Boolean) });
let files = [];

function shownSteps(report) {
  showReport(
    verdict(report.verdict, report.meaning),
    stepsTable(report.steps),
    facts(report.facts),
    report.more ? h("p", { class: "aside" }, report.more) : h("span", {}),
    limits(report.limits),
  );
}

async function verifyOne(file) {
  const bytes = await file.bytes();
  if (isCertificate(bytes)) return shownSteps(await checkCertificate({ ...file, bytes }, trusted()));
  const statement = statementOf(file.name, bytes, kindOf(bytes));
  if (!statement) return null;
  if (statement.id && !element("f-id").value) element("f-id").value = statement.id;
  const id = statement.id || element("f-id").value.trim();
  return shownSteps(await checkStatement({ ...statement, id, name: file.name, bytes }, trusted()));
}

async function verify() {
  if (!files.length) return say(words.nothing);
  return busy(element("verify"), async (progress) => {
    let isShown = false;
    if (files.length === 1) isShown = (await verifyOne(files[0])) !== null;
    if (!isShown) await verifyBundle(progress);
    const word = element("report").querySelector("strong")?.textContent ?? "";
    say(words.done(word));
  });
}

async function verifyBundle(progress) {
  const kept = [...element("f-kept").files].map((file) => ({ ...taken(file), isKept: true }));
  const report = await examine([...files, ...kept], { key: element("f-key").value, progress, pause: breather() });
  showReport(h("div", { "data-verdict": report.verdict, class: "offline" }, ...reportView(report, lang).map(made)));
}

function take(some) {
  files = some;
  element("chosen").textContent = some.length ? TEXTS[lang].chosen(some.length) : "";
  element("f-id").value = form.dataset.id ?? "";
  verify();
}

dropZone(element("drop"), take);
element("f-files").addEventListener("change", ({ target }) => take([...target.files].map((file) => taken(file))));
element("f-folder").addEventListener("change", ({ target }) => take([...target.files].map((file) => taken(file, file.webkitRelativePath || file.name))));
form.addEventListener("submit", (event) => {
  event.preventDefault();
  verify();
});
element("verify").disabled = false;
