// Which keys sign the checkpoints of a log at every size: the genesis text names the first, entries
// bring and retire the others. docs/LOG-FORMAT.md, the chapter on the keys of the log.

import { Refusal, equal, utf8 } from "./bytes.mjs";
import { exactly } from "./canonical.mjs";
import { findingOf } from "./finding.mjs";
import { keyOf, parseCheckpoint, parseKey, parseNote, verifyCheckpoint, verifyNote, writtenKey } from "./note.mjs";

export const ROTATED = "log.key_rotated/1";
export const RETIRED = "log.key_retired/1";

/** Follows the keys of a log along its entries. */
export class LogKeys {
  constructor(origin, first) {
    this.origin = origin;
    this.terms = [{ key: first, since: 0, until: Infinity }];
  }

  static async of(genesis) {
    return new LogKeys(genesis.origin, await keyOf(genesis.origin, genesis.publicKey));
  }

  get first() {
    return this.terms[0].key;
  }

  get newest() {
    return this.terms.at(-1).key;
  }

  /** Return the keys that sign a checkpoint of this size. */
  at(size) {
    return this.terms.filter(({ since, until }) => since <= size && size < until).map(({ key }) => key);
  }

  /** Follow one more entry; `parts` are those of its parts that are at hand. Returns findings. */
  async see(index, type, parts) {
    if (type !== ROTATED && type !== RETIRED) return [];
    try {
      const facts = parts.find((part) => part.part === "facts");
      if (!facts) throw new Refusal("log-key", "a part named facts", "none");
      await (type === ROTATED ? this.rotate(index, facts.body) : this.retire(index, facts.body));
      return [];
    } catch (error) {
      return [findingOf(error, index, "log-key")];
    }
  }

  async rotate(index, body) {
    const { previous, key, note } = texts(body, ["previous", "key", "note"]);
    if (previous !== writtenKey(this.newest)) throw new Refusal("log-key", writtenKey(this.newest), previous);
    const next = await parseKey(key);
    if (next.name !== this.origin) throw new Refusal("log-key", `a key named ${this.origin}`, key);
    if (this.terms.some((term) => equal(term.key.id, next.id))) throw new Refusal("log-key", "a key that this log never had", key);
    await checkStatement(note, `daicho log key rotation 1\n${this.origin}\n${previous}\n${key}\n`, [this.newest, next]);
    this.terms.push({ key: next, since: index + 1, until: Infinity });
  }

  async retire(index, body) {
    const { key, note } = texts(body, ["key", "note"]);
    const stays = this.newest;
    const term = this.terms.find((one) => one.until === Infinity && one.key !== stays && writtenKey(one.key) === key);
    if (!term) throw new Refusal("log-key", "an older key that is still in force", key);
    await checkStatement(note, `daicho log key retirement 1\n${this.origin}\n${key}\n${writtenKey(stays)}\n`, [stays]);
    term.until = index + 1;
  }

  /** Check a checkpoint of this log, of any size, against the keys in force at that size. */
  async verifyCheckpoint(bytes) {
    const claim = await parseCheckpoint(parseNote(bytes).text);
    return verifyCheckpoint(bytes, this.at(claim.size), this.origin);
  }
}

function texts(body, names) {
  for (const value of Object.values(exactly(body, names, "log-key"))) {
    if (typeof value !== "string") throw new Refusal("log-key", "texts", typeof value);
  }
  return body;
}

/** A statement is signed by these keys and by nobody else. */
async function checkStatement(note, text, keys) {
  const read = await verifyNote(utf8(note), keys);
  if (read.text !== text) throw new Refusal("log-key", text, read.text);
  if (read.signers.length !== keys.length || read.signatures.length !== keys.length) {
    throw new Refusal("log-key", `${keys.length} signatures`, `${read.signatures.length}`);
  }
}
