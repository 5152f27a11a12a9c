-- SPDX-License-Identifier: Apache-2.0
-- The report of comity-bench-figures by PostgreSQL, on requests.csv and events.csv in the current folder. See ../rivals.sh.

\set ON_ERROR_STOP on
\pset format unaligned
\pset tuples_only on
\pset fieldsep ' '
set client_min_messages = warning;
drop schema if exists bench_report cascade;
create schema bench_report;
set search_path = bench_report;
set work_mem = '256MB';  -- so that nothing is sorted on disk
set jit = off;           -- which takes longer than it saves

create table request (number int primary key, "from" int, "to" int, made int);
create table event (request int, kind int, day int);
\copy request from requests.csv csv header
\copy event from events.csv csv header
create index decision on event (request, day) include (kind) where kind in (5, 6);
vacuum analyze request;
vacuum analyze event;
create table calendar as
select day, (extract(year from date '2011-01-01' + day) * 12 + extract(month from date '2011-01-01' + day) - 2011 * 12)::int as month from generate_series(0, 3652) day;
analyze calendar;

-- It says itself how long it took: since it began, until its only row is there.
with answer as (
    select distinct on (request) request, day, kind from event where kind in (5, 6) order by request, day
), everyone as materialized (
    select "from" * 64 + "to" as pair, made, day, kind, coalesce(day, 3652) - made as took from request left join answer on request = number
), outcomes as (
    select count(*) filter (where day is null) as pending, count(*) filter (where kind = 5) as granted, count(*) filter (where kind = 6) as refused,
           percentile_disc(0.5) within group (order by took) filter (where day is not null) as median,
           percentile_disc(0.9) within group (order by took) filter (where day is not null) as ninth
    from everyone group by pair
), ended as (
    select pair, took, count(day) as answers, count(*) as n from everyone group by pair, took
), at_risk as (
    select *, sum(n) over (partition by pair order by took desc) as risk from ended
), curve as (  -- there is no product of rows; so low a number stands for the logarithm of zero
    select pair, took, exp(sum(case when answers = risk then -700 else ln(1 - answers / risk::float8) end) over (partition by pair order by took)) as waiting from at_risk
), median as (  -- flat at one half: the middle of the flat stretch, which may last to the end
    select min(took) filter (where waiting < 0.5 + 1.5e-8) as since, coalesce(min(took) filter (where waiting <= 0.5 - 1.5e-8), max(took)) as until from curve group by pair
), change as materialized (
    select pair, month, sum(change) as change
    from (select pair, made as day, 1 as change from everyone union all select pair, day, -1 from everyone where day is not null) as moved
    join calendar using (day) group by pair, month
), stock as (
    select month, sum(coalesce(change, 0)) over (partition by pair order by month) as waiting
    from (select distinct pair from change) as pairs cross join generate_series(1, 120) as month left join change using (pair, month)
)
select 'PostgreSQL ' || split_part(current_setting('server_version'), ' ', 1) || chr(9) || to_char(1e3 * extract(epoch from clock_timestamp() - statement_timestamp()), 'FM999999990.000') || chr(9) || sum(pending), sum(granted), sum(refused), sum(median), sum(ninth),
       (select sum(since + until) || ' ' || count(since) from median), (select sum(waiting * month) from stock)
from outcomes
\g
\g
\g
drop schema bench_report cascade;
