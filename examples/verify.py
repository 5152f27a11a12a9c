#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A second verifier: checks what comity recorded without comity, from lib/registry/EVIDENCE.md and lib/archive/ARCHIVES.md alone.

    verify.py requests.db --seal 2026-11.seal            every row of a register in SQLite, and that a seal kept elsewhere is in it
    verify.py from-fr.json --seal fr-2026-11.seal        the same of an archive in JSON; of some requests, that they are in the register that was sealed
    verify.py --proof arrest.proof --seal 2026-11.seal   one entry, for who has the seal and not the register

Prints what it saw (status 0), or on standard error the first thing that fails (1), or why it cannot be read (2)."""
import argparse
import collections
import contextlib
import hashlib
import heapq
import itertools
import json
import pathlib
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile


class Wrong(Exception):
    """Does not verify."""


class Unreadable(Exception):
    """Is no register, seal or proof."""


@contextlib.contextmanager
def at(place):
    try:
        yield
    except Wrong as e:
        raise Wrong(f"{place}: {e}") from None


def expect(condition, otherwise):
    if not condition:
        raise Wrong(otherwise)


def say(text, to=sys.stdout):
    """A terminal obeys what it finds in a text: what cannot be seen is written out."""
    print("".join(c if c.isprintable() else f"<U+{ord(c):04X}>" for c in text), file=to)


def opened(name):
    """A file: of a device or a pipe nobody knows where it ends."""
    path = pathlib.Path(name)
    if path.stat() and not path.is_file():
        raise Unreadable("it is not a file")
    return path.open("rb")


# ---- forms: what fields there are, and in what order -----------------------------------------------------------------
# A name stands for exactly one field, name? for one or none, name* for any number; name† for one or none, a commitment.

UUID, WORD, TEXT, NUMBER, YES, ONE, DIGEST, SIGNATURE, ERASES, SALTED = (re.compile(p, re.DOTALL) for p in (
    rb"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", rb"[a-z0-9_]+", rb".+", rb"[1-9][0-9]{0,18}", rb"yes", rb"1",
    rb"[0-9a-f]{64}", rb"[0-9a-f]{128}", rb"[1-9][0-9]{0,18}\.[1-9][0-9]{0,18}", rb"([0-9a-f]{32}.+)?"))

BY = {"name?": TEXT, "kind": WORD, "jurisdiction?": TEXT, "zone?": TEXT}
PERSON = {"role": WORD, "nationalities?": TEXT, "legal_person?": YES, "born†": DIGEST, "name*": {"kind": WORD, "text†": DIGEST}}
OFFENCE = {"title?": TEXT, "group?": TEXT, "text?": TEXT, "committed_on?": TEXT}
MEASURE = {"kind?": TEXT, "object†": DIGEST, "purpose†": DIGEST}
ITEM = {"kind": WORD, "value†": DIGEST, "port?": NUMBER, "activity?": TEXT, "observed_on?": TEXT}
DOCUMENT = {"title†": DIGEST, "language?": TEXT, "translates?": NUMBER, "pages?": NUMBER, "sha256?": DIGEST}
# HEAD and ASKED: as the columns of event and request, in their order.
HEAD = {"request": UUID, "seq": NUMBER, "id": UUID, "recorded_at": NUMBER, "kind": WORD, "on?": TEXT, "other?": UUID}
EVENT_BODY = {"by?": BY, "provision?": TEXT, "ground?": TEXT, "concerns*": TEXT, "amount*": TEXT, "appoints?": TEXT, "known_since?": TEXT,
              "corrects?": NUMBER, "erases*": ERASES, "source†": DIGEST, "note†": DIGEST}
REQUEST_BODY = {"requesting_authority?": BY, "requested_authority?": BY, "channel": WORD, "urgent?": YES, "urgency_reason†": DIGEST,
                "language?": TEXT, "review_on?": TEXT, "synthetic?": YES, "note†": DIGEST, "basis*": TEXT, "person*": PERSON,
                "offence*": OFFENCE, "measure*": MEASURE, "item*": ITEM, "document*": DOCUMENT,
                "related*": {"id": UUID, "relation": WORD}}
ASKED = {"kind": WORD, "requesting": TEXT, "requested": TEXT, "reference?": TEXT, "requested_reference?": TEXT, "made_on?": TEXT,
         "handling?": TEXT, "origin?": TEXT, "origin_key?": TEXT}
ENTRY = {"form": ONE, **HEAD, **EVENT_BODY, "asked?": {**ASKED, **REQUEST_BODY}}
SEAL_BODY = {"root": DIGEST, "dossiers?": NUMBER, "entries?": NUMBER}
SEAL = {"form": ONE, **{name: what for name, what in HEAD.items() if name[-1] != "?"}, **SEAL_BODY}
SEAL_FILE = {"seal": SEAL, "before?": DIGEST, "digest": DIGEST, "public_key?": DIGEST, "signature?": SIGNATURE}
TEXTS = {"text*": SALTED}
PROOF = {"proof": ONE, "entry": ENTRY, "before?": DIGEST, "after*": DIGEST, "leaf?": NUMBER, "leaves": NUMBER, "path*": DIGEST,
         "texts?": TEXTS, "seal": SEAL_FILE}
LENGTH = re.compile(rb"([a-z0-9_]+):(0|[1-9][0-9]{0,17}):")


def fields(form):
    """name:length:value and a line feed, again and again."""
    place = 0
    while place < len(form):
        start = LENGTH.match(form, place)
        expect(start, f"is no form at byte {place}")
        end = start.end() + int(start[2])
        expect(form[end:end + 1] == b"\n", f"field {start[1].decode()}: its length is wrong")
        yield start[1].decode(), form[start.end():end]
        place = end + 1


def read(form, grammar, commitments):
    """A form as a dictionary; its commitments are added to a list, in their order."""
    found, names, place = {}, list(grammar), 0
    for name, value in fields(form):
        while place < len(names) and names[place].rstrip("?*†") != name:
            place += 1
        expect(place < len(names), f"field {name} is unknown, twice there, or not in its place")
        key, what = names[place], grammar[names[place]]
        with at(f"field {name}"):
            if isinstance(what, dict):
                found[name + " as it stands"], value = value, read(value, what, commitments)
            else:
                expect(what.fullmatch(value), "its value is not of the form")
        if key.endswith("†"):
            commitments.append(value)
        if key.endswith("*"):
            found.setdefault(name, []).append(value)
        else:
            found[name] = value
            place += 1
    for key in names:
        expect(key[-1] in "?*†" or key in found, f"field {key} is missing")
    return found


def is_utf8(text):
    return text.decode(errors="ignore").encode() == text


def field(name, value):
    value = str(value).encode() if isinstance(value, int) else value
    return b"%s:%d:%s\n" % (name.encode(), len(value), value) if value else b""


def fields_of(grammar, values):
    return b"".join(field(name.rstrip("?"), value) for name, value in zip(grammar, values))


# ---- digests and trees -----------------------------------------------------------------------------------------------

def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def hexed(digest):
    return digest.hex().encode()


def unhexed(digits):
    return bytes.fromhex(digits.decode())


def chained(before, form):
    return sha256(before, sha256(form))


def node(left, right):
    return sha256(b"\1", left, right)


def leaf_of(dossier, seq, digest):
    return sha256(b"\0%s:%d:%s" % (dossier, seq, hexed(digest)))


class Tree:
    """RFC 6962, section 2.1, leaf after leaf: the roots of the full trees so far, largest first."""

    def __init__(self):
        self.leaves, self.entries, self.stack = 0, 0, []

    def add(self, leaf, entries):
        self.stack.append(leaf)
        self.leaves, self.entries = self.leaves + 1, self.entries + entries
        for _ in range((self.leaves & -self.leaves).bit_length() - 1):
            self.stack[-2:] = [node(*self.stack[-2:])]

    def root(self):
        root = self.stack[-1] if self.stack else sha256()
        for left in reversed(self.stack[:-1]):
            root = node(left, root)
        return root


def root_above(leaf, place, leaves, path):
    """The root to which an audit path leads: RFC 6962, section 2.1.1, from the root downwards."""
    expect((leaves > 1) == bool(path), "path has another length than the tree asks for")
    if leaves == 1:
        return leaf
    left = 1 << (leaves - 1).bit_length() - 1                    # the largest power of two below
    if place < left:
        return node(root_above(leaf, place, left, path[:-1]), path[-1])
    return node(path[-1], root_above(leaf, place - left, leaves - left, path[:-1]))


def check_texts(content, commitments):
    """private_text.content against the commitments of the entry: which texts are empty, by their numbers."""
    texts = read(content, TEXTS, []).get("text", [])
    expect(len(texts) == len(commitments), f"{len(texts)} texts for {len(commitments)} commitments")
    for number, (text, commitment) in enumerate(zip(texts, commitments), 1):
        expect(not text or hexed(sha256(unhexed(text[:32]), text[32:])) == commitment,
               f"text {number} is not the one that was recorded")
    return [number for number, text in enumerate(texts, 1) if not text]


# ---- a register ------------------------------------------------------------------------------------------------------

SEALS = b"00000000-0000-0000-0000-000000000000"
HOUR = 3_600_000_000                                             # in microseconds: by how much clocks may differ
TABLES = {table: columns.split() for table, columns in {
    "event": "request_id seq event_id recorded_at kind happened other_id body digest",
    "request": "request_id seq kind requesting requested reference requested_reference made handling origin_source origin_key body",
    "private_text": "request_id seq content",
    "sealed": "request_id seq seal digest"}.items()}


class Column(bytes):
    """A text as SQLite gives it; a blob stays mere bytes."""


def rows(db, table):
    columns = TABLES[table]
    for row in db.execute(f"SELECT {', '.join(columns)} FROM {table} ORDER BY request_id, seq"):
        request, seq = row[:2]
        with at(f"table {table}, dossier {ascii(request).removeprefix('b')[:40]}, entry {ascii(seq)[:40]}"):
            for column, value in zip(columns, row):
                if column in ("seq", "recorded_at", "seal"):
                    expect(type(value) is int and value > 0, f"{column} is not a number from 1")
                else:
                    expect(type(value) is Column and is_utf8(value), f"{column} is not a text in UTF-8")
            expect(UUID.fullmatch(request), "request_id is not a UUID")
        yield request, seq, table, dict(zip(columns, row))


def entries_of(dossier, of_dossier):
    """Entry after entry, chained: its number, rows by their table, event.body, commitments, form, digest."""
    digest, recorded_at = bytes(32), 0
    for expected, (seq, group) in enumerate(itertools.groupby(of_dossier, key=lambda row: row[1]), 1):
        group, found = list(group), {}
        with at(f"dossier {dossier.decode()}, entry {seq}"):
            for _, _, table, row in group:
                expect(table not in found, f"two rows in {table}")
                found[table] = row
            event, request = found.get("event"), found.get("request")
            expect(event, f"a row in {', '.join(found)} that belongs to no entry")
            expect(seq == expected, f"entry {expected} is missing")
            expect(event["recorded_at"] >= recorded_at, "was recorded before the entry before it")
            form = field("form", 1) + fields_of(HEAD, event.values()) + event["body"]
            if request:
                form += field("asked", fields_of(ASKED, list(request.values())[2:]) + request["body"])
            digest, recorded_at = chained(digest, form), event["recorded_at"]
            expect(hexed(digest) == event["digest"], "does not have the digest that was recorded")
            commitments = []                                    # each body is read alone: what has a column stands there
            with at("event.body"):
                body = read(event["body"], SEAL_BODY if dossier == SEALS else EVENT_BODY, commitments)
            if request:
                with at("request.body"):
                    read(request["body"], REQUEST_BODY, commitments)
            expect((event["kind"] == b"sealed") == (dossier == SEALS), "is a seal in a dossier, or no seal among the seals")
            yield seq, found, body, commitments, form, digest


def check_seals(of_dossier, files):
    seals = []
    for seq, found, body, _, form, digest in entries_of(SEALS, of_dossier):
        expect(len(found) == 1, f"seal {seq}: has rows in {', '.join(found)}")
        seals.append((body, form, digest, found["event"]["recorded_at"]))
    for name, file in files:
        number = int(file["seal"]["seq"])
        with at(f"seal {number}"):
            expect(number <= len(seals), f"{name} has it, but the register's last is seal {len(seals)}")
            _, form, digest, _ = seals[number - 1]
            expect(hexed(digest) == file["digest"], f"has not the digest that {name} has")
            expect(form == file["seal as it stands"], f"says other than {name}, under the same digest")
    return seals


def check_dossier(dossier, of_dossier, seals, saw):
    """Gives the heads that were sealed: seal, entry, digest."""
    heads, texts, erased = [], {}, set()
    for seq, found, body, commitments, _, digest in entries_of(dossier, of_dossier):
        with at(f"dossier {dossier.decode()}, entry {seq}"):
            kind = found["event"]["kind"]
            expect(kind == b"filed" if "request" in found else kind != b"filed" and seq > 1, "a row in request is missing, or too many")
            expect(("private_text" in found) == bool(commitments), "a row in private_text is missing, or too many")
            empty = check_texts(found["private_text"]["content"], commitments) if commitments else []
            texts |= {(seq, number): number not in empty for number in range(1, len(commitments) + 1)}
            expect(kind == b"erased" or "erases" not in body, "erases, and is of another kind")
            for place in body.get("erases", []):
                key = tuple(map(int, place.split(b".")))
                expect(key[0] < seq and key in texts, f"erases {place.decode()}, which is no text before it")
                expect(not texts[key], f"erased text {key[1]} of entry {key[0]}, which is still there")
                erased.add(key)
            if sealed := found.get("sealed"):
                with at(f"sealed, seal {sealed['seal']}"):
                    expect(sealed["digest"] == hexed(digest), "the entry has another digest")
                    expect(sealed["seal"] <= len(seals), "there is no such seal")
                    expect(found["event"]["recorded_at"] <= seals[sealed["seal"] - 1][3] + HOUR, "the entry was recorded after the seal was made")
                    expect(not heads or heads[-1][0] < sealed["seal"], f"comes after seal {heads and heads[-1][0]}")
                heads.append((sealed["seal"], seq, digest))
    for (number, text), there in texts.items():
        with at(f"dossier {dossier.decode()}, entry {number}"):
            expect(there or (number, text) in erased, f"text {text} is gone, and no entry erases it")
    saw.update(dossiers=1, entries=seq, texts=len(texts), erased=len(erased))
    return heads


def all_rows(path):
    db = sqlite3.connect(pathlib.Path(path).resolve().as_uri() + "?mode=ro", uri=True, isolation_level=None)
    db.text_factory = Column
    db.execute("BEGIN")                                          # all is read as of one moment
    for table in TABLES:                                         # a view, or columns that are computed, can give rows without end
        made = db.execute("SELECT type = 'table' AND rootpage > 0 FROM sqlite_master WHERE name = ? AND type IN ('table', 'view')", (table,)).fetchone()
        if not made:
            raise Unreadable(f"it has no table {table}")
        expect(made[0], f"{table} is not a table")
        expect(not db.execute("SELECT 1 FROM pragma_table_xinfo(?) WHERE hidden", (table,)).fetchone(), f"table {table} has columns that are computed")
    return heapq.merge(*(rows(db, table) for table in TABLES), key=lambda row: row[:3])


def check_register(merged, files):
    saw, seals, trees, last = collections.Counter(), None, [], b""
    for dossier, of_dossier in itertools.groupby(merged, key=lambda row: row[0]):
        expect(dossier > last, f"dossier {dossier.decode()} is not in order")
        last = dossier
        if seals is None:                                        # their dossier comes before all others
            seals = check_seals(of_dossier if dossier == SEALS else (), files)
            trees = [Tree() for _ in seals]
        if dossier != SEALS:
            heads = check_dossier(dossier, of_dossier, seals, saw) + [(len(seals) + 1, 0, b"")]
            for (first, seq, digest), (beyond, _, _) in itertools.pairwise(heads):
                leaf = leaf_of(dossier, seq, digest)
                for tree in trees[first - 1:beyond - 1]:
                    tree.add(leaf, seq)
    seals = check_seals((), files) if seals is None else seals
    for number, ((body, _, _, _), tree) in enumerate(zip(seals, trees), 1):
        with at(f"seal {number}"):
            for name, count in (("dossiers", tree.leaves), ("entries", tree.entries)):
                expect(int(body.get(name, 0)) == count, f"is of {int(body.get(name, 0))} {name}, and {count} are remembered in sealed")
            expect(body["root"] == hexed(tree.root()), "is not the root over the heads that sealed remembers")
    unsealed = saw["entries"] - (trees[-1].entries if trees else 0)
    return (f"{saw['dossiers']} dossiers, {saw['entries']} entries, {saw['texts']} texts ({saw['erased']} erased), "
            f"{len(seals)} seals, {unsealed} entries not yet sealed")


# ---- archives in JSON --------------------------------------------------------------------------------------------------

ARCHIVE = re.compile(rb'{"format": "comity archive", "version": ([0-9]+), "length": +([0-9]+), "sha256": "([0-9a-f]{64})",\n')


QUOTED = re.compile(r'["\\\x00-\x1f]')
ESCAPES = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def spelled(value):
    """JSON as ARCHIVES.md has it."""
    if isinstance(value, dict):
        return "{" + ",".join(f"{spelled(name)}: {spelled(inner)}" for name, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(spelled, value)) + "]"
    if isinstance(value, str):
        return '"' + QUOTED.sub(lambda c: ESCAPES.get(c[0]) or f"\\u{ord(c[0]):04X}", value) + '"'
    if not isinstance(value, int):
        raise TypeError(f"{ascii(value)[:40]} is no value of an archive")
    return str(value).lower() if isinstance(value, bool) else str(value)


def laid_out(archive):
    """The lines behind the first."""
    head = spelled({name: archive[name] for name in ("whole", "before", "seals") if name in archive})[1:-1]
    return head + ',\n"dossiers": [\n' + ",\n".join(map(spelled, archive["dossiers"])) + ("\n" if archive["dossiers"] else "") + "]}\n"


def encoded(what, value):
    """As it stands in a form."""
    sort = int if what in (NUMBER, ONE) else bool if what is YES else str
    if type(value) is not sort or not value:
        raise TypeError(f"{ascii(value)[:40]} is no {sort.__name__} that says something")
    return b"yes" if value is True else str(value).encode()


def only(values, *names):
    names = [name.rstrip("?*†") for name in names]
    unknown = set(values) - set(names)
    expect(not unknown, f"has fields that are unknown: {ascii(sorted(unknown))[:100]}")
    expect(list(values) == [name for name in names if name in values], "has fields in another order")


def transcribed(grammar, values, texts, before=(), after=()):
    """The form that an object stands for; the texts of its commitments, salted, are added to a list."""
    only(values, *before, *grammar, *after)
    form = b""
    for key, what in grammar.items():
        name = key.rstrip("?*†")
        if name not in values:
            continue
        if key.endswith("*") and not (isinstance(values[name], list) and values[name]):
            raise TypeError(f"{name} is no list of something")
        for value in values[name] if key.endswith("*") else [values[name]]:
            if key.endswith("†"):
                only(value, *(["commitment"] if "commitment" in value else ["salt", "text"]))
                salted = b"" if "commitment" in value else (value["salt"] + value["text"]).encode()
                texts.append(salted)
                value = value["commitment"].encode() if not salted else hexed(sha256(unhexed(salted[:32]), salted[32:]))
            else:
                value = transcribed(what, value, texts) if isinstance(what, dict) else encoded(what, value)
            form += b"%s:%d:%s\n" % (name.encode(), len(value), value)
    return form


def rows_of_entry(dossier, entry):
    """As they would lie in the tables of a register."""
    texts, columns = [], lambda grammar, values: [
        encoded(what, values[name.rstrip("?")]) if name.rstrip("?") in values else b"" for name, what in grammar.items()]
    head = {**entry, "request": dossier}
    expect(entry["form"] == 1, "an entry has a form that is not known here")
    body = transcribed(SEAL_BODY if dossier.encode() == SEALS else EVENT_BODY, entry, texts,
                       ("form", *(name for name in HEAD if name != "request")), ("asked", "digest"))
    found = {"event": [*columns(HEAD, head), body, entry["digest"].encode()]}
    if (asked := entry.get("asked")) is not None:
        found["request"] = [b"", b"", *columns(ASKED, asked), transcribed(REQUEST_BODY, asked, texts, ASKED)]
    if texts:
        found["private_text"] = [b"", b"", b"".join(b"text:%d:%s\n" % (len(text), text) for text in texts)]
    for table, values in found.items():
        row = dict(zip(TABLES[table], values)) | {"request_id": dossier.encode(), "seq": entry["seq"]}
        if table == "event":
            row["recorded_at"] = entry["recorded_at"]
        yield dossier.encode(), entry["seq"], table, row


def rows_of_archive(archive):
    for seal in archive["seals"]:
        yield from rows_of_entry(SEALS.decode(), seal)
    for dossier in archive["dossiers"]:
        sealed = {row["entry"]: row["seal"] for row in dossier.get("sealed", [])}
        for entry in dossier["entries"]:
            yield from rows_of_entry(dossier["request"], entry)
            if seal := sealed.pop(entry["seq"], None):
                row = (dossier["request"].encode(), entry["seq"], seal, entry["digest"].encode())
                yield row[0], row[1], "sealed", dict(zip(TABLES["sealed"], row))
        expect(not sealed, f"dossier {dossier['request']}: sealed has entries that are not there")


def check_some(archive, files):
    """Dossiers, each with its proof against one seal."""
    saw, proven = collections.Counter(), 0
    seal = next(rows_of_entry(SEALS.decode(), archive["seals"][0]))[3] if archive["seals"] else None
    if seal:
        form = field("form", 1) + fields_of(HEAD, seal.values()) + seal["body"]
        expect(hexed(chained(unhexed(archive.get("before", "00" * 32).encode()), form)) == seal["digest"], "its seal has not the digest that follows")
        expect(not files or any(file["seal as it stands"] == form for _, file in files), "its seal is none of the given ones")
    last = ""
    for dossier in archive["dossiers"]:
        expect(dossier["request"] > last, f"dossier {dossier['request']} is twice there, or not in order")
        last = dossier["request"]
        of_dossier = [row for entry in dossier["entries"] for row in rows_of_entry(dossier["request"], entry)]
        check_dossier(dossier["request"].encode(), of_dossier, [], saw)
        if proof := dossier.get("proof"):
            with at(f"dossier {dossier['request']}"):
                expect(seal and 1 <= proof["entry"] <= len(dossier["entries"]), "its proof is of an entry, or against a seal, that is not there")
                entry = dossier["entries"][proof["entry"] - 1]
                leaf = leaf_of(dossier["request"].encode(), proof["entry"], unhexed(entry["digest"].encode()))
                expect(proof["leaf"] < archive["seals"][0]["dossiers"], "its leaf is beyond the tree")
                root = root_above(leaf, proof["leaf"], archive["seals"][0]["dossiers"], [unhexed(other.encode()) for other in proof["path"]])
                expect(root.hex() == archive["seals"][0]["root"], "its proof does not lead to the root of the seal")
            proven += 1
    return f"{saw['dossiers']} dossiers, {saw['entries']} entries, {saw['texts']} texts ({saw['erased']} erased), {proven} dossiers proven by the seal"


def check_archive(content, files):
    envelope = ARCHIVE.match(content)
    if not envelope or envelope[1] != b"1":
        raise Unreadable("its first line is not that of an archive of version 1")
    rest = content[envelope.end():]
    expect(len(rest) == int(envelope[2]) and hashlib.sha256(rest).hexdigest().encode() == envelope[3], "it is cut or altered: it has another length or SHA-256")
    archive = json.loads(content)
    try:
        only(archive, "format", "version", "length", "sha256", "whole", "before", "seals", "dossiers")
        for dossier in archive["dossiers"]:
            only(dossier, "request", "entries", "sealed" if archive["whole"] else "proof")
            for row in dossier.get("sealed", []):
                only(row, "seal", "entry")
            only(dossier.get("proof", {}), "entry", "leaf", "path")
        expect(laid_out(archive).encode() == rest, "it is written otherwise than ARCHIVES.md has it")
        return check_register(rows_of_archive(archive), files) if archive["whole"] else check_some(archive, files)
    except (KeyError, TypeError, AttributeError) as e:
        raise Unreadable(f"a field is missing, or of another sort ({e!r})") from None


# ---- files: seals and proofs -----------------------------------------------------------------------------------------

def read_file(name, grammar):
    with opened(name) as file:
        content = file.read()
    try:
        expect(is_utf8(content), "is not UTF-8")
        return read(content, grammar, [])
    except Wrong as e:
        raise Unreadable(e) from None


def check_seal_file(file):
    """Its digest; and the signature, if there is one and the program openssl to check it. Whose key it is, the reader must know."""
    seal = file["seal"]
    expect(seal["request"] == SEALS and seal["kind"] == b"sealed", "is no seal of a register")
    expect((seal["seq"] == b"1") == ("before" not in file), "only the first seal has none before it")
    before = unhexed(file["before"]) if "before" in file else bytes(32)
    expect(hexed(chained(before, file["seal as it stands"])) == file["digest"], "says other than what has its digest")
    expect(("public_key" in file) == ("signature" in file), "has a key without a signature, or a signature without a key")
    if "signature" not in file:
        return "not signed"
    if not shutil.which("openssl"):
        return "signature not checked: there is no openssl"
    with tempfile.TemporaryDirectory() as folder:
        key, signature, signed = (pathlib.Path(folder, part) for part in ("key", "signature", "signed"))
        key.write_bytes(unhexed(b"302a300506032b6570032100" + file["public_key"]))
        signature.write_bytes(unhexed(file["signature"]))
        signed.write_bytes(b"comity seal " + file["digest"])
        run = subprocess.run(["openssl", "pkeyutl", "-verify", "-rawin", "-pubin", "-keyform", "DER", "-inkey", key,
                              "-sigfile", signature, "-in", signed], capture_output=True, check=False)
    expect(b"Verification Failure" not in run.stdout + run.stderr, "the signature is not that of its key")
    signed = f"signed by {file['public_key'].decode()}"
    return signed if run.returncode == 0 else "signature not checked: openssl does not know how"


def check_proof(proof, files):
    same = [file for _, file in files if file["digest"] == proof["seal"]["digest"]]
    of_proof = proof["seal"]
    expect(same and all(same[0].get(field) == of_proof.get(field) for field in ("seal as it stands", "before")),
           "its seal is none of the given ones")
    commitments, entry, seal = [], proof["entry"], same[0]["seal"]
    read(proof["entry as it stands"], ENTRY, commitments)
    seq, leaf, leaves = int(entry["seq"]), int(proof.get("leaf", 0)), int(proof["leaves"])
    expect(("before" in proof) == (seq > 1), "before is missing, or too many")
    expect(leaf < leaves == int(seal.get("dossiers", 0)), "has another number of leaves than the seal")
    head = chained(unhexed(proof.get("before", b"00" * 32)), proof["entry as it stands"])
    for after in proof.get("after", []):
        head = sha256(head, unhexed(after))
    of_head = leaf_of(entry["request"], seq + len(proof.get("after", [])), head)
    root = root_above(of_head, leaf, leaves, [unhexed(other) for other in proof.get("path", [])])
    expect(hexed(root) == seal["root"], "does not lead to the root of the seal")
    if "texts" in proof:
        check_texts(proof["texts as it stands"], commitments)
    return (f"entry {seq} of dossier {entry['request'].decode()} ({entry['kind'].decode()}) is in seal {int(seal['seq'])}, "
            + ("with its texts" if "texts" in proof else "without texts"))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("register", nargs="?", metavar="REGISTER.db | ARCHIVE.json")
    parser.add_argument("--seal", action="append", default=[], metavar="FILE", help="a seal kept elsewhere")
    parser.add_argument("--proof", action="append", default=[], metavar="FILE")
    asked = parser.parse_args()
    if not asked.register and not asked.seal or asked.proof and not asked.seal:
        parser.error("a register or a seal is needed, and with a proof a seal")
    name, files = "", []
    try:
        for name in asked.seal:
            file = read_file(name, SEAL_FILE)
            files.append((name, file))
            say(f"{name}: seal {int(file['seal']['seq'])}, {check_seal_file(file)}")
        for name in asked.proof:
            say(f"{name}: {check_proof(read_file(name, PROOF), files)}")
        if (name := asked.register) and "://" in name:
            name = "the register"
            raise Unreadable("only SQLite files are read here; move a PostgreSQL register into one first (comity-register move)")
        if name := asked.register:
            with opened(name) as file:
                first = file.peek(8)
                for sign, what in ((b"\x89CMTY\r\n\x1a", "a binary archive; only those in JSON are read here"), (b"proof:", "a proof; give it behind --proof"), (b"seal:", "a seal; give it behind --seal")):
                    if first.startswith(sign):
                        raise Unreadable("it is " + what)
                content = file.read() if first[:1] == b"{" else b""
            say(f"{name}: " + (check_archive(content, files) if content else check_register(all_rows(name), files)))
    except Wrong as e:
        say(f"{name} does not verify: {e}", sys.stderr)
        return 1
    except RecursionError:
        say(f"{name} cannot be read: it is nested too deep", sys.stderr)
        return 2
    except (Unreadable, OSError, sqlite3.Error, ValueError) as e:
        say(f"{name} cannot be read: {e}", sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
