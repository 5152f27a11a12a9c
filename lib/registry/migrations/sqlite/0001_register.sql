-- SPDX-License-Identifier: Apache-2.0
-- The register, as EVIDENCE.md describes it. Every key begins with request_id. Rows are only ever added: triggers refuse
-- everything else, but for the texts of a dossier that an entry of kind `erased` speaks of.

-- What tells this register from a copy of it in another order of rows. No evidence.
create table register_id (id text not null) strict;
insert into register_id values (lower(hex(randomblob(16))));

-- What happened, in the order in which it was recorded: entry 1 is the filing.
create table event (
    request_id text not null, seq integer not null check (seq > 0),
    event_id text not null, recorded_at integer not null, kind text not null, happened text not null, other_id text not null,
    body text not null, digest text not null,
    primary key (request_id, seq)
) strict;
create index event_other on event (other_id) where other_id <> '';

-- What was asked, as the filing and each amendment of it puts it.
create table request (
    request_id text not null, seq integer not null,
    kind text not null, requesting text not null, requested text not null,
    reference text not null, requested_reference text not null, made text not null, handling text not null,
    origin_source text not null, origin_key text not null, body text not null,
    primary key (request_id, seq), foreign key (request_id, seq) references event
) strict, without rowid;
create index request_pair on request (requesting, requested, kind);
create index request_requested on request (requested, kind);
create index request_reference on request (reference) where reference <> '';
create index request_requested_reference on request (requested_reference) where requested_reference <> '';
create index request_origin on request (origin_source, origin_key) where origin_source <> '';

-- Personal data and free text, with the salt of the commitments that stand for them in the entries.
create table private_text (
    request_id text not null, seq integer not null, content text not null,
    primary key (request_id, seq), foreign key (request_id, seq) references event
) strict, without rowid;

-- The last entry of a dossier at each seal for which it had grown.
create table sealed (
    request_id text not null, seal integer not null, seq integer not null, digest text not null,
    primary key (request_id, seal), foreign key (request_id, seq) references event
) strict, without rowid;

-- The next entry of a dossier, and nothing else, may be added to it. (`insert or replace` would fire no trigger on delete.)
create trigger event_in_order before insert on event
    when new.seq <> 1 + (select coalesce(max(seq), 0) from event where request_id = new.request_id)
    begin select raise(abort, 'entries are numbered without a gap, and never replaced'); end;
create trigger event_no_update before update on event begin select raise(abort, 'the register is append-only'); end;
create trigger event_no_delete before delete on event begin select raise(abort, 'the register is append-only'); end;
create trigger request_no_update before update on request begin select raise(abort, 'the register is append-only'); end;
create trigger request_no_delete before delete on request begin select raise(abort, 'the register is append-only'); end;
create trigger private_text_no_update before update on private_text
    when not exists (select 1 from event where request_id = old.request_id and kind = 'erased')
    begin select raise(abort, 'the register is append-only'); end;
create trigger private_text_no_delete before delete on private_text begin select raise(abort, 'the register is append-only'); end;
create trigger sealed_no_update before update on sealed begin select raise(abort, 'the register is append-only'); end;
create trigger sealed_no_delete before delete on sealed begin select raise(abort, 'the register is append-only'); end;
