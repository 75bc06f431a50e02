// Runs the script of the built page on a document that is only as much of one as the page uses.
// Reads {page, files, kept, key, lang} from standard input; prints what a reader would then see.

import { readFileSync } from "node:fs";
import { runInNewContext } from "node:vm";

class FakeElement {
  constructor(tag) {
    Object.assign(this, { tag, attributes: {}, children: [], listeners: {}, dataset: {}, value: "", hidden: false });
    this.classList = { add() {}, remove() {} };
  }
  set textContent(text) {
    this.children = [text];
  }
  get textContent() {
    return this.children.map((child) => (typeof child === "string" ? child : child.textContent)).join(" ");
  }
  setAttribute(name, value) {
    this.attributes[name] = value;
  }
  removeAttribute(name) {
    delete this.attributes[name];
  }
  append(...children) {
    this.children.push(...children);
  }
  replaceChildren(...children) {
    this.children = children;
  }
  addEventListener(kind, listener) {
    this.listeners[kind] = listener;
  }
  focus() {
    this.isFocused = true;
  }
}

const asked = JSON.parse(readFileSync(0, "utf8"));
const html = readFileSync(asked.page, "utf8");
const script = /<script>([\s\S]*)<\/script>/.exec(html)[1];
const byId = Object.fromEntries([...html.matchAll(/\sid="([a-z]+)"/g)].map(([, id]) => [id, new FakeElement(id)]));
const texts = [...html.matchAll(/data-text="([a-zA-Z]+)"/g)].map(([, name]) => Object.assign(new FakeElement("span"), { dataset: { text: name } }));
const document = {
  documentElement: new FakeElement("html"),
  getElementById: (id) => byId[id] ?? null,
  createElement: (tag) => new FakeElement(tag),
  querySelectorAll: () => texts,
};
const errors = [];
const asFile = ({ path, data }) => {
  const bytes = Uint8Array.from(Buffer.from(data, "hex"));
  return { name: path.split("/").at(-1), webkitRelativePath: path, size: bytes.length, arrayBuffer: async () => bytes.buffer };
};
const world = {
  document, setTimeout, crypto: globalThis.crypto, performance, TextEncoder, TextDecoder, atob, btoa,
  console: { error: (error) => errors.push(String(error?.stack ?? error)) },
  window: new FakeElement("window"), Uint8Array, Uint32Array, DataView,
};
world.globalThis = world;
runInNewContext(script, world);
await new Promise((resolve) => setTimeout(resolve, 20));

byId.folder.listeners.change({ target: { files: asked.files.map(asFile) } });
if (asked.kept) byId.checkpoint.listeners.change({ target: { files: asked.kept.map(asFile) } });
byId.key.value = asked.key ?? "";
if (asked.lang === "en") byId.lang.listeners.click();
await byId.verify.listeners.click();
const seen = {
  title: document.title,
  lang: document.documentElement.lang,
  status: byId.status.textContent,
  report: byId.report.textContent,
  page: texts.map((node) => node.textContent).join("\n"),
  isFocused: byId.result.isFocused === true,
  errors,
};
process.stdout.write(JSON.stringify(seen));
