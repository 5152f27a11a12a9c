#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A register of comity, checked by the second verifier; then altered in every way we thought of, each of which it must notice.

    tests/evidence/verify.py MAKE_REGISTER examples/verify.py"""
import hashlib
import importlib.util
import os
import pathlib
import shutil
import sqlite3
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
make_register, program = sys.argv[1:]
spec = importlib.util.spec_from_file_location("second_verifier", program)
second = importlib.util.module_from_spec(spec)
spec.loader.exec_module(second)

scratch = tempfile.TemporaryDirectory()
folder = pathlib.Path(scratch.name)
SEALS = second.SEALS.decode()
failures, trials = [], 0


def run(name, status, *arguments):
    global trials
    trials += 1
    done = subprocess.run([sys.executable, program, *map(str, arguments)], capture_output=True, text=True, check=False)
    one_line = done.stderr.count("\n") == (status != 0)
    if done.returncode != status or not one_line:
        failures.append(f"{name}: status {done.returncode}, not {status}\n{done.stdout}{done.stderr}")


def file(name):
    return folder / name


# ---- as it was made --------------------------------------------------------------------------------------------------

key = file("key.pem")
signed = shutil.which("openssl") and subprocess.run(
    ["openssl", "genpkey", "-algorithm", "ed25519", "-out", key], capture_output=True, check=False).returncode == 0
subprocess.run([make_register, folder, *([key] if signed else [])], check=True)
register, last_seal = file("register.db"), file("3.seal")
sqlite3.connect(register).execute("PRAGMA journal_mode = delete").fetchall()    # all in one file, to be copied
seals = [argument for number in "123" for argument in ("--seal", file(number + ".seal"))]
proofs = ("first", "bare", "later", "erased")
run("as it was made", 0, register)
run("against its seals", 0, register, *seals)
for proof in proofs:
    run(f"{proof}.proof", 0, "--proof", file(proof + ".proof"), "--seal", last_seal)


# ---- the register altered: by SQL, alone or with values, or by a function ----------------------------------------------------------

def rechain(db, dossier):
    """Digests made anew, by one who knows how."""
    digest = bytes(32)
    db.text_factory = bytes
    for seq, in db.execute("SELECT seq FROM event WHERE request_id = CAST(? AS TEXT) ORDER BY seq", (dossier,)).fetchall():
        row = {table: db.execute(f"SELECT * FROM {table} WHERE request_id = ? AND seq = ?", (dossier, seq)).fetchone()
               for table in ("event", "request")}
        form = second.field("form", 1) + second.fields_of(second.HEAD, row["event"]) + row["event"][7]
        if row["request"]:
            form += second.field("asked", second.fields_of(second.ASKED, row["request"][2:]) + row["request"][11])
        digest = second.chained(digest, form)
        db.execute("UPDATE event SET digest = ? WHERE request_id = ? AND seq = ?", (digest.hex(), dossier, seq))
    db.text_factory = str


def reseal(db):
    """And seals."""
    db.execute("UPDATE sealed SET digest = (SELECT digest FROM event e WHERE e.request_id = sealed.request_id AND e.seq = sealed.seq)")
    for seal, in db.execute("SELECT seq FROM event WHERE request_id = ?", (SEALS,)).fetchall():
        tree = second.Tree()
        for dossier, seq, digest in db.execute("""SELECT request_id, seq, digest FROM sealed s WHERE seal = (SELECT max(seal) FROM sealed t
                WHERE t.request_id = s.request_id AND t.seal <= ?) ORDER BY request_id""", (seal,)):
            tree.add(second.leaf_of(dossier.encode(), seq, bytes.fromhex(digest)), seq)
        body = (second.field("root", second.hexed(tree.root())) + second.field("dossiers", tree.leaves)
                + second.field("entries", tree.entries))
        db.execute("UPDATE event SET body = ? WHERE request_id = ? AND seq = ?", (body.decode(), SEALS, seal))
    rechain(db, SEALS)


def altered(name, *changes, status=1, against=()):
    copy = file("copy.db")
    shutil.copy(register, copy)
    db = sqlite3.connect(copy, isolation_level=None)
    for trigger, in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        db.execute(f"DROP TRIGGER {trigger}")
    db.execute("PRAGMA ignore_check_constraints = 1")
    for change in changes:
        if callable(change):
            change(db)
        else:
            sql, *values = [change] if isinstance(change, str) else change
            db.execute(sql, values)
    db.close()
    run(name, status, copy, *against)


base = sqlite3.connect(register)
LONG, = base.execute("SELECT request_id FROM event WHERE kind = 'refused'").fetchone()            # six entries, sealed twice
SHORT, = base.execute("SELECT request_id FROM event WHERE kind = 'noted'").fetchone()             # the second is not sealed yet
ERASED, = base.execute("SELECT request_id FROM event WHERE kind = 'erased'").fetchone()
with_last = ("--seal", last_seal)

altered("untouched", status=0)
for table, columns in second.TABLES.items():
    count, = base.execute(f"SELECT count(*) FROM {table}").fetchone()
    for place in (0, count // 2):
        dossier, seq = base.execute(f"SELECT request_id, seq FROM {table} ORDER BY request_id, seq LIMIT 1 OFFSET {place}").fetchone()
        row = f"WHERE request_id = '{dossier}' AND seq = {seq}"
        altered(f"{table} {seq} of {dossier} deleted", f"DELETE FROM {table} {row}")
        for column in columns:
            value, = base.execute(f"SELECT {column} FROM {table} {row}").fetchone()
            if isinstance(value, int):
                new = value + 10
            else:                                                # one byte, in the middle
                middle = len(value) // 2
                new = value[:middle] + ("1" if value[middle:middle + 1] != "1" else "2") + value[middle + 1:]
            altered(f"{table}.{column} {seq} of {dossier}", (f"UPDATE {table} SET {column} = ? {row}", new))

# Whole rows.
for table in ("event", "request", "private_text"):
    altered(f"numbers changed in {table}", f"UPDATE {table} SET seq = seq + 100 WHERE request_id = '{ERASED}'")
swapped = [f"UPDATE event SET seq = {b} WHERE request_id = '{LONG}' AND seq = {a}" for a, b in ((3, 99), (4, 3), (99, 4))]
altered("two entries swapped", *swapped)
altered("two entries swapped, digests made anew", *swapped, lambda db: rechain(db, LONG))
altered("two dossiers swapped", *(f"UPDATE {table} SET request_id = '{b}' WHERE request_id = '{a}'" for table in second.TABLES
                                  for a, b in ((LONG, "x"), (SHORT, LONG), ("x", SHORT))))
altered("a dossier deleted", *(f"DELETE FROM {table} WHERE request_id = '{LONG}'" for table in second.TABLES))
tail = [f"DELETE FROM {table} WHERE request_id = '{LONG}' AND seq = 6" for table in ("event", "private_text")]
altered("a tail cut", *tail)
altered("a tail cut, and forgotten in sealed", *tail, f"DELETE FROM sealed WHERE request_id = '{LONG}' AND seq = 6")
altered("a tail cut that was not sealed", *(f"DELETE FROM {table} WHERE request_id = '{SHORT}' AND seq = 2" for table in ("event", "private_text")),
        status=0, against=with_last)
altered("a row of no entry in private_text", f"INSERT INTO private_text VALUES ('{LONG}', 9, '')")
altered("a row too many in private_text", f"INSERT INTO private_text VALUES ('{LONG}', 3, '')")
altered("a row too many in request", f"INSERT INTO request VALUES ('{LONG}', 3, '', '', '', '', '', '', '', '', '', '')")
altered("a row of the seals in sealed", f"INSERT INTO sealed VALUES ('{SEALS}', 2, 1, '{'0' * 64}')")
altered("sealed by a seal that is not there", f"INSERT INTO sealed SELECT request_id, 4, seq, digest FROM event WHERE request_id = '{SHORT}' AND seq = 2")
for number in (1, 2, 3):
    altered(f"what seal {number} sealed is forgotten", f"DELETE FROM sealed WHERE seal = {number}")
altered("sealed one seal later", f"UPDATE sealed SET seal = 3 WHERE request_id = '{LONG}' AND seal = 2")

# The same form, kept in other columns.
line = "|| char(10) || "
altered("a date moved into the body", f"UPDATE event SET body = 'on:10:' || happened {line} body, happened = '' WHERE request_id = '{SHORT}' AND seq = 2")
altered("an id moved into the body", f"UPDATE event SET body = 'other:36:' || other_id {line} body, other_id = '' WHERE kind = 'merged'")
altered("a date of a request moved", f"UPDATE request SET body = 'made_on:10:' || made {line} body, made = '' WHERE request_id = '{SHORT}'")

# Written anew with correct digests: what a seal kept elsewhere is for.
rewritten = f"UPDATE event SET happened = '2020-03-13' WHERE request_id = '{LONG}' AND seq = 2"
altered("a dossier written anew", rewritten, lambda db: rechain(db, LONG))
altered("and sealed anew", rewritten, lambda db: rechain(db, LONG), reseal, status=0)
for number, status in (("1", 0), ("2", 1), ("3", 1)):
    altered(f"against seal {number}", rewritten, lambda db: rechain(db, LONG), reseal, status=status, against=("--seal", file(number + ".seal")))
cut = ["DELETE FROM sealed WHERE seal = 3", f"DELETE FROM event WHERE request_id = '{SEALS}' AND seq = 3"]
altered("the last seal cut", *cut, status=0)
altered("the last seal cut, against it", *cut, against=with_last)

# Texts.
blank = f"UPDATE private_text SET content = 'text:0:' || char(10) WHERE request_id = '{SHORT}' AND seq = 2"
altered("a text removed", blank)


def entry(kind, body):
    """One more in the dossier SHORT, chained as it should be."""
    def change(db):
        db.execute("INSERT INTO event SELECT request_id, 3, event_id, recorded_at, ?, '2026-01-01', '', ?, '' FROM event "
                   "WHERE request_id = ? AND seq = 2", (kind, body, SHORT))
        rechain(db, SHORT)
    return change


altered("a text removed, and an entry says so", blank, entry("erased", "erases:3:2.1\n"), status=0)
altered("an erased text put back", entry("erased", "erases:3:2.1\n"))
altered("erased what never was", entry("erased", "erases:3:2.7\n"))
altered("erased by another kind of entry", blank, entry("noted", "erases:3:2.1\n"))

# No forms, though the digests are right.
altered("an entry with nothing to say", entry("noted", ""), status=0)
for body in ("ground:3:x\n", "ground:99999999999999999:x\n", "ground:" + "9" * 5000 + ":x\n", "ground:1:x", "ground:01:x\n", "ground:0:\n", "corrects:2:01\n",
             "ground:1:x\nground:1:x\n", "ground:1:x\nprovision:6:ets-24\n", "else:1:x\n", "no form", "note:4:text\n", "by:9:name:1:x\n\n"):
    altered(f"the body {body[:40]!r}", entry("noted", body))
altered("a seal in a dossier", entry("sealed", ""))

# Values that are no texts or numbers, in tables that are not strict.
for table, column, value in (("event", "body", "CAST(body AS BLOB)"), ("event", "other_id", "NULL"), ("event", "seq", "NULL"), ("event", "seq", "1.5"),
                             ("event", "recorded_at", "9e999"), ("event", "recorded_at", "'x'"), ("request", "request_id", "NULL"),
                             ("request", "handling", "x'00'"), ("private_text", "content", "CAST(x'ff' || content AS TEXT)"),
                             ("private_text", "seq", "-seq"), ("sealed", "digest", "CAST(digest AS BLOB)"), ("sealed", "seal", "0")):
    altered(f"{table}.{column} = {value}", "PRAGMA foreign_keys = 0", f"CREATE TABLE loose AS SELECT * FROM {table}", f"DROP TABLE {table}",
            f"ALTER TABLE loose RENAME TO {table}", f"UPDATE {table} SET {column} = {value}")
for table in second.TABLES:
    altered(f"{table} twice", f"CREATE TABLE loose AS SELECT * FROM {table}", f"DROP TABLE {table}",
            f"ALTER TABLE loose RENAME TO {table}", f"INSERT INTO {table} SELECT * FROM {table}")
altered("no table", "DROP TABLE sealed", status=2)


# ---- files altered ---------------------------------------------------------------------------------------------------

def refused(what):
    try:
        what()
    except (second.Wrong, second.Unreadable):
        return True
    return False


trusted = [("3.seal", second.read_file(last_seal, second.SEAL_FILE))]
copy = file("copy.file")
for name in proofs:
    content = file(name + ".proof").read_bytes()
    for place in range(0, len(content), 3):
        for changed in (content[:place] + bytes([content[place] ^ 1]) + content[place + 1:], content[:place]):
            copy.write_bytes(changed)
            trials += 1
            if not refused(lambda: second.check_proof(second.read_file(copy, second.PROOF), trusted)):
                failures.append(f"{name}.proof, altered at byte {place}, is accepted")
run("a proof against another seal", 1, "--proof", file("first.proof"), "--seal", file("1.seal"))
if signed:
    content = file("2.seal").read_text(encoding="utf-8")
    for changed, status in ((content.replace("signature:128:", "signature:128:0", 1)[:-2] + "\n", 1), (content[:content.index("signature")], 1),
                            (content[:content.index("public_key")], 0), (content[:-1], 2)):
        copy.write_text(changed, encoding="utf-8")
        run(f"the signed seal altered:\n{changed}", status, register, "--seal", copy)
# Archives: as they were made; then one byte altered, under an envelope that fits.
archives = {"whole.json": seals, "some.json": with_last}
for name, against in archives.items():
    run(name, 0, file(name))
    run(f"{name} against its seals", 0, file(name), *against)
    content = file(name).read_bytes()
    head, rest = content[:(cut := content.index(b"\n") + 1)], content[cut:]
    copy.write_bytes(content[:-1])
    run(f"{name}, cut", 1, copy)
    trusted = [(argument, second.read_file(argument, second.SEAL_FILE)) for argument in against[1::2]]
    for place in range(0, len(rest), 7):
        changed = rest[:place] + bytes([rest[place] ^ 1]) + rest[place + 1:]
        envelope = head.replace(second.hashlib.sha256(rest).hexdigest().encode(), second.hashlib.sha256(changed).hexdigest().encode())
        trials += 1
        try:
            accepted = not refused(lambda: second.check_archive(envelope + changed, trusted))
        except ValueError:                                       # no JSON, or no UTF-8
            accepted = False
        if accepted:
            failures.append(f"{name}, altered at byte {place} ({rest[place - 20:place + 20]}), is accepted")
# Written otherwise, under an envelope that fits: what comity refuses is refused here.
whole = file("whole.json").read_bytes().partition(b"\n")[2]


def enveloped(rest):
    return b'{"format": "comity archive", "version": 1, "length": %20d, "sha256": "%s",\n' % (len(rest), hashlib.sha256(rest).hexdigest().encode()) + rest


def spelt_otherwise(name, old, new, status=1):
    global trials
    if whole.count(old) == 0:
        failures.append(f"{name}: {old} is not in the archive")
    copy.write_bytes(enveloped(whole.replace(old, new, 1)))
    run(name, status, copy)


spelt_otherwise("as it was", b'"whole"', b'"whole"', status=0)
spelt_otherwise("a text with a field more", b'"salt": ', b'"colour": "red","salt": ')
spelt_otherwise("a space more", b'"dossiers": [\n', b'"dossiers": [ \n')
spelt_otherwise("an escape more", b'"kind": "filed"', b'"kind": "fil\\u0065d"')
spelt_otherwise("fields in another order", b'"form": 1,"seq": 1', b'"seq": 1,"form": 1')
spelt_otherwise("the same field twice", b'"form": 1,', b'"form": 1,"form": 1,')
spelt_otherwise("an empty list", b'"asked": {', b'"concerns": [],"asked": {', status=2)
spelt_otherwise("a number as a text", b'"seq": 1,', b'"seq": "1",', status=2)
spelt_otherwise("a hundred thousand lists within each other", b'"seals": [', b'"seals": ' + b"[" * 100_000 + b"]" * 100_000 + b',"x": [', status=2)
# What a terminal would obey is written out.
for name, content in (("an escape in an id", whole.replace(b'{"request": "', b'{"request": "\\u001b[2J', 1)), ("in a field", whole.replace(b'"form": 1,', b'"\\u009b": 1,', 1))):
    copy.write_bytes(enveloped(content))
    said = subprocess.run([sys.executable, program, copy], capture_output=True, text=True, check=False).stderr
    if not said or "\x1b" in said or "\x9b" in said:
        failures.append(f"{name}: {said!r}")
run("a name that a terminal obeys", 2, folder / "\x1b[2J\u202e.db")
# What has no end is not read to it.
os.mkfifo(file("pipe"))
for endless in (file("pipe"), pathlib.Path("/dev/zero"), folder):
    run(f"{endless}", 2, endless)
    run(f"{endless} as a seal", 2, register, "--seal", endless)
altered("a view without an end", "DROP TABLE sealed",
        "CREATE VIEW sealed AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT 'x' AS request_id, i AS seq, 1 AS seal, '' AS digest FROM n")
altered("a column that is computed", "ALTER TABLE sealed RENAME TO once",
        "CREATE TABLE sealed (request_id, seq, seal, digest AS (hex(zeroblob(100000000))))", "INSERT INTO sealed (request_id, seq, seal) SELECT request_id, seq, seal FROM once")
copy.write_bytes(register.read_bytes()[:5000])
run("half a file", 2, copy)
run("no file", 2, folder / "none.db")

base.close()
scratch.cleanup()
print(f"{trials} trials, {len(failures)} failures")
print("\n".join(failures))
sys.exit(bool(failures))
