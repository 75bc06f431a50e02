// Files are hashed here and stay here: the field by which they are chosen has no name, so the
// browser never sends it. What is written into the form is name, size, type and hash.
import { Sha256 } from "./sha256.mjs";

const SLICE = 4 * 2 ** 20; // read at once; a file of any size takes no more memory than this
const area = document.getElementById("files");
const chooser = area.querySelector("[data-chooser]");
const told = area.querySelector("[data-told]");
const bar = area.querySelector("progress");
const send = [...area.form?.elements ?? []].filter((one) => one.tagName === "BUTTON");

async function hashOf(file, onPart) {
  const digest = new Sha256();
  for (let at = 0; at < file.size; at += SLICE) {
    digest.update(new Uint8Array(await file.slice(at, at + SLICE).arrayBuffer()));
    onPart(Math.min(at + SLICE, file.size));
  }
  return digest.hex();
}

const rows = () => [...area.querySelectorAll("[data-asset]")];
const inputsOf = (row) => [...row.querySelectorAll("input")];
const isBlank = (row) => inputsOf(row).every((input) => !input.value);

function blankRow() {
  const found = rows().find(isBlank);
  if (found) return found;
  const last = rows().at(-1);
  const row = last.cloneNode(true);
  const number = rows().length;
  row.setAttribute("aria-label", last.getAttribute("aria-label").replace(/\d+/, number + 1));
  row.querySelectorAll(".error").forEach((one) => one.remove());
  for (const input of inputsOf(row)) {
    const label = row.querySelector(`label[for="${CSS.escape(input.id)}"]`);
    input.name = input.name.replace(/\d+/, number);
    input.id = `f-${input.name}`;
    input.value = "";
    for (const name of ["aria-invalid", "aria-describedby"]) input.removeAttribute(name);
    label.htmlFor = input.id;
  }
  last.after(row);
  return row;
}

function write(file, hash) {
  const row = blankRow();
  const said = { label: file.name, size_bytes: file.size, media_type: file.type, sha256: hash };
  for (const input of inputsOf(row)) input.value = said[input.name.split(".").at(-1)];
}

async function take(files) {
  const all = files.reduce((sum, file) => sum + file.size, 0) || 1;
  let done = 0;
  for (const file of files) {
    told.textContent = `${area.dataset.hashing}: ${file.name}`;
    const hash = await hashOf(file, (part) => { bar.value = (done + part) / all; });
    done += file.size;
    write(file, hash);
  }
}

async function chosen(event) {
  const files = [...event.target.files];
  if (!files.length) return;
  bar.hidden = false;
  bar.value = 0;
  send.forEach((button) => { button.disabled = true; });
  try {
    await take(files);
    told.textContent = `${area.dataset.hashed}: ${files.length}`;
  } catch {
    told.textContent = area.dataset.failed;
  }
  bar.hidden = true;
  send.forEach((button) => { button.disabled = false; });
  event.target.value = "";
}

chooser.hidden = false;
chooser.querySelector("input").addEventListener("change", chosen);
