-- SPDX-License-Identifier: Apache-2.0
-- The report of comity-bench-figures by SQLite, in memory, on requests.csv and events.csv in the current folder. See ../rivals.sh.

create table request (number integer primary key, "from" integer, "to" integer, made integer);
create table event (request integer, kind integer, day integer);
.mode csv
.import --skip 1 requests.csv request
.import --skip 1 events.csv event
create index decision on event (request, day, kind) where kind in (5, 6);
analyze;

create view report as
with answer as materialized (
    select request, min(day) as day, kind from event where kind in (5, 6) group by request
), everyone as materialized (
    select "from" * 64 + "to" as pair, made, day, kind, coalesce(day, 3652) - made as took from request left join answer on request = number
), outcomes as (
    select sum(day is null) as pending, sum(kind is 5) as granted, sum(kind is 6) as refused from everyone group by pair
), ranked as (  -- nearest rank: of those in order, the one whose number is q n, rounded up
    select took, row_number() over (partition by pair order by took) as rank, count(*) over (partition by pair) as n from everyone where day is not null
), ended as (
    select pair, took, count(day) as answers, count(*) as n from everyone group by pair, took
), at_risk as (
    select *, sum(n) over (partition by pair order by took desc) as risk from ended
), curve as (  -- there is no product of rows; so low a number stands for the logarithm of zero
    select pair, took, exp(sum(case when answers = risk then -700 else ln(1 - answers * 1.0 / risk) end) over (partition by pair order by took)) as waiting from at_risk
), median as (  -- flat at one half: the middle of the flat stretch, which may last to the end
    select min(took) filter (where waiting < 0.5 + 1.5e-8) as since, coalesce(min(took) filter (where waiting <= 0.5 - 1.5e-8), max(took)) as until from curve group by pair
), change as materialized (
    select pair, month, sum(change) as change
    from (select pair, made as day, 1 as change from everyone union all select pair, day, -1 from everyone where day is not null)
    join calendar using (day) group by pair, month
), stock as (
    select month, sum(coalesce(change, 0)) over (partition by pair order by month) as waiting
    from (select distinct pair from change) cross join (select distinct month from calendar) left join change using (pair, month)
)
select *
from (select sum(pending), sum(granted), sum(refused) from outcomes),
     (select sum(took) filter (where rank = (n + 1) / 2), sum(took) filter (where rank = (9 * n + 9) / 10) from ranked),
     (select sum(since + until), count(since) from median),
     (select sum(waiting * month) from stock);

create table calendar as
with recursive days(day) as (select 0 union all select day + 1 from days where day < 3652)
select day, 12 * (strftime('%Y', '2011-01-01', day || ' days') - 2011) + strftime('%m', '2011-01-01', day || ' days') as month from days;
create unique index day on calendar (day, month);

create table sums (open, granted, refused, median, ninth, twice, reached, backlog);
create table moment (number integer primary key, at default (julianday('now')));
insert into moment default values;
insert into sums select * from report;
insert into moment default values;
insert into sums select * from report;
insert into moment default values;
insert into sums select * from report;
insert into moment default values;

.mode list
.separator " "
select distinct 'SQLite ' || sqlite_version() || char(9) || (select printf('%.3f', 86400e3 * min(b.at - a.at)) from moment a join moment b on b.number = a.number + 1) || char(9) || open, granted, refused, median, ninth, twice, reached, backlog from sums;
