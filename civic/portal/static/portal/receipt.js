// Calculates the proof of a receipt anew, on the citizen's own device: RFC 9162, 2.1.3.2, and the note's signature.
const text = new TextEncoder();
const join = (...parts) => new Uint8Array(parts.flatMap((part) => [...part]));
const sha256 = async (...parts) => new Uint8Array(await crypto.subtle.digest("SHA-256", join(...parts)));
const fromHex = (hex) => Uint8Array.from(hex.match(/../g) || [], (pair) => parseInt(pair, 16));
const fromBase64 = (base64) => Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
const same = (one, other) => one.length === other.length && one.every((byte, place) => byte === other[place]);

async function rootOf(receipt, size) {
  const deed = await sha256(fromHex(receipt.salt), text.encode(receipt.deed));
  const commitment = await sha256(deed, fromHex(receipt.effect));
  let found = await sha256([0], commitment);
  let [node, last] = [receipt.index, size - 1];
  if (node > last) return [];
  for (const sibling of receipt.proof.map(fromHex)) {
    if (last === 0) return [];
    if (node % 2 === 1 || node === last) {
      found = await sha256([1], sibling, found);
      while (node % 2 === 0 && node) [node, last] = [Math.floor(node / 2), Math.floor(last / 2)];
    } else {
      found = await sha256([1], found, sibling);
    }
    [node, last] = [Math.floor(node / 2), Math.floor(last / 2)];
  }
  return last === 0 ? found : [];
}

async function isSigned(note, keys) {
  const [words, line] = note.split("\n\n— ");
  const [name, mark] = line.trim().split(" ");
  const raw = fromBase64(mark);
  for (const key of keys.map(fromBase64)) {
    const id = await sha256(text.encode(`${name}\n`), [1], key);
    if (!same(id.slice(0, 4), raw.slice(0, 4))) continue;
    const known = await crypto.subtle.importKey("raw", key, "Ed25519", false, ["verify"]);
    return crypto.subtle.verify("Ed25519", known, raw.slice(4), text.encode(`${words}\n`));
  }
  return false;
}

async function check(place) {
  const receipt = await (await fetch(place.dataset.receipt)).json();
  const lines = receipt.note.split("\n");
  const root = await rootOf(receipt, Number(lines[1]));
  if (!same(root, fromBase64(lines[2]))) return "wrong";
  try {
    return (await isSigned(receipt.note, place.dataset.keys.split(" "))) ? "well" : "wrong";
  } catch (error) {
    // Browsers that do not know Ed25519 say so by name.
    if (error.name === "NotSupportedError") return "unsigned";
    throw error;
  }
}

for (const place of document.querySelectorAll("[data-receipt]")) {
  const outcome = place.querySelector("[data-outcome]");
  if (crypto.subtle) {
    check(place).then(
      (how) => { outcome.textContent = outcome.dataset[how]; },
      () => {},
    );
  }
}
