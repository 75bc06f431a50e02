// Runs the second verifier on questions from the tests: one JSON line in, one JSON line out.
// A refusal is an answer; any other error is a mistake of the verifier and is told apart.

import { lstat, readdir, readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { createInterface } from "node:readline";

import * as v from "../../api/verifier/verifier.mjs";
import { examine } from "../../api/verifier/intake.mjs";
import { verifyServed } from "../../api/verifier/served.mjs";
import { TiledTree, refusalAt } from "../../api/verifier/tiles.mjs";

const hashes = (items) => items.map((item) => v.unhex(item));

async function keysOf(texts, genesis) {
  return texts?.length ? Promise.all(texts.map(v.parseKey)) : [await v.keyOf(genesis.origin, genesis.publicKey)];
}

function copiesOf(entries) {
  return entries.map((entry) => ({
    leaf: v.unhex(entry.leaf),
    leafHash: entry.leaf_hash === undefined ? undefined : v.unhex(entry.leaf_hash),
    parts: entry.parts?.map((part) =>
      part.leaf === undefined ? { salt: v.unhex(part.salt), data: v.unhex(part.data) } : { leaf: v.unhex(part.leaf) },
    ),
  }));
}

/** A folder as the verifier reads it: only regular files, no links. */
export async function folderOf(root) {
  const paths = [];
  const refused = [];
  const walk = async (folder) => {
    for (const entry of await readdir(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      const name = relative(root, path).split(sep).join("/");
      if (entry.isDirectory()) await walk(path);
      else if (entry.isFile()) paths.push(name);
      else refused.push(name);
    }
  };
  await walk(root);
  return {
    paths,
    refused,
    size: async (path) => (await lstat(join(root, path))).size,
    read: async (path) => new Uint8Array(await readFile(join(root, path))),
  };
}

/** Files as a server gives them: by path. */
const reading = (files) => async (path) => {
  if (!(path in files)) throw refusalAt(path, "unreachable", path, "HTTP 404");
  return v.unhex(files[path]);
};

/** Files as a page is given them: names and bytes. */
function droppedFiles(files) {
  return files.map(({ path, data, kept }) => {
    const bytes = v.unhex(data);
    return { path, size: bytes.length, bytes: async () => bytes, isKept: kept === true };
  });
}

const actions = {
  canonical: async ({ data }) => v.hex(v.utf8(v.write(v.read(v.unhex(data))))),
  write: async ({ value }) => v.hex(v.utf8(v.write(value))),
  genesis: async ({ text }) => {
    const { origin, publicKey, isSample, hash } = await v.parseGenesis(text);
    return { origin, key: v.hex(publicKey), sample: isSample, hash: v.hex(hash) };
  },
  leaf: async ({ data }) => v.parseLeaf(v.unhex(data)),
  part: async ({ data }) => v.parsePart(v.unhex(data)),
  partLeaf: async ({ salt, data }) => v.hex(await v.partLeaf(v.unhex(salt), v.unhex(data))),
  root: async ({ leaves }) => v.hex(await v.rootOf(hashes(leaves))),
  leafHash: async ({ data }) => v.hex(await v.leafHash(v.unhex(data))),
  growing: async ({ leaves, more }) => {
    const tree = new v.GrowingTree();
    const tiles = [];
    const files = [];
    const all = hashes(leaves);
    const file = (level, index, tile) => files.push([v.tilePath(`tile/${level}`, index, tile.length), tile.map(v.hex).join("")]);
    for (let at = 0; at < all.length; at += 256) {
      await tree.append(all.slice(at, at + 256), (level, index, tile) => {
        tiles.push([level, index]);
        file(level, index, tile);
      });
    }
    for (const [level, tile] of tree.edge.entries()) {
      if (tile.length) file(level, Math.floor(tree.size / 256 ** (level + 1)), tile);
    }
    return { root: v.hex(await tree.root(hashes(more ?? []))), tiles, files };
  },
  tilePath: async ({ number, width }) => v.tilePath("tile/0", number, width),
  inclusion: async (c) =>
    v.verifyInclusion(v.unhex(c.leaf_hash), c.index, c.size, hashes(c.proof), v.unhex(c.root)),
  consistency: async (c) =>
    v.verifyConsistency(c.size1, v.unhex(c.root1), c.size2, v.unhex(c.root2), hashes(c.proof)),
  key: async ({ text }) => {
    const key = await v.parseKey(text);
    return { name: key.name, id: v.hex(key.id), text: v.writtenKey(key) };
  },
  parseNote: async ({ data }) => v.parseNote(v.unhex(data)).text,
  note: async ({ data, keys }) => {
    const note = await v.verifyNote(v.unhex(data), await Promise.all(keys.map(v.parseKey)));
    return { text: note.text, signers: note.signers.map(v.writtenKey) };
  },
  checkpoint: async ({ data, keys, origin }) => {
    const found = await v.verifyCheckpoint(v.unhex(data), await Promise.all(keys.map(v.parseKey)), origin);
    return { origin: found.origin, size: found.size, root: v.hex(found.root) };
  },
  signed: async ({ key, msg, sig }) => signedBy(key, msg, sig),
  moment: async ({ text }) => v.isMoment(text),
  log: async ({ genesis, entries }) => {
    const { size, root, findings } = await v.verifyLog(genesis, copiesOf(entries));
    return { size, root: v.hex(root), findings };
  },
  logKeys: async ({ genesis, entries, size }) => {
    const keys = await v.LogKeys.of(await v.parseGenesis(genesis));
    const findings = [];
    for (const { index, type, body } of entries) {
      findings.push(...(await keys.see(index, type, [{ part: "facts", body }])));
    }
    return { keys: keys.at(size).map(v.writtenKey), findings };
  },
  logCheckpoint: async ({ genesis, entries, data }) => {
    const keys = await v.LogKeys.of(await v.parseGenesis(genesis));
    for (const { index, type, facts } of entries) await keys.see(index, type, [{ part: "facts", body: facts }]);
    const found = await keys.verifyCheckpoint(v.unhex(data));
    return { size: found.size };
  },
  disclosure: async ({ data, keys }) => {
    const found = await v.verifyDisclosure(v.unhex(data), (genesis) => keysOf(keys, genesis));
    return {
      origin: found.checkpoint.origin,
      size: found.checkpoint.size,
      reader: found.reader,
      entries: found.entries.map((entry) => ({
        index: entry.index,
        type: entry.type,
        parts: entry.parts.map(({ ordinal, part, body }) => ({ ordinal, part, body })),
      })),
      files: found.files.map((file) => file.sha256),
    };
  },
  package: async ({ data, keys }) => {
    const found = await v.verifyPackage(v.unhex(data), (genesis) => keysOf(keys, genesis));
    return { origin: found.checkpoint.origin, members: found.members, unproved: found.unproved };
  },
  proofFile: async ({ data, keys }) => {
    const found = await v.verifyProofFile(v.unhex(data), await Promise.all(keys.map(v.parseKey)));
    return { size: found.checkpoint.size, index: found.index, type: found.header?.type ?? null };
  },
  cosigned: async ({ data, keys }) => v.cosignedAt(v.unhex(data), await Promise.all(keys.map(v.parseWitnessKey))),
  toBeSigned: async (given) => v.hex(v.toBeSigned(given)),
  author: async ({ public_key: key, ...given }) => v.verifyAuthor(given, v.unhex(key)),
  authorKey: async ({ public_key: key }) => v.authorKey(v.unhex(key)),
  state: async ({ claim, tree }) =>
    ({ private: v.verifyPrivate, present: v.verifyPresent, absent: v.verifyAbsent })[claim.kind](claim, tree),
  stateProof: async ({ data, keys }) => {
    const found = await v.verifyStateProof(v.unhex(data), (genesis) => keysOf(keys, genesis));
    return { month: found.month, claims: found.claims.length };
  },
  bundle: async ({ path, checkpoint, keys }) =>
    v.verifyBundle(await folderOf(path), {
      checkpoints: checkpoint === undefined ? [] : [{ name: "--checkpoint", bytes: v.unhex(checkpoint) }],
      keys: await Promise.all((keys ?? []).map(v.parseKey)),
    }),
  served: async ({ files, kept, proof, ...options }) =>
    verifyServed(reading(files), {
      ...options,
      kept: (kept ?? []).map((data, number) => ({ name: `kept ${number}`, bytes: v.unhex(data) })),
      proof: proof === undefined ? null : { name: "proof", bytes: v.unhex(proof) },
    }),
  tiled: async ({ files, size, root, indexes, sizes }) => {
    const tree = new TiledTree({ size, root: v.unhex(root) }, reading(files));
    await tree.open();
    const inclusion = [];
    for (const index of indexes) inclusion.push((await tree.inclusionPath(index)).map(v.hex));
    const [consistency, roots] = [[], []];
    for (const first of sizes) {
      consistency.push((await tree.consistencyPath(first)).map(v.hex));
      roots.push(v.hex(await tree.range(0, first)));
    }
    return { inclusion, consistency, roots, fetched: tree.fetched };
  },
  examine: async ({ files, key }) => examine(droppedFiles(files), { key }),
};

async function signedBy(key, msg, sig) {
  const { isSignedBy } = await import("../../api/verifier/bytes.mjs");
  return isSignedBy(v.unhex(key), v.unhex(sig), v.unhex(msg));
}

for await (const line of createInterface({ input: process.stdin })) {
  const { do: action, ...given } = JSON.parse(line);
  let answer;
  try {
    answer = { ok: (await actions[action](given)) ?? null };
  } catch (error) {
    answer = error instanceof v.Refusal
      ? { refused: { check: error.check, expected: error.expected, found: error.found, index: error.index ?? null } }
      : { error: error.stack ?? String(error) };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
