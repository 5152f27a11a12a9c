-- SPDX-License-Identifier: Apache-2.0
-- A register on a cluster of PostgreSQL servers (Citus). Optional, by hand, once: open the register with comity, which makes its
-- tables, then run this on the coordinator, in the register's schema (set search_path first). ARCHITECTURE.md, "Growth", says what
-- lies together and what each question then costs. Written from Citus's documentation; try it on a cluster of your own first.

create extension if not exists citus;

-- The triggers look at rows of the same request_id alone, which lie on the same shard.
set citus.enable_unsafe_triggers to on;

select create_distributed_table('event', 'request_id');
select create_distributed_table('request', 'request_id', colocate_with => 'event');
select create_distributed_table('private_text', 'request_id', colocate_with => 'event');
select create_distributed_table('sealed', 'request_id', colocate_with => 'event');
select create_reference_table('register_version');
