// The auditor's verification: the browser fetches the checkpoint and tiles and believes neither.

import { pasted, verifyServed } from "./verifier/served.mjs";
import { TEXTS } from "./verifier/texts.mjs";
import { breather, busy, dropZone, element, facts, h, lang, limits, readLog, say, showReport, stepsTable, takenAll, verdict, words } from "./checking.mjs";

const form = element("served");
let proof = null;

async function given() {
  const kept = await takenAll(element("f-kept").files);
  const text = element("f-kept-text").value.trim();
  if (text) kept.push({ name: "checkpoint", bytes: pasted(text) });
  const index = element("f-index").value.trim();
  return {
    genesis: form.dataset.genesis,
    serverKeys: form.dataset.keys.split("\n").filter(Boolean),
    key: element("f-key").value,
    kept,
    index: index === "" ? null : Number(index.replaceAll(",", "")),
    proof: proof ?? (await takenAll(element("f-proof").files))[0] ?? null,
    isWhole: element("f-whole").checked,
  };
}

function heldText(report) {
  const texts = [report.heldAgainst ? words.heldKept(report.heldAgainst.size) : "", report.heldKey ? words.heldKey : ""].filter(Boolean);
  return texts.length ? texts.join(words.comma) : words.heldNothing;
}

function meaning(report) {
  if (report.verdict !== "VERIFIED") return words.meaning[report.verdict];
  return report.heldAgainst ? words.meaning.kept : words.meaning.key;
}

async function verify(event) {
  event?.preventDefault();
  await busy(element("verify"), async (progress) => {
    const options = await given();
    let fetched = 0;
    const read = (path) => {
      fetched += 1;
      return readLog(path);
    };
    const report = await verifyServed(read, { ...options, progress, pause: breather() });
    showReport(
      verdict(report.verdict, meaning(report)),
      stepsTable(report.steps),
      facts([
        [words.origin, report.origin],
        [words.size, report.size.toLocaleString("en-US")],
        [words.root, report.root],
        [words.held, heldText(report)],
        [words.fetched, words.files(fetched)],
        ...report.shown.map((one) => [words.entry, words.shownEntry(one)]),
      ]),
      limits(),
    );
    say(words.done(TEXTS[lang].verdicts[report.verdict]));
  });
}

form.addEventListener("submit", verify);
element("f-proof").addEventListener("change", () => {
  proof = null;
  element("dropped").textContent = "";
});
dropZone(element("drop"), async ([file]) => {
  if (!file) return;
  proof = { name: file.name, bytes: await file.bytes() };
  element("dropped").textContent = file.name;
});
element("verify").disabled = false;
