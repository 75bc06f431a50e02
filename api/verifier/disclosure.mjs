// Disclosure packages, `daicho-disclosure/1`: chosen parts of chosen entries, with their proofs.

import { Refusal, equal, hex, sha256, unbase64, unhex, utf8 } from "./bytes.mjs";
import { exactly, read } from "./canonical.mjs";
import { openPart, parseGenesis, parseLeaf } from "./entry.mjs";
import { verifyCheckpoint } from "./note.mjs";
import { HASH_BYTES, leafHash, verifyInclusion } from "./tree.mjs";
import { unzip } from "./zip.mjs";

export const DISCLOSURE_FORMAT = "daicho-disclosure/1";
const MAX_BYTES = 64 * 2 ** 20;
const MAX_PATH = 64;
const FILE_NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}$/;

const bad = (place, expected, found) => new Refusal(`package ${place}`, expected, found);

function text(value, place) {
  if (typeof value !== "string") throw bad(place, "text", typeof value);
  return value;
}

function count(value, place) {
  if (!Number.isSafeInteger(value) || value < 0) throw bad(place, "an integer, zero or more", value);
  return value;
}

function list(value, place) {
  if (!Array.isArray(value)) throw bad(place, "a list", typeof value);
  return value;
}

function hashes(value, place) {
  if (list(value, place).length > MAX_PATH) throw bad(place, `at most ${MAX_PATH} hashes`, value.length);
  return value.map((item) => unhex(item, HASH_BYTES, `package ${place}`));
}

/** Return items whose number rises from one to the next; a second of the same would hide. */
function rising(items, name, place) {
  let last = -1;
  for (const item of items) {
    if (item[name] <= last) throw bad(`${place}.${name}`, `more than ${last}: in order, each once`, item[name]);
    last = item[name];
  }
  return items;
}

/** Return files of which no two share a name: two programs could show different ones. */
function namedOnce(files) {
  const names = new Set();
  files.forEach(({ name }, number) => {
    if (names.has(name)) throw bad(`files[${number}].name`, "each name once", name);
    names.add(name);
  });
  return files;
}

/** Take a package apart without believing it. */
export function readDisclosure(bytes) {
  if (bytes.length > MAX_BYTES) throw bad("file", `at most ${MAX_BYTES} bytes`, bytes.length);
  const value = exactly(read(bytes), ["format", "genesis", "checkpoint", "reader", "purpose", "entries", "files"], "package");
  if (value.format !== DISCLOSURE_FORMAT) throw bad("format", DISCLOSURE_FORMAT, value.format);
  const purpose = exactly(value.purpose, ["ja", "en"], "package purpose");
  const entries = list(value.entries, "entries").map(readEntry);
  if (!entries.length) throw bad("entries", "at least one entry", "none");
  return {
    genesis: text(value.genesis, "genesis"),
    checkpoint: utf8(text(value.checkpoint, "checkpoint")),
    reader: text(value.reader, "reader"),
    purpose: { ja: text(purpose.ja, "purpose.ja"), en: text(purpose.en, "purpose.en") },
    entries: rising(entries, "index", "entries"),
    files: namedOnce(list(value.files, "files").map(readFile)),
  };
}

function readEntry(item, number) {
  const place = `entries[${number}]`;
  const value = exactly(item, ["index", "leaf", "inclusion", "part_count", "parts"], `package ${place}`);
  const parts = list(value.parts, `${place}.parts`).map((part, at) => readPart(part, `${place}.parts[${at}]`));
  return {
    index: count(value.index, `${place}.index`),
    leaf: utf8(text(value.leaf, `${place}.leaf`)),
    inclusion: hashes(value.inclusion, `${place}.inclusion`),
    partCount: count(value.part_count, `${place}.part_count`),
    parts: rising(parts, "ordinal", `${place}.parts`),
  };
}

function readPart(item, place) {
  const value = exactly(item, ["ordinal", "salt", "data", "path"], `package ${place}`);
  return {
    ordinal: count(value.ordinal, `${place}.ordinal`),
    salt: unhex(value.salt, HASH_BYTES, `package ${place}.salt`),
    data: utf8(text(value.data, `${place}.data`)),
    path: hashes(value.path, `${place}.path`),
  };
}

function readFile(item, number) {
  const place = `files[${number}]`;
  const value = exactly(item, ["sha256", "name", "media_type", "base64"], `package ${place}`);
  if (!FILE_NAME.test(text(value.name, `${place}.name`))) throw bad(`${place}.name`, "letters, digits and _.- without a folder", value.name);
  return {
    name: value.name,
    mediaType: text(value.media_type, `${place}.media_type`),
    sha256: hex(unhex(value.sha256, HASH_BYTES, `package ${place}.sha256`)),
    content: unbase64(text(value.base64, `${place}.base64`), `package ${place}.base64`),
  };
}

/**
 * Check a package against the keys that are trusted; return what it establishes.
 * `keysOf(genesis, package)` gives them: from the reader, or for want of any the package's own.
 */
export async function verifyDisclosure(bytes, keysOf) {
  const disclosure = readDisclosure(bytes);
  const genesis = await parseGenesis(disclosure.genesis);
  const checkpoint = await verifyCheckpoint(disclosure.checkpoint, await keysOf(genesis, disclosure), genesis.origin);
  const entries = [];
  for (const entry of disclosure.entries) entries.push(await shownEntry(entry, checkpoint, genesis));
  await checkFiles(disclosure.files, entries);
  const { reader, purpose, files } = disclosure;
  return { genesis, checkpoint, reader, purpose, entries, files };
}

async function shownEntry(entry, checkpoint, genesis) {
  try {
    const header = parseLeaf(entry.leaf);
    if (header.index !== entry.index) throw new Refusal("index", String(entry.index), String(header.index));
    if (header.origin !== checkpoint.origin) throw new Refusal("origin", checkpoint.origin, header.origin);
    if (header.index === 0 && header.prev !== hex(genesis.hash)) throw new Refusal("prev", hex(genesis.hash), header.prev);
    await verifyInclusion(await leafHash(entry.leaf), entry.index, checkpoint.size, entry.inclusion, checkpoint.root);
    const commit = unhex(header.commit, HASH_BYTES);
    const parts = [];
    for (const part of entry.parts) {
      const opened = await openPart(commit, { ...part, count: entry.partCount });
      if (parts.some((other) => other.part === opened.part)) throw new Refusal("part", "each part once", opened.part);
      parts.push({ ordinal: part.ordinal, ...opened });
    }
    return { index: entry.index, type: header.type, recordedAt: header.recordedAt, partCount: entry.partCount, parts };
  } catch (error) {
    if (error instanceof Refusal) error.index = entry.index;
    throw error;
  }
}

async function checkFiles(files, entries) {
  const cited = new Set(entries.flatMap((entry) => entry.parts.flatMap((part) => [...citedIn(part.body)])));
  for (const file of files) {
    const found = hex(await sha256(file.content));
    if (found !== file.sha256) throw bad(file.name, file.sha256, found);
    if (!cited.has(found)) throw bad(file.name, "a hash that a disclosed part cites as sha256", found);
  }
}

/** Yield every text that stands under the name `sha256`. */
export function* citedIn(value) {
  if (typeof value !== "object" || value === null) return;
  for (const [name, item] of Object.entries(value)) {
    if (name === "sha256" && typeof item === "string") yield item;
    yield* citedIn(item);
  }
}

const README = /^(?:README|はじめに)\.txt$/;

/**
 * Check a statement package: a ZIP of disclosure.json, the files it proves, and a text to read.
 * Every other member must be, byte for byte, the file of its name that the disclosure proves.
 */
export async function verifyPackage(bytes, keysOf) {
  const members = unzip(bytes);
  const disclosure = members.get("disclosure.json");
  if (!disclosure) throw new Refusal("zip", "a member disclosure.json", [...members.keys()].join(", "));
  const established = await verifyDisclosure(disclosure, keysOf);
  const unproved = [];
  for (const [name, data] of members) {
    if (name === "disclosure.json") continue;
    if (README.test(name)) unproved.push(name);
    else if (!established.files.some((file) => file.name === name && equal(file.content, data))) {
      throw new Refusal("zip", "the file of this name that the disclosure proves", name);
    }
  }
  return { ...established, members: [...members.keys()], unproved };
}
