// A ZIP archive whose members are stored, not packed: what a statement package is.
// Central directory and local headers must say the same, so that no two programs read two things.

import { Refusal, textOf } from "./bytes.mjs";

const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const ENCRYPTED = 0x0001;
const MAX_MEMBERS = 10_000;

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

export function crc32(bytes) {
  let value = 0xffffffff;
  for (const byte of bytes) value = TABLE[(value ^ byte) & 0xff] ^ (value >>> 8);
  return (value ^ 0xffffffff) >>> 0;
}

const refuse = (expected, found) => {
  throw new Refusal("zip", expected, found);
};

/** Return the members of an archive, name to bytes. */
export function unzip(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = bytes.length - 22;
  if (end < 0 || view.getUint32(end, true) !== END || view.getUint16(end + 20, true) !== 0) {
    refuse("a directory at its end and no comment after it", `${bytes.length} bytes`);
  }
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  if (count > MAX_MEMBERS || view.getUint32(end + 4, true) !== 0 || at + view.getUint32(end + 12, true) !== end) {
    refuse("one disk, and a directory that ends where the archive ends", `${count} members`);
  }
  const members = new Map();
  let data = 0; // members follow one another without gaps: nothing hides between them
  for (let number = 0; number < count; number += 1) {
    const member = readMember(bytes, view, at, end, data);
    if (members.has(member.name)) refuse("each name once", member.name);
    members.set(member.name, member.data);
    [at, data] = [member.next, member.end];
  }
  if (at !== end || data !== view.getUint32(end + 16, true)) refuse("nothing between or after its members", "more bytes");
  return members;
}

function readMember(bytes, view, at, limit, start) {
  if (at + 46 > limit || view.getUint32(at, true) !== CENTRAL) refuse("a directory of its members", `byte ${at}`);
  const [flags, method] = [view.getUint16(at + 8, true), view.getUint16(at + 10, true)];
  const [crc, size] = [view.getUint32(at + 16, true), view.getUint32(at + 24, true)];
  const [nameLength, extraLength, commentLength] = [28, 30, 32].map((offset) => view.getUint16(at + offset, true));
  const next = at + 46 + nameLength + extraLength + commentLength;
  if (next > limit) refuse("a directory within the archive", `byte ${next}`);
  const name = textOf(bytes.subarray(at + 46, at + 46 + nameLength), "zip");
  if (flags & ENCRYPTED || method !== 0 || view.getUint32(at + 20, true) !== size) refuse("members that are stored as they are", name);
  if (!isPlainName(name)) refuse("names that stay inside", name);
  const local = view.getUint32(at + 42, true);
  if (local !== start || local + 30 > limit || view.getUint32(local, true) !== LOCAL) refuse("members one after another", name);
  const body = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
  const says = [view.getUint16(local + 8, true), view.getUint32(local + 14, true), view.getUint32(local + 18, true), view.getUint32(local + 22, true)];
  if (body + size > limit || says.join() !== [0, crc, size, size].join()) refuse("the same in both headers", name);
  if (textOf(bytes.subarray(local + 30, local + 30 + view.getUint16(local + 26, true)), "zip") !== name) refuse("one name in both headers", name);
  const data = bytes.subarray(body, body + size);
  if (crc32(data) !== crc) refuse(`checksum ${crc}`, `${name}: ${crc32(data)}`);
  return { name, data, next, end: body + size };
}

function isPlainName(name) {
  const steps = name.split("/");
  return name !== "" && !/[\x00-\x1f\\:]/.test(name) && steps.every((step) => step !== "" && step !== "." && step !== "..");
}
