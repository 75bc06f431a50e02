// A bundle folder, `daicho-bundle/1`: the whole log as files, read once from the first to the last.

import { Refusal, equal, hex, hmacSha256, sha256, textOf, unhex, utf8 } from "./bytes.mjs";
import { exactly, readText, read } from "./canonical.mjs";
import { isMoment, parseGenesis } from "./entry.mjs";
import { finding, findingOf } from "./finding.mjs";
import { LogVerifier } from "./log.mjs";
import { LogKeys } from "./log_keys.mjs";
import { parseCheckpoint, parseNote, writtenKey } from "./note.mjs";
import { HASH_BYTES, TILE_WIDTH, emptyRoot } from "./tree.mjs";

export const BUNDLE_FORMAT = "daicho-bundle/1";
const MAX_FILE = 2 ** 29; // WebCrypto hashes what lies in memory as a whole
const MAX_LIST = 2 ** 27;
const NEWLINE = 0x0a;
const MOST_PER_CHECK = 100;
const NUMBER = String.raw`(?:x[0-9]{3}/)*[0-9]{3}(?:\.p/[1-9][0-9]{0,2})?`;
const PLACES = new RegExp(
  `^(?:bundle\\.json|checkpoint|personal\\.jsonl|checkpoints/[0-9]{10,16}(?:\\.tsr)?|tile/(?:entries|[0-7])/${NUMBER}|` +
    `parts/${NUMBER}|blobs/([0-9a-f]{2})/\\1[0-9a-f]{62})$`,
);

const PARTY = /^party_[0-7][0-9A-HJKMNP-TV-Z]{25}$/;
const MONEY = /^(?:revenue|royalty|statement)\./;
const MONTH = /^[0-9]{4}-(?:0[1-9]|1[0-2])$/;
const RANGED = new RegExp(`^(?:tile/(?<level>[0-7]|entries)|parts)/(?<number>${NUMBER})$`);

/** Return the first entry that a file is about, where its name says so. */
export function firstEntry(path) {
  const ranged = RANGED.exec(path)?.groups;
  if (ranged) {
    const number = Number(ranged.number.replace(/\.p.*$/, "").replace(/[x/]/g, ""));
    return number * TILE_WIDTH ** (Number(ranged.level === "entries" ? 0 : (ranged.level ?? 0)) + 1);
  }
  const size = /^checkpoints\/([0-9]+)/.exec(path)?.[1];
  return size === undefined ? null : lastOf(Number(size));
}

/** Tell whether a bundle of this size has such a tile or parts file; true of other files. */
export function belongs(path, size) {
  const ranged = RANGED.exec(path)?.groups;
  if (!ranged) return true;
  const level = ranged.level === "entries" ? 0 : Number(ranged.level ?? 0);
  const number = Number(ranged.number.replace(/\.p.*$/, "").replace(/[x/]/g, ""));
  const hashes = Math.floor(size / TILE_WIDTH ** level) - number * TILE_WIDTH;
  return hashes > 0 && path === tilePath(path.slice(0, path.length - ranged.number.length - 1), number, Math.min(TILE_WIDTH, hashes));
}

/** Write the number of a tile: 1234067 is `x001/x234/067`. */
export function tileNumber(number) {
  const steps = [String(number % 1000).padStart(3, "0")];
  for (let rest = Math.floor(number / 1000); rest > 0; rest = Math.floor(rest / 1000)) {
    steps.unshift(`x${String(rest % 1000).padStart(3, "0")}`);
  }
  return steps.join("/");
}

export const tilePath = (folder, number, width) =>
  `${folder}/${tileNumber(number)}${width === TILE_WIDTH ? "" : `.p/${width}`}`;

/** Collects findings, at most a hundred of a kind, and counts what was looked at. */
class Notes {
  constructor() {
    this.findings = [];
    this.total = 0;
    this.perCheck = new Map();
    this.counts = new Map();
    this.unavailable = new Map();
  }

  add(...findings) {
    for (const one of findings) {
      this.total += 1;
      const seen = (this.perCheck.get(one.check) ?? 0) + 1;
      this.perCheck.set(one.check, seen);
      if (seen <= MOST_PER_CHECK) this.findings.push(one);
    }
  }

  count(check, number = 1) {
    this.counts.set(check, (this.counts.get(check) ?? 0) + number);
  }

  lack(check, number = 1) {
    this.unavailable.set(check, (this.unavailable.get(check) ?? 0) + number);
  }

  checks() {
    const names = new Set([...this.counts.keys(), ...this.unavailable.keys()]);
    return [...names].map((check) => ({ check, count: this.counts.get(check) ?? 0, unavailable: this.unavailable.get(check) ?? 0 }));
  }
}

/** The files of a folder, each read once, held against the list FILES while it is read. */
class Folder {
  constructor(source, notes) {
    this.source = source;
    this.notes = notes;
    this.listed = new Map();
    this.present = new Set(source.paths);
    this.unread = new Set(source.paths);
  }

  async open() {
    for (const path of this.source.refused ?? []) this.wrong(path, "a regular file", path);
    const bytes = await this.bytes("FILES", MAX_LIST);
    if (!bytes) throw new Refusal("file", "a list of files named FILES", "none");
    const text = textOf(bytes, "FILES");
    if (text !== "" && !text.endsWith("\n")) throw new Refusal("FILES", "a newline at its end", text.slice(-80));
    let before = "";
    for (const line of text.split("\n").slice(0, -1)) {
      const match = /^([0-9a-f]{64}) {2}(.+)$/.exec(line);
      if (!match || !PLACES.test(match[2])) throw new Refusal("FILES", "a hash, two spaces and the path of a file of a bundle", line);
      if (match[2] <= before) throw new Refusal("FILES", "paths in order, each once", match[2]);
      before = match[2];
      this.listed.set(match[2], match[1]);
    }
    this.checkNames();
  }

  checkNames() {
    for (const path of this.present) {
      if (path !== "FILES" && !this.listed.has(path)) this.wrong(path, "a file that FILES lists", path);
    }
    for (const path of this.listed.keys()) {
      if (!this.present.has(path)) this.wrong(path, path, "no such file");
    }
  }

  wrong(path, expected, found) {
    this.notes.add(finding(firstEntry(path), "file", expected, found, path));
  }

  has(path) {
    return this.listed.has(path) && this.unread.has(path);
  }

  /** Return the bytes of a file, or null where there is none; a changed file is a finding. */
  async read(path, most = MAX_FILE) {
    if (!this.has(path)) return null;
    this.unread.delete(path);
    const bytes = await this.bytes(path, most);
    if (!bytes) return null;
    this.notes.count("files");
    const found = hex(await sha256(bytes));
    if (found !== this.listed.get(path)) this.wrong(path, this.listed.get(path), found);
    return bytes;
  }

  async bytes(path, most) {
    this.unread.delete(path);
    if (!this.present.has(path)) return null;
    const size = await this.source.size(path);
    if (size > most) {
      // What is only too large for this engine is not thereby wrong.
      if (most === MAX_FILE) this.notes.lack("files");
      else this.wrong(path, `at most ${most} bytes`, `${size} bytes`);
      return null;
    }
    return this.source.read(path);
  }

  /** Read what nobody asked for: files that are cited, tokens, and what does not belong. */
  async rest(onFile) {
    for (const path of this.listed.keys()) {
      if (!this.unread.has(path)) continue;
      const bytes = await this.read(path);
      if (bytes) await onFile(path, bytes);
    }
  }
}

/**
 * Verify a bundle.
 *
 * `source` gives {paths, size(path), read(path)} and in `refused` whatever is no regular file.
 * `options`: `checkpoints`, notes {name, bytes} that the auditor kept; `keys`, keys of the log that
 * she knows; `progress({done, size})`, called after every 256 entries; `pause`, awaited then.
 */
export async function verifyBundle(source, options = {}) {
  const notes = new Notes();
  const report = { kind: "bundle", verdict: "FAIL", origin: "", size: 0, root: "", scope: null, heldAgainst: null };
  try {
    await audit(source, options, notes, report);
  } catch (error) {
    notes.add(findingOf(error, null));
  }
  const verdict = notes.total ? "FAIL" : report.heldAgainst ? "VERIFIED" : "SELF-CONSISTENT";
  return { ...report, verdict, checks: notes.checks(), findings: notes.findings, findingsInAll: notes.total };
}

async function audit(source, options, notes, report) {
  const folder = new Folder(source, notes);
  await folder.open();
  const claims = readClaims(await needed(folder, "bundle.json"));
  const genesis = await parseGenesis(claims.genesis);
  Object.assign(report, { origin: genesis.origin, isSample: genesis.isSample, scope: claims.scope });
  if (claims.origin !== genesis.origin) throw new Refusal("bundle.json", genesis.origin, claims.origin);
  for (const path of folder.listed.keys()) {
    if (!belongs(path, claims.size)) folder.wrong(path, `a file of a log of ${claims.size} entries`, path);
  }
  const notesToCheck = await collectNotes(folder, options, notes, lastOf(claims.size));
  const people = await readPersonal(folder, notes);
  const walk = new Walk(folder, notes, genesis, await LogKeys.of(genesis), people, claims.scope);
  walk.rootsWanted(notesToCheck.map((one) => one.claim?.size).filter((size) => size !== undefined));
  await walk.entries(claims, options);
  const { verifier } = walk;
  const root = await verifier.tree.root();
  Object.assign(report, { size: verifier.size, root: hex(root) });
  compare(notes, "size", claims.size, verifier.size, "bundle.json", verifier.size);
  if (walk.isComplete) compare(notes, "root", claims.root, hex(root), "bundle.json");
  await checkNotes(walk, notesToCheck, options, report);
  for (const [line, number] of people) notes.add(finding(null, "personal", "a commitment in a disclosed part", line, `personal.jsonl:${number}`));
  await folder.rest((path, bytes) => checkLoose(notes, path, bytes));
}

function compare(notes, check, expected, found, where, index = null) {
  notes.count(check);
  if (expected !== found) notes.add(finding(index, check, String(expected), String(found), where));
}

async function needed(folder, path) {
  const bytes = await folder.read(path, MAX_LIST);
  if (!bytes) throw new Refusal("file", path, "no such file");
  return bytes;
}

function readClaims(bytes) {
  const claims = exactly(read(bytes), ["format", "genesis", "origin", "root", "scope", "size"], "bundle.json");
  if (claims.format !== BUNDLE_FORMAT) throw new Refusal("bundle.json", BUNDLE_FORMAT, claims.format);
  for (const name of ["genesis", "origin"]) {
    if (typeof claims[name] !== "string") throw new Refusal("bundle.json", `${name} as text`, claims[name]);
  }
  unhex(claims.root, HASH_BYTES, "bundle.json root");
  if (!Number.isSafeInteger(claims.size) || claims.size < 0) throw new Refusal("bundle.json", "a size", claims.size);
  const scope = claims.scope;
  const members = { full: ["kind"], party: ["kind", "party"], period: ["first", "kind", "last"] }[scope?.kind];
  if (!members) throw new Refusal("bundle.json", "a scope: full, party or period", JSON.stringify(scope));
  for (const [name, value] of Object.entries(exactly(scope, members, "bundle.json scope"))) {
    const isRight = typeof value === "string" && ({ first: MONTH, last: MONTH, party: PARTY }[name]?.test(value) ?? true);
    if (!isRight) throw new Refusal("bundle.json", `${name} of the scope: a month, or the id of a party`, value);
  }
  return claims;
}

/** Read every signed note there is: the bundle's own, earlier and later ones, the auditor's. */
async function collectNotes(folder, options, notes, last) {
  const all = [];
  const take = async (where, bytes, kind) => {
    try {
      const claim = await parseCheckpoint(parseNote(bytes).text);
      const index = kind === "own" ? last : (firstEntry(where) ?? lastOf(claim.size));
      all.push({ where, bytes, kind, claim, index });
    } catch (error) {
      notes.add(findingOf(error, kind === "own" ? last : firstEntry(where), "checkpoint", where));
    }
  };
  const own = await folder.read("checkpoint", 2 ** 20);
  if (own) await take("checkpoint", own, "own");
  else notes.add(finding(null, "checkpoint", "a signed checkpoint", "none", "checkpoint"));
  for (const path of [...folder.listed.keys()].filter((one) => /^checkpoints\/[0-9]+$/.test(one))) {
    const bytes = await folder.read(path, 2 ** 20);
    if (bytes) await take(path, bytes, "kept");
  }
  for (const kept of options.checkpoints ?? []) await take(kept.name, kept.bytes, "outside");
  return all;
}

/** The pass over the entries: leaves, parts and tiles, 256 entries at a time. */
class Walk {
  constructor(folder, notes, genesis, keys, people, scope) {
    Object.assign(this, { folder, notes, genesis, keys, people, scope, verifier: new LogVerifier(genesis), roots: new Map(), wanted: [], isComplete: false });
  }

  rootsWanted(sizes) {
    this.wanted = [...new Set(sizes)].sort((left, right) => left - right);
  }

  async entries(claims, { progress = () => {}, pause = () => {} }) {
    if (this.wanted[0] === 0) this.roots.set(this.wanted.shift(), await emptyRoot());
    while (this.verifier.size < claims.size) {
      const width = Math.min(TILE_WIDTH, claims.size - this.verifier.size);
      const copies = await this.copies(width);
      // Past a hole nothing can be placed: what follows would all be out of order.
      if (!copies) return;
      await this.take(copies);
      progress({ done: this.verifier.size, size: claims.size });
      await pause();
    }
    this.isComplete = true;
    for (const [level, tile] of this.verifier.tree.edge.entries()) {
      if (tile.length) await this.compareTile(level, this.tileAt(level), tile);
    }
  }

  tileAt(level) {
    return Math.floor(this.verifier.size / TILE_WIDTH ** (level + 1));
  }

  /** Return the next entries with their parts; null where their leaves are not to be had. */
  async copies(width) {
    const first = this.verifier.size;
    const number = first / TILE_WIDTH;
    const path = tilePath("tile/entries", number, width);
    const bytes = await this.folder.read(path);
    if (!bytes) {
      this.notes.add(finding(first, "entries", path, "no such file", path));
      return null;
    }
    const copies = this.split(bytes, path, first).map((leaf) => ({ leaf }));
    if (copies.length !== width) this.notes.add(finding(first + Math.min(copies.length, width), "entries", `${width} entries`, `${copies.length}`, path));
    await this.addParts(copies, tilePath("parts", number, width), first, copies.length === width);
    return copies.length ? copies.slice(0, width) : null;
  }

  split(bytes, path, first) {
    const leaves = [];
    for (let at = 0; at < bytes.length; ) {
      const end = at + 2 + bytes[at] * 256 + (bytes[at + 1] ?? 0);
      if (end > bytes.length || at + 2 > bytes.length) {
        this.notes.add(finding(first + leaves.length, "entries", `${end} bytes`, `${bytes.length}`, path));
        break;
      }
      leaves.push(bytes.subarray(at + 2, end));
      at = end;
    }
    return leaves;
  }

  async addParts(copies, path, first, isWhole) {
    const bytes = await this.folder.read(path);
    if (!bytes) {
      this.notes.add(finding(first, "part", path, "no such file", path));
      return;
    }
    const lines = linesOf(bytes);
    const last = Math.min(lines.length, copies.length - 1);
    if (isWhole && bytes.at(-1) !== NEWLINE) this.notes.add(finding(first + Math.max(Math.min(lines.length, copies.length) - 1, 0), "part", "a newline at its end", "none", path));
    if (isWhole && lines.length !== copies.length) this.notes.add(finding(first + last, "part", `${copies.length} lines`, `${lines.length}`, path));
    for (const [offset, copy] of copies.entries()) {
      if (offset >= lines.length) return;
      try {
        copy.parts = readLine(textOf(lines[offset], "part"), first + offset);
        copy.where = path;
      } catch (error) {
        this.notes.add(findingOf(error, first + offset, "part", path));
      }
    }
  }

  async take(copies) {
    const { verifier, notes } = this;
    const first = verifier.size;
    await this.rememberRoots(copies);
    const examined = await verifier.check(copies, (level, index, hashes) => this.compareTile(level, index, hashes));
    for (const [offset, one] of examined.entries()) {
      notes.add(...one.findings);
      const parts = copies[offset].parts ?? [];
      notes.count("parts", parts.filter((part) => part.data).length);
      if (!one.findings.length) for (const part of one.parts) forgetCited(this.people, part.body);
      const closed = parts.filter((part) => part.leaf).length;
      if (closed) notes.lack("parts", closed);
      if (closed && one.header && mustOpen(this.scope, one.header)) {
        notes.add(finding(first + offset, "withheld", "every part, as the scope says", `${closed} closed`, copies[offset].where));
      }
      if (one.header) notes.add(...(await this.keys.see(first + offset, one.header.type, one.parts)));
    }
    notes.count("entries", examined.length);
  }

  /** Compute the roots at the sizes that some note speaks of, while their leaves are at hand. */
  async rememberRoots(copies) {
    const first = this.verifier.size;
    const here = this.wanted.filter((size) => size > first && size <= first + copies.length);
    if (!here.length) return;
    const hashes = await Promise.all(copies.map(({ leaf }) => sha256(withPrefix(leaf))));
    for (const size of here) this.roots.set(size, await this.verifier.tree.root(hashes.slice(0, size - first)));
  }

  async compareTile(level, index, hashes) {
    const path = tilePath(`tile/${level}`, index, hashes.length);
    const bytes = await this.folder.read(path, TILE_WIDTH * HASH_BYTES);
    this.notes.count("tiles");
    const first = index * TILE_WIDTH ** (level + 1);
    if (!bytes) {
      this.notes.add(finding(first, "tile", path, "no such file", path));
      return;
    }
    const places = Math.min(hashes.length, Math.ceil(bytes.length / HASH_BYTES));
    const at = hashes.slice(0, places).findIndex((hash, place) => !equal(hash, bytes.subarray(place * HASH_BYTES, (place + 1) * HASH_BYTES)));
    if (at >= 0) {
      const found = hex(bytes.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES));
      this.notes.add(finding(first + at * TILE_WIDTH ** level, "tile", hex(hashes[at]), found, path));
    } else if (bytes.length !== hashes.length * HASH_BYTES) {
      this.notes.add(finding(first, "tile", `${hashes.length * HASH_BYTES} bytes`, `${bytes.length}`, path));
    }
  }
}

/** Tell whether a scope discloses every part of an entry; of a party's, nobody outside can tell. */
function mustOpen(scope, header) {
  if (scope.kind !== "period") return scope.kind === "full";
  if (!isMoment(header.recordedAt)) return false;
  const month = new Date(Date.parse(`${header.recordedAt.slice(0, 19)}Z`) + 9 * 3_600_000).toISOString().slice(0, 7);
  return /^[0-9]{4}-/.test(month) && month <= scope.last && (!MONEY.test(header.type) || month >= scope.first);
}

/** Cut bytes at their newlines: a line that is no text spoils itself alone. */
function linesOf(bytes) {
  const lines = [];
  for (let at = 0; at < bytes.length; ) {
    const end = bytes.indexOf(NEWLINE, at);
    lines.push(bytes.subarray(at, end < 0 ? bytes.length : end));
    at = end < 0 ? bytes.length : end + 1;
  }
  return lines;
}

function withPrefix(leaf) {
  const bytes = new Uint8Array(leaf.length + 1);
  bytes.set(leaf, 1);
  return bytes;
}

/** Read a line of a parts file: what is shown of one entry. */
function readLine(line, index) {
  const value = exactly(readText(line), ["index", "parts"], "part");
  if (value.index !== index) throw new Refusal("part", `the parts of entry ${index}`, `those of ${value.index}`);
  if (!Array.isArray(value.parts)) throw new Refusal("part", "a list of parts", typeof value.parts);
  return value.parts.map((part) => {
    if (part && typeof part === "object" && "leaf" in part) {
      return { leaf: unhex(exactly(part, ["leaf"], "part").leaf, HASH_BYTES, "part leaf") };
    }
    const { salt, data } = exactly(part, ["data", "salt"], "part");
    if (typeof data !== "string") throw new Refusal("part", "data as text", typeof data);
    return { salt: unhex(salt, undefined, "salt"), data: utf8(data) };
  });
}

async function checkNotes(walk, all, options, report) {
  const { notes, keys, verifier } = walk;
  checkKnownKeys(notes, keys, options.keys ?? []);
  for (const { where, bytes, kind, claim, index } of all) {
    notes.count("checkpoints");
    try {
      await keys.verifyCheckpoint(bytes);
      placeNote(walk, where, index, claim);
      if (kind === "outside" && walk.roots.has(claim.size) && claim.size > 0) report.heldAgainst = { size: claim.size, root: hex(claim.root) };
    } catch (error) {
      notes.add(findingOf(error, index, "checkpoint", where));
    }
    if (kind === "own") compare(notes, "size", claim.size, verifier.size, where, index);
    const named = /^checkpoints\/([0-9]+)$/.exec(where)?.[1];
    if (named !== undefined && named !== String(claim.size).padStart(10, "0")) {
      notes.add(finding(firstEntry(where), "checkpoint", String(claim.size).padStart(10, "0"), named, where));
    }
  }
}

/** Hold what a signed note says against the log that was read. */
function placeNote({ notes, roots, verifier }, where, index, claim) {
  if (claim.size > verifier.size) {
    notes.add(finding(verifier.size, "shorter", `${claim.size} entries, as ${where} says`, `${verifier.size}`, where));
    return;
  }
  const found = roots.get(claim.size);
  if (!found || !equal(found, claim.root)) {
    notes.add(finding(index, "root", hex(claim.root), found ? hex(found) : "none", where));
  }
}

/** The entry that a checkpoint of a size ends with. */
const lastOf = (size) => Math.max(size - 1, 0);

function checkKnownKeys(notes, keys, known) {
  const had = keys.terms.map((term) => writtenKey(term.key));
  for (const key of known.map(writtenKey)) {
    if (!had.includes(key)) notes.add(finding(null, "log-key", had.join(", "), key, "bundle.json"));
  }
}

async function checkLoose(notes, path, bytes) {
  if (path.startsWith("blobs/")) {
    notes.count("blobs");
    const found = hex(await sha256(bytes));
    if (!path.endsWith(`/${found}`)) notes.add(finding(null, "blob", path.split("/").at(-1), found, path));
  } else if (path.endsWith(".tsr")) {
    notes.lack("timestamps");
  }
}

/**
 * Read people's data: each value opens its commitment, HMAC-SHA256 of the value under its key.
 * Returns what no part has cited yet: a line that none ever cites opens nothing but itself.
 */
async function readPersonal(folder, notes) {
  const where = "personal.jsonl";
  const uncited = new Map();
  const bytes = await folder.read(where);
  if (!bytes) return uncited;
  if (bytes.length && bytes.at(-1) !== NEWLINE) notes.add(finding(null, "personal", "a newline at its end", "none", where));
  for (const [number, line] of linesOf(bytes).entries()) {
    try {
      const { commit, field, key, subject, value } = exactly(readText(textOf(line, "personal")), ["commit", "field", "key", "subject", "value"], "personal");
      if ([value, subject, field].some((text) => typeof text !== "string")) throw new Refusal("personal", "texts", typeof value);
      notes.count("personal");
      const found = hex(await hmacSha256(unhex(key, HASH_BYTES, "personal"), utf8(value)));
      if (found !== commit) throw new Refusal("personal", "the value of this commitment", "another");
      uncited.set(`${subject} ${field} ${commit}`, number + 1);
    } catch (error) {
      notes.add(findingOf(error, null, "personal", `${where}:${number + 1}`));
    }
  }
  return uncited;
}

/** Where a part has a commitment, to what the data is called: a credit's name is a credit name. */
const KEPT_AS = { credit_name: "credit_name", kana: "kana", name: "credit_name" };

/** Strike out what a part cites: an object with a subject, and beside it the commitment. */
function forgetCited(uncited, value) {
  if (!uncited.size || typeof value !== "object" || value === null) return;
  for (const [member, field] of Object.entries(KEPT_AS)) {
    if (typeof value.subject === "string" && typeof value[member] === "string") uncited.delete(`${value.subject} ${field} ${value[member]}`);
  }
  for (const item of Object.values(value)) forgetCited(uncited, item);
}
