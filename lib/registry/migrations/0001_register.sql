-- SPDX-License-Identifier: Apache-2.0
-- The register. Every row belongs to an entry (request_id, seq) of a dossier, and every key begins with request_id.
-- Days count from 1970-01-01, instants are microseconds of UTC beside the name of their zone, words are stored as words.
-- A rough date has the first and the last day that it may be, and what the source says of it: ~ about, ? doubted, % both.
-- Rows are only ever added: triggers refuse everything else.

-- What happened, in the order in which it was recorded: entry 1 is the filing.
create table event (
    request_id text not null, seq integer not null check (seq > 0),
    event_id text not null, recorded_at integer not null, kind text not null,
    happened_earliest integer, happened_latest integer, happened_qualifier text, happened_at integer, happened_zone text,
    actor_name text, actor_kind text, actor_jurisdiction text, actor_zone text,
    provision_instrument text, provision_article text,
    ground text not null,
    appoints_earliest integer, appoints_latest integer, appoints_qualifier text, appoints_at integer, appoints_zone text,
    other_id text, known_since integer, corrects integer not null,
    primary key (request_id, seq)
) strict;
create index event_other on event (other_id) where other_id is not null;

-- Free text stands apart from what happened.
create table event_text (
    request_id text not null, seq integer not null, source text not null, note text not null,
    primary key (request_id, seq), foreign key (request_id, seq) references event
) strict, without rowid;

-- Which persons, measures, offences or items of the request an event is about; no row: all.
create table concern (
    request_id text not null, seq integer not null, number integer not null,
    subject text not null, first_number integer not null, last_number integer not null,
    primary key (request_id, seq, number), foreign key (request_id, seq) references event
) strict, without rowid;

-- What was asked, as the filing (seq 1) and each amendment of it puts it.
create table request (
    request_id text not null, seq integer not null,
    kind text not null, requesting text not null, requested text not null,
    reference text not null, requested_reference text not null,
    made_earliest integer, made_latest integer, made_qualifier text, made_at integer, made_zone text,
    requesting_authority_name text, requesting_authority_kind text, requesting_authority_jurisdiction text, requesting_authority_zone text,
    requested_authority_name text, requested_authority_kind text, requested_authority_jurisdiction text, requested_authority_zone text,
    channel text not null, urgent integer not null, language text not null, handling text not null,
    review_on integer, synthetic integer not null,
    primary key (request_id, seq), foreign key (request_id, seq) references event
) strict, without rowid;
create index request_pair on request (requesting, requested, kind);
create index request_requested on request (requested, kind);
create index request_reference on request (reference) where reference <> '';
create index request_requested_reference on request (requested_reference) where requested_reference <> '';

create table request_text (
    request_id text not null, seq integer not null, urgency_reason text not null, note text not null,
    primary key (request_id, seq), foreign key (request_id, seq) references event
) strict, without rowid;

create table basis (
    request_id text not null, seq integer not null, number integer not null,
    provision_instrument text not null, provision_article text not null,
    primary key (request_id, seq, number), foreign key (request_id, seq) references request
) strict, without rowid;

create table person (
    request_id text not null, seq integer not null, number integer not null,
    role text not null, nationalities text not null,
    born_earliest integer, born_latest integer, born_qualifier text, born_at integer, born_zone text,
    legal_person integer not null,
    primary key (request_id, seq, number), foreign key (request_id, seq) references request
) strict, without rowid;

-- Personal data: the names of person number `person`.
create table person_name (
    request_id text not null, seq integer not null, number integer not null,
    person integer not null, name text not null, kind text not null,
    primary key (request_id, seq, number), foreign key (request_id, seq, person) references person
) strict, without rowid;

create table offence (
    request_id text not null, seq integer not null, number integer not null,
    title text not null, offence_group text not null, enactment text not null,
    committed_earliest integer, committed_latest integer, committed_qualifier text, committed_at integer, committed_zone text,
    primary key (request_id, seq, number), foreign key (request_id, seq) references request
) strict, without rowid;

create table measure (
    request_id text not null, seq integer not null, number integer not null,
    kind text not null, object text not null, purpose text not null,
    primary key (request_id, seq, number), foreign key (request_id, seq) references request
) strict, without rowid;

create table item (
    request_id text not null, seq integer not null, number integer not null,
    kind text not null, reported_value text not null, port integer not null, activity text not null,
    observed_earliest integer, observed_latest integer, observed_qualifier text, observed_at integer, observed_zone text,
    primary key (request_id, seq, number), foreign key (request_id, seq) references request
) strict, without rowid;

create table document (
    request_id text not null, seq integer not null, number integer not null,
    title text not null, language text not null, translates integer not null, pages integer not null, sha256 text not null,
    primary key (request_id, seq, number), foreign key (request_id, seq) references request
) strict, without rowid;

create table related (
    request_id text not null, seq integer not null, number integer not null,
    related_id text not null, relation text not null,
    primary key (request_id, seq, number), foreign key (request_id, seq) references request
) strict, without rowid;

-- The register that a request was imported from, and its key there.
create table origin (
    request_id text not null, seq integer not null, source text not null, row_key text not null,
    primary key (request_id, seq), foreign key (request_id, seq) references event
) strict, without rowid;
create index origin_source on origin (source, row_key);

-- The next entry of a dossier, and nothing else, may be added to it.
create trigger event_in_order before insert on event
    when new.seq <> 1 + (select coalesce(max(seq), 0) from event where request_id = new.request_id)
    begin select raise(abort, 'entries are numbered without a gap, and never replaced'); end;
create trigger event_no_update before update on event begin select raise(abort, 'the register is append-only'); end;
create trigger event_no_delete before delete on event begin select raise(abort, 'the register is append-only'); end;
create trigger event_text_no_update before update on event_text begin select raise(abort, 'the register is append-only'); end;
create trigger event_text_no_delete before delete on event_text begin select raise(abort, 'the register is append-only'); end;
create trigger concern_no_update before update on concern begin select raise(abort, 'the register is append-only'); end;
create trigger concern_no_delete before delete on concern begin select raise(abort, 'the register is append-only'); end;
create trigger request_no_update before update on request begin select raise(abort, 'the register is append-only'); end;
create trigger request_no_delete before delete on request begin select raise(abort, 'the register is append-only'); end;
create trigger request_text_no_update before update on request_text begin select raise(abort, 'the register is append-only'); end;
create trigger request_text_no_delete before delete on request_text begin select raise(abort, 'the register is append-only'); end;
create trigger basis_no_update before update on basis begin select raise(abort, 'the register is append-only'); end;
create trigger basis_no_delete before delete on basis begin select raise(abort, 'the register is append-only'); end;
create trigger person_no_update before update on person begin select raise(abort, 'the register is append-only'); end;
create trigger person_no_delete before delete on person begin select raise(abort, 'the register is append-only'); end;
create trigger person_name_no_update before update on person_name begin select raise(abort, 'the register is append-only'); end;
create trigger person_name_no_delete before delete on person_name begin select raise(abort, 'the register is append-only'); end;
create trigger offence_no_update before update on offence begin select raise(abort, 'the register is append-only'); end;
create trigger offence_no_delete before delete on offence begin select raise(abort, 'the register is append-only'); end;
create trigger measure_no_update before update on measure begin select raise(abort, 'the register is append-only'); end;
create trigger measure_no_delete before delete on measure begin select raise(abort, 'the register is append-only'); end;
create trigger item_no_update before update on item begin select raise(abort, 'the register is append-only'); end;
create trigger item_no_delete before delete on item begin select raise(abort, 'the register is append-only'); end;
create trigger document_no_update before update on document begin select raise(abort, 'the register is append-only'); end;
create trigger document_no_delete before delete on document begin select raise(abort, 'the register is append-only'); end;
create trigger related_no_update before update on related begin select raise(abort, 'the register is append-only'); end;
create trigger related_no_delete before delete on related begin select raise(abort, 'the register is append-only'); end;
create trigger origin_no_update before update on origin begin select raise(abort, 'the register is append-only'); end;
create trigger origin_no_delete before delete on origin begin select raise(abort, 'the register is append-only'); end;
