// What somebody put before the verifier, told apart by its contents, verified, and reported alike.

import { Refusal, equal, hex } from "./bytes.mjs";
import { verifyBundle } from "./bundle.mjs";
import { verifyDisclosure, verifyPackage } from "./disclosure.mjs";
import { parseLeaf, parsePart } from "./entry.mjs";
import { finding, findingOf } from "./finding.mjs";
import { LogKeys } from "./log_keys.mjs";
import { parseCheckpoint, parseKey, parseNote, verifyCheckpoint } from "./note.mjs";
import { PROOF_HEADING, verifyProofFile } from "./proof_file.mjs";
import { verifyStateProof } from "./state.mjs";

const MAX_LOOSE = 2 ** 29;
const HEAD = 64;

/** Split files into the folder of a bundle, with paths below it, and what lies beside it. */
export function sortFiles(files) {
  const manifest = files
    .filter(({ path }) => /(?:^|\/)(?:bundle\.json|FILES)$/.test(path))
    .sort((left, right) => left.path.length - right.path.length)[0];
  if (!manifest) return { bundle: null, loose: [...files] };
  const prefix = manifest.path.slice(0, manifest.path.lastIndexOf("/") + 1);
  const inside = files.filter(({ path }) => path.startsWith(prefix));
  return { bundle: folderOf(inside, prefix), loose: files.filter((file) => !inside.includes(file)) };
}

function folderOf(files, prefix) {
  const byPath = new Map(files.map((file) => [file.path.slice(prefix.length), file]));
  return {
    paths: [...byPath.keys()],
    size: (path) => byPath.get(path).size,
    read: (path) => byPath.get(path).bytes(),
  };
}

/** Tell what a file is from its first bytes: package, disclosure, state, proof, checkpoint, or null. */
export function kindOf(bytes) {
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) return "package";
  const head = String.fromCharCode(...bytes.subarray(0, HEAD));
  // Members are sorted, so the first one tells the two kinds of JSON apart.
  if (head[0] === "{") return head.startsWith('{"claims":') ? "state" : "disclosure";
  if (head.startsWith(PROOF_HEADING)) return "proof";
  return /^[^\n]+\n[0-9]+\n/.test(head) || isNote(bytes) ? "checkpoint" : null;
}

function isNote(bytes) {
  try {
    parseNote(bytes);
    return true;
  } catch {
    return false;
  }
}

/**
 * Verify what was put before us; always returns a report.
 *
 * `files` are {path, size, bytes(), isKept?}. `options`: `key`, the log's key as a text; `progress`, `pause`.
 */
export async function examine(files, options = {}) {
  try {
    const { bundle, loose } = sortFiles(files.filter((file) => !file.isKept));
    loose.push(...files.filter((file) => file.isKept));
    const keys = options.key?.trim() ? [await parseKey(options.key.trim())] : [];
    const subjects = [];
    const checkpoints = [];
    for (const file of loose) {
      if (file.size > MAX_LOOSE) throw new Refusal("file", `at most ${MAX_LOOSE} bytes`, `${file.path}: ${file.size}`);
      const bytes = await file.bytes();
      const kind = kindOf(bytes);
      if (kind === null) throw new Refusal("file", "a bundle, a package, a proof or a checkpoint", file.path);
      // Only what the reader put into the field of its own is from outside: a checkpoint that came
      // along with what is to be verified is as good as its maker.
      if (file.isKept && kind !== "checkpoint") throw new Refusal("checkpoint", "a signed checkpoint", file.path);
      (file.isKept ? checkpoints : subjects).push({ name: file.path, kind, bytes });
    }
    const alone = subjects.length > 0 && subjects.every(({ kind }) => kind === "checkpoint");
    if (alone && !bundle) checkpoints.push(...subjects.splice(0));
    const trusted = { keys, checkpoints, progress: options.progress, pause: options.pause };
    return await chosen(bundle, subjects, trusted);
  } catch (error) {
    return failed("unknown", error);
  }
}

async function chosen(bundle, subjects, trusted) {
  if ((bundle ? 1 : 0) + subjects.length > 1) throw new Refusal("file", "one thing at a time to verify", "several");
  if (bundle) return verifyBundle(bundle, trusted);
  if (!subjects.length && !trusted.checkpoints.length) throw new Refusal("file", "a bundle, a package, a proof or a checkpoint", "nothing");
  if (!subjects.length) return ofCheckpoints(trusted);
  const [subject] = subjects;
  const verify = { package: ofPackage, disclosure: ofPackage, state: ofPackage, proof: ofProof }[subject.kind];
  try {
    return await verify(subject, trusted);
  } catch (error) {
    return failed(subject.kind, error);
  }
}

function failed(kind, error) {
  if (!(error instanceof Refusal)) throw error;
  return reportOf(kind, { findings: [findingOf(error, error.index ?? null)] });
}

function reportOf(kind, { origin = "", size = 0, root = "", findings = [], heldAgainst = null, ...more }) {
  const verdict = findings.length ? "FAIL" : heldAgainst ? "VERIFIED" : "SELF-CONSISTENT";
  return { kind, verdict, origin, size, root, scope: null, heldAgainst, checks: [], findings, findingsInAll: findings.length, ...more };
}

const count = (check, number, unavailable = 0) => ({ check, count: number, unavailable });

/**
 * A package brings its log's first key along. That key convinces nobody: trust comes from the key
 * that the reader has from elsewhere, or from a checkpoint that she kept of the same tree.
 */
async function ofPackage({ kind, bytes }, { keys, checkpoints }) {
  const rotations = [];
  const own = async (genesis, disclosure) => {
    const log = await LogKeys.of(genesis);
    rotations.push(...(await followed(log, disclosure)));
    if (keys.length && !keys.some((key) => log.terms.some((term) => equal(term.key.publicKey, key.publicKey)))) {
      // The reader's key may be newer than every rotation that the package shows.
      return keys;
    }
    return log.at((await parseCheckpoint(parseNote(disclosure.checkpoint).text)).size);
  };
  const verify = { package: verifyPackage, disclosure: verifyDisclosure, state: verifyStateProof }[kind];
  const found = await verify(bytes, own);
  const { checkpoint, entries, files } = found;
  const kept = await held(checkpoint, checkpoints);
  const known = keys.length > 0 && { size: checkpoint.size, root: hex(checkpoint.root) };
  return reportOf(kind, {
    origin: checkpoint.origin,
    size: checkpoint.size,
    root: hex(checkpoint.root),
    findings: [...rotations, ...kept.findings],
    heldAgainst: kept.heldAgainst ?? (known || null),
    heldKey: !kept.heldAgainst && keys.length > 0,
    isSample: found.genesis.isSample,
    checks: [
      count("checkpoints", 1 + checkpoints.length),
      count("entries", entries.length),
      count("parts", entries.reduce((sum, entry) => sum + entry.parts.length, 0)),
      count("blobs", files.length + (found.members ? found.members.length - 1 - found.unproved.length : 0)),
    ],
    reader: found.reader,
    purpose: found.purpose,
    claims: found.claims ?? null,
    month: found.month ?? null,
    shown: entries,
  });
}

/** Follow the key rotations that a package shows; their statements prove themselves. */
async function followed(log, disclosure) {
  const findings = [];
  for (const entry of disclosure.entries) {
    const { type } = parseLeaf(entry.leaf);
    if (!type.startsWith("log.key_")) continue;
    findings.push(...(await log.see(entry.index, type, entry.parts.map(({ data }) => parsePart(data)))));
  }
  return findings;
}

/** Hold a checkpoint against those that were kept: of the same size they must be the same tree. */
async function held(checkpoint, checkpoints) {
  const findings = [];
  let heldAgainst = null;
  for (const { name, bytes } of checkpoints) {
    const claim = await parseCheckpoint(parseNote(bytes).text);
    const kept = { ...claim, root: hex(claim.root) };
    if (kept.origin !== checkpoint.origin) findings.push(finding(null, "origin", kept.origin, checkpoint.origin, name));
    else if (kept.size !== checkpoint.size) continue;
    else if (kept.root !== hex(checkpoint.root)) findings.push(finding(null, "root", kept.root, hex(checkpoint.root), name));
    else heldAgainst = { size: kept.size, root: kept.root };
  }
  return { findings, heldAgainst };
}

async function ofProof({ bytes }, { keys, checkpoints }) {
  const { checkpoint, header } = await verifyProofFile(bytes, keys.length ? keys : null);
  const kept = await held(checkpoint, checkpoints);
  const known = keys.length > 0 && { size: checkpoint.size, root: hex(checkpoint.root) };
  return reportOf("proof", {
    origin: checkpoint.origin,
    size: checkpoint.size,
    root: hex(checkpoint.root),
    findings: kept.findings,
    heldAgainst: kept.heldAgainst ?? (known || null),
    heldKey: !kept.heldAgainst && keys.length > 0,
    checks: [count("entries", 1), count("checkpoints", keys.length ? 1 : 0, keys.length ? 0 : 1)],
    shown: header ? [{ index: header.index, type: header.type, recordedAt: header.recordedAt, partCount: null, parts: [] }] : null,
  });
}

/** Checkpoints alone: their signatures, if a key is known, and whether two contradict each other. */
async function ofCheckpoints({ keys, checkpoints }) {
  const findings = [];
  const seen = new Map();
  let last = null;
  for (const { name, bytes } of checkpoints) {
    try {
      const found = await parseCheckpoint(parseNote(bytes).text);
      if (keys.length) await verifyCheckpoint(bytes, keys, found.origin);
      const place = `${found.origin} ${found.size}`;
      const root = hex(found.root);
      if ((seen.get(place) ?? root) !== root) findings.push(finding(null, "fork", seen.get(place), root, name));
      seen.set(place, root);
      if (!last || found.size > last.size) last = { ...found, root };
    } catch (error) {
      findings.push(findingOf(error, null, "checkpoint", name));
    }
  }
  const heldAgainst = keys.length && last ? { size: last.size, root: last.root } : null;
  return reportOf("checkpoint", { ...last, findings, heldAgainst, heldKey: keys.length > 0, checks: [count("checkpoints", checkpoints.length)] });
}
