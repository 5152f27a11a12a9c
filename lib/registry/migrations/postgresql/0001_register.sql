-- SPDX-License-Identifier: Apache-2.0
-- The register, as EVIDENCE.md describes it. Every key begins with request_id, so that the tables can be distributed by it
-- (citus.sql). Rows are only ever added: triggers refuse everything else, but for the texts of a dossier that an entry of
-- kind `erased` speaks of. Ids and digests are compared byte by byte, whatever the database's collation.

-- What happened, in the order in which it was recorded: entry 1 is the filing. Entries written by transactions before the
-- oldest one still running (pg_snapshot_xmin) are all there is of theirs: what comes later has a greater `written`.
create table event (
    request_id text collate "C" not null, seq bigint not null check (seq > 0),
    event_id text collate "C" not null, recorded_at bigint not null, kind text collate "C" not null, happened text collate "C" not null,
    other_id text collate "C" not null, body text collate "C" not null, digest text collate "C" not null,
    written xid8 not null default pg_current_xact_id(),
    primary key (request_id, seq)
);
create index event_other on event (other_id) where other_id <> '';
create index event_written on event (written);

-- What was asked, as the filing and each amendment of it puts it.
create table request (
    request_id text collate "C" not null, seq bigint not null,
    kind text collate "C" not null, requesting text collate "C" not null, requested text collate "C" not null,
    reference text collate "C" not null, requested_reference text collate "C" not null, made text collate "C" not null,
    handling text collate "C" not null, origin_source text collate "C" not null, origin_key text collate "C" not null,
    body text collate "C" not null,
    primary key (request_id, seq), foreign key (request_id, seq) references event
);
create index request_pair on request (requesting, requested, kind);
create index request_requested on request (requested, kind);
create index request_reference on request (reference) where reference <> '';
create index request_requested_reference on request (requested_reference) where requested_reference <> '';
create index request_origin on request (origin_source, origin_key) where origin_source <> '';

-- Personal data and free text, with the salt of the commitments that stand for them in the entries.
create table private_text (
    request_id text collate "C" not null, seq bigint not null, content text collate "C" not null,
    primary key (request_id, seq), foreign key (request_id, seq) references event
);

-- The planner's samples of it would outlive an erasure.
alter table private_text alter column content set statistics 0;

-- The last entry of a dossier at each seal for which it had grown.
create table sealed (
    request_id text collate "C" not null, seal bigint not null, seq bigint not null, digest text collate "C" not null,
    primary key (request_id, seal), foreign key (request_id, seq) references event
);

create function register_is_append_only() returns trigger language plpgsql as
    $$ begin raise exception 'the register is append-only'; end $$;
create function register_keeps_texts() returns trigger language plpgsql as $$ begin
    if not exists (select 1 from event where request_id = old.request_id and kind = 'erased') then
        raise exception 'the register is append-only';
    end if;
    return new;
end $$;
create trigger append_only before update or delete on event for each row execute function register_is_append_only();
create trigger append_only before update or delete on request for each row execute function register_is_append_only();
create trigger append_only before delete on private_text for each row execute function register_is_append_only();
create trigger only_erased before update on private_text for each row execute function register_keeps_texts();
create trigger append_only before update or delete on sealed for each row execute function register_is_append_only();
create trigger never_emptied before truncate on event for each statement execute function register_is_append_only();
create trigger never_emptied before truncate on request for each statement execute function register_is_append_only();
create trigger never_emptied before truncate on private_text for each statement execute function register_is_append_only();
create trigger never_emptied before truncate on sealed for each statement execute function register_is_append_only();
