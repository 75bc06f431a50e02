// Proofs that stand in a page, verified when it opens.

import { Refusal, utf8 } from "./verifier/bytes.mjs";
import { Steps, proofSteps } from "./verifier/served.mjs";
import { h, stepsTable, words } from "./checking.mjs";

async function verify(box) {
  const { keys, name, entry } = box.dataset;
  const steps = new Steps();
  const bytes = utf8(box.querySelector("pre").textContent);
  const established = await proofSteps(steps, { name, bytes, serverKeys: keys.split("\n").filter(Boolean) });
  if (established) {
    await steps.run("statement-entry", name, async () => {
      const { index, header } = established;
      if (index !== Number(entry)) throw new Refusal("index", entry, String(index));
      return { expected: entry, found: `${index} ${header?.type ?? ""}` };
    });
  }
  const [kind, text] = steps.isGood ? ["good", words.proofGood] : ["bad", words.proofBad];
  box.querySelector(".outcome").replaceChildren(h("p", { "data-outcome": kind }, h("span", { class: `badge ${kind}` }, text)), stepsTable(steps.list));
}

for (const box of document.querySelectorAll(".proof")) await verify(box);
