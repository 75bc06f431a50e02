// A document is hashed here and stays here: its chooser has no name, so the browser never sends it.
import { Sha256 } from "./sha256.mjs";

const SLICE = 4 * 2 ** 20;
const form = document.querySelector("form[data-choose]");

async function hashOf(file) {
  const digest = new Sha256();
  for (let at = 0; at < file.size; at += SLICE) {
    digest.update(new Uint8Array(await file.slice(at, at + SLICE).arrayBuffer()));
  }
  return digest.hex();
}

for (const input of form?.querySelectorAll("input[data-document]") ?? []) {
  const label = document.createElement("label");
  const chooser = document.createElement("input");
  const told = document.createElement("span");
  label.className = "small";
  label.textContent = `${form.dataset.choose} `;
  chooser.type = "file";
  told.setAttribute("role", "status");
  label.append(chooser);
  input.after(label, told);
  chooser.addEventListener("change", async () => {
    const [file] = chooser.files;
    if (!file) return;
    told.textContent = form.dataset.hashing;
    input.value = await hashOf(file);
    told.textContent = form.dataset.hashed;
  });
}
